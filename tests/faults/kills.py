"""Kill the process that does a piece of work, at moments nobody chose.

Half of the moments are spread over the whole work and half over the part of it that writes, which
is short: a kill at any moment would nearly always land before it. The child tells in shared memory
how far it is, so that a kill which came too late is counted as that.

    python -m tests.faults.kills import --kills 30 --first 0
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.faults import loop

SEED = "belong-kills"
WAITING, AT_IT, WRITING, DONE = range(4)
PATIENCE = 30.0
OVER = 1.15
"""Some kills should come just after the end: what was said to be done has to stay done."""


@dataclass
class Report:
    """What a run found.

    inside, writing  kills that landed while the work, or its writing part, was going on
    """

    work: str
    kills: int = 0
    inside: int = 0
    writing: int = 0
    before: int = 0
    after: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Run so many kills and print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("import", "undo"))
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--first", type=int, default=0, help="where an earlier run left off")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belong-kills-") as folder:
        loop.begin(Path(folder))
        found = run(said.work, Path(folder), range(said.first, said.first + said.kills))
        print(json.dumps(asdict(found)))
    return 0


def run(work: str, folder: Path, which: range) -> Report:
    """The kills of these numbers; the same number is the same kill."""
    from tests.faults import house

    template = folder / "template"
    template.mkdir()
    loop.asked(lambda: house.furnish(template, work))
    before = loop.asked(lambda: loop.state_of(template))
    ideal = loop.copied(template, folder / "ideal")
    after = loop.asked(lambda: loop.worked(ideal, work))["comparable"]
    takes = _takes(template, folder, work)
    report = Report(work)
    for n in which:
        home = loop.copied(template, folder / f"kill-{n}")
        _one(report, n, home, takes, (before, after))
        shutil.rmtree(home)
    return report


def _takes(template: Path, folder: Path, work: str) -> tuple[float, float]:
    """Seconds the work takes, and its writing part: the middle of three runs."""
    runs = []
    for n in range(3):
        home = loop.copied(template, folder / f"timed-{n}")
        with Working(home, work) as child:
            runs.append((child.seconds(AT_IT, DONE), child.seconds(WRITING, DONE)))
        shutil.rmtree(home)
    return sorted(run[0] for run in runs)[1], sorted(run[1] for run in runs)[1]


class Working:
    """A child at work. Leaving it waits for the child to end."""

    def __init__(self, home: Path, work: str) -> None:
        self.told = mmap.mmap(-1, 1)
        self.pid = os.fork()
        if self.pid == 0:
            _do(home, work, self.told)

    def __enter__(self) -> Working:
        return self

    def __exit__(self, *_: object) -> None:
        os.waitpid(self.pid, 0)

    @property
    def far(self) -> int:
        """How far it is."""
        return self.told[0]

    def until(self, far: int) -> float:
        """Wait until it is so far; the time then."""
        end = time.perf_counter() + PATIENCE
        while self.far < far and time.perf_counter() < end:
            time.sleep(0)
        return time.perf_counter()

    def seconds(self, start: int, end: int) -> float:
        """How long it takes from one point to another."""
        began = self.until(start)
        return self.until(end) - began


def _do(home: Path, work: str, told: mmap.mmap) -> None:
    from tests.faults import house

    synced = os.fsync

    def noted(handle: int) -> None:
        told[0] = max(told[0], WRITING)
        synced(handle)

    code = 0
    try:
        house.open_house(home)
        os.fsync = noted
        told[0] = AT_IT
        # Its lease ran out long ago, so that whoever comes after need not wait for that.
        house.WORK[work](home, hours=-1)
        told[0] = DONE
    except BaseException:
        code = 3
    finally:
        told[0] = DONE
        os._exit(code)


def _one(
    report: Report, n: int, home: Path, takes: tuple[float, float], sides: tuple[object, object]
) -> None:
    far = _killed(home, report.work, random.Random(f"{SEED}-{n}"), takes, n % 2 == 1)
    report.kills += 1
    report.inside += far in (AT_IT, WRITING)
    report.writing += far == WRITING
    began = time.monotonic()
    found = loop.asked(lambda: loop.looked_at(home))
    report.slowest = max(report.slowest, time.monotonic() - began)
    before, after = sides
    if found["broken"] or found["state"] not in sides:
        report.wrong.append(f"kill {n}: {found['broken'] or 'half of the work is there'}")
    report.before += found["state"] == before
    report.after += found["state"] == after
    again = loop.asked(lambda: AGAIN[report.work](home))
    if again["state"] != after or again["left"] or again.get("done", 1) != 1:
        said = f"left {again['left']}, done {again.get('done')} times"
        report.wrong.append(f"kill {n}: started again it does not end well: {said}")


def _killed(
    home: Path, work: str, chance: random.Random, takes: tuple[float, float], late: bool
) -> int:
    """Kill the work at some moment; how far it was."""
    wait = chance.uniform(0, OVER * (takes[1] if late else takes[0]))
    with Working(home, work) as child:
        began = child.until(WRITING if late else AT_IT)
        while time.perf_counter() - began < wait:
            pass  # sleeping would come back too late for a moment this short
        os.kill(child.pid, signal.SIGKILL)
    return child.far


def _asked_again(home: Path) -> dict[str, Any]:
    """The tick finds the work whose worker died and asks for it; a worker does it, once."""
    from django.core.management import call_command
    from tests.faults import house

    from belong.intake import jobs
    from belong.intake.models import Import
    from belong.people.models import TrailLine

    house.open_house(home)
    brought = Import.objects.get(file_name="tonight.csv")
    for _ in range(2):
        jobs.ask_for_what_is_due()
        call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    kept = TrailLine.objects.filter(verb="register file kept", ids=[brought.pk])
    return {"state": house.state(home), "left": house.swept(home), "done": kept.count()}


def _pressed_again(home: Path) -> dict[str, Any]:
    done = loop.worked(home, "undo")
    return {"state": done["comparable"], "left": done["left"]}


AGAIN: dict[str, Callable[[Path], dict[str, Any]]] = {
    "import": _asked_again,
    "undo": _pressed_again,
}


if __name__ == "__main__":
    sys.exit(main())
