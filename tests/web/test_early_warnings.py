"""Early warnings as a person meets them: the list, the answer, and Today."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people
from tests.people import ADA, BEN, CAL, DEE, EVE, HAL, House, SignIn

from belong.acts.models import Act
from belong.attendance.register import Register
from belong.attendance.warnings import events, rules
from belong.attendance.warnings.looked_back import Outcome
from belong.basics.terms import HalfTerm
from belong.insight import after_events
from belong.insight.questions import how_good_by_group, warm_words
from belong.people.models import Fact, Membership, Pupil, TrailLine
from belong.people.trail import Verb
from belong.practice.curiosity.models import Answer, Observation

LIST = "/early-warnings/"
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
TWO_DAYS = dt.date(2026, 11, 26)


def page(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def seen(house: House, child: people.Child, times: int = 3) -> None:
    """Hard moments that somebody kept."""
    for n in range(times):
        Observation.objects.create(
            school=house.school, pupil=house.child(child), where="gate", what="coaxed",
            day=dt.date(2026, 11, 24 - n), by=house.adults["office"].adult, at=NOW,
            kept_by=house.adults["headteacher"].adult, kept_until=dt.date(2026, 12, 12),
        )  # fmt: skip


@pytest.fixture
def warned(house: House) -> House:
    seen(house, ADA)
    seen(house, HAL)
    return house


def test_a_tutor_reads_why_and_one_warm_step_of_their_own_children(
    warned: House, signed_in: SignIn
) -> None:
    said = page(signed_in(warned, "tutor"))
    assert "A warm word for" in said
    assert "Hard moments of 3 days within two weeks were kept." in said
    assert "ask what school is like just now" in said
    assert ADA.surname in said
    assert HAL.surname not in said
    line = TrailLine.objects.filter(verb=Verb.WARNINGS_SEEN).latest("pk")
    assert warned.child(ADA).pk in line.ids
    assert warned.child(HAL).pk not in line.ids


def test_two_moments_are_no_warning(house: House, signed_in: SignIn) -> None:
    seen(house, ADA, 2)
    assert "Hard moments of 3 days" not in page(signed_in(house, "tutor"))


def test_an_answer_takes_the_child_off_the_list_until_something_new_is_seen(
    warned: House, signed_in: SignIn
) -> None:
    client = signed_in(warned, "tutor")
    address = f"{LIST}{warned.child(ADA).pk}/"
    assert "Hard moments of 3 days" in page(client, address)
    answer = client.post(
        address, {"rules": "seen", "how": "heard", "words": "Wants to sit with Cal."}
    )
    assert answer.status_code == 302
    assert "“Wants to sit with Cal.”" in page(client, f"/children/{warned.child(ADA).pk}/")
    assert "Hard moments of 3 days" not in page(client)
    assert "Nothing waits for an answer" in page(client, address)
    again = client.post(address, {"rules": "seen", "how": "heard", "words": "Once more."})
    assert again.status_code == 422
    assert "Somebody has answered this meanwhile" in again.content.decode()
    Answer.objects.update(day=dt.date(2026, 11, 20))
    assert "Hard moments of 3 days" in page(client)


def test_what_was_typed_stays_where_it_cannot_be_kept(warned: House, signed_in: SignIn) -> None:
    client = signed_in(warned, "tutor")
    long = "word " * 80
    answer = client.post(
        f"{LIST}{warned.child(ADA).pk}/", {"rules": "seen", "how": "saw", "words": long}
    )
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()


def test_what_began_after_the_page_was_opened_is_not_answered(
    warned: House, signed_in: SignIn
) -> None:
    client = signed_in(warned, "tutor")
    said = {"rules": "spells lately", "how": "heard", "words": "Something."}
    assert client.post(f"{LIST}{warned.child(ADA).pk}/", said).status_code == 422
    assert not Answer.objects.exists()


def test_only_what_was_kept_of_three_days_is_a_warning(warned: House, signed_in: SignIn) -> None:
    client = signed_in(warned, "tutor")
    assert "Hard moments of 3 days" in page(client)
    today = Observation.objects.filter(day=dt.date(2026, 11, 24))
    today.update(kept_by=None, kept_until=None)
    assert "Hard moments of" not in _lines(page(client))
    for n, one in enumerate(Observation.objects.order_by("pk")):
        kept = {"kept_by": warned.adults["headteacher"].adult, "note": f"{n}"}
        Observation.objects.filter(pk=one.pk).update(
            day=dt.date(2026, 11, 23 + n % 2), kept_until=dt.date(2026, 12, 12), **kept
        )
    assert "Hard moments of" not in _lines(page(client))


def _lines(said: str) -> str:
    """What stands above the rules as they can be said aloud."""
    return said[: said.index("The rules, as they can be said aloud")]


def test_nobody_says_anything_of_marks_that_are_old(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    lines = [["UPN", "Date", "Session", "Mark"]]
    lines += [[ADA.id, f"2026-11-{day:02}", half, "I"]
              for day in (3, 5, 10, 12, 17, 19) for half in ("AM", "PM")]  # fmt: skip
    house.bring(people.as_csv(lines), confirmed=True)
    assert "separate times within six school weeks" in page(signed_in(house, "tutor"))
    settings.FIXED_NOW = "2027-04-20T09:00:00"
    assert "separate times" not in page(signed_in(house, "tutor"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_adults_child_is_not_there(warned: House, signed_in: SignIn, method: str) -> None:
    client = signed_in(warned, "tutor")
    other, none = f"{LIST}{warned.child(EVE).pk}/", f"{LIST}999999/"
    said = {"rules": "seen", "how": "heard", "words": "Something."}
    answers = [getattr(client, method)(at, said) for at in (other, none)]
    assert [a.status_code for a in answers] == [404, 404]
    assert not Answer.objects.exists()


def test_whoever_may_not_read_what_was_seen_is_not_told_of_it(
    warned: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A psychologist follows one child, and answers no early warning."""
    assert signed_in(warned, "psychologist").get(LIST).status_code == 403


