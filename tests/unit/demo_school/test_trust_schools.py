"""One trust: what the three schools have in common, and what stays as it was."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from demo_school.identity import check_letter
from demo_school.invented import Invented
from demo_school.small_school import invent_small
from demo_school.tales import tales
from demo_school.trust import Trust, invent_trust
from demo_school.trust_schools import with_tales

from belong.attendance.codes import NO_MARK, index_of
from belong.basics.terms import day_number

pytestmark = pytest.mark.slow

SCHOOLS = ("secondary", "primary", "special")


def test_the_trust_has_three_schools_under_one_name(trust: Trust) -> None:
    assert trust.name == "Marrowby Learning Trust"
    assert tuple(s.key for s in trust.schools) == SCHOOLS
    assert len({s.invented.school.urn for s in trust.schools}) == 3
    assert {s.invented.school.la_number for s in trust.schools} == {"999"}


def test_an_unknown_key_has_no_school(trust: Trust) -> None:
    with pytest.raises(KeyError):
        trust.school("nursery")


def test_the_same_two_arguments_give_the_same_trust(trust: Trust) -> None:
    again = invent_trust(today=trust.today)
    for one, other in zip(trust.schools, again.schools, strict=True):
        assert one.records == other.records
        assert one.invented.children == other.invented.children
        assert one.invented.marks.tobytes() == other.invented.marks.tobytes()
        assert one.invented.minutes.tobytes() == other.invented.minutes.tobytes()


def test_another_seed_gives_another_trust(trust: Trust) -> None:
    for key in ("primary", "special"):
        old = trust.school(key).invented.children
        new = invent_small(key, today=trust.today, seed=8).invented.children
        assert [c.surname for c in old] != [c.surname for c in new]


def test_the_marks_of_the_secondary_school_stay_as_they_were(
    trust: Trust, school: Invented
) -> None:
    """All but those of children in a tale, of one form on two afternoons, and of three old N."""
    now = trust.school("secondary").invented
    told = {s.child for s in now.stories} - {s.child for s in school.stories}
    changed = now.marks != school.marks
    played = changed.sum(axis=1) > 1
    form = {n for n, c in enumerate(now.children) if c.form(2026) == trust.oddities.untaken[0]}
    others = set(np.flatnonzero(changed.any(axis=1)).tolist()) - form
    assert told <= set(np.flatnonzero(played).tolist())
    single = others - set(np.flatnonzero(played).tolist())
    unexplained = {upn for upn, _, _ in trust.oddities.unexplained}
    assert {now.children[n].upn for n in single} <= unexplained
    assert unexplained <= {now.children[n].upn for n in others}
    # Each tale changes one child in each of the three years shown.
    assert len(others - single) <= 3 * len(tales("secondary"))


def test_a_later_day_keeps_every_mark_of_the_small_schools(trust: Trust) -> None:
    for key in ("primary", "special"):
        # Without what is wrong on purpose, which is laid over each day anew.
        before, after = (
            with_tales(invent_small(key, today=on).invented, key, seed=trust.seed)
            for on in (trust.today, dt.date(2027, 2, 1))
        )
        row = {c.adno: n for n, c in enumerate(after.children)}
        rows = [row[c.adno] for c in before.children]
        new = after.marks[np.ix_(rows, np.isin(after.day, before.day))]
        changed = before.marks != new
        assert set(before.marks[changed].tolist()) <= {index_of("N"), NO_MARK}
        assert not changed[:, :-10].any()


def test_half_of_year_6_goes_on_to_the_secondary_school(trust: Trust) -> None:
    small, big = trust.school("primary").invented, trust.school("secondary").invented
    there = {c.upn: c for c in big.children}
    left = [c for c in small.children if c.left and c.cohort in (2018, 2019)]
    went_on = [c for c in left if c.upn in there]
    assert 28 <= len(went_on) <= 36
    for child in went_on:
        other = there[child.upn]
        assert (child.legal_surname, child.forename) == (other.legal_surname, other.forename)
        assert child.dob == other.dob
        assert child.left is not None
        assert child.left < other.admitted


def test_one_child_is_in_two_schools_and_never_in_both_at_once(trust: Trust) -> None:
    main, other = trust.school("primary").invented, trust.school("special").invented
    here, there = main.story("two_schools").child, other.story("two_schools_there").child
    assert main.children[here].upn == other.children[there].upn
    assert main.children[here].dob == other.children[there].dob
    away = index_of("D")
    now = main.day >= day_number(dt.date(2026, 9, 1))
    one, two = main.marks[here, now] == away, other.marks[there, now] == away
    assert (one ^ two).mean() > 0.97
    assert not (one & two).any()


def test_about_150_pairs_of_sisters_and_brothers_share_a_home(trust: Trust) -> None:
    at = {c.upn: s.key for s in trust.schools for c in s.invented.children if c.left is None}
    pairs = Counter(
        len({at[a], at[b]})
        for home in trust.households
        for a, b in combinations([u for u in home.upns if u in at], 2)
    )
    assert 130 <= pairs.total() <= 175
    assert pairs[2] >= 40


def test_each_child_lives_in_one_household(trust: Trust) -> None:
    upns = [upn for home in trust.households for upn in home.upns]
    assert len(upns) == len(set(upns))
    assert set(upns) == {c.upn for s in trust.schools for c in s.invented.children}


def test_upns_are_good_and_not_shared_but_for_one_wrong_letter(trust: Trust) -> None:
    wrong = trust.oddities.wrong_letter
    for found in trust.schools:
        upns = [c.upn for c in found.invented.children]
        assert len(upns) == len(set(upns))
        bad = [u for u in upns if check_letter(u[1:]) != u[0]]
        assert bad == ([wrong] if found.key == "primary" else [])


def test_small_schools_have_a_teacher_for_each_class_and_two_who_share_one(trust: Trust) -> None:
    for key, classes in (("primary", 7), ("special", 8)):
        found = trust.school(key)
        teachers = Counter(a.form for a in found.invented.adults if a.role == "Class teacher")
        assert len(teachers) == classes
        assert sorted(teachers.values())[-2:] == [1, 2]
        assert len({a.code for a in found.invented.adults}) == len(found.invented.adults)
        assert len({a.email for a in found.invented.adults}) == len(found.invented.adults)
        helpers = [a for a in found.invented.adults if a.role == "Teaching assistant"]
        assert len(helpers) >= classes


def test_small_schools_take_no_lesson_marks(trust: Trust) -> None:
    for key in ("primary", "special"):
        assert not len(trust.school(key).invented.lesson_marks.code)
        assert trust.school(key).staffing is None


def test_marks_before_the_first_autumn_are_refused() -> None:
    with pytest.raises(ValueError, match="September 2024"):
        invent_trust(today=dt.date(2024, 9, 1))
