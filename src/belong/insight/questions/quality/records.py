"""What children's own records lack, and children who stand there twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from belong.basics import upn
from belong.insight import words
from belong.insight.questions.quality.found import Found, Hurts, Listing, Looked, Mention, children
from belong.insight.words import say, say_n
from belong.people.models import Pupil
from belong.people.models.pupil import searchable
from belong.people.permissions import Permission


@dataclass(frozen=True)
class Record:
    """What is looked at of one child: no more than the checks need."""

    pupil: int
    surname: str
    forename: str
    born_on: dt.date | None
    form: str
    upn: str
    here: bool


def records(looked: Looked) -> list[Record]:
    """Every child of the school. Nobody is named yet, so no look is noted: the page notes it."""
    here = set(looked.desk.register.pupil[looked.desk.here_now].tolist())
    rows = Pupil.objects.filter(school_id=looked.desk.by.school_id, merged_into=None).values_list(
        "pk", "surname", "forename", "born_on", "form", "upn"
    )
    return [Record(*row, here=row[0] in here) for row in rows]


def find(looked: Looked) -> list[Found]:
    """Every finding about records, from one question to the database."""
    every = records(looked)
    here = [one for one in every if one.here]
    may_join = looked.desk.by.may(Permission.MARKS_CORRECT)
    found = (twice(every, may_join), wrong_upn(here), no_form(here), no_birthday(here))
    return [one for one in found if one is not None]


def _see(n: int) -> str:
    return say_n("See the child", "See the {n} children", n)


def twice(every: list[Record], may_join: bool) -> Found | None:
    """Children with one surname, forename and birthday, one of them here at least.

    may_join  whether the reader may join two records, and so gets a way there
    """
    groups = _alike(every)
    if not groups:
        return None
    mentions = tuple(_twin(one, group, may_join) for group in groups for one in group)
    heads = children("Form", "Born", "Here", *(("Side by side",) if may_join else ()))
    listed = say_n("See the record", "See the {n} records", len(mentions))
    return Found(
        heading=say_n(
            "{n} child may be in the records twice",
            "{n} children may be in the records twice",
            len(groups),
        ),
        why=say(
            "Same surname, forename and date of birth. If it is one child, their sessions are "
            "split and both halves say too little."
        ),
        do=_do_twice(may_join),
        hurts=Hurts.SOME_FIGURES,
        n=len(groups),
        lists=(Listing(listed, heads, mentions),),
    )


def _alike(every: list[Record]) -> list[list[Record]]:
    alike: dict[tuple[str, str, dt.date], list[Record]] = defaultdict(list)
    for one in every:
        if one.born_on is not None and one.surname and one.forename:
            alike[(_plain(one.surname), _plain(one.forename), one.born_on)].append(one)
    return [of for of in alike.values() if len(of) > 1 and any(one.here for one in of)]


def _twin(one: Record, group: list[Record], may_join: bool) -> Mention:
    born = words.day(one.born_on) if one.born_on else ""
    said = (one.form, born, _said_here(one))
    if not may_join:
        return Mention(said, one.pupil)
    # The record of a child who is here stays, if nobody says otherwise; then the older one.
    first, *rest = sorted(group, key=lambda r: (not r.here, r.pupil))
    other = one if one is not first else rest[0]
    beside = f"/children/join/?one={first.pupil}&other={other.pupil}"
    return Mention((*said, say("Look at both")), one.pupil, beside=beside)


def _do_twice(may_join: bool) -> str:
    if may_join:
        return say(
            "Look at both side by side. If they are one child, join them here, and merge them in "
            "your school's own system too."
        )
    return say("Look at both in your school's own system. If they are one child, merge them there.")


def _plain(name: str) -> str:
    return " ".join(searchable(name).replace("-", " ").split())


def _said_here(one: Record) -> str:
    return say("On roll now") if one.here else say("Not on roll now")


def wrong_upn(here: list[Record]) -> Found | None:
    """Children whose UPN does not pass its own check."""
    wrong = [one for one in here if one.upn and not upn.is_right(one.upn)]
    if not wrong:
        return None
    return _thin(
        wrong,
        heading=say_n(
            "{n} UPN has a check letter that does not fit",
            "{n} UPNs have a check letter that does not fit",
            len(wrong),
        ),
        why=say("A slip in a UPN keeps the child's records from being matched with other files."),
        do=say(
            "Compare it with the child's paper file and put it right in your school's own system."
        ),
        hurts=Hurts.RECORDS,
    )


def no_form(here: list[Record]) -> Found | None:
    """Children on roll without a form."""
    without = [one for one in here if not one.form]
    if not without:
        return None
    return _thin(
        without,
        heading=say_n("{n} child has no form", "{n} children have no form", len(without)),
        why=say("Nobody's register waits for them, and they are in no form's figures."),
        do=say("Give them a form in your school's own system, then bring the pupils file in."),
        hurts=Hurts.RECORDS,
    )


def no_birthday(here: list[Record]) -> Found | None:
    """Children on roll without a date of birth."""
    without = [one for one in here if one.born_on is None]
    if not without:
        return None
    return _thin(
        without,
        heading=say_n(
            "{n} child has no date of birth", "{n} children have no date of birth", len(without)
        ),
        why=say(
            "A birthday tells children of one name apart, and their age says which rules hold."
        ),
        do=_do_birthdays(len(without) == len(here)),
        hurts=Hurts.RECORDS,
    )


def _do_birthdays(everybody: bool) -> str:
    if everybody:
        return say("No child has one: export the pupils file with dates of birth and bring it in.")
    return say("Enter it in your school's own system, then bring the pupils file in.")


def _thin(of: list[Record], *, heading: str, why: str, do: str, hurts: Hurts) -> Found:
    mentions = tuple(Mention((one.form or say("No form"),), one.pupil) for one in of)
    lists = (Listing(_see(len(of)), children("Form"), mentions),)
    return Found(heading=heading, why=why, do=do, hurts=hurts, n=len(of), lists=lists)