def test_today_asks_for_a_warm_word_where_nothing_else_does(
    house: House, signed_in: SignIn
) -> None:
    """Ada is away today, and so on her tutor's mind; Cal is in."""
    seen(house, ADA)
    seen(house, CAL)
    Observation.objects.update(by=house.adults["tutor"].adult)
    said = page(signed_in(house, "tutor"), "/today/")
    assert "A warm word" in said
    assert said.count("Hard moments of 3 days") == 1
    assert f"{LIST}{house.child(CAL).pk}/" in said


def test_back_from_a_suspension_is_told_to_who_may_read_of_it(
    house: House, signed_in: SignIn
) -> None:
    lines = [["UPN", "Type", "Start Date", "End Date"]]
    away_since = [*lines, [BEN.id, "Suspension", "2026-11-16", "2026-11-18"]]
    house.bring(people.as_csv(away_since), "suspensions.csv", kind="suspensions")
    assert ", after a suspension." not in page(signed_in(house, "headteacher"))
    lines += [[BEN.id, "Suspension", "2026-11-09", "2026-11-11"]]
    house.bring(people.as_csv(lines), "suspensions.csv", kind="suspensions")
    assert "Back since 12 Nov, after a suspension." in page(signed_in(house, "headteacher"))
    assert ", after a suspension." in page(signed_in(house, "headteacher"))
    tutor = house.adults["tutor"].adult
    Membership.objects.filter(role_key="tutor").update(reach_of="8 Elm")
    Membership.objects.create(
        adult=tutor, school=house.school, role_key="stand_in", reach="child",
        pupil=house.child(BEN), begins=dt.date(2026, 11, 1), ends=dt.date(2026, 12, 1),
    )  # fmt: skip
    assert ", after a suspension." not in page(signed_in(house, "tutor"))
    Membership.objects.filter(role_key="tutor").update(reach_of="7 Oak")
    assert ", after a suspension." in page(signed_in(house, "tutor"))


def test_what_became_of_them_is_counts_of_whom_one_leads(house: House, signed_in: SignIn) -> None:
    """The week of the year before and this November are no two half-terms side by side."""
    assert "Too early to look back" in page(signed_in(house, "headteacher"), f"{LIST}how-good/")


def two_half_terms(house: House) -> None:
    """Ben misses a day each week of the autumn's first half-term, and half of the second."""
    days = [dt.date(2026, 9, 7) + dt.timedelta(days=n) for n in range(40)]
    first = [d for d in days if d.weekday() < 5]
    lines = [["UPN", "Date", "Session", "Mark"]]
    for child in (ADA, BEN):
        for day in first:
            away = child is BEN and day.weekday() == 2
            lines += [[child.id, day.isoformat(), half, "I" if away else "/"]
                      for half in ("AM", "PM")]  # fmt: skip
    house.bring(people.as_csv(lines), confirmed=True)


