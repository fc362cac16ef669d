"""What kind of file this is, told by its headings, so that nobody has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from belong.registers.kinds import kinds
from belong.registers.sources import columns
from belong.registers.sources.cells import find_header
from belong.registers.sources.columns import DETAILS, identifiers, plain
from belong.registers.sources.headings import headings
from belong.registers.sources.long import is_long
from belong.registers.sources.records_columns import Fit, fit
from belong.registers.sources.summary import is_summary
from belong.registers.sources.text import Text

MARKS = "marks"
PUPILS = "pupils"
LESSONS = "lesson_marks"
ENOUGH_DETAILS = 2
"""So many details beside a number make a list of pupils."""
_BESIDE_PUPILS = ("characteristics", "groups", "enrolments")
_NO_PUPILS = ("parentSourcedId", "classSourcedId", "courseSourcedId")
_OF_A_LESSON = ("period", "subject")
_ENOUGH_DAYS = 3
"""More days in a row than this say nothing more about whether it is the header."""


@dataclass(frozen=True)
class Guess:
    """How well headings fit one kind of file.

    kind       "marks", "pupils" or the name of a kind of record
    fits       whether everything such a file needs is there
    explained  how many of the headings mean something to this kind
    told       how many of them set this kind apart from others
    missing    our names for what is not there
    also       further kinds that can be read from the same file
    """

    kind: str
    fits: bool
    explained: int
    told: int = 0
    missing: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[bool, int, int]:
        """What guesses are ranked by."""
        return self.fits, self.explained, self.told


def kind_of(names: Sequence[str], above: Sequence[str] = ()) -> list[Guess]:
    """Every kind of file, the one that fits these headings best in front.

    above  the row over the headings: some registers write the days there, once for two columns
    """
    names, above = tuple(names), tuple(above)
    fits = {kind.name: fit(names, kind) for kind in kinds()}
    guesses = [
        _marks(names, above),
        _pupils(names),
        *(_records(names, one) for one in fits.values()),
    ]
    possible = {guess.kind for guess in guesses if guess.fits}
    ranked = sorted(guesses, key=lambda guess: guess.weight, reverse=True)
    return [_with_others(guess, possible) for guess in ranked]


def settled(guesses: Sequence[Guess]) -> str | None:
    """The one kind a file must be; None where none fits, or two do equally well.

    Kinds that share a file do not compete: `also` of the winner names the other.
    """
    if not guesses or not guesses[0].fits:
        return None
    best, rest = guesses[0], guesses[1:]
    if any(one.weight == best.weight and one.kind not in best.also for one in rest):
        return None
    return best.kind


def look_at(text: Text) -> tuple[tuple[str, ...], list[Guess]]:
    """The headings of a file nobody has named, and what it may be; () and [] where it is no table.

    raises  UnreadableFile for a table of too many columns
    """
    header = find_header(text, _promise)
    if header is None:
        return (), []
    return header.names, kind_of(header.names, header.titles[-1] if header.titles else ())


def _promise(cells: Sequence[str]) -> int:
    """How much a row looks like the headings of anything we read."""
    if len(cells) < 2:
        return 0
    known = len({plain(cell) for cell in cells} & _headings())
    register = len(columns.match(cells).at)
    if not known and not register:
        return 0
    return max(known, register) + min(len(headings(cells)), _ENOUGH_DAYS)


@cache
def _headings() -> frozenset[str]:
    """Every heading any kind of record knows."""
    every = (name for kind in kinds() for names in kind.columns.values() for name in names)
    return frozenset(map(plain, every)) - {""}


def _records(names: tuple[str, ...], found: Fit) -> Guess:
    kind, told = found.kind, found.told
    fits = not found.missing and told > 0 and not _holds_any(names, kind.not_with)
    if kind.name == LESSONS:
        register = columns.match(names)
        fits = fits and "session" not in register  # mornings and afternoons are no lessons
        told = sum(ours in found.at for ours in _OF_A_LESSON) + ("section" in register)
    return Guess(kind.name, fits, len(found.at), told, found.missing)


def _holds_any(names: tuple[str, ...], some: Sequence[str]) -> bool:
    return not {plain(name) for name in names}.isdisjoint(map(plain, some))


def _marks(names: tuple[str, ...], above: tuple[str, ...]) -> Guess:
    """Session marks: long, wide or totals, as the reader of registers tells them."""
    found = columns.match(names)
    if not found.tells_children_apart:
        return Guess(MARKS, False, len(found.at), missing=("pupil",))
    if is_long(found):
        return Guess(MARKS, True, len(found.at))
    days = len(headings(names, above))
    totals = len(columns.reasons(names)) + len(columns.aggregates(names))
    if days or is_summary(names):
        return Guess(MARKS, True, len(found.at) + max(days, totals))
    return Guess(MARKS, False, len(found.at), missing=("date", "mark"))


def _pupils(names: tuple[str, ...]) -> Guess:
    found = columns.match(names)
    ours = [one for one in (*identifiers(), *DETAILS, "name", "school") if one in found]
    details = [one for one in (*DETAILS, "name") if one in found]
    missing = () if found.ids else ("pupil",)
    fits = not missing and len(details) >= ENOUGH_DETAILS and not _holds_any(names, _NO_PUPILS)
    return Guess(PUPILS, fits, len(ours), 0, missing)


def _with_others(guess: Guess, possible: set[str]) -> Guess:
    beside = {kind.name: kind.beside for kind in kinds()} | {PUPILS: _BESIDE_PUPILS}
    also = tuple(one for one in beside.get(guess.kind, ()) if one in possible)
    return Guess(guess.kind, guess.fits, guess.explained, guess.told, guess.missing, also)
