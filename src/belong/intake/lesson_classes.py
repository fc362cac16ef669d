"""What the files of a school say of its classes: the subject, and who teaches."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from belong.basics.terms import year_end, year_start
from belong.people.models import Fact


def every_subject(school_id: int) -> dict[str, str]:
    """The subject of each class that any file said it of, by the class in small letters: the list
    of classes, then the timetable."""
    said = Fact.objects.filter(school_id=school_id, until=None).order_by("-pk")
    found: dict[str, str] = {}
    for kind in ("classes", "timetable"):
        for one in said.filter(kind=kind).values_list("data", flat=True):
            if one.get("subject") and one.get("class"):
                found.setdefault(one["class"].casefold(), one["subject"])
    return found


def every_teacher(school_id: int, year: int) -> dict[str, str]:
    """Who teaches each class, as the school's system numbers its adults, by the class in small
    letters. A class that several taught that year is not in it: who took which lesson is not said.

    year  the school year asked about, 2026 for 2026/27; who taught only in others is left out
    """
    said = Fact.objects.filter(
        Q(begins=None) | Q(begins__lte=year_end(year)),
        Q(ends=None) | Q(ends__gte=year_start(year)),
        school_id=school_id, until=None, kind="class_teachers",
    )  # fmt: skip
    taught: dict[str, set[str]] = defaultdict(set)
    for one in said.values_list("data", flat=True):
        if one.get("role", "teacher") == "teacher" and one.get("class") and one.get("staff"):
            taught[one["class"].casefold()].add(one["staff"])
    return {name: min(staff) for name, staff in taught.items() if len(staff) == 1}
