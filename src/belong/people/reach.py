"""Whose children somebody works with: a whole school's, or some year's, form's, or single ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from belong.people import cohorts
from belong.people.models.fact import Fact
from belong.people.models.pupil import Enrolment, Pupil

CLASS_MEMBERS = "class_members"
"""The kind of record that says who is in which class."""


class Reach(StrEnum):
    """How far a role goes. Stored as text."""

    SCHOOL = "school"
    YEAR = "year"
    FORM = "form"
    CLASS = "class"
    COHORT = "cohort"
    CHILD = "child"


@dataclass(frozen=True)
class Whose:
    """The children one person may do one thing for; nobody's, where nothing is said.

    school    the key of the school; children of another are never among them
    on        today: who has left by then is in no year and no form any more. Without it, whoever
              has a last day at all has left
    everybody every child of the school
    years, forms  groups as the register names them now: a child who moves on is let go at once
    cohorts   keys of `cohorts.COHORTS`: who shares something the school's system says of them
              today. Who no longer does is let go with the next click
    classes   teaching groups, as the school's system says today who is in them
    children  keys of single children
    """

    school: int
    on: dt.date | None = None
    everybody: bool = False
    years: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    children: frozenset[int] = frozenset()
    cohorts: frozenset[str] = frozenset()

    @property
    def of_cohorts_alone(self) -> bool:
        """Whether somebody follows cohorts and nothing else: then figures of the whole school are
        not for them."""
        own = self.everybody or self.years or self.forms or self.classes or self.children
        return bool(self.cohorts) and not own

    def wanted(self) -> Q:
        """The same as a condition on `Pupil`; it lets nobody through where nobody is meant."""
        here = Q(school_id=self.school)
        if self.everybody:
            return here
        groups = Q(year__in=self.years) | Q(form__in=self.forms)
        if self.classes:
            groups |= self._in_class()
        if self.cohorts:
            groups |= cohorts.members(self.school, self.cohorts, self.on)
        return here & ((groups & self.on_roll()) | Q(pk__in=self.children))

    def on_roll(self) -> Q:
        """Children who have not left, of any group."""
        stays = Enrolment.objects.filter(pupil=OuterRef("pk"))
        return Q(Exists(stays.filter(self._not_over("left_on"))))

    def _in_class(self) -> Q:
        said = Fact.objects.filter(
            self._not_over("ends"), pupil=OuterRef("pk"), school_id=self.school,
            kind=CLASS_MEMBERS, until=None,
        )  # fmt: skip
        if self.on is not None:
            said = said.filter(Q(begins=None) | Q(begins__lte=self.on))
        return Q(Exists(said.filter(data__class__in=sorted(self.classes))))

    def _not_over(self, day: str) -> Q:
        """Nobody said a last day, or it has not passed."""
        open_ended = Q(**{day: None})
        return open_ended if self.on is None else open_ended | Q(**{f"{day}__gte": self.on})

    def includes(self, pupil: Pupil) -> bool:
        """Whether a child is one of them. Only a group has to be asked of the database."""
        if self.everybody or not (self.years or self.forms or self.classes or self.cohorts):
            named = self.everybody or pupil.pk in self.children
            return named and pupil.school_id == self.school
        return Pupil.objects.filter(self.wanted(), pk=pupil.pk).exists()
