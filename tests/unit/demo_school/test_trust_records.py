"""What stands beside the marks agrees with the marks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from demo_school import sources
from demo_school.invented import Invented
from demo_school.records import AM, Placement
from demo_school.staffing import NOBODY, is_week_b, teacher_of
from demo_school.trust import Trust, TrustSchool

from belong.attendance.codes import NOT_ON_ROLL, index_of
from belong.basics.terms import date_of, day_number, monday_of

pytestmark = pytest.mark.slow

KEYS = ("secondary", "primary", "special")
CAME = ("/", "\\", "L")


def rows(school: Invented) -> dict[str, int]:
    return {c.upn: n for n, c in enumerate(school.children)}


def lessons_of(school: Invented) -> dict[tuple[int, int, int], str]:
    """{(row, day, period): the letter of the lesson mark}."""
    marks = school.lesson_marks
    letters = {index_of(c): c for c in (*CAME, "O", "M")}
    at = zip(
        marks.pupil.tolist(), marks.day.tolist(), marks.period.tolist(), marks.code.tolist(),
        strict=True,
    )  # fmt: skip
    return {(p, d, n): letters.get(c, "") for p, d, n, c in at}


@pytest.fixture(scope="module")
def big(trust: Trust) -> TrustSchool:
    return trust.school("secondary")


@pytest.mark.parametrize("key", KEYS)
def test_suspensions_are_the_runs_of_e_in_the_register(trust: Trust, key: str) -> None:
    school = trust.school(key).invented
    column = {
        (d, h): n
        for n, (d, h) in enumerate(zip(school.day.tolist(), school.half.tolist(), strict=True))
    }
    written = np.zeros(school.marks.shape, dtype=bool)
    for s in trust.school(key).records.suspensions:
        first = column[day_number(s.first), s.first_half]
        last = column[day_number(s.last), s.last_half]
        assert s.sessions == last - first + 1
        assert 1 <= len(set(s.reasons)) == len(s.reasons) <= 3
        written[rows(school)[s.upn], first : last + 1] = True
    assert (written == (school.marks == index_of("E"))).all()
    assert written.any()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("code", ["B", "K", "D", "C2"])
def test_every_mark_elsewhere_lies_in_a_placement(trust: Trust, key: str, code: str) -> None:
    school = trust.school(key).invented
    spans: dict[int, list[Placement]] = defaultdict(list)
    for p in trust.school(key).records.placements:
        if p.code == code:
            spans[rows(school)[p.upn]].append(p)
    found = np.argwhere(school.marks == index_of(code))
    assert {int(row) for row, _ in found} == set(spans)
    for row, column in found.tolist():
        on = date_of(school.day[column])
        held = [p for p in spans[row] if p.first <= on and (p.last is None or on <= p.last)]
        assert len(held) == 1, (school.children[row].upn, on)
        assert on.weekday() in held[0].weekdays


def test_a_child_moved_from_the_farm_to_the_workshop(big: TrustSchool) -> None:
    upn = big.invented.children[big.invented.story("moved_placement").child].upn
    found = [p for p in big.records.placements if p.upn == upn and p.first.year == 2026]
    assert [(p.place, p.weekdays) for p in found[-2:]] == [
        ("Marsh Farm", (1, 4)),
        ("Quayside Workshop", (2, 3)),
    ]
    assert found[-1].last is None


def test_behaviour_and_removals_are_of_lessons_the_child_came_to(big: TrustSchool) -> None:
    taken, row = lessons_of(big.invented), rows(big.invented)
    seen = [(row[b.upn], day_number(b.on), b.period) for b in big.records.behaviour]
    left = [(row[r.upn], day_number(r.on), r.period) for r in big.records.removals]
    assert 500 <= len(seen) <= 2000
    assert 60 <= len(left) <= 250
    assert {taken[at] for at in seen + left} <= set(CAME)
    assert set(left) <= set(seen)
    assert len(set(seen)) == len(seen)


def test_something_was_written_down_before_each_suspension_of_this_year(big: TrustSchool) -> None:
    days = defaultdict(list)
    for b in big.records.behaviour:
        days[b.upn].append(b.on)
    now = [s for s in big.records.suspensions if s.first.toordinal() >= 739860]
    assert len(now) >= 10
    row, first_came = rows(big.invented), {}
    for (n, day, _), letter in lessons_of(big.invented).items():
        if letter in CAME:
            first_came[n] = min(day, first_came.get(n, day))
    for s in now:
        had_lessons = first_came.get(row[s.upn], 10**9) < day_number(s.first)
        assert not had_lessons or any(on < s.first for on in days[s.upn])


def test_what_adults_write_down_names_no_child(big: TrustSchool) -> None:
    names = {c.forename for c in big.invented.children}
    words = {w for b in big.records.behaviour for w in re.findall(r"[A-Z][a-z]+", b.comments)}
    assert not names & words


@pytest.mark.parametrize("key", KEYS)
def test_who_came_to_a_club_was_in_school(trust: Trust, key: str) -> None:
    school = trust.school(key).invented
    here = {index_of(c) for c in CAME}
    clubs = sources.listed("records")["clubs"][key]
    visits = trust.school(key).records.clubs
    row = rows(school)
    column = {
        (d, h): n
        for n, (d, h) in enumerate(zip(school.day.tolist(), school.half.tolist(), strict=True))
    }
    for v in visits:
        half = clubs.get(v.club, {"half": AM})["half"]
        mark = school.marks[row[v.upn], column[day_number(v.on), half]]
        assert mark != NOT_ON_ROLL
        assert not v.came or mark in here, v
    assert len({v.club for v in visits}) >= 3
    assert 0.4 <= np.mean([v.came for v in visits]) <= 0.95


def test_the_coaxed_child_has_a_visit_for_each_late_morning(trust: Trust) -> None:
    found = trust.school("primary")
    school, row = found.invented, found.invented.story("coaxed_at_the_door").child
    late = (school.marks[row] == index_of("L")) & (school.half == AM)
    late &= school.day >= day_number(found.records.clubs[0].on)
    visits = [v for v in found.records.clubs if v.upn == school.children[row].upn]
    assert {v.club for v in visits} == {"Soft start"}
    assert [day_number(v.on) for v in visits] == school.day[late].tolist()


def test_a_class_has_a_teacher_and_each_of_its_members_one_line(big: TrustSchool) -> None:
    codes = {a.code for a in big.invented.adults}
    classes = {k.name for k in big.records.classes}
    assert {k.teacher for k in big.records.classes} <= codes
    assert {m.klass for m in big.records.members} <= classes
    lines = Counter((m.upn, m.klass) for m in big.records.members)
    assert max(lines.values()) == 1
    shared = Counter(k.name for k in big.records.classes if k.last is None)
    assert max(shared.values()) >= 2


def test_one_set_changed_its_teacher_after_the_half_term(big: TrustSchool) -> None:
    ended = [k for k in big.records.classes if k.last and k.subject != "Registration"]
    assert len(ended) == 1
    after = [k for k in big.records.classes if k.name == ended[0].name and k.last is None]
    assert len(after) == 1
    assert after[0].teacher != ended[0].teacher
    assert after[0].first > ended[0].last
    school, staffing = big.invented, big.staffing
    assert staffing is not None
    klass = school.teaching.classes.index(ended[0].name)
    marks = school.lesson_marks
    mine = marks.klass == klass
    who = teacher_of(school, staffing, marks)
    before = marks.day <= day_number(ended[0].last)
    code = [a.code for a in school.adults]
    assert {code[n] for n in np.unique(who[mine & before])} == {ended[0].teacher}
    assert {code[n] for n in np.unique(who[mine & ~before])} == {after[0].teacher}


def test_four_year_11_lessons_have_another_teacher_in_week_b(big: TrustSchool) -> None:
    weeks = Counter(x.week for x in big.records.lessons)
    assert weeks["A"] == weeks["B"] == 4
    by_place = defaultdict(dict)
    for x in big.records.lessons:
        if x.week:
            by_place[x.klass, x.weekday, x.period][x.week] = x
    for place, pair in by_place.items():
        assert big.invented.teaching.year_groups[place[0]] == 11
        assert pair["A"].teacher != pair["B"].teacher
    first = np.unique(monday_of(big.invented.lesson_marks.day))
    assert is_week_b(big.invented, first).tolist()[:4] == [False, True, False, True]


def test_nobody_teaches_two_lessons_at_once(big: TrustSchool) -> None:
    for week in ("A", "B"):
        at = Counter(
            (x.teacher, x.weekday, x.period)
            for x in big.records.lessons
            if x.week in ("", week) and x.teacher != NOBODY
        )
        assert max(at.values()) == 1


@pytest.mark.parametrize("key", KEYS)
def test_a_child_has_one_group_at_a_time(trust: Trust, key: str) -> None:
    spans = defaultdict(list)
    for g in trust.school(key).records.groups:
        spans[g.upn].append(g)
    for lines in spans.values():
        lines.sort(key=lambda g: g.first)
        assert all(a.last and a.last < b.first for a, b in pairwise(lines))
        assert len({g.house for g in lines}) == 1


def test_one_child_moved_form_in_mid_year(big: TrustSchool) -> None:
    this_year = [g for g in big.records.groups if g.first.toordinal() >= 739860]
    twice = [upn for upn, n in Counter(g.upn for g in this_year).items() if n == 2]
    assert len(twice) == 1
    assert [g.form for g in this_year if g.upn == twice[0]] == ["8 Ash", "8 Beech"]


def test_one_form_is_with_its_fourth_tutor(big: TrustSchool) -> None:
    form = big.invented.children[big.invented.story("three_tutors").child].form(2026)
    lines = [
        k
        for k in big.records.classes
        if k.name == form or (k.name == "8 Alder" and k.last is not None)
    ]
    assert len({k.teacher for k in lines}) == 4


@pytest.mark.parametrize("key", KEYS)
def test_characteristics_agree_with_the_children(trust: Trust, key: str) -> None:
    found = trust.school(key)
    lines = defaultdict(list)
    for c in found.records.characteristics:
        lines[c.upn].append(c)
    for child in found.invented.children:
        mine = lines[child.upn]
        said = {c.name: c.value for c in mine if c.last is None}
        assert said["SEN"] == child.sen
        assert child.eal or said["EAL"] == "ENG"
        ends = [c.last for c in mine if c.name == "FSM"]
        assert any(last is None or last == child.left for last in ends) == child.fsm
        assert said["Young carer"] in "NPS"
        if "In care" in said:
            assert said["Pupil premium"] == said["Social worker"] == "T"
    values = {c.value for c in found.records.characteristics if c.name == "Ethnicity"}
    assert all(re.fullmatch("[A-Z]{4}", v) for v in values)
    assert "WBRI" in values


def test_newly_eligible_children_bring_no_pupil_premium(big: TrustSchool) -> None:
    new = {
        c.upn
        for c in big.records.characteristics
        if c.name == "FSM" and c.first and c.first.isoformat() == "2026-09-01"
    }
    fsm6 = {c.upn: c.value for c in big.records.characteristics if c.name == "FSM6"}
    assert len(new) >= 5
    assert {fsm6[upn] for upn in new} == {"F"}


def test_a_handful_of_children_is_in_care_with_foster_carers(trust: Trust) -> None:
    in_care = {
        c.upn for s in trust.schools for c in s.records.characteristics if c.name == "In care"
    }
    assert 5 <= len(in_care) <= 25
    for found in trust.schools:
        for c in found.records.contacts:
            if c.upn in in_care and c.priority == 1:
                assert c.relationship == "Foster carer"


def test_most_children_have_two_contacts_whom_nobody_can_reach(trust: Trust) -> None:
    every = [c for s in trust.schools for c in s.records.contacts]
    counts = Counter(c.upn for s in trust.schools[:1] for c in s.records.contacts)
    assert 0.6 <= np.mean([n == 2 for n in counts.values()]) <= 0.85
    assert all(re.fullmatch(r"(07700 900|01632 960)\d{3}", c.phone) for c in every)
    assert all(c.email.endswith("@families.example") for c in every)
    assert len({c.upn for c in every if c.no_contact}) == 4


def test_sisters_and_brothers_share_contacts_and_an_address(trust: Trust) -> None:
    people = defaultdict(list)
    for found in trust.schools:
        for c in found.records.contacts:
            people[c.upn].append(c)
    shared = [h for h in trust.households if len(h.upns) > 1]
    for home in shared:
        names = {
            tuple((c.surname, c.forename, c.phone) for c in people[u] if c.priority == 1)
            for u in home.upns
        }
        assert len({n[:1] for n in names}) == 1
        assert {c.address for u in home.upns for c in people[u]} <= {home.address, ""}


@pytest.mark.parametrize("key", KEYS)
def test_enrolments_name_the_other_school_of_dual_children(trust: Trust, key: str) -> None:
    found = trust.school(key)
    status = {e.upn: e for e in found.records.enrolments}
    assert len(status) == len(found.invented.children)
    dual = {
        found.invented.children[n].upn
        for n in np.flatnonzero((found.invented.marks == index_of("D")).any(axis=1))
    }
    assert {u for u, e in status.items() if e.status in "MS"} == dual
    without = [u for u in dual if not status[u].other_school]
    assert without == ([trust.oddities.dual_without] if key == "secondary" else [])
    assert {e.status for e in status.values()} == {
        "secondary": {"C", "M", "G"}, "primary": {"C", "M"}, "special": {"C", "S"},
    }[key]  # fmt: skip


def test_words_about_work_are_for_two_year_groups_and_their_subjects(big: TrustSchool) -> None:
    groups = {c.upn: c.year_group(2026) for c in big.invented.children}
    assert {groups[t.upn] for t in big.records.on_track} == {9, 10}
    lines = Counter((t.upn, t.subject) for t in big.records.on_track)
    assert max(lines.values()) == 1
    assert {t.on.isoformat() for t in big.records.on_track} == {"2026-11-13"}
