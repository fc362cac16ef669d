"""What a role would mean before it is given: for whom it can be, and whom they would see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from belong.basics.errors import BelongError
from belong.basics.terms import year_end, year_of
from belong.insight import words
from belong.insight.desk import child_key, year_order
from belong.insight.questions import one_adult
from belong.insight.questions import who_works_here as staff
from belong.insight.words import say
from belong.people import fetch, giving
from belong.people.fetch import NotYours
from belong.people.giving import NotGiven, Wanted
from belong.people.models import Adult, Membership, Pupil
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.roles import ROLES, Role
from belong.people.trail import Verb

MOST_FOUND = 20


@dataclass(frozen=True)
class Asked:
    """What somebody chose so far, as they typed it.

    of   `school`, `year:8`, `form:8 Rowan`, `class:8A/Ma1`, `cohort:in_care` or `child:12`; ""
         for not yet
    find  a search for a child
    """

    role: str = ""
    of: str = ""
    begins: str = ""
    ends: str = ""
    find: str = ""


@dataclass(frozen=True)
class Place:
    """One choice of whose children: what a form sends, and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class Meant:
    """What was chosen and what it means.

    roles     every role, to choose from
    places    whose children the role can be for, those of lists; a child is searched for
    found     children a search found
    sentence  whom they would see; "" until everything is chosen
    wrong     what does not fit, with what to do
    kin       that the child is their own family
    """

    roles: tuple[Role, ...]
    role: Role | None
    places: tuple[Place, ...]
    by_child: bool
    may_name: bool
    found: tuple[Pupil, ...]
    begins: str
    ends: str
    of: str
    of_words: str
    sentence: str
    wrong: BelongError | None
    kin: bool = False

    @property
    def by_cohort(self) -> bool:
        """Whether the role is for a group whose children few people may know."""
        return self.role is not None and Reach.COHORT in self.role.reaches


def ask(by: Membership, asked: Asked, today: dt.date, to: Adult | None = None) -> Meant:
    """What was chosen so far, and what it means. Naming a child notes a look.

    raises  PermissionDenied
    """
    by.must(Permission.PEOPLE_GIVE)
    role = ROLES.get(asked.role)
    if role is None:
        return Meant(tuple(ROLES.values()), None, (), False, False, (), "", "", "", "", "", None)
    places = _places(by, role)
    of = asked.of or (places[0].value if len(places) == 1 and not _by_child(role) else "")
    ends = asked.ends or (_usual(role, today) if not asked.of else "")
    meant = Meant(
        tuple(ROLES.values()), role, places, _by_child(role), by.may(Permission.CHILD_READ),
        children(by, asked.find) if _by_child(role) else (), asked.begins, ends, of, "", "", None,
    )  # fmt: skip
    return _judged(by, meant, replace(asked, of=of, ends=ends), today, to) if of else meant


def _by_child(role: Role) -> bool:
    return Reach.CHILD in role.reaches


def _places(by: Membership, role: Role) -> tuple[Place, ...]:
    out = []
    if Reach.SCHOOL in role.reaches:
        out.append(Place("school", _whole(role)))
    for reach in (Reach.YEAR, Reach.FORM, Reach.CLASS):
        if reach in role.reaches:
            names = sorted(giving.groups(by.school_id, reach), key=year_order)
            out += [Place(f"{reach}:{name}", _name(reach, name)) for name in names]
    if Reach.COHORT in role.reaches:
        out += [Place(f"cohort:{key}", words.capital(staff.cohort_words(key)))
                for key in giving.cohorts(by)]  # fmt: skip
    return tuple(out)


def _whole(role: Role) -> str:
    if staff.SEES_CHILDREN in role.may:
        return say("The whole school")
    finds = staff.FINDS_CHILDREN in role.may
    return say("The whole school, by name only") if finds else say("No children")


def _name(reach: str, name: str) -> str:
    if reach == Reach.YEAR:
        return words.year_label(name)
    return say("Class {name}", name=name) if reach == Reach.CLASS else name


def _usual(role: Role, today: dt.date) -> str:
    """A year, form or class is usually for the school year."""
    if role.for_a_while or not role.reaches & set(giving.GROUPS):
        return ""
    return year_end(year_of(today)).isoformat()


def children(by: Membership, text: str) -> tuple[Pupil, ...]:
    """Children a search finds, the look noted; none for somebody who sees no children."""
    if not text or not by.may(Permission.CHILDREN_LIST):
        return ()
    every = {pk for pk, *_ in fetch.roll(seen_by=by)}
    keys = fetch.in_order(seen_by=by, ids=every, text=text)[:MOST_FOUND]
    if not keys:
        return ()
    return tuple(fetch.pupils(seen_by=by, ids=keys, why=Verb.CHILDREN_SEARCHED))


def wanted(asked: Asked) -> Wanted:
    """What was chosen, as the action takes it. Raises NotGiven for days that are none."""
    kind, _, value = asked.of.partition(":")
    if kind not in set(Reach):
        raise NotGiven(say("Choose whose children."))
    child = child_key(value) if kind == Reach.CHILD else None
    return Wanted(
        asked.role, kind, "" if child is not None else value, child, day(asked.begins),
        day(asked.ends),
    )  # fmt: skip


def day(text: str) -> dt.date | None:
    """A day as a form sends it; None for none. Raises NotGiven."""
    if not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise NotGiven(say("That is not a day."), do=say("Choose it again.")) from None


def _judged(by: Membership, meant: Meant, asked: Asked, today: dt.date, to: Adult | None) -> Meant:
    try:
        want = wanted(asked)
        role = giving.fits(want, today)
        giving.must_read(by, want)
        pupil = None
        if want.pupil_id is not None:
            pupil = fetch.pupil(want.pupil_id, seen_by=by)
    except NotGiven as error:
        return replace(meant, wrong=error)
    except NotYours:
        return replace(meant, of="", wrong=NotGiven(say("Choose the child.")))
    row = Membership(
        school_id=by.school_id, role_key=want.role_key, reach=want.reach, reach_of=want.reach_of,
        pupil=pupil, begins=want.begins, ends=want.ends,
    )  # fmt: skip
    kin = bool(to and pupil and to.relations.filter(pupil=pupil).exists())
    said = _sentence(by, row, role, today, str(pupil) if pupil else "")
    return replace(
        meant, sentence=said, kin=kin, of_words=staff.whom(row, str(pupil) if pupil else "", by=by)
    )


def _sentence(by: Membership, row: Membership, role: Role, today: dt.date, child: str) -> str:
    when = staff.when(row, today) or say("until somebody ends it")
    if staff.FINDS_CHILDREN in role.may:
        return say(
            "They will find a child of the school by name, with the form and whom to ask, {when}.",
            when=when,
        )
    if staff.SEES_CHILDREN not in role.may:
        return say("They will see no child, {when}.", when=when)
    if child:
        return say("They will see one child, {child}, {when}.", child=child, when=when)
    many = staff.how_many(one_adult.reached(row, today))
    if row.reach == Reach.COHORT:
        return say(
            "They will see {whom}, {when}: {many} today. Who joins the group is seen, and who"
            " leaves it is not, from their next click.",
            many=many, whom=staff.whom(row, by=by), when=when,
        )  # fmt: skip
    whom = staff.whom(row, by=by)
    return say("They will see {many}: {whom}, {when}.", many=many, whom=whom, when=when)
