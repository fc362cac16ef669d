"""Today: whom each adult is asked to welcome back and keep in mind, and nothing more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from html import unescape

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people, trail_lines
from tests.people import ADA, BEN, EVE, MATHS, House, SignIn, as_csv

from belong.acts import actions
from belong.acts import queries as acts
from belong.acts.actions import Wanted
from belong.acts.models import Act
from belong.people import fetch
from belong.people.models import Membership
from belong.people.reach import Reach
from belong.people.trail import Verb

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
ACTS = {Verb.ACT_SET, Verb.ACT_DONE, Verb.ACT_SAID}


def page(client: Client, address: str = "/today/", status: int = 200) -> str:
    """What stands in the middle of a page, as text."""
    answer = client.get(address)
    assert answer.status_code == status
    return text(answer.content)


def text(content: bytes) -> str:
    body = content.split(b"<main", 1)[1].split(b"</main>", 1)[0].decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def mark(house: House, *marks: Sequence[str], as_of: dt.date = people.TODAY) -> None:
    """Bring some marks: child, day, half and mark of each."""
    house.bring(as_csv([["UPN", "Date", "Session", "Mark"], *marks]), confirmed=True, as_of=as_of)


@pytest.fixture
def back(house: House) -> House:
    """Ben was away for three school days, and came back this morning."""
    mark(house, [BEN.id, "2026-11-24", "AM", "/"])
    return house


def taught(*subjects: tuple[str, str]) -> bytes:
    """Lesson marks of Ben: missed on the days he was away, come to on the others."""
    days = [f"2026-11-{n}" for n in (17, 18, 19, 20, 23)]
    lines = [["UPN", "Date", "Period", "Class", "Subject", "Mark"]]
    for klass, subject in subjects:
        lines += [
            [BEN.id, day, f"P-{subject}", klass, subject, "/" if day < "2026-11-19" else "I"]
            for day in days
        ]
    return as_csv(lines)


def listed(since: int) -> list[tuple[str, list[int]]]:
    """The children the trail names since a moment, line by line."""
    return [(x.verb, sorted(x.ids)) for x in trail_lines.since(since) if x.about == "pupil"]


def test_a_child_who_is_back_is_welcomed_and_one_who_is_away_is_kept_in_mind(
    back: House, signed_in: SignIn
) -> None:
    before = trail_lines.newest()
    said = page(signed_in(back, "tutor"))
    assert "One to welcome back and one to keep in mind" in said
    assert "Ben Quillfeather 7 Oak Back today after 3 school days away." in said
    assert "Ada Osei-Larkin 7 Oak Not here today." in said
    assert said.index("Ben Quillfeather") < said.index("Ada Osei-Larkin")
    keys = sorted(back.child(c).pk for c in (ADA, BEN))
    assert listed(before) == [(Verb.CHILDREN_LISTED, keys)]


def test_why_a_child_was_away_is_never_said(back: House, signed_in: SignIn) -> None:
    for role in ("tutor", "supply", "subject_teacher", "key_person"):
        said = page(signed_in(back, role)).casefold()
        for word in ("ill", "reason", "authorised", "medical", "unwell", "truan", "no reason"):
            assert not re.search(rf"\b{word}", said), (role, word)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("tutor", (ADA, BEN)),
        ("class_teacher", (ADA, BEN)),
        ("supply", (ADA, BEN)),
        ("key_person", (ADA,)),
        ("stand_in", (ADA,)),
        ("subject_teacher", (BEN,)),
        ("head_of_year", ()),
        ("headteacher", ()),
    ],
)
def test_each_sees_their_own_children_alone(
    back: House, signed_in: SignIn, role: str, sees: tuple[people.Child, ...]
) -> None:
    """Who teaches a class welcomes back; who has a year or the school knows nobody by it."""
    said = page(signed_in(back, role))
    assert {c.id for c in people.CHILDREN if c.surname in said} == {c.id for c in sees}


def test_a_teacher_sees_the_lessons_of_their_own_class_alone(
    back: House, signed_in: SignIn
) -> None:
    back.bring(taught((MATHS, "Maths"), ("7x/En1", "English")), "lessons.csv", kind="")
    tutor = page(signed_in(back, "tutor"))
    assert "They missed 3 English and 3 Maths lessons while away." in tutor
    assert "Ask what they would like to catch up first, and when." in tutor
    teacher = page(signed_in(back, "subject_teacher"))
    assert "They missed 3 Maths lessons with you while away." in teacher
    assert "English" not in teacher


def test_a_child_who_is_in_again_for_a_day_is_not_welcomed_twice(
    back: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-25T09:18:00"
    everybody = [c for c in people.CHILDREN if not c.left]
    marks = ([c.id, "2026-11-25", "AM", "/"] for c in everybody)
    mark(back, *marks, as_of=dt.date(2026, 11, 25))
    assert "Ben Quillfeather" not in page(signed_in(back, "tutor"))


def test_a_long_absence_is_kept_in_mind_before_the_registers_are_in(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    Membership.objects.filter(adult=house.adults["tutor"].adult).update(reach_of="11 Ash")
    settings.FIXED_NOW = "2026-11-25T08:10:00"
    said = page(signed_in(house, "tutor"))
    assert "Joe Swanwick 11 Ash Away for 17 school days so far." in said
    assert "Ida Ravensdale 11 Ash Away on the last school day. They may be back today." in said


def test_a_weekend_looks_ahead_and_nothing_is_done_on_it(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-11-21T10:00:00"
    client = signed_in(house, "tutor")
    said = page(client)
    assert "Monday: one to welcome back" in said
    assert "Away for the last 2 school days. They may be back on Monday." in said
    assert b'action="/today/done/"' not in client.get("/today/").content


def test_a_holiday_nobody_told_of_promises_no_day(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2026-12-02T10:00:00"
    said = page(signed_in(house, "tutor"))
    assert "When school is back: two to welcome back" in said
    assert "They may be there when school begins again." in said


def test_nothing_is_said_of_children_long_after_the_last_register(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.FIXED_NOW = "2027-01-12T10:00:00"
    said = page(signed_in(house, "tutor"))
    assert not any(child.surname in said for child in people.CHILDREN)
    assert "A day for a kind word anyway" in said


def test_done_is_one_tap_and_words_are_kept(back: House, signed_in: SignIn) -> None:
    client, ben = signed_in(back, "tutor"), back.child(BEN).pk
    before = trail_lines.newest()
    answer = client.post("/today/done/", {"kind": "welcome", "child": ben})
    assert answer.status_code == 302
    act = Act.objects.get()
    assert (act.kind, act.pupil_id, act.done_by_id) == (
        "welcome", ben, back.adults["tutor"].adult_id,
    )  # fmt: skip
    assert [x.verb for x in trail_lines.since(before) if x.verb in ACTS] == [Verb.ACT_DONE]
    said = page(client)
    assert "Done at 9:18." in said
    assert "One to keep in mind" in said
    sent = {
        "act": act.pk,
        "version": 0,
        "outcome": "It was good to see you",
        "noticed": "He grinned",
    }
    assert client.post("/today/words/", sent).status_code == 302
    said = page(client)
    assert "They said: “It was good to see you” He grinned" in said
    child = page(client, f"/children/{ben}/")
    assert "What was done Welcome back Tue 24 Nov 2026, Mr Begum It was good to see you" in child


def test_not_today_leaves_no_trace(back: House, signed_in: SignIn) -> None:
    client = signed_in(back, "tutor")
    before = trail_lines.newest()
    said = [page(client), page(client)]
    assert said[0] == said[1]
    assert not Act.objects.exists()
    assert {x.verb for x in trail_lines.since(before)} == {Verb.CHILDREN_LISTED}
    assert "Not today? Leave it. Nothing is written down about what you leave." in said[0]


def test_nobody_is_told_what_a_colleague_did_or_left(back: House, signed_in: SignIn) -> None:
    """Nothing counts adults: a list is the same whether or not somebody else did theirs."""
    teacher = signed_in(back, "class_teacher")
    before = page(teacher)
    ben = back.child(BEN).pk
    signed_in(back, "tutor").post("/today/done/", {"kind": "welcome", "child": ben})
    assert page(teacher) == before


@pytest.mark.parametrize("kind", ["planned", "", "punish"])
def test_only_what_is_there_to_do_is_done(back: House, signed_in: SignIn, kind: str) -> None:
    client = signed_in(back, "tutor")
    answer = client.post("/today/done/", {"kind": kind, "child": back.child(BEN).pk})
    assert answer.status_code == 422
    assert "Nothing has changed." in text(answer.content)
    assert not Act.objects.exists()


def test_a_strangers_child_or_act_is_not_there(
    back: House, next_door: House, signed_in: SignIn
) -> None:
    client = signed_in(back, "tutor")
    zora = next_door.child(people.NEXT_DOOR[0])
    theirs = Act.objects.create(
        school=next_door.school, pupil=zora, owner_id=next_door.adults["tutor"].adult_id,
        kind="planned", what="x", due=people.TODAY, created_at=NOW,
        created_by_id=next_door.adults["tutor"].adult_id,
    )  # fmt: skip
    missing = client.post("/today/done/", {"act": 99999999})
    same = [
        client.post("/today/done/", {"kind": "welcome", "child": back.child(EVE).pk}),
        client.post("/today/done/", {"kind": "welcome", "child": zora.pk}),
        client.post("/today/done/", {"kind": "welcome", "child": "x"}),
        client.post("/today/done/", {"act": theirs.pk}),
        client.post("/today/words/", {"act": theirs.pk, "version": 0, "outcome": "x"}),
    ]
    assert {(a.status_code, a.content) for a in same} == {(404, missing.content)}
    assert not Act.objects.exclude(done_at=None).exists()


def test_what_somebody_else_wrote_meanwhile_stands_and_both_are_shown(
    back: House, signed_in: SignIn
) -> None:
    client = signed_in(back, "tutor")
    client.post("/today/done/", {"kind": "welcome", "child": back.child(BEN).pk})
    act = Act.objects.get()
    client.post("/today/words/", {"act": act.pk, "version": 0, "outcome": "The first words"})
    act.refresh_from_db()
    Act.objects.update(due=dt.date(2026, 10, 1), done_at=act.done_at - dt.timedelta(days=40))
    mark = trail_lines.newest()
    answer = client.post("/today/words/", {"act": act.pk, "version": 0, "outcome": "The second"})
    assert answer.status_code == 409
    said = text(answer.content)
    assert "What stands now: “The first words”" in said
    assert "Yours: “The second”" in said
    assert back.child(BEN).pk in {pk for line in trail_lines.since(mark) for pk in line.ids}
    act.refresh_from_db()
    assert act.outcome == "The first words"


def planned(house: House, owner: str, due: dt.date, **more: object) -> Act:
    by = fetch.membership(house.adults["tutor"].adult, people.TODAY)
    assert by is not None
    ask = Wanted("Ask about the guitar.", due, house.adults[owner].adult_id, **more)  # type: ignore[arg-type]
    at = dt.datetime.combine(due, dt.time(9), dt.UTC)
    return actions.set_down(by=by, pupil=house.child(ADA), wanted=ask, at=at)


def test_a_planned_act_is_in_its_owners_today_and_late_is_not_blamed(
    house: House, signed_in: SignIn
) -> None:
    act = planned(house, "key_person", dt.date(2026, 11, 20))
    client = signed_in(house, "key_person")
    said = page(client)
    assert "Mr Begum asked you. Ask about the guitar." in said
    assert "Planned for 20 Nov. Today is as good a day." in said
    assert not re.search(r"overdue|late|missed|should", said.casefold())
    assert "guitar" not in page(signed_in(house, "mentor"))
    assert client.post("/today/done/", {"act": act.pk}).status_code == 302
    assert "Done at 9:18." in page(client)
    again = client.post("/today/done/", {"act": act.pk})
    assert (again.status_code, "This is done already." in text(again.content)) == (422, True)


def test_who_stands_in_sees_whose_it_is(house: House, signed_in: SignIn) -> None:
    planned(house, "key_person", people.TODAY)
    said = page(signed_in(house, "stand_in"))
    assert "For Ms Whitlock to do. If they are away, it is yours. Ask about the guitar." in said


def test_an_act_is_set_down_from_the_childs_page(house: House, signed_in: SignIn) -> None:
    client, ada = signed_in(house, "tutor"), house.child(ADA).pk
    form = f"/today/for/{ada}/"
    assert f'href="{form}"' in client.get(f"/children/{ada}/").content.decode()
    asked = page(client, form)
    assert "Me" in asked
    assert "Ms Whitlock" in asked
    assert "key person" not in asked, "a role beside a name may tell who is in care"
    assert "Mrs Pettigrew" not in asked
    owner = house.adults["key_person"].adult_id
    sent = {"what": "Sit together at break.", "owner": owner, "due": "2026-11-24", "why": "Quiet."}
    assert client.post(form, sent).status_code == 302
    assert "Sit together at break." in page(signed_in(house, "key_person"))


@pytest.mark.parametrize("due", ["", "soon", "2026-02-30", "1999-01-01"])
def test_what_was_typed_stays_when_a_day_makes_no_sense(
    house: House, signed_in: SignIn, due: str
) -> None:
    client = signed_in(house, "tutor")
    sent = {"what": "Sit together", "owner": house.adults["tutor"].adult_id, "due": due}
    answer = client.post(f"/today/for/{house.child(ADA).pk}/", sent)
    assert answer.status_code == 422
    assert b'value="Sit together"' in answer.content
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    "role",
    ["psychologist", "virtual_school", "supply", "office", "data_lead", "trust_officer"],
)
def test_who_sets_nobody_a_task_is_not_shown_what_was_done(
    house: House, signed_in: SignIn, role: str
) -> None:
    by = fetch.membership(house.adults["tutor"].adult, people.TODAY)
    assert by is not None
    act, _ = actions.do_now(by=by, pupil=house.child(ADA), kind="welcome", at=NOW)
    actions.say(by=by, act_id=act.pk, outcome="Only for some", noticed="", version=0, at=NOW)
    client, ada = signed_in(house, role), house.child(ADA).pk
    assert "Only for some" not in page(client, f"/children/{ada}/")
    assert client.get(f"/today/for/{ada}/").status_code == 403
    assert "Only for some" in page(signed_in(house, "key_person"), f"/children/{ada}/")


def test_today_is_the_first_door_of_who_has_children_of_their_own(
    house: House, signed_in: SignIn
) -> None:
    first = re.compile(r'<ul class="rail-group">\s*<li>\s*<a href="([^"]*)"')
    for role, door in (("tutor", "/today/"), ("key_person", "/today/"), ("headteacher", "/")):
        body = signed_in(house, role).get("/").content.decode()
        found = first.search(body)
        assert found is not None
        assert found[1] == door, role
        assert 'href="/today/"' in body
    assert b'href="/today/"' not in signed_in(house, "office").get("/").content


def test_a_child_who_left_is_on_no_list(back: House, signed_in: SignIn) -> None:
    back.child(BEN).enrolments.update(left_on=dt.date(2026, 11, 23))
    assert BEN.surname not in page(signed_in(back, "tutor"))
    assert BEN.surname not in page(signed_in(back, "headteacher"), "/today/without-enough/")


def test_two_roles_at_once_tell_no_more_of_what_was_done(house: House, signed_in: SignIn) -> None:
    """The office works with every child and sets nobody a task; a key person does, for one."""
    office, by = house.adults["office"], fetch.membership(house.lead.adult, people.TODAY)
    assert by is not None
    for child in (ADA, EVE):
        act, _ = actions.do_now(by=by, pupil=house.child(child), kind="welcome", at=NOW)
        actions.say(by=by, act_id=act.pk, outcome="Only for some", noticed="", version=0, at=NOW)
    Membership.objects.create(
        adult=office.adult, school=house.school, role_key="key_person", reach=Reach.CHILD,
        pupil=house.child(ADA), **people.THIS_YEAR,
    )  # fmt: skip
    client = signed_in(house, "office")
    assert "Only for some" in page(client, f"/children/{house.child(ADA).pk}/")
    other = page(client, f"/children/{house.child(EVE).pk}/")
    assert "Only for some" not in other
    assert "What was done" not in other


def test_who_does_one_job_at_two_schools_sees_each_schools_acts_there(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    """What somebody was to do next door is not on their list here."""
    tutor, zora = house.adults["tutor"].adult, next_door.child(people.NEXT_DOOR[0])
    Act.objects.create(
        school=next_door.school, pupil=zora, owner=tutor, kind="planned", what="A word next door.",
        due=people.TODAY, created_by=tutor, created_at=NOW,
    )  # fmt: skip
    by = fetch.membership(tutor, people.TODAY)
    assert by is not None
    assert acts.due(by, people.TODAY, people.TODAY) == []
    said = page(signed_in(house, "tutor"))
    assert "next door" not in said
    assert zora.surname not in said
