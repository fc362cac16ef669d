"""What a disk may hold after the power went, and whether the school is whole on each such disk.

`strace` writes down every byte and every name a piece of work gives to the disk. They are played
again onto a model of a disk that keeps for certain only what was synced: bytes by a sync of their
file, names by a sync of their folder. At any moment the model may have lost any part of the rest,
even half of one write. Each such disk is laid out in a folder and opened.

The index of SQLite's log is no part of it: it is written through memory and made again from the
log whenever nobody has it open.

    python -m tests.faults.power import --disks 30
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import loop
from tests.faults.disk import Disk

SEED = "belong-power"
LINE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)")
HANDLE = re.compile(r"^\d+<(.*?)>")
WORDS = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OPENS = ("open", "openat", "creat")
NAMES = {
    "rename": "rename", "renameat": "rename", "renameat2": "rename",
    "unlink": "unlink", "unlinkat": "unlink", "mkdir": "mkdir", "mkdirat": "mkdir",
}  # fmt: skip


@dataclass
class Report:
    """What a run found.

    calls   calls in the record that change the disk or sync it
    lost    disks from which something unsynced was missing
    """

    work: str
    calls: int = 0
    syncs: int = 0
    disks: int = 0
    lost: int = 0
    before: int = 0
    after: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Open so many disks and print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("import", "undo"))
    parser.add_argument("--disks", type=int, default=30)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belong-power-") as folder:
        loop.begin(Path(folder))
        print(json.dumps(asdict(run(said.work, Path(folder), said.disks))))
    return 0


def run(work: str, folder: Path, disks: int) -> Report:
    """So many disks of one piece of work: after each sync with nothing kept that was not synced,
    and at moments by chance with some of it kept."""
    from tests.faults import house

    template = folder / "template"
    template.mkdir()
    loop.asked(lambda: house.furnish(template, work))
    before = loop.asked(lambda: loop.state_of(template))
    home = loop.copied(template, folder / "home")
    calls = list(_recorded(home, work))
    after = loop.asked(lambda: loop.state_of(home))
    assert before != after, "work that changes nothing proves nothing"
    report = Report(work, len(calls), sum(call[0] == "sync" for call in calls))
    for moment, chance in _moments(calls, disks):
        _open(report, calls, (moment, chance), (template, folder / "disk"), (before, after))
    return report


def _moments(
    calls: list[tuple[Any, ...]], disks: int
) -> Iterator[tuple[int, random.Random | None]]:
    """How many calls were made before the power went, and what decides which of the unsynced are
    lost; without it, all of them."""
    end = len(calls)
    sure = [end, *(n + 1 for n, call in enumerate(calls) if call[0] in ("sync", "rename"))]
    chance = random.Random(SEED)
    sure = [end, *chance.sample(sure[1:], min(len(sure) - 1, disks * 3 // 4))]
    yield from ((moment, None) for moment in sure)
    for n in range(max(0, disks - len(sure))):
        yield chance.randint(1, end), random.Random(f"{SEED}-{n}")


def _open(
    report: Report, calls: list[tuple[Any, ...]], when: tuple[int, random.Random | None],
    where: tuple[Path, Path], sides: tuple[object, object],
) -> None:  # fmt: skip
    template, place = where
    moment, chance = when
    disk = Disk(template)
    for call in calls[:moment]:
        disk.take(call)
    report.disks += 1
    report.lost += disk.lay_out(place, chance)
    name = f"after {moment} of {len(calls)} calls, {'some' if chance else 'all'} unsynced lost"
    try:
        found = loop.asked(lambda: loop.looked_at(place))
    except RuntimeError as problem:
        found = {"broken": [str(problem)], "state": None}
    # What was said to be done is done: at the end there is no way back.
    allowed = sides[1:] if moment == len(calls) else sides
    if found["broken"] or found["state"] not in allowed:
        said = found["broken"] or "neither the state before nor the state after"
        report.wrong.append(f"{name}: {said}")
    report.before += found["state"] == sides[0]
    report.after += found["state"] == sides[1]
    shutil.rmtree(place)


def _recorded(home: Path, work: str) -> Iterator[tuple[Any, ...]]:
    """Everything the work gave to the disk, in order, as `Disk.take` understands it."""
    text = loop.recorded(home, work, ",".join((*loop.CALLS, *OPENS)))
    for line in text.splitlines():
        met = LINE.match(line)
        if met is not None and int(met[3]) >= 0:
            yield from _call(met[1], met[2], int(met[3]), os.path.realpath(home))


def _call(name: str, said: str, gave: int, home: str) -> Iterator[tuple[Any, ...]]:
    texts = [bytes.fromhex(found.replace("\\x", "")) for found in WORDS.findall(said)]
    held = HANDLE.match(said)
    path = _plain(held[1]) if held else ""
    if name in OPENS:
        opened = os.fsdecode(texts[0])
        if opened.startswith(home) and ("O_CREAT" in said or "O_TRUNC" in said):
            yield ("open", _in(opened, home), "O_TRUNC" in said)
    elif name in NAMES:
        yield (NAMES[name], *(_in(os.fsdecode(text), home) for text in texts))
    elif path.startswith(home):
        yield _of_handle(name, _in(path, home), said, texts, gave)


def _of_handle(name: str, path: str, said: str, texts: list[bytes], gave: int) -> tuple[Any, ...]:
    """A call that names its file by a handle."""
    last = said.rsplit(", ", 1)[-1]
    if name in ("fsync", "fdatasync"):
        return ("sync", path)
    if name == "ftruncate":
        return ("cut", path, int(last))
    assert name in ("write", "pwrite64"), f"{name} is not understood: the record would be wrong"
    return ("write", path, texts[0][:gave], int(last) if name == "pwrite64" else None)


def _plain(path: str) -> str:
    """A path as strace shows it beside a handle, its bytes written out."""
    if path.startswith("\\x"):
        return os.fsdecode(bytes.fromhex(path.replace("\\x", "")))
    return path


def _in(path: str, home: str) -> str:
    assert path.startswith(home), f"{path} is not where the house is"
    return os.path.relpath(path, home)


if __name__ == "__main__":
    sys.exit(main())
