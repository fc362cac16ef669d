"""Noticing among lessons: who is told of it, and that no page reads a school's lessons twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from django.core.cache import cache
from tests import a_term, people
from tests.people import BEN, CHILDREN, EVE, House, SignIn, as_csv
from tests.web.test_noticing import _main

from belong.attendance.codes import index_of
from belong.attendance.lessons import PRESENT
from belong.insight import in_lessons, noticed
from belong.intake import lesson_classes, queries
from belong.people.models import Membership
from belong.people.reach import Reach

SINCE = dt.date(2026, 9, 28)
WEEK = ("Maths", "English", "Art", "Science")
SENTENCE = "other lessons. Was in school each time, morning and afternoon."


def lessons(*, goes: str = BEN.id, until: dt.date = a_term.LAST) -> bytes:
    """Everybody's lessons of the term; one child has not been to maths since 28 September."""
    lines = [["UPN", "Date", "Period", "Class", "Subject", "Mark"]]
    for nth, child in enumerate((*CHILDREN, *a_term.OTHERS)):
        for at, day in enumerate(d for d in a_term.days() if d <= until):
            if child.left and day.isoformat() > child.left:
                continue
            for period, subject in enumerate(WEEK, start=1):
                missed = child.id == goes and period == 1 and day >= SINCE
                missed |= child.id != goes and (nth * 31 + at * 7 + period * 13) % 97 == 0
                klass = f"7/{subject}{nth // 24}"
                lines.append(
                    [
                        child.id,
                        day.isoformat(),
                        f"P{period}",
                        klass,
                        subject,
                        "O" if missed else "/",
                    ]
                )
    return as_csv(lines)


@pytest.fixture
def term(db: None, tmp_path: Path) -> House:
    """A term in which Ben comes to school and not to maths."""
    cache.clear()
    forget()
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    house.bring(lessons(), "lessons.csv", kind="")
    return house


