"""Getting a thing is the permission check: a stranger's child is simply not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable

from django.db.models import Q, QuerySet

from belong.people import care, greeting, trail, walls
from belong.people.care import Gate, Passed, Shown
from belong.people.greeting import Found
from belong.people.models import Adult, Fact, Membership, Pupil, Relation
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission
from belong.people.reach import Whose
from belong.people.trail import Verb

SEARCH_FROM = 3
"""Letters before a search answers: nobody browses by single letters."""


class NotYours(Exception):
    """Nothing there for you: it may not exist, or be another school's. Pages answer 404."""


def membership(adult: Adult, today: dt.date) -> Membership | None:
    """What this adult is, in the first school where they are something: all their roles there.

    None for somebody who is nothing at any school today, and from the day after they left.
    """
    return next(iter(memberships(adult, today).values()), None)


def memberships(adult: Adult, today: dt.date) -> dict[int, Membership]:
    """What this adult is at each school where they are something today, by the school's key."""
    if adult.left_on is not None and adult.left_on < today:
        return {}
    mine = adult.memberships.select_related("school__settings", "adult__trail_name")
    with walls.scope_all(reason="what somebody is, before it is known where"):
        return _added_up(mine.order_by("pk"), today, lambda one: one.school_id)


def everybody_at(school_id: int, today: dt.date) -> list[Membership]:
    """What each adult of a school is there today, all their roles added up."""
    every = Membership.objects.filter(school_id=school_id, adult__is_active=True)
    rows = every.select_related("school__settings", "adult__trail_name").order_by("pk")
    return list(_added_up(rows, today, lambda one: one.adult_id).values())


def _added_up(
    rows: Iterable[Membership], today: dt.date, key: Callable[[Membership], int]
) -> dict[int, Membership]:
    """The first role in force of each, with the others beside it; none of whoever has left."""
    found: dict[int, Membership] = {}
    for one in rows:
        left = one.adult.left_on
        if one.in_force(today) and (left is None or left >= today):
            one.on = today
            first = found.setdefault(key(one), one)
            first.also += (one,) if one is not first else ()
    return found


def member(email: str, today: dt.date) -> Membership | None:
    """What the adult with an address is, as `membership` says it; None for nobody."""
    return next(iter(members(email, today).values()), None)


def members(email: str, today: dt.date) -> dict[int, Membership]:
    """What the adult with an address is at each school, as `memberships` says it."""
    adult = Adult.objects.filter(email__iexact=email, is_active=True).first()
    return memberships(adult, today) if adult else {}


def again(by: Membership, today: dt.date) -> Membership | None:
    """What somebody is at the same school now: for work that goes on after they asked for it.

    None where they are nothing there any more.
    """
    adult = Adult.objects.filter(pk=by.adult_id, is_active=True).first()
    return memberships(adult, today).get(by.school_id) if adult else None


def _pupils(by: Membership, permission: Permission) -> QuerySet[Pupil]:
    """The one place that says which children exist for somebody who wants to do something."""
    by.must(permission)
    return Pupil.objects.filter(by.whose(permission).wanted(), merged_into=None)


def pupil(
    pupil_id: int,
    *,
    seen_by: Membership,
    wanting: Permission = Permission.CHILD_READ,
    why: Verb = Verb.CHILD_SEEN,
) -> Pupil:
    """One child, and a line in the trail that they were seen. The key of a record that was joined
    with another leads to that one.

    wanting  what will be done; a child for whom somebody may not do it is not there
    raises   PermissionDenied, NotYours
    """
    wanted = Q(pk=pupil_id) | Q(merged__pk=pupil_id)
    found = _pupils(seen_by, wanting).filter(wanted).first()
    if found is None:
        raise NotYours("pupil")
    trail.look(seen_by, why, ids=[found.pk], detail=_own_family(seen_by, [found.pk]))
    return found


