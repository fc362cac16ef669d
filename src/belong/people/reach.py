"""Whose children somebody works with: a whole school's, or some year's, form's, or single ones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from belong.people.models.pupil import Enrolment, Pupil


class Reach(StrEnum):
    """How far a role goes. Stored as text."""

    SCHOOL = "school"
    YEAR = "year"
    FORM = "form"
    CHILD = "child"


@dataclass(frozen=True)
class Whose:
    """The children one person may do one thing for; nobody's, where nothing is said.

    school    the key of the school; children of another are never among them
    on        today: who has left by then is in no year and no form any more. Without it, whoever
              has a last day at all has left
    everybody every child of the school
    years, forms  groups as the register names them now: a child who moves on is let go at once
    children  keys of single children
    """

    school: int
    on: dt.date | None = None
    everybody: bool = False
    years: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    children: frozenset[int] = frozenset()

    def wanted(self) -> Q:
        """The same as a condition on `Pupil`; it lets nobody through where nobody is meant."""
        here = Q(school_id=self.school)
        if self.everybody:
            return here
        groups = Q(year__in=self.years) | Q(form__in=self.forms)
        return here & ((groups & self._on_roll()) | Q(pk__in=self.children))

    def _on_roll(self) -> Q:
        stays = Enrolment.objects.filter(pupil=OuterRef("pk"))
        not_over = Q(left_on=None) if self.on is None else Q(left_on=None) | Q(left_on__gte=self.on)
        return Q(Exists(stays.filter(not_over)))

    def includes(self, pupil: Pupil) -> bool:
        """Whether a child is one of them."""
        return Pupil.objects.filter(self.wanted(), pk=pupil.pk).exists()
