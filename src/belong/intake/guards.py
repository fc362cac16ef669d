"""What may be wrong with a file as a whole, said before anybody presses keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.utils import timezone

from belong.basics.errors import UnreadableFile
from belong.intake.models import Import
from belong.people.models import School
from belong.registers.sources.reading import SchoolMarks

SMALLER = 0.6
"""A file with less than this share of the last one's children is asked about."""
STRANGE = 0.5
"""A file of which more than this share of the children is not known is asked about."""
ENOUGH = 20
"""Below so many children shares say little."""


@dataclass(frozen=True)
class Warned:
    """One thing to look at.

    ask  whether keeping the file needs a tick that somebody has looked
    """

    said: str
    do: str = ""
    ask: bool = False


@dataclass(frozen=True)
class Weighed:
    """What the checks need to know of a file.

    children, strangers  in the file, and those of them who are not known here
    known_here           children the school has already
    somebody_else        children whose number comes with the name of somebody else
    """

    children: int
    strangers: int
    known_here: int
    corrected_over: int
    somebody_else: int = 0


def of_marks(brought: Import, weighed: Weighed) -> list[dict[str, object]]:
    """Everything odd about a file of marks, the most important first."""
    found = [
        *_the_same_again(brought),
        *_another_school(weighed),
        *_another_name(weighed),
        *_smaller(brought, weighed),
        *_over_corrections(weighed),
        *_somebody_else(brought),
    ]
    return [asdict(one) for one in found]


def must_be_ours(school: School, marks: SchoolMarks) -> None:
    """Raises UnreadableFile where a file carries the number of another school."""
    said = "".join(ch for ch in marks.school if ch.isdigit())
    ours = {school.urn, school.laestab} - {""}
    if len(said) != len(marks.school.replace("/", "").strip()) or len(said) not in (6, 7):
        return
    same_kind = {number for number in ours if len(number) == len(said)}
    if same_kind and said not in same_kind:
        raise UnreadableFile(
            f"This file comes from school {marks.school}. You are in {school.name}"
            f" ({', '.join(sorted(same_kind))}).",
            do="Choose the file of this school.",
        )


def _kept(brought: Import) -> list[Import]:
    """Files of the same kind that stand in the register, the last one first."""
    found = Import.objects.filter(
        school_id=brought.school_id, kind=brought.kind, stage=Import.Stage.KEPT
    )
    return list(found.order_by("-kept_revision")[:60])


def _the_same_again(brought: Import) -> list[Warned]:
    for earlier in _kept(brought):
        if earlier.digest == brought.digest:
            return [
                Warned(
                    f"The very same file was kept on {_day(earlier.kept_at)}.",
                    do="Keeping it again changes only marks that were changed since.",
                )
            ]
    return []


def _day(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%-d %B %Y at %-H:%M}" if at else "an earlier day"


def _another_school(weighed: Weighed) -> list[Warned]:
    if not weighed.known_here:
        return []  # the first file of a school: everybody is new
    nobody_known = weighed.children >= 3 and weighed.strangers == weighed.children
    most_not_known = weighed.children >= ENOUGH and weighed.strangers > STRANGE * weighed.children
    return [_strange(weighed)] if nobody_known or most_not_known else []


def _strange(weighed: Weighed) -> Warned:
    return Warned(
        f"{weighed.strangers:,} of the {weighed.children:,} children in this file are not known"
        " here. It may be another school's file, or use another kind of pupil number.",
        do="Check the file. If these children are new, bring the pupils file in first.",
        ask=True,
    )


def _another_name(weighed: Weighed) -> list[Warned]:
    n = weighed.somebody_else
    if not n:
        return []
    whose = f"{n:,} children come" if n > 1 else "One child comes"
    return [
        Warned(
            f"{whose} with another child's name beside the number.",
            do="Look at the names below. If a number is wrong, mend it in the school's own system"
            " and export again: the marks go where the number says.",
            ask=True,
        )
    ]


def _smaller(brought: Import, weighed: Weighed) -> list[Warned]:
    last = next(iter(_kept(brought)), None)
    before = int(last.preview.get("pupils", 0)) if last else 0
    if last is None or before < ENOUGH or weighed.children >= SMALLER * before:
        return []
    return [
        Warned(
            f"This file has {weighed.children:,} children. {last.file_name} had {before:,}.",
            do="If a form or a year is missing, export it again. Nothing is deleted because a file"
            " lacks it, so a small file can be kept too.",
            ask=True,
        )
    ]


def _over_corrections(weighed: Weighed) -> list[Warned]:
    n = weighed.corrected_over
    if not n:
        return []
    what = f"{n:,} marks" if n > 1 else "one mark"
    return [
        Warned(
            f"This file would change {what} that somebody corrected by hand.",
            do="Correct them in the school's own system too, or the next file changes them again.",
            ask=True,
        )
    ]


def _somebody_else(brought: Import) -> list[Warned]:
    others = Import.objects.filter(
        school_id=brought.school_id, kind=brought.kind, stage=Import.Stage.READ
    ).exclude(pk=brought.pk)
    return [
        Warned(
            f"{other.by.name} has {other.file_name} waiting too.",
            do="Agree which of the two to keep last. The last one counts.",
        )
        for other in others.exclude(by_id=brought.by_id).select_related("by")[:3]
    ]