def at_hand(
    pupil_id: int,
    *,
    seen_by: Membership,
    wanting: Permission,
    shown: Collection[int],
    today: dt.date,
) -> Pupil:
    """One child somebody does something small for: one whose page they may open, or one on roll
    whom a page just showed them. Nobody reads the roll by counting up keys.

    shown   keys of the children whom a search or a list showed them
    raises  PermissionDenied, NotYours
    """
    here = _pupils(seen_by, wanting).filter(Q(pk=pupil_id) | Q(merged__pk=pupil_id)).first()
    if here is None or not (
        seen_by.may(Permission.CHILD_READ, of=here) or _shown(here, seen_by, shown, today)
    ):
        raise NotYours("pupil")
    return pupil(here.pk, seen_by=seen_by, wanting=wanting, why=Verb.CHILDREN_LISTED)


def _shown(here: Pupil, by: Membership, shown: Collection[int], today: dt.date) -> bool:
    on_roll = Whose(by.school_id, today).on_roll()
    return here.pk in shown and Pupil.objects.filter(on_roll, pk=here.pk).exists()


def _own_family(by: Membership, ids: Collection[int]) -> dict[str, object] | None:
    """What the trail adds where a look was at one's own family."""
    kin = Relation.objects.filter(adult=by.adult_id).values_list("pupil_id", flat=True)
    found = sorted(set(kin) & set(ids))
    return {"own_family": found} if found else None


def sought(
    text: str,
    *,
    seen_by: Membership,
    wanting: Permission,
    why: Verb,
    detail: dict[str, object] | None = None,
) -> Pupil | None:
    """The one child with exactly this number or exactly this full name; None for no child, and for
    several of one name. The look is noted either way: it names the child who was found.

    text    "" asks about nobody
    raises  PermissionDenied
    """
    found = _exactly(_pupils(seen_by, wanting), text.strip()) if text.strip() else None
    trail.look(seen_by, why, ids=[found.pk] if found else [], detail=detail)
    return found


def _exactly(pupils: QuerySet[Pupil], text: str) -> Pupil | None:
    numbered = list(pupils.filter(Q(source_id=text) | Q(upn=text.upper()))[:2])
    if len(numbered) == 1:
        return numbered[0]
    words = searchable(text).split()
    for word in words:
        pupils = pupils.filter(search__contains=word)
    named = [p for p in pupils if words in _full_names(p)]
    return named[0] if len(named) == 1 and not numbered else None


def _full_names(pupil: Pupil) -> tuple[list[str], ...]:
    firsts = (pupil.forename, pupil.known_as)
    return tuple(searchable(f"{first} {pupil.surname}").split() for first in firsts if first)


def pupils(
    *,
    seen_by: Membership,
    ids: Collection[int] | None = None,
    wanting: Permission = Permission.CHILDREN_LIST,
    why: Verb = Verb.CHILDREN_LISTED,
) -> list[Pupil]:
    """Children for a list, one line in the trail naming them all.

    ids      only these, in the order of names; all the school's children without it
    wanting  what will be told of them; a child for whom somebody may not be told it is not there
    """
    query = _pupils(seen_by, wanting)
    if ids is not None:
        query = query.filter(pk__in=list(ids))
    found = list(query)
    keys = [p.pk for p in found]
    trail.look(seen_by, why, ids=keys, detail=_own_family(seen_by, keys))
    return found


def in_order(*, seen_by: Membership, ids: set[int], text: str = "") -> list[int]:
    """Keys in the order of names, narrowed to children whose name, known-as name or form holds
    every word of a search. Only keys come back, so no look is noted: `pupils` notes it.

    text  nothing is found for fewer than three letters
    """
    found = _pupils(seen_by, Permission.CHILDREN_LIST)
    words = searchable(text).split()
    if words and sum(len(w) for w in words) < SEARCH_FROM:
        return []
    for word in words:
        found = found.filter(search__contains=word)
    return [pk for pk in found.values_list("pk", flat=True) if pk in ids]


def those(ids: Collection[int], *, seen_by: Membership, wanting: Permission) -> frozenset[int]:
    """Which of some keys are of children for whom somebody may do something. Only keys come back,
    so no look is noted: `pupils` notes it.

    raises  PermissionDenied
    """
    found = _pupils(seen_by, wanting).filter(pk__in=list(ids))
    return frozenset(found.values_list("pk", flat=True))


