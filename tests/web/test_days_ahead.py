"""Tomorrow is different: what was said of a day or named as tender reaches the right adult on the
school day before, and nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.app.test_acts import member
from tests.app.test_checkins import agreed
from tests.people import ADA, BEN, CAL, CHILDREN, DEE, EVE, HAL, House, SignIn, as_csv
from tests.web.test_today import page, text

from belong.intake import calendar
from belong.intake.calendar import SaidTerm
from belong.people.models import Pupil
from belong.people.trail import Verb
from belong.practice.ahead import actions, tender
from belong.practice.ahead.actions import Different
from belong.practice.ahead.models import DayAhead, Tender
from belong.practice.ahead.tender import Named
from belong.practice.profiles import actions as profiles

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
TOMORROW = dt.date(2026, 11, 25)
DAYS = "/days-ahead/"
DAD = "Dad’s birthday"


def said(house: House, by: str = "headteacher", **more: object) -> DayAhead:
    """Cover for 7 Oak tomorrow."""
    day = {"on": TOMORROW, "kind": "cover", "group": "form:7 Oak", "words": "Ms Bell is in room 4"}
    return actions.say(by=member(house, by), day=Different(**(day | more)), at=NOW)  # type: ignore[arg-type]


def named(house: House, child: object = CAL, **more: object) -> Tender:
    """A day of tomorrow that Cal named."""
    wanted = {"words": DAD, "on": TOMORROW, "named_by": "child", "agreed": True} | more
    return tender.name(
        by=member(house, "headteacher"), pupil=house.child(child), at=NOW,  # type: ignore[arg-type]
        named=Named(**wanted),  # type: ignore[arg-type]
    )  # fmt: skip


def hard_for(house: House, child: object, words: str = "Tell me the day before.") -> Pupil:
    """Change is hard for a child; they have not agreed to the words yet."""
    pupil = house.child(child)  # type: ignore[arg-type]
    profiles.write(
        by=member(house, "headteacher"), pupil=pupil, key="changes", words=words, own=True,
        version=0, at=NOW,
    )  # fmt: skip
    return pupil


def today(house: House, signed_in: SignIn, role: str = "tutor") -> str:
    return page(signed_in(house, role))


def test_a_named_day_reaches_those_close_on_the_day_before(house: House, signed_in: SignIn) -> None:
    named(house, helps="Say nothing, sit near.")
    line = f"Tomorrow: “{DAD}”, as they told us. What helps: Say nothing, sit near."
    assert line in today(house, signed_in)
    for role in ("head_of_year", "subject_teacher", "supply", "key_person"):
        assert DAD not in today(house, signed_in, role), role


@pytest.mark.parametrize("day", [24, 26])
def test_it_says_nothing_on_the_day_nor_two_days_before(
    house: House, signed_in: SignIn, day: int
) -> None:
    named(house, on=dt.date(2026, 11, day))
    Tender.objects.update(at=NOW - dt.timedelta(days=1))
    assert DAD not in today(house, signed_in)


def test_what_is_said_of_today_only_today_is_said_today(house: House, signed_in: SignIn) -> None:
    named(house, on=NOW.date())
    said(house, on=NOW.date())
    hard_for(house, DEE)
    found = today(house, signed_in)
    assert f"Today: “{DAD}”, as they told us." in found
    assert "Dee O'Harrow 7 Oak Today: somebody else teaches. Ms Bell is in room 4." in found
    DayAhead.objects.update(at=NOW - dt.timedelta(days=1))
    assert "Ms Bell" not in today(house, signed_in), "the list of the day before said it"


def test_a_day_of_the_weekend_is_said_on_the_friday(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    named(house, on=dt.date(2026, 11, 29))
    assert DAD not in today(house, signed_in)
    friday = dt.date(2026, 11, 27)
    lines = [[c.id, friday.isoformat(), "AM", "/"] for c in CHILDREN if not c.left]
    house.bring(as_csv([["UPN", "Date", "Session", "Mark"], *lines]), confirmed=True, as_of=friday)
    settings.FIXED_NOW = "2026-11-27T09:18:00"
    assert f"Sun 29 Nov 2026: “{DAD}”" in today(house, signed_in)


def test_a_day_of_each_year_comes_again_and_one_alone_does_not(
    house: House, signed_in: SignIn
) -> None:
    named(house, on=dt.date(2015, 11, 25), yearly=True)
    assert DAD in today(house, signed_in)


def test_cover_is_said_to_those_for_whom_change_is_hard_and_for_no_others(
    house: House, signed_in: SignIn
) -> None:
    said(house)
    assert "Ms Bell" not in today(house, signed_in)
    hard_for(house, DEE)
    agreed(house, child=ADA)
    found = today(house, signed_in)
    assert found.count("Tomorrow: somebody else teaches. Ms Bell is in room 4.") == 2
    assert "Dee O'Harrow 7 Oak Tomorrow" in found
    assert "Tell me the day before." not in found, "they did not agree to these words yet"


def test_what_helps_is_said_in_words_the_child_agreed_to(house: House, signed_in: SignIn) -> None:
    said(house, kind="trip", group="", words="We go to the coast.")
    pupil = hard_for(house, DEE)
    profiles.agreed(by=member(house, "headteacher"), pupil=pupil, version=1, at=NOW)
    assert "What helps: Tell me the day before." in today(house, signed_in)


def test_whoever_keeps_it_out_of_sight_has_no_line(house: House, signed_in: SignIn) -> None:
    said(house)
    pupil = hard_for(house, DEE)
    profiles.hide(by=member(house, "headteacher"), pupil=pupil, key="changes", hidden=True, at=NOW)
    assert "Ms Bell" not in today(house, signed_in)


def test_another_form_is_told_nothing(house: House, signed_in: SignIn) -> None:
    said(house, group="form:8 Elm")
    hard_for(house, DEE)
    assert "Ms Bell" not in today(house, signed_in)


def test_a_topic_is_said_only_where_one_is_named_and_its_words_are_not_matched(
    house: House, signed_in: SignIn
) -> None:
    named(house, words="When they talk about dads", on=None)
    hard_for(house, DEE)
    assert "dads" not in today(house, signed_in)
    said(house, kind="topic", group="year:7", words="Letters from the war.")
    found = today(house, signed_in)
    assert "They told us of “When they talk about dads”." in found
    assert found.count("Letters from the war.") == 1


def test_a_holiday_ahead_asks_how_those_kept_in_mind_will_know(
    house: House, signed_in: SignIn
) -> None:
    agreed(house, "tutor", BEN, role="tutor")
    line = "A holiday begins on Thu 26 Nov 2026."
    assert line not in today(house, signed_in), "nobody said when the terms are"
    autumn = SaidTerm("Autumn", dt.date(2026, 11, 2), TOMORROW)
    winter = SaidTerm("Winter", dt.date(2026, 12, 7), dt.date(2026, 12, 18))
    calendar.say(by=house.lead, terms=[autumn, winter], at=NOW)
    found = today(house, signed_in)
    assert f"Ben Quillfeather 7 Oak {line}" in found
    assert found.count(line) == 1, "Ada is away today, and comes back after it"
    assert "How will they know that they are kept in mind?" in found
    assert line not in today(house, signed_in, "supply"), "not for whoever may not read check-ins"


def test_a_long_weekend_is_no_holiday_and_one_far_off_is_not_said(
    house: House, signed_in: SignIn
) -> None:
    agreed(house, "tutor", BEN, role="tutor")
    for last, first in ((25, 30), (30, 12)):
        autumn = SaidTerm(f"Autumn {last}", dt.date(2026, 11, 2), dt.date(2026, 11, last))
        begins = dt.date(2026, 11 if first == 30 else 12, first)
        later = SaidTerm(f"Winter {last}", begins, dt.date(2026, 12, 18))
        said_now = calendar.say(by=house.lead, terms=[autumn, later], at=NOW)
        assert "A holiday begins" not in today(house, signed_in), last
        for one in said_now:
            calendar.withdraw_term(by=house.lead, term_id=one.pk, at=NOW)


def test_the_page_of_days_names_no_child_and_keeps_what_was_typed(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "office")
    sent = {"on": "2026-11-25", "kind": "cover", "group": "form:7 Oak", "words": "Ms Bell"}
    assert client.post(DAYS, sent).url == DAYS
    found = page(client, DAYS)
    assert "Wed 25 Nov 2026 , 7 Oak: Ms Bell" in found
    assert not any(child.surname in found for child in (ADA, BEN, EVE, HAL))
    wrong = client.post(DAYS, sent | {"on": "2029-01-01", "words": "Kept words"})
    assert wrong.status_code == 422
    assert 'value="Kept words"' in wrong.content.decode()
    assert "form:7 Oak" in wrong.content.decode()


def test_who_works_with_single_children_says_it_of_no_group(
    house: House, signed_in: SignIn
) -> None:
    assert "so you can say this of no group" in page(signed_in(house, "key_person"), DAYS)


def test_a_tender_day_is_written_down_and_let_go(house: House, signed_in: SignIn) -> None:
    client, address = signed_in(house, "tutor"), f"{DAYS}{house.child(CAL).pk}/"
    sent = {"words": DAD, "on": "2026-12-01", "named_by": "family", "helps": "Quiet"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert DAD in text(refused.content) or DAD in refused.content.decode()
    before = trail_lines.newest()
    assert client.post(address, sent | {"agreed": "1"}).url == address
    found = page(client, address)
    assert "Tue 1 Dec 2026 : “Dad’s birthday” What helps: Quiet Named by their family" in found
    client.post(f"{address}let-go/", {"tender": Tender.objects.get().pk})
    assert not Tender.objects.exists()
    written = [x for x in trail_lines.since(before) if x.verb == Verb.PROFILE_WRITTEN]
    assert len(written) == 2
    assert not any(DAD in str(line.detail) for line in written)


def test_another_adults_day_is_not_taken_back(house: House, signed_in: SignIn) -> None:
    day = said(house)
    client: Client = signed_in(house, "tutor")
    assert client.post(f"{DAYS}take-back/", {"day": day.pk}).status_code == 404
    assert "Take it back" not in page(client, DAYS)
    assert signed_in(house, "office").post(f"{DAYS}take-back/", {"day": day.pk}).status_code == 302
    assert not DayAhead.objects.exists()


def test_a_date_of_their_own_and_a_trip_on_one_day_are_told_apart(
    house: House, signed_in: SignIn
) -> None:
    """What helps with the one is not read as help with the other."""
    said(house, kind="trip", group="", words="We go to the coast.")
    pupil = hard_for(house, DEE)
    profiles.agreed(by=member(house, "headteacher"), pupil=pupil, version=1, at=NOW)
    named(house, DEE, helps="Say nothing, sit near.")
    found = today(house, signed_in)
    assert (
        f"Tomorrow: “{DAD}”, as they told us. What helps: Say nothing, sit near."
        " Something else besides."
        " Tomorrow: a trip or a visitor. We go to the coast. What helps: Tell me the day before."
    ) in found


def test_the_next_school_day_is_offered(house: House, signed_in: SignIn) -> None:
    answer = signed_in(house, "headteacher").get(DAYS).content.decode()
    assert 'value="2026-11-25"' in answer