def test_two_half_terms_are_counted_without_a_name(signed_in: SignIn, house: House) -> None:
    two_half_terms(house)
    said = page(signed_in(house, "headteacher"), f"{LIST}how-good/")
    assert "A rule spoke of 1 child. Of them, 1 missed a tenth or more" in said
    assert "too few to say" in said
    assert BEN.surname not in said


def test_a_long_list_is_folded_by_form(
    warned: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_words, "LONG", 1)
    said = page(signed_in(warned, "headteacher"))
    there = said[said.index("<summary>7 Oak: ") : said.index("<summary>8 Elm: ")]
    n = there.count("/early-warnings/")
    assert f"<summary>7 Oak: {n} {'child' if n == 1 else 'children'}</summary>" in there
    assert said.count("Hard moments of 3 days within two weeks were kept.") == 2


def _written(house: House, child: people.Child, *days: int, **more: str) -> None:
    """Events that came in with a file."""
    for day in days:
        on = dt.date(2026, 11, day)
        Fact.objects.create(
            school=house.school, pupil=house.child(child), kind="behaviour", key=f"{day}{more}",
            data={"category": "Out of seat"} | more, begins=on, ends=on, since=0, import_id=0,
        )  # fmt: skip


@pytest.fixture
def counted(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A register of three weeks is long enough, for these tests."""
    small = {"days": 5, "least": 3, "before": 5, "times_percent": 200}
    for module in (rules, events):
        known = module.settings_of
        monkeypatch.setattr(
            module,
            "settings_of",
            lambda rule, *of, known=known: small if rule == "events" else known(rule, *of),
        )
    _written(house, BEN, 2)
    return house


def test_more_events_than_usual_ask_for_a_warm_word_where_none_was_written(
    counted: House, signed_in: SignIn
) -> None:
    _written(counted, DEE, 18, 19, 20)
    client = signed_in(counted, "tutor")
    said = page(client)
    assert "3 events written down in the last 5 school days, and none in the" in said
    assert "Out of seat" not in said
    Act.objects.create(
        school=counted.school, pupil=counted.child(DEE), owner=counted.adults["tutor"].adult,
        kind="hello", due=dt.date(2026, 11, 20), done_at=NOW - dt.timedelta(days=4),
        done_by=counted.adults["tutor"].adult, created_by=counted.adults["tutor"].adult,
        created_at=NOW,
    )  # fmt: skip
    assert "events written down in" not in _lines(page(client))


def test_what_was_good_is_no_such_event_and_some_roles_are_told_of_none(
    counted: House, signed_in: SignIn
) -> None:
    _written(counted, DEE, 18, 19, 20, type="positive")
    assert "events written down in" not in _lines(page(signed_in(counted, "tutor")))
    _written(counted, DEE, 18, 19, 20)
    after_events._written.cache_clear()
    assert "events written down in" in _lines(page(signed_in(counted, "tutor")))
    for role in ("teaching_assistant", "stand_in"):
        assert "events written down in" not in _lines(page(signed_in(counted, role))), role


def test_groups_are_counted_for_those_who_lead_the_whole_school_alone(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small groups are shown here, so that there is something; a rule spoke of everybody."""
    two_half_terms(house)
    monkeypatch.setattr(how_good_by_group, "FEW", 1)
    term = HalfTerm(2026, "Autumn 1", dt.date(2026, 9, 1), dt.date(2026, 10, 23))

    def of(register: Register, pace: str) -> Outcome:
        every = np.ones(len(register), dtype=bool)
        return Outcome(term, term, every, every, every)

    monkeypatch.setattr(how_good_by_group, "latest", of)
    for n, child in enumerate((ADA, BEN, CAL, DEE)):
        Pupil.objects.filter(pk=house.child(child).pk).update(sex="MF"[n % 2])
    Fact.objects.create(
        school=house.school, pupil=house.child(BEN), kind="characteristics", key="social",
        data={"trait": "social_worker", "value": "yes"}, since=0, import_id=0,
    )  # fmt: skip
    said = page(signed_in(house, "headteacher"), f"{LIST}how-good/")
    assert "By group:" in said
    assert "No rule ever looks at a group." in said
    assert "Girls" in said
    assert "By social worker" in said
    said = page(signed_in(house, "attendance_champion"), f"{LIST}how-good/")
    assert "Girls" in said
    assert "By social worker" not in said, "not for whoever may not read of social care"
    for role in ("head_of_year", "pastoral_lead"):
        said = page(signed_in(house, role), f"{LIST}how-good/")
        whole = role == "pastoral_lead" and house.adults[role].reach == "school"
        assert ("By group:" in said) is whole