def greeted(
    text: str,
    *,
    seen_by: Membership,
    today: dt.date,
    wanting: Permission = Permission.CHILD_GREET,
) -> Found:
    """Children on roll a part of whose name begins with a search, as somebody at the gate needs
    them; a form may stand beside the name. The look is noted, naming everybody who is found.

    wanting  what will be done for them
    raises  PermissionDenied
    """
    found = _pupils(seen_by, wanting)
    words = searchable(text).replace("-", " ").split()
    for word in words:
        found = found.filter(search__contains=word)
    if sum(len(word) for word in words) < SEARCH_FROM:
        return Found(short=True)
    here = found.filter(Whose(seen_by.school_id, today).on_roll())
    named = [p for p in here if greeting.letters_of_a_name(p, words) >= SEARCH_FROM]
    if len(named) > greeting.MOST:
        return Found(many=True)
    keys = [p.pk for p in named]
    trail.look(seen_by, Verb.CHILDREN_SEARCHED, ids=keys, detail=_own_family(seen_by, keys))
    return Found(greeting.greeted(named, seen_by.school_id, today))


def facts(
    pupil: Pupil, *, seen_by: Membership, now: dt.datetime
) -> tuple[tuple[Shown, ...], Passed]:
    """What files say of a child, each field only through its gates, and the gates somebody passes.
    The look is noted with those gates before anything is read; it is the same for every child.

    raises  PermissionDenied, NotYours
    """
    seen_by.must(Permission.SYSTEM_READ)
    if not seen_by.may(Permission.SYSTEM_READ, of=pupil):
        raise NotYours("pupil")
    passed = care.passed(seen_by, pupil, now)
    detail = _with_gates(passed, now)
    trail.look(seen_by, Verb.SYSTEM_SEEN, ids=[pupil.pk], detail=detail)
    kept = Fact.objects.filter(pupil=pupil, kind__in=care.ON_A_PAGE, until=None)
    every = (care.shown(fact, passed.gates) for fact in kept.order_by("begins", "pk"))
    return tuple(one for one in every if one is not None), passed


def through(pupil: Pupil, gate: Gate, *, seen_by: Membership, now: dt.datetime) -> Passed | None:
    """The gates somebody passes for a child, where one is among them that something they are about
    to read stands behind; None where it is shut. The look is noted with those gates before anything
    is read, shut or not: it is the same for every child, and says how late it was. Nothing is asked
    or noted of somebody who could not even open it.

    raises  PermissionDenied
    """
    seen_by.must(Permission.CHILD_READ, of=pupil)
    ways = (care.READ[gate], care.OPENS[gate])
    if not any(seen_by.may(way, of=pupil) for way in ways):
        return None
    passed = care.passed(seen_by, pupil, now)
    trail.look(seen_by, Verb.FOR_FEW, ids=[pupil.pk], detail=_with_gates(passed, now))
    return passed if gate in passed.gates else None


def _with_gates(passed: Passed, now: dt.datetime) -> dict[str, object]:
    return {
        "gates": sorted(passed.gates), "opened": [one.pk for one in passed.opened],
        "clock": now.isoformat(),
    }  # fmt: skip


def roll(
    *, seen_by: Membership, wanting: Permission = Permission.SCHOOL_TODAY_READ
) -> list[tuple[int, str, str]]:
    """The key, year and form of every child somebody may do something for: for sums over groups,
    so no look is noted."""
    found = _pupils(seen_by, wanting)
    return list(found.values_list("pk", "year", "form"))


def groups(*, seen_by: Membership) -> list[tuple[int, str, str]]:
    """The key, year and form of every child of the school, whoever works with them: tells only
    whether a group is somebody's as a whole. No page shows any of it."""
    seen_by.must(Permission.SCHOOL_TODAY_READ)
    return _every_group(seen_by.school_id)


def groups_for_the_worker(school_id: int) -> list[tuple[int, str, str]]:
    """The same for work that nobody asked for and whose answer nobody sees."""
    return _every_group(school_id)


def _every_group(school_id: int) -> list[tuple[int, str, str]]:
    every = Pupil.objects.filter(school_id=school_id, merged_into=None)
    return list(every.values_list("pk", "year", "form"))
