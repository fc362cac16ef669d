"""What a pupils file changes about children who are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from belong.insight.words import say
from belong.intake import previewing, roster
from belong.intake.models import Import
from belong.people import fetch
from belong.people.models import Enrolment, Membership
from belong.people.trail import Verb

TITLES = {
    "surname": "Surname", "forename": "Forename", "known_as": "Known as", "year": "Year",
    "form": "Form", "upn": "UPN", "born_on": "Date of birth", "sex": "Sex", "sen": "SEN",
    "fsm": "Free school meals", "admitted_on": "Joined", "left_on": "Left",
}  # fmt: skip


@dataclass(frozen=True)
class Changed:
    """One thing about one child that became another, in words."""

    child: str
    pupil_id: int
    what: str
    was: str
    now: str


def would_change(by: Membership, brought: Import) -> tuple[Changed, ...]:
    """What a waiting file would change about children, or what a kept one changed.

    The look is noted. At most previewing.LISTED lines.
    """
    if brought.stage == Import.Stage.READ:
        found = list(brought.preview.get("people", ()))
    else:
        found = previewing.shown(roster.changes_of(brought))
    found = found[: previewing.LISTED]
    pupil_of = _pupils(by, found)
    if not pupil_of:
        return ()
    seen = fetch.pupils(seen_by=by, ids=set(pupil_of.values()), why=Verb.CHANGES_SEEN)
    names = {pupil.pk: str(pupil) for pupil in seen}
    places = ((line, pupil_of.get((line["table"], line["pk"]))) for line in found)
    return tuple(_changed(line, pk, names[pk]) for line, pk in places if pk in names)


@dataclass(frozen=True)
class NamedOtherwise:
    """A child whose number a file has beside another name.

    line  of the file, the first one
    """

    child: str
    pupil_id: int
    in_the_file: str
    line: int


def named_otherwise(by: Membership, brought: Import) -> tuple[NamedOtherwise, ...]:
    """Whose number a waiting file has beside another name. The look is noted."""
    found = brought.preview.get("named_otherwise", ())
    if not found or brought.stage != Import.Stage.READ:
        return ()
    seen = fetch.pupils(seen_by=by, ids={one["pk"] for one in found}, why=Verb.CHANGES_SEEN)
    names = {pupil.pk: str(pupil) for pupil in seen}
    return tuple(
        NamedOtherwise(names[one["pk"]], one["pk"], one["name"], one["line"])
        for one in found
        if one["pk"] in names
    )


def _pupils(by: Membership, found: list[dict[str, Any]]) -> dict[tuple[str, int], int]:
    """The child each changed row is about."""
    stays = {line["pk"] for line in found if line["table"] == "stay"}
    rows = Enrolment.objects.filter(pk__in=stays, school_id=by.school_id)
    of = {("stay", pk): pupil for pk, pupil in rows.values_list("pk", "pupil_id")}
    pupils = {line["pk"] for line in found if line["table"] == "pupil"}
    return of | {("pupil", pk): pk for pk in pupils}


def _changed(line: dict[str, Any], pupil_id: int, name: str) -> Changed:
    what = say(TITLES.get(line["field"], line["field"]))
    return Changed(name, pupil_id, what, _words(line["was"]), _words(line["now"]))


def _words(value: object) -> str:
    if value in (None, ""):
        return say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return str(value)
