"""Each tale of the trust can be seen in what its school writes down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from demo_school.invented import Child, Invented
from demo_school.season import AM, FRIDAY, MONDAY, PM
from demo_school.small_school import invent_small
from demo_school.tales import PLAYERS, Tale, tales
from demo_school.term_dates import school_year
from demo_school.trust import Trust
from demo_school.trust_schools import with_tales
from numpy.typing import NDArray

from belong.attendance.codes import MISSED_KINDS, index_of, lookup
from belong.basics.terms import day_number, weekday_of

pytestmark = pytest.mark.slow

MISSED = lookup(kinds=MISSED_KINDS).astype(bool)
TOLD = {t.key: t for t in tales()}
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
PAGE = Path(__file__).parents[3] / "docs/explanation/the-invented-school.md"


class Told:
    """One tale of this year, with its child's marks."""

    def __init__(self, trust: Trust, key: str) -> None:
        self.tale: Tale = TOLD[key]
        self.school: Invented = trust.school(self.tale.school).invented
        self.row = self.school.story(key).child
        self.child: Child = self.school.children[self.row]
        self.now = self.school.day >= school_year(2026).first
        self.marks: NDArray[np.uint8] = self.school.marks[self.row, self.now]
        self.day = self.school.day[self.now]
        self.half = self.school.half[self.now]

    def cells(self, *weekdays: int, half: int | None = None) -> NDArray[np.bool_]:
        found = np.isin(weekday_of(self.day), weekdays)
        return found if half is None else found & (self.half == half)

    def share(self, cells: NDArray[np.bool_], *codes: str) -> float:
        return float(np.isin(self.marks[cells], [index_of(c) for c in codes]).mean())

    def missed(self, cells: NDArray[np.bool_] | None = None) -> float:
        return float(MISSED[self.marks if cells is None else self.marks[cells]].mean())


def test_the_trust_has_at_least_thirty_children_with_a_story(trust: Trust) -> None:
    upns = {s.invented.children[t.child].upn for s in trust.schools for t in s.invented.stories}
    assert len(upns) >= 38
    assert set(PLAYERS) == set(TOLD)


@pytest.mark.parametrize("key", sorted(TOLD))
def test_a_tale_is_told_by_the_child_it_names(trust: Trust, key: str) -> None:
    told = Told(trust, key)
    assert f"{told.child.forename} {told.child.surname}" == told.tale.child
    assert told.child.year_group(2026) == told.tale.year_group
    assert told.child.form(2026).endswith(told.tale.form)
    assert told.child.left is None
    namesakes = [
        c for c in told.school.children
        if (c.forename, c.surname) == (told.child.forename, told.child.surname)
    ]  # fmt: skip
    assert len(namesakes) == 1


def test_the_page_about_the_trust_names_every_child_of_a_tale() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for tale in tales():
        form = f"{tale.year_group} {tale.form}" if tale.school == "secondary" else tale.form
        assert f"| {tale.child}, {form} |" in page
        assert tale.says in page


def test_gurps_misses_maths_more_and_more_and_nothing_else(trust: Trust) -> None:
    told = Told(trust, "slipping_from_maths")
    marks, taught = told.school.lesson_marks, told.school.teaching
    mine = marks.pupil == told.row
    maths = np.array([s == "Mathematics" for s in taught.subjects])[marks.klass]
    order = np.argsort(marks.day[mine & maths])
    gone = (marks.code[mine & maths] == index_of("O"))[order]
    thirds = [part.mean() for part in np.array_split(gone, 3)]
    assert thirds[0] <= 0.45
    assert thirds[2] >= 0.5
    assert thirds[2] > thirds[0]
    assert (marks.code[mine & ~maths] == index_of("O")).mean() < 0.02
    assert told.missed() < 0.05


def test_chloe_comes_late_on_thursdays(trust: Trust) -> None:
    told = Told(trust, "thursday_carer")
    assert told.share(told.cells(THURSDAY, half=AM), "U") >= 0.5
    assert told.missed(~told.cells(THURSDAY, half=AM)) == 0
    carers = trust.school("secondary").records.characteristics
    assert [c.value for c in carers if c.upn == told.child.upn and c.name == "Young carer"] == ["S"]


