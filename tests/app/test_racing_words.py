"""Two people at one record at once, again and again: one is kept, the other is told what was.

`./check` has a few pairs race; `./check --long` has as many as was promised (BELONG_RACES).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import OperationalError, connection
from tests import looks, surveys
from tests.app.test_in_touch import GOOD
from tests.app.test_in_touch import told as a_talk
from tests.looks import NOW, member
from tests.people import ADA, TODAY, House, larkfield

from belong.people import school_settings, walls
from belong.people.models import SchoolSettings, TrailLine
from belong.people.school_settings import Settings, SomebodyElseSaved
from belong.practice.audit import agreeing
from belong.practice.audit.models import Agreed
from belong.practice.audit.wrong import WordsMoved as AuditMoved
from belong.practice.contact import writing
from belong.practice.contact.in_touch import Contact
from belong.practice.contact.wrong import WordsMoved as TalkMoved
from belong.practice.profiles import actions as profiles
from belong.practice.profiles.models import Part
from belong.practice.voice import ledger, sessions
from belong.practice.voice.ledger import Answered
from belong.practice.voice.ledger_models import Agreement, Theme
from belong.practice.voice.typed import Moved

PAIRS = int(os.environ.get("BELONG_RACES", "120"))
Found = TypeVar("Found")
Stands = tuple[str, int]
"""The words that are kept, and their version; ("", 0) before anything is."""


@dataclass(frozen=True)
class Record:
    """One thing that two people may write at once.

    save    keep words over the version somebody read. Raises what somebody is shown who came second
    stands  what is kept
    """

    save: Callable[[str, int], object]
    stands: Callable[[], Stands]


def _settings(house: House) -> Record:
    by = member(house, "headteacher")
    every = SchoolSettings.objects.filter(school=house.school)

    def save(words: str, seen: int) -> object:
        return school_settings.say(by=by, wanted=Settings(words), seen=seen, at=NOW)

    return Record(save, lambda: every.values_list("safety_name", "version").first() or ("", 0))


def _profile(house: House) -> Record:
    save = partial(
        profiles.write, by=member(house, "key_person"), pupil=house.child(ADA), key="strengths",
        own=True, at=NOW,
    )  # fmt: skip
    every = Part.objects.filter(pupil=house.child(ADA), key="strengths")
    return Record(
        lambda words, seen: save(words=words, version=seen),
        lambda: every.values_list("words", "version").first() or ("", 0),
    )


def _theme(house: House) -> Record:
    theme, by = surveys.a_theme(house), surveys.head(house)

    def save(words: str, seen: int) -> object:
        said = Answered("done", words, shown=False, version=seen)
        return ledger.answer(by=by, key=theme.pk, answered=said, at=NOW)

    return Record(save, lambda: Theme.objects.values_list("answer", "version").get(pk=theme.pk))


def _agreement(house: House) -> Record:
    by = surveys.head(house)
    made = sessions.agree(
        by=by, words="We say hello.", written_with="the council", agreed_on=TODAY, at=NOW
    )
    return Record(
        lambda words, seen: sessions.changed(by=by, key=made.pk, words=words, version=seen),
        lambda: Agreement.objects.values_list("changed", "version").get(pk=made.pk),
    )


def _audit(house: House) -> Record:
    by, asked = member(house, "headteacher"), looks.question(looks.a_look(house))
    save = partial(agreeing.agree, by=by, question=asked, rag="some", thought="", at=NOW)
    every = Agreed.objects.filter(question=asked)
    return Record(
        lambda words, seen: save(evidence=words, version=seen),
        lambda: every.values_list("evidence", "version").first() or ("", 0),
    )


def _talk(house: House) -> Record:
    one = a_talk(house)
    save = partial(
        writing.change, by=member(house, "tutor"), pupil=house.child(ADA), key=one.pk, at=NOW
    )
    return Record(
        lambda words, seen: save(told=replace(GOOD, said=words), version=seen),
        lambda: Contact.objects.values_list("said", "version").get(pk=one.pk),
    )


RECORDS = {
    "what helps": _profile, "an answer": _theme, "an agreement": _agreement,
    "the audit": _audit, "in touch": _talk, "settings": _settings,
}  # fmt: skip
SECOND = (AuditMoved, TalkMoved, profiles.WordsMoved, Moved, SomebodyElseSaved)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_at_one_record_one_is_kept_and_the_other_is_told(tmp_path: Path) -> None:
    """Every record has a pair of its own, and all pairs race at once."""
    house = larkfield(tmp_path / "uploads")
    lanes = [Lane(house, name, make(house)) for name, make in RECORDS.items()]
    before = TrailLine.objects.count()
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert [lane.wrong for lane in lanes] == [""] * len(lanes)
    assert sum(lane.races for lane in lanes) == PAIRS // len(lanes) * len(lanes) > 0
    left = TrailLine.objects.count() - before
    assert left == sum(lane.races for lane in lanes), "each that was kept, and nothing else"


class Lane:
    """Two people at one record."""

    def __init__(self, house: House, name: str, record: Record) -> None:
        self.house, self.name, self.record = house, name, record
        self.races, self.wrong = 0, ""
        self.met = threading.Barrier(2, timeout=120)
        self.went: dict[int, str] = {}
        self.both = [threading.Thread(target=self._runs, args=(n,)) for n in range(2)]

    def start(self) -> None:
        for one in self.both:
            one.start()

    def join(self) -> None:
        for one in self.both:
            one.join()

    def _runs(self, me: int) -> None:
        try:
            for nth in range(PAIRS // len(RECORDS)):
                self._race(me, f"{self.name}, pair {nth}, said by {me}")
        except Exception as problem:
            self.wrong = self.wrong or repr(problem)
            self.met.abort()
        finally:
            connection.close()

    def _race(self, me: int, words: str) -> None:
        _, read = self._until_let_in(self.record.stands)
        self.met.wait()
        self.went[me] = self._until_let_in(lambda: self._saved(words, read))
        self.met.wait()
        if me == 0:
            kept, version = self._until_let_in(self.record.stands)
            assert sorted(self.went.values()) == sorted(["", kept]), (self.went, kept)
            assert version == read + 1
            self.races += 1
        self.met.wait()

    def _saved(self, words: str, read: int) -> str:
        """The words, where they were kept; "" where somebody else was first."""
        try:
            self.record.save(words, read)
        except SECOND:
            return ""
        return words

    def _until_let_in(self, act: Callable[[], Found]) -> Found:
        """As often as it takes: the database in memory refuses whom a file would let wait."""
        for _ in range(3000):
            try:
                with walls.scope(self.house.school.pk):
                    return act()
            except OperationalError as problem:
                if "locked" not in str(problem):
                    raise
                time.sleep(0.002)
        raise TimeoutError("nobody let go")
