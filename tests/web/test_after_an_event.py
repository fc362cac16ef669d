"""What came after an event, on the pages: whose events count, and who is told of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from django.test import Client
from tests import a_term, people
from tests.people import ADA, BEN, House, SignIn, as_csv

from belong.attendance.patterns.after_events import ADULT, MOVE, SUSPENSION
from belong.attendance.patterns.streams import Found
from belong.basics.terms import date_of
from belong.insight import after_events, noticed, today_needs
from belong.insight.today_needs import Need
from belong.intake import queries
from belong.people.changes_of_adult import changes_of_adult
from belong.people.models import Fact, Membership
from belong.people.reach import Reach

SUSPENSIONS = ["UPN", "Category", "Start Date", "End Date"]
BEN_BACK = dt.date(2026, 10, 15)


@pytest.fixture
def term(db: None, tmp_path: Path) -> House:
    """Larkfield with a term of marks: Ben is away on many mornings after 15 October."""
    house = people.empty_school(tmp_path / "uploads")
    every = (*people.CHILDREN, *a_term.OTHERS)
    house.bring(people.pupils_file(every), "pupils.csv", kind="pupils")
    since = [d for d in a_term.days() if d >= BEN_BACK]
    house.bring(a_term.register({BEN.id: [d for n, d in enumerate(since) if n % 4]}), "term.csv")
    return house


def suspended(house: House, *lines: list[str]) -> None:
    house.bring(as_csv([SUSPENSIONS, *lines]), "suspensions.csv", kind="suspensions")


def happened(house: House) -> list[tuple[int, dt.date, int]]:
    whole = queries.whole(house.school.pk)
    assert whole is not None
    grid = noticed.lay_out(whole.register)
    stream = after_events.of_school(house.school.pk, whole.revision, grid, whole.register.pupil)
    if stream is None:
        return []
    events = stream.events
    who = whole.register.pupil[events.row].tolist()
    days = [date_of(int(day)) for day in events.day]
    return list(zip(who, days, events.kind.tolist(), strict=True))


def _main(client: Client, address: str = "/noticing/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    body = answer.content.split(b"<main", 1)[1].split(b"</main>", 1)[0].decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_what_came_after_a_suspension_is_told_with_its_counts(
    term: House, signed_in: SignIn
) -> None:
    assert "suspension" not in _main(signed_in(term, "headteacher"))
    suspended(term, [BEN.id, "Suspension", "12/10/2026", "14/10/2026"])
    said = _main(signed_in(term, "headteacher"))
    assert re.search(
        r"Away \d+ separate times in the (six school weeks|first \w+ weeks of school)"
        r" after coming back from a suspension; in the \d+ weeks before it \w+",
        said,
    )
    assert "What was coming back like? What would have made it better?" in said


def test_an_event_that_is_brought_later_is_looked_at_anew(term: House, signed_in: SignIn) -> None:
    suspended(term, [ADA.id, "Suspension", "28/09/2026", "30/09/2026"])
    assert "suspension" not in _main(signed_in(term, "headteacher"))
    suspended(term, [BEN.id, "Suspension", "13/10/2026", "14/10/2026"])
    assert "suspension" in _main(signed_in(term, "headteacher"))


def test_who_may_not_read_of_a_suspension_is_not_told_of_it_by_a_pattern(
    term: House, signed_in: SignIn
) -> None:
    suspended(term, [BEN.id, "Suspension", "12/10/2026", "14/10/2026"])
    page = f"/children/{term.child(BEN).pk}/"
    assert "suspension" in _main(signed_in(term, "tutor"), page)
    for address in (page, "/noticing/"):
        assert "suspension" not in _main(signed_in(term, "teaching_assistant"), address)
    assert "Something to be curious about" in _main(signed_in(term, "teaching_assistant"), page)


def test_today_tells_nothing_of_an_event_to_who_may_not_read_of_it(
    term: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line that leads to no card would tell that something had happened."""
    suspended(term, [BEN.id, "Suspension", "12/10/2026", "14/10/2026"])
    for adult in ("tutor", "teaching_assistant"):
        Membership.objects.filter(adult=term.adults[adult].adult).update(
            reach=Reach.FORM, reach_of=BEN.form, pupil=None
        )
    new = {term.child(BEN).pk: Need(term.child(BEN).pk, "notice", of_event=True)}
    monkeypatch.setattr(today_needs, "of_patterns", lambda desk: new)
    curious = "something new to be curious about"
    assert curious in _main(signed_in(term, "tutor"), "/today/")
    assert curious not in _main(signed_in(term, "teaching_assistant"), "/today/")