def forget() -> None:
    """What one process remembers; the cache that all share stays."""
    noticed._kept.clear()
    in_lessons._laid.clear()
    in_lessons._digests.clear()
    in_lessons._said.clear()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The schools whose lessons were read, in order, by anybody."""
    schools: list[int] = []
    once = in_lessons.OfSchool.read

    def counted(self: in_lessons.OfSchool) -> object:
        schools.append(self.school_id)
        return once(self)

    monkeypatch.setattr(in_lessons.OfSchool, "read", counted)
    return schools


def ahead(house: House) -> int:
    return noticed.take_ahead(house.school.pk, dt.date(2026, 11, 24))


def test_the_head_is_told_of_a_subject_beside_the_patterns_of_half_days(
    term: House, signed_in: SignIn
) -> None:
    said = _main(signed_in(term, "headteacher"))
    assert "3 children to be curious about" in said
    assert BEN.surname in said
    assert EVE.surname in said
    assert "Monday mornings in the last" in said
    assert "days with Maths in the last" in said
    assert SENTENCE in said
    assert "What would make this one easier?" in said
    assert "Came to every Art, English and Science lesson on days in school" in said


def test_whoever_works_with_other_children_is_told_nothing_of_it(
    term: House, signed_in: SignIn
) -> None:
    """The head of another year sees neither the child nor the subject."""
    membership = term.adults["head_of_year"]
    Membership.objects.filter(pk=membership.pk).update(reach=Reach.YEAR, reach_of="8")
    said = _main(signed_in(term, "head_of_year"))
    assert EVE.surname in said
    assert BEN.surname not in said
    assert SENTENCE not in said


def test_a_page_after_the_worker_reads_no_lesson(
    term: House, signed_in: SignIn, read: list[int]
) -> None:
    assert ahead(term) > 5
    assert read
    read.clear()
    forget()  # the worker's memory is not the page's
    head = signed_in(term, "headteacher")
    assert SENTENCE in _main(head)
    assert SENTENCE in _main(head)
    assert read == []


def test_a_page_before_the_worker_reads_them_once_for_each_change(
    term: House, signed_in: SignIn, read: list[int]
) -> None:
    head = signed_in(term, "headteacher")
    for _ in range(3):
        assert SENTENCE in _main(head)
    assert len(read) <= 2, "once to tell the weeks apart, once to lay them out"


def test_lessons_of_a_new_week_take_no_earlier_look_again(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    forget()
    house = people.empty_school(tmp_path / "uploads")
    a_term.bring(house)
    house.bring(lessons(until=dt.date(2026, 11, 13)), "lessons.csv", kind="")
    assert ahead(house) > 5
    weeks: list[int] = []
    take = noticed.take
    monkeypatch.setattr(
        noticed, "take", lambda year, streams, week: weeks.append(week) or take(year, streams, week)
    )
    ahead(house)
    assert weeks == []
    house.bring(lessons(), "more.csv", kind="")
    ahead(house)
    assert len(weeks) == 1, "the week that has new lessons, and no other"


def test_another_subject_for_a_class_is_another_question(term: House, signed_in: SignIn) -> None:
    ahead(term)
    said = [[f"7/Maths{n}", "Numbers"] for n in range(4)]
    term.bring(as_csv([["Class Code", "Subject"], *said]), "classes.csv", kind="")
    assert "days with Numbers in the last" in _main(signed_in(term, "headteacher"))


def test_a_change_that_says_nothing_of_a_class_has_no_lesson_read_again(
    term: House, read: list[int]
) -> None:
    """Whoever opens a page after any file came in would otherwise wait for the whole year."""
    now = in_lessons.of_school(term.school.pk, 2026, 1)
    assert now is not None
    weeks = now.weeks
    assert read == [term.school.pk]
    forget()
    later = in_lessons.of_school(term.school.pk, 2026, 2)
    assert later is not None
    assert later.weeks == weeks
    assert read == [term.school.pk]
    term.bring(as_csv([["Class Code", "Subject"], ["7/Maths0", "Sums"]]), "classes.csv", kind="")
    forget()
    other = in_lessons.of_school(term.school.pk, 2026, 3)
    assert other is not None
    assert other.weeks != weeks
    assert read == [term.school.pk] * 2


def test_a_day_that_was_no_day_in_school_takes_the_looks_again(term: House) -> None:
    """A mark that becomes a visit elsewhere changes no beginning of absence, and who was in."""
    key = in_lessons.of_school(term.school.pk, 2026, 1)
    assert key is not None
    whole = queries.whole(term.school.pk)
    assert whole is not None
    found = noticed._at(term.school.pk, whole, {}, dt.date(2026, 11, 24))
    in_all_day = found.streams[1].register  # type: ignore[attr-defined]
    marks = in_all_day.marks.copy()
    row = int(np.flatnonzero((PRESENT[marks[:, -4:]] == 1).all(axis=1))[0])
    marks[row, -4] = index_of("B")
    changed = replace(in_all_day, marks=marks)
    before, after = (in_lessons.keys(key, found.grid, r, 0).weeks for r in (in_all_day, changed))
    assert [week for week in before if before[week] != after[week]] == [max(before)]


def test_a_teacher_is_known_where_one_alone_is_said(term: House) -> None:
    lines = [["Class", "Staff Code", "Role"], ["7/Maths0", "T1", "teacher"],
             ["7/Art0", "T2", "teacher"], ["7/Art0", "T3", "teacher"],
             ["7/English0", "T4", "Teaching Assistant"]]  # fmt: skip
    term.bring(as_csv(lines), "who-teaches.csv", kind="")
    assert lesson_classes.every_teacher(term.school.pk, 2026) == {"7/maths0": "T1"}


def test_last_years_teacher_of_a_class_does_not_hide_this_years(term: House) -> None:
    lines = [["Class", "Staff Code", "Role", "Start Date", "End Date"],
             ["7/Maths0", "T1", "teacher", "01/09/2025", "31/08/2026"],
             ["7/Maths0", "T2", "teacher", "01/09/2026", "31/08/2027"],
             ["7/Art0", "T3", "teacher", "01/09/2027", ""]]  # fmt: skip
    term.bring(as_csv(lines), "who-teaches.csv", kind="")
    assert lesson_classes.every_teacher(term.school.pk, 2025) == {"7/maths0": "T1"}
    assert lesson_classes.every_teacher(term.school.pk, 2026) == {"7/maths0": "T2"}
    of_year = in_lessons.of_school(term.school.pk, 2026, 1)
    assert of_year is not None
    assert set(of_year.read().teachers) == {"", "T2"}
