"""Whose children somebody works with: a whole school's, or some year's, form's, or single ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from belong.people.models.pupil import Pupil


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
    everybody every child of the school
    years, forms  groups as the register names them now: a child who moves on is let go at once
    children  keys of single children
    """

    school: int
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
        return here & (groups | Q(pk__in=self.children))

    def includes(self, pupil: Pupil) -> bool:
        """Whether a child is one of them."""
        if pupil.school_id != self.school:
            return False
        among = pupil.year in self.years or pupil.form in self.forms or pupil.pk in self.children
        return self.everybody or among
