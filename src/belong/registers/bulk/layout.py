"""How the lines of a large file are cut: which columns come again together, which never do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from belong.registers.bulk.cut import Piece, Use
from belong.registers.bulk.source import Source
from belong.registers.sources.cells import TOO_VARIED
from belong.registers.sources.children import wanted_for_children

WHO, WHAT, NUMBER, SKIP = "who", "what", "number", "skip"
_LOOKED_AT = 2_000
_FEW = 40
"""So many different texts in the sample, and a column nobody wants may stay in its piece."""


@dataclass(frozen=True)
class Planned:
    """One piece of a line: how it is cut, and our names with their places inside it.

    kind  WHO for what says who a row is about, WHAT for the rest of a mark, NUMBER, SKIP
    """

    kind: str
    piece: Piece
    ours: tuple[str, ...]
    at: tuple[int, ...]


def planned(source: Source) -> list[Planned]:
    """The pieces a line is cut into, from the left."""
    kinds = _kinds(source)
    names = {at: ours for ours, at in source.wanted.items()}
    out: list[Planned] = []
    for kind, group in groupby(range(len(kinds)), key=kinds.__getitem__):
        columns = list(group)
        here = [at for at in columns if at in names]
        out.append(
            Planned(
                kind, Piece(len(columns), _USES[kind]), tuple(names[at] for at in here),
                tuple(at - columns[0] for at in here),
            )
        )  # fmt: skip
    return out


_USES = {WHO: Use.TEXT, WHAT: Use.TEXT, NUMBER: Use.NUMBER, SKIP: Use.SKIP}


def _kinds(source: Source) -> list[str]:
    """The kind of each column; those nobody wants go with their neighbours where they can."""
    who = {source.wanted[ours] for ours in wanted_for_children(source.columns)}
    numbers = {at for ours, at in source.wanted.items() if ours in TOO_VARIED}
    wanted = set(source.wanted.values())
    varied = _varied(source)
    kinds = [
        NUMBER if at in numbers else WHO if at in who else WHAT if at in wanted
        else SKIP if at in varied else ""
        for at in range(len(source.header.names))
    ]  # fmt: skip
    return _joined(kinds)


def _joined(kinds: list[str]) -> list[str]:
    """Columns without a kind of their own take that of the text beside them."""
    for at in range(1, len(kinds)):
        if not kinds[at] and kinds[at - 1] in (WHO, WHAT):
            kinds[at] = kinds[at - 1]
    for at in range(len(kinds) - 2, -1, -1):
        if not kinds[at] and kinds[at + 1] in (WHO, WHAT):
            kinds[at] = kinds[at + 1]
    return [kind or SKIP for kind in kinds]


def _varied(source: Source) -> set[int]:
    """The columns with many different texts among the first rows, cut roughly."""
    lines = source.sample.decode(source.encoding, errors="replace").split("\n", _LOOKED_AT)
    texts: list[set[str]] = [set() for _ in source.header.names]
    for line in lines[:_LOOKED_AT]:
        for seen, cell in zip(texts, line.split(source.header.separator), strict=False):
            seen.add(cell)
    return {at for at, seen in enumerate(texts) if len(seen) > _FEW}
