"""Brothers and sisters at one address, for somebody who may see each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from belong.people import fetch
from belong.people.locked_away import CONTACTS, under_an_order
from belong.people.models import Fact, Membership, Pupil
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission
from belong.people.trail import Verb

PARENTS = frozenset({"mother", "father", "parent", "step-parent"})
APART = frozenset({"foster carer", "social worker"})
"""Whoever has one of these at home may live with children who are not theirs, or apart from their
own: nothing is said of anybody."""
Home = tuple[str, str]
"""An adult, and where they live."""


def at_one_address(pupil: Pupil, *, seen_by: Membership) -> list[Pupil]:
    """Children of the school with the same parent at the same address, in the order of names. The
    look at them is noted before they are given.

    Only for whoever may read patterns and contacts of every one of them. Nobody, where an adult
    around either child is under an order or is a foster carer or social worker: who lives where
    is then nobody's to guess.
    """
    if not _both(seen_by, pupil):
        return []
    mine = _contacts(Q(pupil=pupil), seen_by)
    homes = _homes(mine)
    ids = _living_in(homes, mine, seen_by) - {pupil.pk}
    open_to = (Permission.CONTACTS_READ, Permission.PATTERNS_READ)
    theirs = Pupil.objects.filter(
        *(seen_by.whose(permission).wanted() for permission in open_to), pk__in=ids
    )
    keys = list(theirs.values_list("pk", flat=True)) if ids else []
    if not keys:
        return []
    return fetch.pupils(
        seen_by=seen_by, ids=keys, wanting=Permission.PATTERNS_READ, why=Verb.PATTERNS_SEEN
    )


def _living_in(homes: set[Home], mine: list[Fact], by: Membership) -> set[int]:
    """The keys of every child with one of these homes; nobody's for none."""
    if not homes:
        return set()
    addresses = {str(f.data["address"]) for f in mine if f.data.get("address")}
    near = {f.pupil_id for f in _contacts(Q(data__address__in=sorted(addresses)), by)}
    around: dict[int, list[Fact]] = {}
    for fact in _contacts(Q(pupil_id__in=near), by):
        around.setdefault(fact.pupil_id or 0, []).append(fact)
    return {pk for pk, contacts in around.items() if _homes(contacts) & homes}


def _both(by: Membership, pupil: Pupil) -> bool:
    wanted = (Permission.PATTERNS_READ, Permission.CONTACTS_READ)
    return all(by.may(permission, of=pupil) for permission in wanted)


def _contacts(whose: Q, by: Membership) -> list[Fact]:
    here = Fact.objects.filter(whose, school_id=by.school_id, kind=CONTACTS, until=None)
    return list(here.exclude(pupil=None))


def _homes(contacts: Iterable[Fact]) -> set[Home]:
    """Where parents of one child live with them; nowhere, where anybody there is kept apart."""
    every = [fact.data for fact in contacts]
    if any(under_an_order(d) or d.get("relationship") in APART for d in every):
        return set()
    return {_home(d) for d in every if d.get("address") and _lives_there(d)}


def _lives_there(data: Mapping[str, object]) -> bool:
    """Said so; or a parent who is called first, where nobody said who lives with whom."""
    said = data.get("lives_with")
    first = str(data.get("priority") or "") == "1" and said in (None, "")
    return data.get("relationship") in PARENTS and (said == "yes" or first)


def _home(data: Mapping[str, object]) -> Home:
    named = [
        str(data.get(n) or "") for n in ("contact_name", "contact_surname", "contact_forename")
    ]
    who = str(data.get("contact") or "") or " ".join(named)
    return searchable(who), searchable(f"{data['address']} {data.get('postcode') or ''}")