def test_jaydon_learned_elsewhere_on_two_days_then_on_two_others(trust: Trust) -> None:
    told = Told(trust, "moved_placement")
    before = told.day < day_number(told.school.today.replace(month=10, day=25))
    assert told.share(told.cells(TUESDAY, FRIDAY) & before, "B") == 1
    assert told.share(told.cells(WEDNESDAY, THURSDAY) & ~before, "B") == 1
    assert told.missed() == 0


def test_skye_moved_in_october_and_has_been_steady_since(trust: Trust) -> None:
    told = Told(trust, "new_home_in_care")
    away = np.flatnonzero(told.marks == index_of("C"))
    assert len(away) == 6
    assert (np.diff(away) == 1).all()
    late = np.isin(told.marks, [index_of("L"), index_of("U")])
    assert late[away[-1] + 1 : away[-1] + 21].sum() >= 8
    assert not MISSED[told.marks[away[-1] + 22 :]].any()


def test_nia_misses_more_since_the_last_change_of_tutor(trust: Trust) -> None:
    told = Told(trust, "three_tutors")
    since = told.day >= school_year(2026).days[school_year(2026).half_term_of == 1][0]
    assert told.missed(~since) == 0
    assert 0.08 <= told.missed(since) <= 0.3


def test_samson_comes_after_the_register_since_october(trust: Trust) -> None:
    told = Told(trust, "moved_house")
    mornings = told.half == AM
    later = np.arange(len(told.marks)) >= 44
    assert told.share(mornings & later, "U") >= 0.5
    assert told.missed(~later) == 0


def test_maddie_comes_on_wednesdays(trust: Trust) -> None:
    told = Told(trust, "one_good_day")
    # The first Wednesday of all belongs to Year 7 alone, so nothing is said of it.
    assert told.missed(told.cells(WEDNESDAY)) == 0
    assert told.missed(~told.cells(WEDNESDAY)) >= 0.7
    assert 2 * told.missed() >= 1


def test_ioan_had_leave_and_goes_home_at_noon_since(trust: Trust) -> None:
    told = Told(trust, "after_a_loss")
    leave = np.flatnonzero(told.marks == index_of("C"))
    assert len(leave) == 14
    assert not MISSED[told.marks[: leave[0]]].any()
    after = np.arange(len(told.marks)) > leave[-1]
    assert 0.2 <= told.missed(after & (told.half == PM)) <= 0.6
    assert told.missed(after & (told.half == AM)) == 0


def test_hafsa_was_late_in_ramadan_and_keeps_eid(trust: Trust) -> None:
    told = Told(trust, "keeps_ramadan")
    marks, day = told.school.marks[told.row], told.school.day
    late = np.flatnonzero(marks == index_of("L"))
    last_year = (day >= school_year(2025).first) & (day <= school_year(2025).last)
    months = {str(np.datetime64(int(day[n]), "D"))[:7] for n in late if last_year[n]}
    assert months <= {"2026-02", "2026-03"}
    assert 5 <= len([n for n in late if last_year[n]]) <= 16
    assert (marks[last_year] == index_of("R")).sum() >= 2


def test_rosie_and_stan_miss_the_same_days_in_two_schools(trust: Trust) -> None:
    one, other = Told(trust, "same_days_older"), Told(trust, "same_days_younger")
    a, b = MISSED[one.marks], MISSED[other.marks]
    # A register that nobody took hides a mark of one of the two.
    assert (a != b).sum() <= 2
    assert a.sum() >= 8
    homes = [set(h.upns) for h in trust.households]
    assert {one.child.upn, other.child.upn} in homes


def test_poppy_is_late_on_four_mornings_in_five(trust: Trust) -> None:
    told = Told(trust, "coaxed_at_the_door")
    assert 0.65 <= told.share(told.half == AM, "L") <= 0.92
    assert told.missed() == 0


def test_yonas_came_for_mornings_until_the_half_term(trust: Trust) -> None:
    told = Told(trust, "settling_in")
    first = told.day < school_year(2026).days[school_year(2026).half_term_of == 1][0]
    assert told.share(first & (told.half == PM), "X") >= 0.9
    assert told.share(~first, "X") == 0


