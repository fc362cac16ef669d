"""A school that says students reads students wherever Belong would say pupils."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from importlib.resources import files

import pytest
from tests import surveys
from tests.pages import SHOWN
from tests.people import House, SignIn, marks_file

from belong.people.models import SchoolSettings, TrailLine
from belong.practice.voice.opening import NotOpened

PAGE = "/school/settings/"
ADDRESS = "/school/settings/pupils-or-students/"
PUPIL = re.compile(r"\bpupils?\b", re.I)
STAYS = {
    "pupils file": "the kind of file a school's own system exports",
    "Session marks Pupils": "the same, in the list of kinds of files",
    "pupils.csv": "the name of a file that was brought in",
    "item, area, block and text; if you like also prompts, pupils, families":
        "the name of a column in a list that somebody brings",
    "Pupils or students": "the heading of the choice itself",
    "Pupils Students": "the choice itself",
    "Pupil absence statistics": "the title of what is published",
    "(Pupil Registration)": "the name of regulations",
    "Agreement written with pupils": "what was done, as the trail keeps and seals it",
}  # fmt: skip
"""What says pupil at every school, and why."""
SAYS_IT = {
    "how:more", "settings:settings", "voice:new", "voice:surveys", "voice:survey",
    "voice:results", "voice:you_said", "voice:listening", "voice:theme", "audit:five_steps",
}  # fmt: skip
"""Pages on which the word stands."""
READ = re.compile(r'(?:aria-label|title|placeholder|alt|content)="([^"]*)"')


def words_of(body: bytes) -> str:
    """What people read or hear of a page: its text and its labels, without what it sends."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", body.decode(), flags=re.S)
    heard = " | ".join(READ.findall(text))
    return " ".join(unescape(f"{re.sub(r'<[^>]*>', ' ', text)} | {heard}").split())


def in_shipped_lists() -> list[str]:
    """Sentences of the lists of statements that Belong ships: they read alike at every school, so
    that schools and years can be laid side by side."""
    shipped = files("belong.practice.audit").joinpath("frameworks").iterdir()
    found = [
        quoted
        for one in shipped if one.name.endswith(".toml")
        for quoted in re.findall(r'"([^"\n]+)"', one.read_text(encoding="utf-8"))
        if PUPIL.search(quoted)
    ]  # fmt: skip
    return [*found, *(one.rstrip(".") for one in found)]


def without_what_stays(text: str) -> str:
    for words in (*STAYS, *in_shipped_lists()):
        text = re.sub(re.escape(words), " ", text, flags=re.I)
    return text


def says_student(house: House) -> None:
    SchoolSettings.objects.update_or_create(
        school=house.school,
        defaults={"called": "student", "version": 0, "said_at": "2026-11-24T09:00:00Z"},
    )


def test_a_head_chooses_the_word(house: House, signed_in: SignIn) -> None:
    head = signed_in(house, "headteacher")
    assert "Surveys of pupils, families and staff." in words_of(head.get("/more/").content)
    assert head.post(ADDRESS, {"called": "student", "seen": "pupil"}).status_code == 302
    line = TrailLine.objects.get(verb="settings changed")
    assert (line.about, line.ids, line.detail) == (
        "school", [house.school.pk], {"called": "student"}
    )  # fmt: skip
    assert "Surveys of students, families and staff." in words_of(head.get("/more/").content)
    body = head.get(PAGE).content.decode()
    assert re.search(r'value="student"[^>]*checked', body)
    assert not re.search(r'value="pupil"[^>]*checked', body)


def test_what_cannot_be_is_said_on_the_page(house: House, signed_in: SignIn) -> None:
    head = signed_in(house, "headteacher")
    answer = head.post(ADDRESS, {"called": "kids", "seen": "pupil"})
    assert answer.status_code == 422
    assert "Nothing was chosen." in words_of(answer.content)
    says_student(house)
    answer = head.post(ADDRESS, {"called": "pupil", "seen": "pupil"})
    assert answer.status_code == 409
    assert "Somebody else chose while you had this open." in words_of(answer.content)
    assert SchoolSettings.objects.get().called == "student"


def test_who_may_not_say_the_settings_may_not_choose(house: House, signed_in: SignIn) -> None:
    tutor = signed_in(house, "tutor")
    assert tutor.post(ADDRESS, {"called": "student", "seen": "pupil"}).status_code == 403
    assert not SchoolSettings.objects.exists()


def test_what_cannot_be_asked_is_said_in_the_same_word(house: House) -> None:
    house.read(marks_file())
    says_student(house)
    with pytest.raises(NotOpened, match="By name only students answer"):
        surveys.prepared(house, replace(surveys.NAMED, audience="families", asked=30))
    with pytest.raises(NotOpened, match="Years and forms are for students alone"):
        surveys.prepared(house, replace(surveys.ASKED, breakdown="year"))


@pytest.mark.parametrize("role", ["headteacher", "whoever opens it"])
def test_no_page_says_pupil_where_the_school_says_student(
    house: House, signed_in: SignIn, role: str
) -> None:
    house.read(marks_file())
    surveys.opened(house, surveys.PUPILS)
    surveys.closed(house, surveys.PUPILS, n=3)
    says_student(house)
    clients = {p.opener: signed_in(house, p.opener) for p in SHOWN}
    head, found, said = signed_in(house, "headteacher"), {}, set()
    for page in SHOWN:
        answer = (head if role == "headteacher" else clients[page.opener]).get(page.of(house))
        if answer.streaming or "text/html" not in answer.headers["Content-Type"]:
            continue
        text = words_of(answer.content)
        left = without_what_stays(text)
        if PUPIL.search(left):
            found[page.name] = [left[max(0, m.start() - 60) : m.end() + 40]
                                for m in PUPIL.finditer(left)]  # fmt: skip
        if re.search(r"\bstudents?\b", text, re.I):
            said.add(page.name)
    assert found == {}, "\n".join(f"{n}: {w}" for n, ws in found.items() for w in ws)
    assert said >= SAYS_IT
