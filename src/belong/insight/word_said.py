"""The word for a child's social worker, put together from what school knows today: plain sentences
that an adult reads, changes and then says. It guesses nothing, and passes on no word of home."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from belong.attendance.codes import NO_MARK, table
from belong.insight import words
from belong.insight.questions.school_today import AWAY, HERE
from belong.insight.words import say, say_n
from belong.practice.contact.models import Contact, Try
from belong.practice.curiosity.models import Arrival

MORNING, AFTERNOON, WHOLE_DAY = 0, 1, 2
STILL = {
    MORNING: "{name} is not in school this morning, {day}.",
    AFTERNOON: "{name} is not in school this afternoon, {day}.",
    WHOLE_DAY: "{name} is not in school today, {day}.",
}
GENTLY = {
    "no_reason_yet": "No reason is known yet.",
    "illness": "School was told that they are ill.",
    "medical": "They have a medical or dental appointment.",
    "religious": "They are away for a religious day.",
    "study_leave": "They are on study leave.",
    "suspension_exclusion": "The register says that they are suspended.",
    "holiday": "The register says that they are on holiday.",
    "holiday_agreed": "The register says that they are on holiday.",
    "extended_holiday": "The register says that they are on holiday.",
    "other_unauthorised": "A reason was given, and school has not agreed to it.",
    "absent_unclassified": "The register does not say why.",
}
"""What the register gives as the reason, by group of codes; others are said as the code table has
them."""


@dataclass(frozen=True)
class Known:
    """What school knows of one child today.

    marks    uint8 [sessions of today that came in]
    halves   of each of them: 0 morning, 1 afternoon, 2 whole day
    run      school days in a row before today with every session missed
    tries    to reach home today, the earliest first
    arrival  what somebody said at the gate; None where nobody did
    spoken   times somebody was in touch with home today, by voice or face to face
    """

    marks: NDArray[np.uint8]
    halves: NDArray[np.uint8]
    run: int = 0
    tries: Sequence[Try] = ()
    arrival: Arrival | None = None
    spoken: Sequence[Contact] = ()

    @property
    def away(self) -> bool:
        """Whether any half-day of today was missed. Late after the register closed is here."""
        return bool(_away(self.marks).any())

    @property
    def here(self) -> bool:
        """Whether the last mark says here, or somebody saw them come in."""
        return self.came is not None or bool(len(self.marks) and _here(self.marks[-1:])[0])

    @property
    def came(self) -> Arrival | None:
        """Their coming in, where somebody at the gate saw it."""
        if self.arrival is None or self.arrival.how == Arrival.How.TRIED:
            return None
        return self.arrival

    @property
    def code(self) -> str:
        """The last mark of today as the register writes it; "" where there is none."""
        known = self.marks[self.marks < NO_MARK]
        return table()[int(known[-1])].code if len(known) else ""


def _away(marks: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(AWAY[marks].astype(bool) & ~_after_close(marks))


def _here(marks: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(HERE[marks].astype(bool) | _after_close(marks))


def _after_close(marks: NDArray[np.uint8]) -> NDArray[np.bool_]:
    late = [m < NO_MARK and table()[int(m)].group == "late_after_close" for m in marks]
    return np.array(late, dtype=bool)


def sentences(name: str, known: Known, day: dt.date) -> str:
    """The word for one child who was away for some of today.

    name  as it may be said in the way that was chosen
    """
    parts = [_first(name, known, words.day(day)), _reason(known), _before(known.run),
             _gate(known), _home(known.tries, known.spoken)]  # fmt: skip
    return " ".join(part for part in parts if part)


def _first(name: str, known: Known, day: str) -> str:
    away = _away(known.marks)
    if len(away) > 1 and away.all():
        return say("{name} has been away the whole day, {day}.", name=name, day=day)
    if away[-1]:
        if len(away) > 1 and _here(known.marks)[0]:
            text = "{name} was in school this morning and is not here this afternoon, {day}."
            return say(text, name=name, day=day)
        return say(STILL[int(known.halves[-1])], name=name, day=day)
    return say("{name} missed this morning, {day}.", name=name, day=day)


def _reason(known: Known) -> str:
    """The reason the register gives for the latest half-day that was missed."""
    last = int(known.marks[_away(known.marks)][-1])
    code = table()[last]
    if code.group in GENTLY:
        return say(GENTLY[code.group])
    return say("The register says: {words}.", words=say(code.words).lower())


def reason_of(code: str, known: Known) -> str:
    """What the register says now, where it is not what it said before; "" where it is the same.

    code  what it said before
    """
    if known.code == code or not len(known.marks):
        return ""
    if _here(known.marks[-1:])[0]:
        return say("Since then the register says: here.")
    last = int(known.marks[-1])
    said = say(table()[last].words).lower() if last < NO_MARK else say("nothing yet")
    return say("Since then the register says: {words}.", words=said)


def _before(run: int) -> str:
    if not run:
        return ""
    one, many = (
        "They were away on the school day before too.",
        ("They were away on the {n} school days before too."),
    )
    return say_n(one, many, run)


def _gate(known: Known) -> str:
    if known.came is not None:
        return say("They came in at {at}.", at=clock(known.came.at))
    if known.arrival is not None:
        said = "They came to the gate at {at} and could not come in yet."
        return say(said, at=clock(known.arrival.at))
    return say("They are here now.") if known.here else ""


def _home(tries: Sequence[Try], spoken: Sequence[Contact]) -> str:
    """What came of trying home. What was said there is left to whoever heard it."""
    of = {outcome: [one for one in tries if one.outcome == outcome] for outcome in Try.Outcome}
    if of[Try.Outcome.SPOKE]:
        return say("We spoke with home at {at}.", at=clock(of[Try.Outcome.SPOKE][-1].at))
    if spoken:
        return say("We were in touch with home at {at}.", at=clock(spoken[-1].at))
    if not tries:
        return say("No try to reach home is written down yet.")
    if of[Try.Outcome.LEFT_WORD]:
        return say("We left word at home at {at}.", at=clock(of[Try.Outcome.LEFT_WORD][-1].at))
    times = words.listed([clock(one.at) for one in tries])
    return say("We tried home at {times} and reached nobody yet.", times=times)


def clock(at: dt.datetime) -> str:
    """9:05, in London."""
    return words.moment(at).rsplit(", ", 1)[-1]
