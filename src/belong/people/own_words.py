"""What a school calls the children it teaches: pupils or students.

Sentences of Belong's own say child and children, whatever a school chose.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from belong.basics.errors import BelongError
from belong.people import one_setting
from belong.people.models import Membership, School
from belong.people.school_settings import NotKept

USUAL = "pupil"


@dataclass(frozen=True)
class Called:
    """One word in the forms that sentences need, each in the reader's language.

    key   as it is kept: pupil or student
    one, many  inside a sentence; pupil, pupils
    many_first  at the beginning of one; Pupils
    """

    key: str
    one: str
    many: str
    many_first: str


CHOICES = {
    "pupil": (_("pupil"), _("pupils"), _("Pupils")),
    "student": (_("student"), _("students"), _("Students")),
}
"""The forms of each word by its key, in English."""


class CalledMeanwhile(BelongError):
    """Somebody else chose another word while this was open. Nothing has changed."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else chose while you had this open.",
            do="What they chose is marked below. Choose again if you want the other.",
        )


def of(school: School) -> Called:
    """What a school calls them; pupils until it says otherwise."""
    row = getattr(school, "settings", None)
    return _called((row.called if row else "") or USUAL)


def every() -> tuple[Called, ...]:
    """Each word that can be chosen."""
    return tuple(_called(key) for key in CHOICES)


def _called(key: str) -> Called:
    one, many, first = CHOICES[key]
    return Called(key, gettext(one), gettext(many), gettext(first))


def choose(*, by: Membership, wanted: str, seen: str, at: dt.datetime) -> None:
    """Choose the word, where nobody chose otherwise since it was seen. Choosing what stands is
    no change.

    wanted, seen  keys of CHOICES
    raises        PermissionDenied; NotKept for a word there is none of; CalledMeanwhile
    """
    if wanted not in CHOICES:
        raise NotKept("Nothing was chosen.", do="Choose one of the two.")
    kept = "" if wanted == USUAL else wanted
    old = ("", USUAL) if seen == USUAL else (seen,)
    if not one_setting.choose(by=by, field="called", wanted=kept, seen=old, at=at, said=wanted):
        raise CalledMeanwhile
