"""What an adult is at a school."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from belong.people.models.adult import Adult
from belong.people.models.pupil import Pupil
from belong.people.models.school import School
from belong.people.permissions import Permission
from belong.people.reach import Reach, Whose
from belong.people.roles import ROLES, Role


class Membership(models.Model):
    """One adult in one role at one school, for some children, from a day and until a day.

    role_key  a key into `roles.ROLES`
    reach_of  the year, form or class it reaches, as the school's system names it; or the key of a
              cohort; "" for others
    pupil     the one child it reaches; null for other reaches
    begins, ends  the first and the last day it holds; null where there is none. A year or a form
              has other children each September, so a role for one of them has a last day
    given_by, given_at  who gave it and when; null for one made while Belong was set up
    ended_by, ended_at  who ended it before its last day, and when; from then on it gives nothing
    """

    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    role_key = models.CharField(max_length=40)
    reach = models.CharField(
        max_length=10, default=Reach.SCHOOL.value, choices=[(r.value, r.value) for r in Reach]
    )
    reach_of = models.CharField(max_length=40, blank=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        Adult, on_delete=models.SET_NULL, null=True, blank=True, related_name="roles_given"
    )
    given_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Adult, on_delete=models.SET_NULL, null=True, blank=True, related_name="roles_ended"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            # A null is never equal to a null, so that "no child" needs a value of its own here.
            models.UniqueConstraint(
                "adult",
                "school",
                "role_key",
                "reach",
                "reach_of",
                Coalesce("pupil", 0),
                condition=Q(ends=None),
                name="one_role_once_for_the_same_children",
            ),
            models.CheckConstraint(
                condition=Q(reach="school", reach_of="", pupil=None)
                | (Q(reach__in=["year", "form", "class", "cohort"], pupil=None) & ~Q(reach_of=""))
                | Q(reach="child", reach_of="", pupil__isnull=False),
                name="a_reach_says_whom",
            ),
            models.CheckConstraint(
                condition=~Q(reach__in=["year", "form", "class", "cohort"]) | Q(ends__isnull=False),
                name="a_group_has_a_last_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.adult}, {self.role.name} at {self.school}"

    @property
    def role(self) -> Role:
        """The role itself. Raises KeyError for a key nobody knows, which no page catches."""
        return ROLES[self.role_key]

    also: tuple[Membership, ...] = ()
    """The other roles in force of the same adult at the same school; filled by fetch."""

    on: dt.date | None = None
    """The day on which it was found in force; filled by fetch."""

    at_device: int | None = None
    """The shared device on which they came in with a PIN; None for who signed in. Filled by pins,
    and said in every line of the trail."""

    def in_force(self, today: dt.date) -> bool:
        """Whether a day lies within the days it holds, and nobody ended it."""
        if self.ended_at is not None:
            return False
        begun = self.begins is None or self.begins <= today
        return begun and (self.ends is None or today <= self.ends)

    def gives(self, permission: Permission) -> bool:
        """Whether this one role includes a permission. A role in a reach it does not know, or for
        a while that nobody named, gives nothing at all."""
        named = bool(self.begins and self.ends) or not self.role.for_a_while
        return named and self.reach in self.role.reaches and permission in self.role.may

    def role_for(self, permission: Permission) -> Role:
        """The role by which this adult may do something; the first one where none gives it."""
        return next((m.role for m in (self, *self.also) if m.gives(permission)), self.role)

    @property
    def roles(self) -> tuple[Role, ...]:
        """Every role this adult holds here, each once."""
        return tuple(dict.fromkeys(m.role for m in (self, *self.also)))

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything this adult may at this school, for one child or more."""
        return frozenset(p for p in Permission if self.may(p))

    def whose(self, permission: Permission) -> Whose:
        """The children this adult may do something for: those of every role that includes it."""
        giving = [m for m in (self, *self.also) if m.gives(permission)]
        return Whose(
            self.school_id,
            self.on,
            any(m.reach == Reach.SCHOOL for m in giving),
            frozenset(m.reach_of for m in giving if m.reach == Reach.YEAR),
            frozenset(m.reach_of for m in giving if m.reach == Reach.FORM),
            frozenset(m.reach_of for m in giving if m.reach == Reach.CLASS),
            frozenset(m.pupil_id for m in giving if m.pupil_id is not None),
            frozenset(m.reach_of for m in giving if m.reach == Reach.COHORT),
        )

    def may(self, permission: Permission, *, of: Pupil | None = None) -> bool:
        """Whether one of the adult's roles here includes a permission.

        of  for this child; without one, for anybody at all
        """
        if of is not None:
            return self.whose(permission).includes(of)
        return any(m.gives(permission) for m in (self, *self.also))

    def must(self, permission: Permission, *, of: Pupil | None = None) -> None:
        """Raises PermissionDenied unless `may` says yes."""
        if not self.may(permission, of=of):
            raise PermissionDenied(f"{self.role.name}: {permission}")