def test_what_stands_out_only_after_an_event_is_known_as_that(
    term: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(stream: str) -> Found:
        return Found(0, 11, 0, 5, 9, 1.0, 1e-9, 1e-7, 0.01, stream)

    both = (shown("sessions"), shown("events"))
    looked = SimpleNamespace(
        looks=range(5, 12), pupil=np.array([7, 8, 9]),
        year=SimpleNamespace(found={0: (replace(shown("events"), row=0),),
                                    1: tuple(replace(f, row=1) for f in both),
                                    2: tuple(replace(f, row=2) for f in both[::-1])}),
    )  # fmt: skip
    monkeypatch.setattr(noticed, "at", lambda desk: looked)
    desk = SimpleNamespace(asked=people.TODAY, day=people.TODAY)
    found = today_needs.of_patterns(desk)  # type: ignore[arg-type]
    assert {pk: need.of_event for pk, need in found.items()} == {7: True, 8: False, 9: False}


def test_only_what_is_over_and_says_nothing_of_health_or_home_is_an_event(term: House) -> None:
    suspended(
        term,
        [BEN.id, "Suspension", "12/10/2026", "14/10/2026"],
        [BEN.id, "Lunchtime", "05/10/2026", "05/10/2026"],
        [ADA.id, "Suspension", "16/11/2026", ""],
    )
    heads = ["UPN", "Kind", "Place", "From", "To"]
    lines = [
        [ADA.id, "Managed Move", "Riverside", "14/09/2026", "25/09/2026"],
        [ADA.id, "Hospital", "The ward", "28/09/2026", "02/10/2026"],
        [ADA.id, "Respite", "A house", "05/10/2026", "09/10/2026"],
    ]
    term.bring(as_csv([heads, *lines]), "placements.csv", kind="placements")
    assert happened(term) == sorted(
        [
            (term.child(BEN).pk, BEN_BACK, SUSPENSION),
            (term.child(ADA).pk, dt.date(2026, 9, 26), MOVE),
        ]
    )


@pytest.mark.parametrize(
    ("kind", "is_move"),
    [("Managed Move", True), ("Off-site Direction", True), ("PRU", True),
     ("Work Experience", False), ("College", False), ("Dual Registration", False),
     ("Part-time Timetable", False), ("EHE", False), ("B", False)],
)  # fmt: skip
def test_coming_back_is_a_move_from_where_a_child_learned_instead_of_here(
    term: House, kind: str, is_move: bool
) -> None:
    heads = ["UPN", "Kind", "Place", "From", "To"]
    line = [ADA.id, kind, "Riverside", "14/09/2026", "25/09/2026"]
    term.bring(as_csv([heads, line]), "placements.csv", kind="placements")
    move = (term.child(ADA).pk, dt.date(2026, 9, 26), MOVE)
    assert happened(term) == ([move] if is_move else [])


def sat(house: House, form: str, begins: str, ends: str = "", who: people.Child = ADA) -> None:
    """A file said that a child was in a form from one day, perhaps to another."""
    Fact.objects.create(
        school=house.school, pupil=house.child(who), kind="groups", key=f"{form} {begins}",
        data={"trait": "registration_group", "value": form}, since=0, import_id=0,
        begins=dt.date.fromisoformat(begins), ends=dt.date.fromisoformat(ends) if ends else None,
    )  # fmt: skip


def test_another_form_in_the_year_is_a_move_and_the_new_years_form_is_none(term: House) -> None:
    sat(term, "6 Oak", "2025-09-03")
    sat(term, "7 Oak", "2026-09-07")
    sat(term, "7 Elm", "2026-11-02")
    assert happened(term) == [(term.child(ADA).pk, dt.date(2026, 11, 2), MOVE)]


def test_an_adult_who_follows_another_is_an_event_for_their_children(term: House) -> None:
    def given(role: str, begins: str, ends: str, **reach: object) -> None:
        Membership.objects.create(
            adult=term.adults[role].adult, school=term.school,
            begins=dt.date.fromisoformat(begins), ends=dt.date.fromisoformat(ends), **reach,
        )  # fmt: skip

    one = {"role_key": "key_person", "reach": Reach.CHILD, "pupil": term.child(BEN)}
    given("office", "2026-09-07", "2026-10-02", **one)
    given("senco", "2026-10-05", "2027-07-20", **one)
    form = {"role_key": "tutor", "reach": Reach.FORM, "reach_of": "11 Ash"}
    given("office", "2026-09-01", "2027-07-20", **form)
    given("senco", "2026-11-02", "2027-07-20", **form)
    elm = {"role_key": "tutor", "reach": Reach.FORM, "reach_of": "8 Elm"}
    given("office", "2025-09-01", "2026-08-31", **elm)
    given("senco", "2026-09-01", "2026-11-06", **elm)
    given("office", "2026-11-09", "2027-07-20", **elm)
    found = changes_of_adult(term.school.pk)
    assert (term.child(BEN).pk, dt.date(2026, 10, 5)) in found
    assert {day for _, day in found} == {dt.date(2026, 10, 5), dt.date(2026, 11, 9)}
    assert len(found) == 1 + sum(c.form == "8 Elm" for c in people.CHILDREN)
    assert {kind for _, _, kind in happened(term)} == {ADULT}
    long_after = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    Membership.objects.filter(role_key="key_person").update(given_at=long_after)
    assert {day for _, day in changes_of_adult(term.school.pk)} == {dt.date(2026, 11, 9)}


def test_a_change_of_tutor_is_told_to_whoever_was_in_the_form_that_day(term: House) -> None:
    """A new tutor for 8 Elm on 9 November. Whose form no file dates is in that of today."""
    form = {"role_key": "tutor", "reach": Reach.FORM, "reach_of": "8 Elm", "school": term.school}
    for role, begins, ends in (
        ("senco", "2026-09-01", "2026-11-06"), ("office", "2026-11-09", "2027-07-20"),
    ):  # fmt: skip
        Membership.objects.create(
            adult=term.adults[role].adult, begins=dt.date.fromisoformat(begins),
            ends=dt.date.fromisoformat(ends), **form,
        )  # fmt: skip
    in_elm = [child for child in people.CHILDREN if child.form == "8 Elm"]
    joined, stayed, moved_in, *others = in_elm
    sat(term, "8 Elm", "2026-11-16", who=joined)
    sat(term, "8 Elm", "2026-09-01", who=stayed)
    sat(term, "8 Elm", "2026-09-01", "2026-11-13", who=ADA)
    sat(term, "8 Oak", "2026-09-01", "2026-11-13", who=moved_in)
    told = {pk for pk, _ in changes_of_adult(term.school.pk)}
    assert told == {term.child(child).pk for child in (stayed, ADA, *others)}
