"""Somebody from outside the school who is let see a little of one child, without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from belong.people.models.adult import Adult
from belong.people.models.pupil import Pupil
from belong.people.models.school import School


class Involvement(models.Model):
    """One outsider, one child, one purpose. It lasts until somebody ends it or the child leaves; no
    clock ends it. Its links and codes do run out, see `LinkCode`. Ended ones stay to be seen.

    who          the outsider's name
    contact_key  the key of the fact that names them among the child's contacts; "" for a young
                 person and for a professional
    email        where codes go for those two; "" where they are handed over. The address of a
                 contact is never copied here: it is read where it is kept, each time
    purpose      what it is for; they can read it
    invited_by   null once that account is gone: the involvement stays, and the child's key person
                 and tutor look after it
    held_at      since when nothing of it opens or is sent, and no page says so: the name or the
                 address somebody typed is like that of a contact who must not be contacted. Null
                 for all others, and for family, who are refused in words
    ended_by     null where nobody ended it by hand: the contact must not be contacted any more
    """

    class Kind(models.TextChoices):
        """What an outsider is to the child."""

        FAMILY = "family"
        YOUNG_PERSON = "young person"
        PROFESSIONAL = "professional"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="involvements")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    who = models.CharField(max_length=150)
    contact_key = models.CharField(max_length=250, blank=True)
    email = models.EmailField(blank=True)
    purpose = models.CharField(max_length=200)
    invited_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Adult, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["pupil", "kind", "who"],
                condition=Q(ended_at=None),
                name="one_open_involvement_an_outsider",
            ),
            models.CheckConstraint(
                condition=Q(kind="family", email="") & ~Q(contact_key="")
                | ~Q(kind="family") & Q(contact_key=""),
                name="family_is_a_contact",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of a child"
