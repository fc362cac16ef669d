"""A note for few people on pages: with and without one, everybody else sees the same."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import outside, pages, whose_page
from tests.app.test_for_few import NOW, OTHER, READERS, WORDS, note, who
from tests.pages import SHOWN, Page
from tests.people import ADA, FAY, House, SignIn, marks_file
from tests.web.test_an_hour import fresh
from tests.web.test_fields_and_gates import opened
from tests.web.test_other_peoples_children import body_of

from belong.people import care, fetch, school_settings
from belong.people.care import Gate
from belong.people.models import Membership, Opening, SchoolSettings, TrailLine
from belong.practice.restricted import actions, queries
from belong.practice.restricted.models import Note

TOKEN = re.compile(r'(?:name="csrfmiddlewaretoken" value|nonce)="[^"]*"')
CHANGING = frozenset({"children:who_looked", "children:who_looked_saved", "trail:trail",
                      "children:who_looked_for_them", "trail:saved"})  # fmt: skip
"""Pages in which the look at them stands."""
MORE = ("/children/?q=osei", "/children/?q=anand", "/children/list.csv?q=osei", "/?q=anand")


def of(house: House, child: object = ADA, name: str = "for_few") -> str:
    return reverse(f"children:{name}", args=[house.child(child).pk])  # type: ignore[arg-type]


def text(answer: object) -> str:
    return " ".join(body_of(answer).decode().split())


def kept(house: House, words: str = WORDS, child: object = ADA) -> Note:
    """One that was written, without a line in the trail."""
    return Note.objects.create(
        school=house.school, pupil=house.child(child), words=words, at=NOW,  # type: ignore[arg-type]
        by=house.adults["safeguarding_lead"].adult,
    )  # fmt: skip


def sent(client: Client, addresses: list[str]) -> list[tuple[str, str, str, int]]:
    """What each address sends: body, headers and how often the database was asked."""
    out = []
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            body = body_of(answer).decode(errors="replace")
        headers = {k: v for k, v in answer.headers.items() if k != "Content-Security-Policy"}
        out.append((address, TOKEN.sub("", body), str(headers), len(asked)))
    return out


@pytest.mark.parametrize("role", [role for role in whose_page.TRIED if role not in READERS])
def test_with_and_without_a_note_everything_is_the_same(
    house: House, signed_in: SignIn, role: str
) -> None:
    house.read(marks_file())
    client = signed_in(house, role)
    addresses = [p.of(house) for p in SHOWN if p.about == "child" and p.name not in CHANGING]
    addresses += MORE
    sent(client, addresses)  # what is only worked out once
    before = sent(client, addresses)
    kept(house)
    assert sent(client, addresses) == before


@pytest.mark.parametrize("role", sorted(READERS))
def test_those_it_is_for_read_it_on_the_childs_page(
    house: House, signed_in: SignIn, role: str
) -> None:
    client, page = signed_in(house, role), of(house, name="child")
    assert "None is written." in text(client.get(page))
    kept(house)
    body = text(client.get(page))
    assert WORDS in body
    assert "Ms Anand wrote this, Tue 24 Nov 2026." in body
    for_paper = re.search(r'<div class="no-print"> ?<section[^>]*"for-few"', body)
    assert for_paper, "the page may be printed for a family"
    assert WORDS not in text(client.get(of(house, FAY, "child")))


def test_it_opens_for_an_hour_and_leads_to_the_childs_page(house: House, signed_in: SignIn) -> None:
    kept(house)
    client, page = fresh(house, signed_in), of(house, name="child")
    assert "for-few" not in text(client.get(page))
    said = {"gate": Gate.RESTRICTED.value, "reason": "Nan is at the gate and Ada will not go"}
    answer = client.post(of(house, name="open"), said)
    assert answer["Location"] == page
    body = text(client.get(page))
    assert WORDS in body
    assert "A note for few people: open to you until" in body
    assert of(house) not in body, "whoever opened it writes nothing"
    assert client.get(of(house)).status_code == 403


def test_an_open_gate_leads_to_no_other_page(house: House, signed_in: SignIn) -> None:
    kept(house)
    opened(house, "head_of_year", *Gate)
    client = signed_in(house, "head_of_year")
    shown = [p.name for p in SHOWN if p.about == "child" and WORDS in text(client.get(p.of(house)))]
    assert shown == ["children:child"]


def test_it_is_written_changed_ended_and_taken_out(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, "safeguarding_lead"), of(house)
    assert client.post(page, {"words": WORDS})["Location"] == page
    one = Note.objects.get()
    sent = {"note": str(one.pk), "version": "0", "words": OTHER}
    assert client.post(of(house, name="change_for_few"), sent)["Location"] == page
    assert OTHER in text(client.get(page))
    client.post(of(house, name="end_for_few"), {"note": str(one.pk), "version": "1"})
    assert "What holds no longer" in text(client.get(page))
    assert OTHER not in text(client.get(of(house, name="child")))
    client.post(of(house, name="out_for_few"), {"note": str(one.pk), "version": "2"})
    assert OTHER not in text(client.get(page))
    assert not Note.objects.exists()


def test_what_somebody_else_changed_stands_and_what_was_typed_too(
    house: House, signed_in: SignIn
) -> None:
    one, client = kept(house), signed_in(house, "headteacher")
    actions.change(by=who(house), pupil=house.child(ADA), key=one.pk, words=OTHER, version=0,
                   at=NOW)  # fmt: skip
    sent = {"note": str(one.pk), "version": "0", "words": "Mine is this."}
    answer = client.post(of(house, name="change_for_few"), sent)
    assert answer.status_code == 409
    assert OTHER in text(answer).split('id="holds"')[0]
    assert ">Mine is this.</textarea>" in text(answer)
    assert Note.objects.get().words == OTHER
    actions.take_out(by=who(house), pupil=house.child(ADA), key=one.pk, version=1)
    again = client.post(of(house, name="change_for_few"), sent)
    assert again.status_code == 409
    assert "This was taken out since you opened it." in text(again)
    assert ">Mine is this.</textarea>" in text(again)


def test_too_much_is_kept_in_the_box(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house, "headteacher").post(of(house), {"words": "long " * 100})
    assert answer.status_code == 422
    assert "too many words" in text(answer)
    assert "long long" in text(answer)
    assert not Note.objects.exists()


def test_beside_the_box_stands_the_schools_own_way(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    assert "Not a safeguarding record" in text(client.get(of(house)))
    SchoolSettings.objects.update_or_create(
        school=house.school,
        defaults={"safety_name": "Ms Anand", "safety_route": "in room 4",
                  "safety_link": "https://safe.example/", "version": 1,
                  "said_by": house.lead.adult, "said_at": NOW},
    )  # fmt: skip
    assert school_settings.of(fresh_school(house))[0].safety_name == "Ms Anand"
    body = text(client.get(of(house))).split("Not a safeguarding record")[1]
    assert "Speak to Ms Anand, in room 4." in body
    assert 'href="https://safe.example/"' in body


def fresh_school(house: House) -> object:
    return type(house.school).objects.get(pk=house.school.pk)


def _raise(*args: object, **kwargs: object) -> object:
    raise DatabaseError("in doubt")


BREAKS = ((Membership, "may"), (care, "passed"), (care, "_standing"), (Opening.objects, "filter"),
          (TrailLine.objects, "create"), (fetch, "through"), (queries, "standing"))  # fmt: skip


@pytest.mark.parametrize("where", BREAKS, ids=lambda one: one[1])
@pytest.mark.parametrize("role", ["safeguarding_lead", "pastoral_lead"])
def test_in_doubt_no_word_of_it_leaves(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch,
    where: tuple[object, str], role: str,
) -> None:  # fmt: skip
    kept(house)
    opened(house, "pastoral_lead", Gate.RESTRICTED)
    client = signed_in(house, role, raise_request_exception=False)
    addresses = [of(house, name="child"), of(house)]
    assert WORDS in text(client.get(addresses[0]))
    monkeypatch.setattr(*where, _raise)
    for address in addresses:
        assert WORDS not in text(client.get(address))


def test_the_look_stands_in_the_trail_before_the_note_is_read(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(house)
    lines = []
    real = queries.standing

    def watched(pupil_id: int) -> list[Note]:
        lines.append(TrailLine.objects.order_by("-pk")[0].verb)
        return real(pupil_id)

    monkeypatch.setattr(queries, "standing", watched)
    client = signed_in(house, "safeguarding_lead")
    for name in ("child", "for_few"):
        client.get(of(house, name=name))
    assert lines == ["page that shows more to few people opened"] * 2


def test_whoever_reads_the_trail_learns_of_no_note(house: House, signed_in: SignIn) -> None:
    """The lines of a look and of a change read the same, and on paper for the child as well."""
    client, page = signed_in(house, "safeguarding_lead"), of(house, name="child")
    for _ in range(2):
        client.get(page)
    paper, search = of(house, name="who_looked_for_them"), f"/trail/?child={ADA.id}"
    before = [_kinds(client, paper), _kinds(signed_in(house, "data_protection_officer"), search)]
    note(house)
    after = [_kinds(client, paper), _kinds(signed_in(house, "data_protection_officer"), search)]
    assert before == after


def _kinds(client: Client, address: str) -> set[str]:
    """The sentences of a page that tell of the trail, without how often."""
    body = text(client.get(address)).split("<main")[1]
    return {re.sub(r"\d+", "n", one) for one in re.findall(r"opened a page[^<]*", body)}


def test_visitors_from_outside_read_nothing_of_it(house: House) -> None:
    outside.at_home(house)
    kept(house)
    for wanted in (outside.family(), outside.WORKER):
        assert WORDS.encode() not in outside.came(house, wanted).page()


def test_the_page_of_notes_is_never_for_those_who_opened_it() -> None:
    named: list[Page] = [p for p in pages.PAGES if p.name.endswith("for_few")]
    assert {p.who for p in named} == {frozenset(READERS)}
