"""What an adult is at a school."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models

from belong.people.models.adult import Adult
from belong.people.models.school import School
from belong.people.permissions import Permission
from belong.people.roles import ROLES, Role


class Membership(models.Model):
    """One adult in one role at one school. The role is a key into `roles.ROLES`."""

    adult = models.ForeignKey(Adult, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    role_key = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["adult", "school", "role_key"], name="one_role_once_at_a_school"
            ),
        )

    def __str__(self) -> str:
        return f"{self.adult}, {self.role.name} at {self.school}"

    @property
    def role(self) -> Role:
        """The role itself. Raises KeyError for a key nobody knows, which no page catches."""
        return ROLES[self.role_key]

    also: frozenset[Permission] = frozenset()
    """What the same adult may in their other roles at the same school; filled by fetch."""

    @property
    def permissions(self) -> frozenset[Permission]:
        """Everything this adult may at this school."""
        return self.role.may | self.also

    def may(self, permission: Permission) -> bool:
        """Whether one of the adult's roles here includes a permission."""
        return permission in self.permissions

    def must(self, permission: Permission) -> None:
        """Raises PermissionDenied unless one of the adult's roles here includes it."""
        if not self.may(permission):
            raise PermissionDenied(f"{self.role.name}: {permission}")
