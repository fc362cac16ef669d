"""Anchors: how long each chain of the trail was on a day, and its last sum, kept outside it.

Whoever cuts the end off a chain leaves a shorter one that is whole in itself. An anchor remembers
the longer one. It holds no name, so it can be copied out, printed or sent by e-mail.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Max, Sum

from belong.basics.errors import BelongError
from belong.people.models import TrailDropped, TrailSeal

_LINE = re.compile(
    r"(\d{4}-\d\d-\d\d)\s+chain\s+(\d+)\s+seals\s+(\d+)\s+lines\s+(\d+)\s+sum\s+([0-9a-f]{64})\b"
)
_BROKEN_LINE = re.compile(r"=\r?\n(?:> ?)*")
"""How an e-mail that is saved as it went breaks a long line."""
_BEGUN = re.compile(r"\bchain\s+\d|\bsum\s+[0-9a-f]{8}")
"""What only stands in an anchor: a file that holds more of it than whole anchors was changed."""


class NoAnchor(BelongError):
    """A file that should hold an anchor and does not."""


@dataclass(frozen=True)
class Anchor:
    """One chain at a moment.

    day    on which it was taken, as text
    seals  the number of its last seal
    lines  how many lines all its seals hold together, with those that were dropped
    sum    that of the last seal
    """

    day: str
    chain: int
    seals: int
    lines: int
    sum: str

    def __str__(self) -> str:
        return f"{self.day} chain {self.chain} seals {self.seals} lines {self.lines} sum {self.sum}"


def taken(on: dt.date, chain: int | None = None) -> list[Anchor]:
    """The anchor of every chain as it is now, or of one."""
    sealed = TrailSeal.objects.all() if chain is None else TrailSeal.objects.filter(chain=chain)
    counted = sealed.order_by("chain").values("chain").annotate(total=Sum("lines"))
    found, gone = [], _dropped()
    for one in counted:
        last = TrailSeal.objects.filter(chain=one["chain"]).order_by("-number")[0]
        lines = one["total"] + gone.get(last.chain, 0)
        found.append(Anchor(on.isoformat(), last.chain, last.number, lines, last.sum))
    return found


def _dropped() -> dict[int, int]:
    """How many lines of each chain were dropped, once any were."""
    counted = TrailDropped.objects.order_by().values("chain").annotate(total=Max("lines"))
    return {one["chain"]: one["total"] for one in counted}


def keep(folder: Path, on: dt.date) -> Path | None:
    """Write the day's anchor into a file of its own, once. None where it is there already, or
    nothing is sealed yet."""
    path = folder / f"{on.isoformat()}.txt"
    if path.exists() or not (found := taken(on)):
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{secrets.token_hex(8)}"
    try:
        _write(unfinished, "".join(f"{anchor}\n" for anchor in found))
        os.link(unfinished, path)
    except FileExistsError:
        return None  # another tick was quicker
    finally:
        unfinished.unlink(missing_ok=True)
    return path


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def read(paths: Iterable[Path]) -> list[Anchor]:
    """The anchors in these files; words around them, such as those of an e-mail, are passed over.
    Raises NoAnchor for a file that holds words and no anchor, and for one that was changed."""
    found = []
    for path in paths:
        try:
            text = path.read_bytes().decode("utf-8", errors="replace")
        except OSError:
            raise NoAnchor(f"{path} cannot be read.", do="Check the name and the folder.") from None
        found += _in_text(path, _BROKEN_LINE.sub("", text))
    return found


def _in_text(path: Path, text: str) -> list[Anchor]:
    whole = _LINE.findall(text)
    if text.strip() and not whole:
        raise NoAnchor(f"{path} is not a file of anchors.", do="Name another file.")
    if len(_BEGUN.findall(text)) != 2 * len(whole):
        raise NoAnchor(f"{path} holds part of an anchor.", do="Copy the whole line again.")
    return [
        Anchor(day, int(chain), int(seals), int(lines), last)
        for day, chain, seals, lines, last in whole
    ]


def kept(folder: Path) -> list[Anchor]:
    """Every anchor in the folder of anchors."""
    return read(sorted(folder.glob("*.txt")))