def test_leonor_has_had_six_short_spells_since_october(trust: Trust) -> None:
    told = Told(trust, "new_baby")
    away = MISSED[told.marks]
    starts = np.flatnonzero(np.diff(np.concatenate([[0], away.astype(int)])) == 1)
    assert len(starts) == 6
    assert not away[:44].any()
    assert 16 <= away.sum() <= 20


def test_kacper_has_a_holiday_each_june(trust: Trust) -> None:
    told = Told(trust, "holiday_each_june")
    days = told.school.day[told.school.marks[told.row] == index_of("G")]
    months = [str(np.datetime64(int(d), "D"))[:7] for d in days]
    assert months.count("2025-06") == months.count("2026-06") == 10
    assert told.missed() == 0


def test_tilly_misses_mondays_and_fridays_since_september(trust: Trust) -> None:
    told = Told(trust, "parent_deployed")
    later = np.arange(len(told.marks)) >= 38
    assert 0.3 <= told.missed(told.cells(MONDAY, FRIDAY) & later) <= 0.75
    assert told.missed(~(told.cells(MONDAY, FRIDAY) & later)) == 0


def test_aaliyah_has_a_contact_who_must_not_be_called(trust: Trust) -> None:
    told = Told(trust, "one_parent_not_called")
    mine = [c for c in trust.school("primary").records.contacts if c.upn == told.child.upn]
    assert [c.no_contact for c in mine] == [False] * (len(mine) - 1) + [True]
    assert len(mine) >= 2


@pytest.mark.parametrize("key", ["quietly_here"])
def test_anjali_has_been_in_every_session(trust: Trust, key: str) -> None:
    told = Told(trust, key)
    marks = told.school.marks[told.row]
    assert not MISSED[marks].any()
    assert not np.isin(marks, [index_of("L"), index_of("U")]).any()


def test_filmon_was_ill_then_taught_at_home_then_came_for_mornings(trust: Trust) -> None:
    told = Told(trust, "back_after_illness")
    spring = (told.school.day > day_number(told.school.today.replace(month=2, day=1))) & (
        told.school.day < school_year(2026).first
    )
    assert (told.school.marks[told.row, spring] == index_of("I")).mean() > 0.9
    early = np.arange(len(told.marks)) < 40
    assert told.share(early & told.cells(TUESDAY, THURSDAY), "K") == 1
    assert told.share(~early & (told.half == PM), "C2") >= 0.9
    assert told.missed(~early & (told.half == AM)) == 0


def test_reuben_waited_for_a_taxi(trust: Trust) -> None:
    told = Told(trust, "no_taxi_yet")
    assert (told.marks == index_of("Q")).sum() == 24
    assert told.missed() <= 0.03


def test_mahnoors_taxi_did_not_come_on_seven_mornings(trust: Trust) -> None:
    told = Told(trust, "shared_taxi")
    assert (told.marks == index_of("Y1")).sum() == 7
    assert not MISSED[told.marks].any()


def test_levi_comes_to_the_farm_on_fridays(trust: Trust) -> None:
    told = Told(trust, "farm_fridays")
    assert told.share(told.cells(FRIDAY), "B", "V") == 1
    assert 0.12 <= told.missed(~told.cells(FRIDAY)) <= 0.4


def test_seren_is_at_a_clinic_on_every_second_tuesday(trust: Trust) -> None:
    told = Told(trust, "clinic_tuesdays")
    seen = told.marks == index_of("M")
    assert seen.sum() == (told.cells(TUESDAY, half=PM).sum() + 1) // 2
    assert told.missed(~seen) == 0


def test_in_another_year_the_tales_have_other_children(trust: Trust) -> None:
    today = trust.today.replace(year=2027)
    later = with_tales(invent_small("primary", today=today).invented, "primary", seed=trust.seed)
    schools = (trust.school("primary").invented, later)
    upns = [s.children[s.story("coaxed_at_the_door").child].upn for s in schools]
    assert upns[0] != upns[1]
    assert {s.key for s in later.stories} == {s.key for s in schools[0].stories}
