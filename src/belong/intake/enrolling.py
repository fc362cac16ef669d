"""Children and their stays, made or updated as a file describes them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from belong.intake import matching, revisions
from belong.intake.matching import Pair, Person
from belong.people.models import Enrolment, Pupil, School
from belong.people.models.pupil import searchable


def enrol(school: School, people: list[Person]) -> None:
    """Make or update children and their stays as a file describes them.

    What a file does not say is left as it is. Stays of one child never overlap: a new admission
    date begins a new stay only after the last one ended, and else moves the one it falls into.
    """
    known = matching.known_pupils(school.pk)
    found = list(zip(matching.keys_of(people, known), people, strict=True))
    strangers = {p.source_id: p for key, p in found if key is None}
    new = [_filled(Pupil(school=school, source_id=i), p) for i, p in strangers.items()]
    Pupil.objects.bulk_create(new, batch_size=500)
    old = {key: person for key, person in found if key is not None}
    changed = [_filled(pupil, old[pupil.pk]) for pupil in Pupil.objects.filter(pk__in=old)]
    names = [*matching.TEXT, "born_on", "fsm", "upn", "other_ids", "search"]
    Pupil.objects.bulk_update(changed, names, batch_size=200)
    _settle_stays(school, people)
    revisions.raised(school.pk)


def _filled(pupil: Pupil, person: Person) -> Pupil:
    for name, value in person.fields.items():
        setattr(pupil, name, value)
    if matching.looks_like_upn(person.source_id):
        pupil.upn = person.source_id
    numbers = {*pupil.other_ids, *person.other_ids, person.source_id}
    pupil.other_ids = sorted(numbers - {pupil.source_id, pupil.upn})
    words = (pupil.forename, pupil.known_as, pupil.surname, pupil.form)
    pupil.search = searchable(" ".join(w for w in words if w))[:400]
    return pupil


@dataclass
class _Stays:
    """One child's stays, earliest first, and what became of them."""

    school: School
    pupil: int
    stays: list[Enrolment] = field(default_factory=list)
    touched: list[Enrolment] = field(default_factory=list)

    def take(self, person: Person) -> None:
        """Lay what a file says over the stays."""
        starts = {stay.admitted_on for stay in self.stays}
        # Dates we know come first: then only what is really different can move a stay.
        for pair in sorted(person.stays, key=lambda pair: pair[0] not in starts):
            self._lay(pair, person.says_left)

    def _lay(self, pair: Pair, says_left: bool) -> None:
        begin, end = pair
        stay = self._meant(begin, end)
        if stay is None:
            stay = Enrolment(
                school=self.school, pupil_id=self.pupil, admitted_on=begin, left_on=end
            )
            self.stays.append(stay)
        else:
            stay.admitted_on = begin or stay.admitted_on
            if says_left and not self._would_overlap(stay, end):
                stay.left_on = end
        self.touched.append(stay)
        self.stays.sort(key=lambda stay: stay.admitted_on or dt.date.min)

    def _meant(self, begin: dt.date | None, end: dt.date | None) -> Enrolment | None:
        """The stay a pair of dates is about; None where it is one we do not have."""
        if begin is None:
            return self.stays[-1] if self.stays else None
        for stay in self.stays:
            if stay.admitted_on == begin:
                return stay
        for stay in self.stays:
            ended = stay.left_on is not None and stay.left_on < begin
            ahead = end is not None and stay.admitted_on is not None and stay.admitted_on > end
            if not ended and not ahead:
                return stay
        return None

    def _would_overlap(self, stay: Enrolment, end: dt.date | None) -> bool:
        later = [s.admitted_on for s in self.stays if s is not stay and _after(s, stay)]
        return any(end is None or begin is None or end >= begin for begin in later)


def _after(one: Enrolment, other: Enrolment) -> bool:
    return (one.admitted_on or dt.date.min) > (other.admitted_on or dt.date.min)


def _settle_stays(school: School, people: list[Person]) -> None:
    known = matching.known_pupils(school.pk)
    had: dict[int, list[Enrolment]] = defaultdict(list)
    for stay in Enrolment.objects.filter(school_id=school.pk).order_by("admitted_on", "pk"):
        had[stay.pupil_id].append(stay)
    touched: list[Enrolment] = []
    for pupil, person in zip(matching.keys_of(people, known), people, strict=True):
        if pupil is None:
            raise LookupError("a child of the file was not made a moment ago")
        of_one = _Stays(school, pupil, had[pupil])
        of_one.stays.sort(key=lambda stay: stay.admitted_on or dt.date.min)
        of_one.take(person)
        touched += of_one.touched
    _written(touched)


def _written(touched: list[Enrolment]) -> None:
    once = list({id(stay): stay for stay in touched}.values())
    Enrolment.objects.bulk_create([s for s in once if s.pk is None], batch_size=500)
    old = [s for s in once if s.pk is not None]
    Enrolment.objects.bulk_update(old, ["admitted_on", "left_on"], batch_size=200)
