"""Break into a piece of work at each of its calls that write, in each of three ways.

A child process stops itself just before the work, `strace` takes hold of it, and the kernel then
answers one chosen call with "no space", "input/output error", or kills the process there. What is
left on the disk is looked at by another process: it is the state before or the state after, whole,
and doing the work again without a fault arrives at the state after.

    python -m tests.faults.loop import --every 1
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

CALLS = (
    "write", "writev", "pwrite64", "pwritev", "fsync", "fdatasync", "ftruncate", "rename",
    "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "fallocate",
)  # fmt: skip
"""Every call of the operating system by which something on a disk becomes different."""
FAULTS = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "KILL": "signal=SIGKILL"}
READY = 5.0
"""Seconds within which the next start has to answer."""
PR_SET_PTRACER = 0x59616D61


@dataclass
class Report:
    """What a run found."""

    work: str
    calls: dict[str, int]
    tried: int = 0
    fired: int = 0
    before: int = 0
    after: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Run one loop and print its report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=("import", "undo"))
    parser.add_argument("--every", type=int, default=1, help="only every so manieth call")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belong-faults-") as folder:
        begin(Path(folder))
        print(json.dumps(asdict(run(said.work, Path(folder), said.every))))
    return 0


def begin(folder: Path) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="belong.config.settings.serve", BELONG_HOME=str(folder),
        BELONG_SECRET_KEY="only-for-this-loop-" + "x1Y2z3" * 12, BELONG_DEMO="1",
    )  # fmt: skip
    import django

    django.setup()
    # Done once here, so that no child has to: what is slow is importing, not the work.
    import pyarrow as pa
    from tests.faults import house

    import belong.intake.background
    import belong.intake.undoing

    assert belong.intake.background
    assert belong.intake.undoing
    assert house
    pa.chunked_array([[1]]).to_numpy()


def run(work: str, folder: Path, every: int) -> Report:
    """Every fault at every call of one piece of work."""
    from tests.faults import house

    template = folder / "template"
    template.mkdir()
    asked(lambda: house.furnish(template, work))
    before = asked(lambda: state_of(template))
    ideal = copied(template, folder / "ideal")
    after = asked(lambda: worked(ideal, work))["comparable"]
    assert before != after, "work that changes nothing proves nothing"
    counted = _traced(copied(template, folder / "counted"), work, "")[1]
    calls = {call: len(re.findall(rf"^{call}\(", counted, re.M)) for call in CALLS}
    report = Report(work, {call: n for call, n in calls.items() if n})
    cases = [
        (call, k, fault)
        for call, n in report.calls.items() for k in range(1, n + 1) for fault in FAULTS
    ]  # fmt: skip
    for call, k, fault in cases[::every]:
        home = copied(template, folder / f"{call}-{k}-{fault}")
        _one(report, (call, k, fault), home, before, after)
        shutil.rmtree(home)
    return report


def _one(
    report: Report, case: tuple[str, int, str], home: Path, before: object, after: object
) -> None:
    call, k, fault = case
    name = f"{call} {k} {fault}"
    _, log = _traced(home, report.work, f"{call}:{FAULTS[fault]}:when={k}")
    report.tried += 1
    fired = "INJECTED" in log or "killed by SIGKILL" in log
    report.fired += fired
    if not fired:
        report.wrong.append(f"{name}: the fault was never met")
    began = time.monotonic()
    found = asked(lambda: looked_at(home))
    report.slowest = max(report.slowest, time.monotonic() - began)
    if found["broken"]:
        report.wrong.append(f"{name}: {found['broken']}")
    if found["state"] not in (before, after):
        report.wrong.append(f"{name}: neither the state before nor the state after")
    report.before += found["state"] == before
    report.after += found["state"] == after
    again = asked(lambda: worked(home, report.work))
    if again["comparable"] != after:
        report.wrong.append(f"{name}: done again, it does not arrive at the state after")
    if again["left"]:
        report.wrong.append(f"{name}: left lying: {again['left']}")


def state_of(home: Path) -> dict[str, Any]:
    from tests.faults import house

    house.open_house(home)
    return house.state(home)


def looked_at(home: Path) -> dict[str, Any]:
    from tests.faults import house

    house.open_house(home)
    broken = house.broken(home)
    return {"broken": broken, "state": None if broken else house.state(home)}


def worked(home: Path, work: str) -> dict[str, Any]:
    """The state once the work is done without a fault, and what a sweep leaves."""
    from tests.faults import house

    house.open_house(home)
    house.WORK[work](home, hours=1)
    return {"comparable": house.state(home), "left": house.swept(home)}


def copied(template: Path, home: Path) -> Path:
    shutil.copytree(template, home)
    return home


def asked(question: Callable[[], Any]) -> Any:
    """What a process of its own answers."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            answer = {"answer": question()}
        except BaseException as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        with os.fdopen(writing, "w") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as heard:
        said = json.loads(heard.read() or '{"problem": "no answer"}')
    os.waitpid(child, 0)
    if "problem" in said:
        raise RuntimeError(said["problem"])
    return said.get("answer")


def _traced(home: Path, work: str, inject: str) -> tuple[int, str]:
    """Do the work under `strace`; how the process ended, and what was noted."""
    calls = inject.split(":")[0] if inject else ",".join(CALLS)
    words = ["-e", f"trace={calls}"]
    if inject:
        words += ["-e", f"inject={inject}"]
    return _held(home, work, words)


def recorded(home: Path, work: str, calls: str) -> str:
    """Do the work, and everything given to these calls: each byte, and the path of each handle.

    Raises RuntimeError where the work itself went wrong.
    """
    status, text = _held(home, work, ["-e", f"trace={calls}", "-xx", "-y", "-s", "100000000"])
    if status:
        raise RuntimeError(f"the work ended with {status}")
    return text


def _held(home: Path, work: str, words: list[str]) -> tuple[int, str]:
    child = os.fork()
    if child == 0:
        _stop_then_work(home, work)
    os.waitpid(child, os.WUNTRACED)
    log = home.with_suffix(".strace")
    words = ["strace", "-qq", "-o", str(log), "-p", str(child), *words]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as tracer:
        _until_held(child, tracer)
        os.kill(child, signal.SIGCONT)
        _, status = os.waitpid(child, 0)
        tracer.wait()
    text = log.read_text(errors="replace")
    log.unlink()
    return status, text


def _until_held(child: int, tracer: subprocess.Popen[bytes]) -> None:
    """Wait until the tracer has hold of the child, or there is nothing to prove."""
    for _ in range(1000):
        status = Path(f"/proc/{child}/status").read_text()
        if f"TracerPid:\t{tracer.pid}" in status:
            return
        if tracer.poll() is not None:
            break
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    raise RuntimeError("strace could not take hold of the process")


def _stop_then_work(home: Path, work: str) -> None:
    from tests.faults import house

    code = 0
    try:
        house.open_house(home)
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        house.WORK[work](home)
    except BaseException:
        code = 3  # an error that reached the top: the worker would write it down and go on
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
