"""Whether the trail is as it was written: every seal against its lines, every anchor against the
seals. One pass over all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from belong.people import trail_sums
from belong.people.models import TrailDropped, TrailLine, TrailSeal
from belong.people.trail import Verb
from belong.people.trail_anchors import Anchor
from belong.people.trail_sums import Sealed


class Kind(StrEnum):
    """What is wrong."""

    MORE = "lines were put in"
    FEWER = "lines are missing"
    CHANGED = "something was changed"
    SEAL_GONE = "a seal is missing"
    NO_SEAL = "lines stand under no seal, and later ones do"
    CUT = "the end was cut off"
    OTHER = "the chain is another than the anchor's"
    DROPPED = "what is left of dropped months was changed"
    UNSAID = "months are missing, and no line says who dropped them"
    OLD_KEY = "months were dropped under a secret that was over by then"
    TOO_MUCH = "more was dropped than was said"
    KEY = "sealed with a secret that is not here"


@dataclass(frozen=True)
class Broken:
    """One thing that is wrong.

    when  the minute of the seal, or the day of the anchor, as text
    """

    chain: int
    kind: Kind
    when: str

    def __str__(self) -> str:
        whose = f"school {self.chain}" if self.chain else "no school"
        return f"{self.when} UTC, {whose}: {self.kind}"


@dataclass(frozen=True)
class Checked:
    """What a check found.

    lines    of the whole trail
    waiting  lines that no seal holds yet
    oldest   the minute of the first of them by key, as text; "" where none waits
    dropped  what is left of months that were dropped, and is as it was written
    """

    lines: int
    seals: int
    waiting: int
    oldest: str
    anchors: int
    broken: tuple[Broken, ...]
    dropped: tuple[TrailDropped, ...] = ()


NO_MORE = -1


@dataclass(slots=True)
class _Chain:
    """One chain on the way through it.

    upto    the key of the last line of the seal that is being read; NO_MORE behind the last seal
    before  the sum of the seal before
    bodies  what was read of it so far
    loose   whether lines under no seal were told of already
    month   the first that was not dropped; "" where none was
    ends    for the number of each end that was dropped, how many lines there were up to it, and its
            sum
    """

    seals: list[Sealed]
    at: int = 0
    upto: int = NO_MORE
    before: str = ""
    number: int = 0
    bodies: list[str] = field(default_factory=list)
    loose: bool = False
    month: str = ""
    ends: dict[int, tuple[int, str]] = field(default_factory=dict)

    def follows(self, row: TrailDropped) -> None:
        """Begin after months that were dropped."""
        self.ends[row.seals] = (row.lines, row.last)
        if row.seals > self.number:
            self.number, self.before, self.month = row.seals, row.last, row.month

    def begin(self) -> None:
        """Turn to the seal it stands at."""
        self.bodies = []
        self.upto = self.seals[self.at].upto if self.at < len(self.seals) else NO_MORE


def check(anchors: Iterable[Anchor]) -> Checked:
    """Check all of it."""
    chains, keys, broken = _chains(), trail_sums.keys(), list[Broken]()
    dropped = tuple(_after_dropped(chains, keys, broken))
    sealed = max((s.upto for c in chains.values() for s in c.seals), default=0)
    count, waiting, oldest = 0, 0, ""
    for key, chain, body in trail_sums.lines():
        count += 1
        mine = chains.get(chain) or chains.setdefault(chain, _Chain([]))
        while mine.upto < key and mine.upto != NO_MORE:
            broken += _closed(mine, keys)
        if mine.upto != NO_MORE:
            mine.bodies.append(body)
        elif key > sealed:
            waiting, oldest = waiting + 1, oldest or trail_sums.minute_of(body)
        elif not mine.loose:
            mine.loose = True
            broken.append(Broken(chain, Kind.NO_SEAL, trail_sums.minute_of(body)))
    for mine in chains.values():
        while mine.upto != NO_MORE:
            broken += _closed(mine, keys)
    anchors = list(anchors)
    broken += _against(anchors, chains)
    seals = sum(len(c.seals) for c in chains.values())
    return Checked(count, seals, waiting, oldest, len(anchors), tuple(broken), dropped)


def _after_dropped(
    chains: dict[int, _Chain], keys: dict[str, bytes], broken: list[Broken]
) -> list[TrailDropped]:
    """Let each chain begin after what was dropped of it, where what is left of that is true. From
    the last on: what was dropped later may have held the lines about what was dropped before."""
    true = list[TrailDropped]()
    for row in TrailDropped.objects.order_by("-chain", "-seals"):
        chain = chains.setdefault(row.chain, _Chain([]))
        gone = any(_held_the_line(later, row) for later in true)
        if (wrong := _untrue(row, chain, keys, gone=gone)) is not None:
            broken.append(Broken(row.chain, wrong, row.month))
        else:
            chain.follows(row)
            true.append(row)
    return true[::-1]


def _untrue(row: TrailDropped, chain: _Chain, keys: dict[str, bytes], *, gone: bool) -> Kind | None:
    """What is wrong with what is left of dropped months; None where it is true. An old secret that
    leaked makes a good sum as well, so there has to be a line, under no newer secret.

    gone  whether the line about it was dropped later
    """
    if row.key not in keys:
        return Kind.KEY
    if trail_sums.sum_of_dropped(row, keys[row.key]) != row.sum:
        return Kind.DROPPED
    told, order = _told(row), list(keys)
    if not told:
        return None if gone else Kind.UNSAID
    since = max(_newest_upto(line, chain, order) for line in told)
    return None if order.index(row.key) <= since else Kind.OLD_KEY


def _told(row: TrailDropped) -> list[int]:
    """The keys of the lines that say what the row says."""
    said = {"before": row.month, "lines": row.lines, "seals": row.seals}
    lines = TrailLine.objects.filter(school_id=row.chain, verb=Verb.TRAIL_DROPPED, who=row.who)
    found = lines.filter(pk__gt=row.upto).values_list("pk", "detail")
    return [key for key, detail in found if isinstance(detail, dict) and detail | said == detail]


def _held_the_line(later: TrailDropped, row: TrailDropped) -> bool:
    """Whether the line about a row was in months that were dropped later. The first of a month in
    London may still be the last of the one before in UTC, by which months go."""
    return later.chain == row.chain and row.day <= f"{later.month}-01"


def _newest_upto(line: int, chain: _Chain, order: list[str]) -> int:
    """The place of the newest secret in the chain up to the seal that holds a line; of today's, the
    first, while none holds it."""
    newest = len(order)
    for seal in chain.seals:
        newest = min(newest, order.index(seal.key) if seal.key in order else newest)
        if seal.upto >= line:
            return newest
    return 0


def _chains() -> dict[int, _Chain]:
    found: dict[int, _Chain] = {}
    every = TrailSeal.objects.order_by("chain", "number").values_list(*Sealed._fields)
    for row in every.iterator(chunk_size=10_000):
        seal = Sealed(*row)
        found.setdefault(seal.chain, _Chain([])).seals.append(seal)
    for chain in found.values():
        chain.begin()
    return found


def _closed(chain: _Chain, keys: dict[str, bytes]) -> list[Broken]:
    """What is wrong with the seal whose lines have all been read; then on to the next."""
    seal = chain.seals[chain.at]
    found = [Kind.SEAL_GONE] if seal.number != chain.number + 1 else []
    found += _wrong(seal, chain.bodies, chain.before, keys)
    chain.at, chain.before, chain.number = chain.at + 1, seal.sum, seal.number
    chain.begin()
    return [Broken(seal.chain, kind, seal.minute) for kind in found]


def _wrong(seal: Sealed, bodies: list[str], before: str, keys: dict[str, bytes]) -> list[Kind]:
    if len(bodies) != seal.lines:
        return [Kind.MORE if len(bodies) > seal.lines else Kind.FEWER]
    if seal.key not in keys:
        return [Kind.KEY]
    same = trail_sums.sum_of(seal, before, bodies, keys[seal.key]) == seal.sum
    return [] if same else [Kind.CHANGED]


def _against(anchors: list[Anchor], chains: dict[int, _Chain]) -> Iterator[Broken]:
    sums = {key: _upto(chain) for key, chain in chains.items()} if anchors else {}
    for anchor in anchors:
        mine = chains.get(anchor.chain)
        if mine and anchor.seals < _first_left(mine):  # it speaks of an end within what was dropped
            if anchor.day[:7] > mine.month:
                yield Broken(anchor.chain, Kind.TOO_MUCH, anchor.day)
            continue
        found = sums.get(anchor.chain, {}).get(anchor.seals)
        if found is None:
            yield Broken(anchor.chain, Kind.CUT, anchor.day)
        elif found != (anchor.lines, anchor.sum):
            yield Broken(anchor.chain, Kind.OTHER, anchor.day)


def _first_left(chain: _Chain) -> int:
    """The number of the last seal that was dropped, of which an anchor is checked; 0 for none."""
    return max(chain.ends, default=0)


def _upto(chain: _Chain) -> dict[int, tuple[int, str]]:
    """For the number of each seal, how many lines there are up to it, and its sum."""
    found = dict(chain.ends)
    lines = found[max(found)][0] if found else 0
    for seal in chain.seals:
        lines += seal.lines
        found[seal.number] = (lines, seal.sum)
    return found
