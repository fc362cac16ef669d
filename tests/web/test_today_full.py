"""Today at its fullest: a list that is longer than a day holds, and a pattern on it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from tests import a_term, people, trail_lines
from tests.people import ADA, BEN, CAL, EVE, MATHS, House, SignIn
from tests.web.test_pages_stay_quick import MOST
from tests.web.test_today import listed, page, planned, taught

from belong.acts import actions
from belong.acts.actions import Wanted
from belong.acts.models import Act
from belong.insight import desk, noticed
from belong.insight.today_rules import rules
from belong.people import fetch
from belong.people.models import Membership
from belong.people.reach import Reach
from belong.people.trail import Verb
from belong.web import clock

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
WRITTEN = 22
"""What is asked once of each thing people write: words, arrivals, check-ins, answers, acts, days
ahead, tender dates, who asked to talk, which key persons are away, whether one is oneself, what is
prepared for a holiday, who asks one alongside, who asked one for help from a survey, what was said
and waits for one's answer, one's own next steps for the school; and what the calendar says of
days to come."""
A_LOOK = 7
"""More questions for a pattern: that look is noted by itself, under its own words; and whether an
adult followed another; and what was agreed with children for the day."""


@pytest.fixture
def crowd(db: None, tmp_path: Path) -> House:
    """Forty children of one form, each away this morning."""
    return people.larkfield(tmp_path / "uploads", people.many(40))


def _shown(said: str) -> list[str]:
    return sorted(set(re.findall(r"Crowdwell\d+", said)))


def test_a_list_is_never_longer_than_a_day_holds(crowd: House, signed_in: SignIn) -> None:
    before = trail_lines.newest()
    said = page(signed_in(crowd, "tutor"))
    shown = _shown(said)
    assert len(shown) == rules().most_lines
    assert f"{40 - len(shown)} more children today than fit into a day." in said
    assert [len(ids) for _, ids in listed(before)] == [len(shown)]


def test_doing_eight_does_not_bring_eight_more(crowd: House, signed_in: SignIn) -> None:
    client = signed_in(crowd, "tutor")
    first = _shown(page(client))
    for child in crowd.school.pupils.filter(surname__in=first):
        client.post("/today/done/", {"kind": "mind", "child": child.pk})
    said = page(client)
    assert _shown(said) == first
    assert "All done for today" in said


def test_who_does_not_fit_is_seen_by_the_leads_unless_somebody_has_room(
    crowd: House, signed_in: SignIn
) -> None:
    form = {"tutor", "class_teacher", "teaching_assistant", "supply"}
    others = [crowd.adults[role].adult_id for role in form - {"tutor"}]
    Membership.objects.filter(adult__in=others).delete()
    mine = set(_shown(page(signed_in(crowd, "tutor"))))
    head = signed_in(crowd, "headteacher")
    without = set(_shown(page(head, "/today/without-enough/")))
    assert mine & without == set()
    assert len(mine | without) == 40
    left = sorted(without)[0]
    Membership.objects.create(
        adult=crowd.adults["tutor"].adult, school=crowd.school, role_key="mentor",
        reach=Reach.CHILD, pupil=crowd.school.pupils.get(surname=left), **people.THIS_YEAR,
    )  # fmt: skip
    assert left not in _shown(page(head, "/today/without-enough/"))


def test_an_act_nobody_is_there_for_any_more_is_seen_by_the_leads(
    house: House, signed_in: SignIn
) -> None:
    planned(house, "key_person", people.TODAY)
    head = signed_in(house, "headteacher")
    assert "guitar" not in page(head, "/today/without-enough/")
    house.adults["key_person"].adult.memberships.update(ended_at=NOW)
    assert "Ask about the guitar. This was planned" in page(head, "/today/without-enough/")


def test_an_act_whose_owner_works_with_another_child_now_is_seen_by_the_leads(
    house: House, signed_in: SignIn
) -> None:
    planned(house, "key_person", people.TODAY)
    house.adults["key_person"].adult.memberships.update(pupil=house.child(EVE))
    head = signed_in(house, "headteacher")
    assert "Ask about the guitar. This was planned" in page(head, "/today/without-enough/")


@pytest.fixture
def pattern(db: None, tmp_path: Path, settings: Settings) -> House:
    """The week after a pattern of Ada was first shown."""
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    at = desk.open_at(house.adults["headteacher"], people.TODAY)
    assert at is not None
    found = noticed.at(at)
    assert found is not None
    monday = noticed.monday_of_week(found, found.of(house.child(ADA).pk)[0].week)
    settings.FIXED_NOW = f"{monday + dt.timedelta(days=8)}T10:00:00"
    return house


def test_a_new_pattern_leads_to_its_card_and_the_look_is_noted(
    pattern: House, signed_in: SignIn
) -> None:
    before, ada = trail_lines.newest(), pattern.child(ADA).pk
    client = signed_in(pattern, "tutor")
    said = page(client)
    assert "Their marks show something new to be curious about." in said
    assert f'href="/children/{ada}/#pattern"' in client.get("/today/").content.decode()
    told = [ids for verb, ids in listed(before) if verb == Verb.PATTERNS_SEEN]
    assert told == [[ada], [ada]]


def test_a_pattern_is_new_until_the_next_week_of_school_was_looked_at(
    pattern: House, signed_in: SignIn, settings: Settings
) -> None:
    """Ada's was first shown in the last week before half-term, when nobody was there to read it."""
    told = {}
    for day in ("2026-11-02", "2026-11-05", "2026-11-06"):
        settings.FIXED_NOW = f"{day}T10:00:00"
        told[day] = "something new to be curious about" in page(signed_in(pattern, "tutor"))
    assert told == {"2026-11-02": True, "2026-11-05": True, "2026-11-06": False}


def test_who_may_not_read_patterns_is_not_told_that_there_is_one(
    pattern: House, signed_in: SignIn
) -> None:
    said = page(signed_in(pattern, "supply"))
    assert "curious" not in said
    assert ADA.surname not in said


def test_a_full_list_asks_the_database_a_few_times_only(pattern: House, signed_in: SignIn) -> None:
    """With a pattern, lessons, a planned act and something done, for a tutor who also teaches."""
    pattern.bring(taught((MATHS, "Maths")), "lessons.csv", kind="")
    people.in_class(pattern, MATHS, ADA, BEN)
    tutor = pattern.adults["tutor"].adult
    Membership.objects.create(
        adult=tutor, school=pattern.school, role_key="subject_teacher", reach=Reach.CLASS,
        reach_of=MATHS, **people.THIS_YEAR,
    )  # fmt: skip
    client = signed_in(pattern, "tutor")
    by = fetch.membership(tutor, people.TODAY)
    assert by is not None
    ask = Wanted("Ask about the guitar.", dt.date(2026, 9, 1), tutor.pk)
    actions.set_down(
        by=by, pupil=pattern.child(BEN), wanted=ask, at=dt.datetime(2026, 9, 1, 9, tzinfo=dt.UTC)
    )
    actions.do_now(by=by, pupil=pattern.child(CAL), kind="mind", at=NOW)
    client.get("/today/")
    with CaptureQueriesContext(connection) as asked:
        said = page(client)
    assert "curious" in said
    assert "guitar" in said
    assert len(asked) <= MOST + A_LOOK + WRITTEN
    Act.objects.create(
        school=pattern.school, pupil=pattern.child(ADA), owner=tutor, kind="notice",
        due=dt.date(2026, 11, 1), done_by=tutor, done_at=clock.now() - dt.timedelta(days=1),
        created_by=tutor, created_at=NOW,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        page(client)
    assert len(asked) <= MOST + WRITTEN
