"""The smallest view of a child: found by name, with the form and whom to ask. Nothing else.

What later belongs to this view (how somebody likes to be greeted, what helps) is one more field of
`Greeted`, read here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from belong.people.models import Membership, Pupil
from belong.people.models.pupil import searchable
from belong.people.reach import Reach

MOST = 12
"""Where more children fit, none is shown: the next letters of the name tell them apart."""
KEY_PERSON = "key_person"
OF_FORM = ("tutor", "class_teacher")
OF_YEAR = ("head_of_year",)


@dataclass(frozen=True)
class Greeted:
    """One child as somebody at the gate needs them.

    name  as the child likes it, and the surname
    short the first name alone with the letter the surname begins with: for a screen that others see
    ask   names of the adults to ask, the closest first; empty where nobody is named
    greeting  how they like to be greeted, in words they agreed to; "" for nothing said. Filled by
              insight: what helps a child is kept in a room above this one
    """

    key: int
    name: str
    initials: str
    form: str
    ask: tuple[str, ...]
    short: str
    greeting: str = ""

    @property
    def ask_in_words(self) -> str:
        """`Ms Whitlock, Mr Begum or Miss Iqbal`; "" for nobody."""
        *most, last = self.ask or ("",)
        return gettext("{most} or {last}").format(most=", ".join(most), last=last) if most else last


@dataclass(frozen=True)
class Found:
    """What a search by name found.

    short  fewer letters of a name than a search needs
    many   more children fit than are shown: then none is
    """

    children: tuple[Greeted, ...] = ()
    short: bool = False
    many: bool = False


def letters_of_a_name(pupil: Pupil, words: Sequence[str]) -> int:
    """With how many letters of a search a part of a child's name begins; what else is searched for
    begins a part of their form. 0 where anything does neither."""
    name = _parts(f"{pupil.forename} {pupil.known_as} {pupil.surname}")
    begun = [word for word in words if f" {word}" in name]
    form = _parts(pupil.form)
    if not all(word in begun or f" {word}" in form for word in words):
        return 0
    return sum(len(word) for word in begun)


def _parts(text: str) -> str:
    """A name with a space before each of its parts."""
    return " " + searchable(text).replace("-", " ")


def greeted(pupils: Iterable[Pupil], school_id: int, today: dt.date) -> tuple[Greeted, ...]:
    """Children as they are greeted, each with whom to ask."""
    rows = _held(school_id, today)
    return tuple(
        Greeted(one.pk, str(one), one.initials, one.form, whom_to_ask(one, rows), shortly(one))
        for one in pupils
    )


def shortly(pupil: Pupil) -> str:
    """Ada O.; the first name alone where there is no surname."""
    return f"{pupil.first} {pupil.surname[:1]}{'.' if pupil.surname else ''}".strip()


def _held(school_id: int, today: dt.date) -> list[Membership]:
    """Who is somebody's key person, tutor or head of year today, in the order of names."""
    roles = (KEY_PERSON, *OF_FORM, *OF_YEAR)
    every = Membership.objects.filter(school=school_id, role_key__in=roles)
    held = every.filter(adult__is_active=True).select_related("adult").order_by("adult__name", "pk")
    return [row for row in held if row.in_force(today) and not _left(row, today)]


def close_to(pupil: Pupil, today: dt.date) -> tuple[tuple[str, str], ...]:
    """Names of whom to ask about one child, each once, with the key of the role they are asked in.
    Never any other role: one beside a name could tell who is in care."""
    return _close(pupil, _held(pupil.school_id, today))


def whom_to_ask(pupil: Pupil, rows: Iterable[Membership]) -> tuple[str, ...]:
    """Names: the key person, then the tutor or class teacher; the head of year where neither is."""
    return tuple(name for name, _role in _close(pupil, rows))


def _close(pupil: Pupil, rows: Iterable[Membership]) -> tuple[tuple[str, str], ...]:
    rows = list(rows)
    key = [r for r in rows if r.role_key == KEY_PERSON and r.pupil_id == pupil.pk]
    form = [r for r in rows if r.role_key in OF_FORM and _of(r, Reach.FORM, pupil.form)]
    year = [r for r in rows if r.role_key in OF_YEAR and _of(r, Reach.YEAR, pupil.year)]
    found: dict[str, str] = {}
    for row in (*key, *form) or year:
        found.setdefault(row.adult.name, row.role_key)
    return tuple(found.items())


def _of(row: Membership, reach: Reach, name: str) -> bool:
    return bool(name) and row.reach == reach and row.reach_of == name


def _left(row: Membership, today: dt.date) -> bool:
    return row.adult.left_on is not None and row.adult.left_on < today
