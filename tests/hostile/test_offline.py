"""Hostile files are read where there is no network, under the eyes of the kernel: nothing is
reached, nothing is started, nothing is written but the parts of the file itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.corpus import CORPUS, Hostile
from tests.hostile.offline import BEGINS, ENDS
from tests.people import marks_file

TOP = Path(__file__).resolve().parents[2]
WATCHED = "%network,execve,execveat,open,openat,creat,rename,unlink,mkdir,link,symlink,kill"
EVERY = os.environ.get("BELONG_HOSTILE_EVERY", "")
"""Set by the long check: the heavy files as well."""
WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
PATH = re.compile(r'"([^"]*)"')
pytestmark = pytest.mark.slow


def no_network() -> list[str]:
    """The words that leave a process without any network. Fails where this machine forbids it."""
    for words in (["unshare", "-Urn"], ["unshare", "-n"]):
        if not subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
            return words
    pytest.fail("This machine lets nobody take a process off the network (unshare -n fails).")


def watched(folder: Path, *more: str) -> tuple[list[str], str]:
    """What the process asked of the kernel while it read, and what it printed."""
    log = folder.parent / "calls"
    done = subprocess.run(
        [*no_network(), "strace", "-f", "-qq", "-e", f"trace={WATCHED}", "-e", "signal=none",
         "-o", str(log), sys.executable, "-m", "tests.hostile.offline", str(folder), *more],
        capture_output=True, text=True, check=False, cwd=TOP,
        env=os.environ | {"PYTHONPATH": f"{TOP / 'src'}:{TOP}", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    calls = log.read_text(errors="replace")
    assert calls.count(BEGINS) == calls.count(ENDS) == 1
    between = calls[calls.index(BEGINS) : calls.index(ENDS)].splitlines()[1:-1]
    return between, done.stdout


def harm_in(calls: list[str], folder: Path) -> list[str]:
    """Calls no reading may make: to reach, to start, to write beside the files being read."""
    found = []
    for call in calls:
        name = re.sub(r"^\d+\s+", "", call).partition("(")[0]
        if name in ("open", "openat"):
            path = PATH.search(call)
            mine = path is not None and path[1].startswith(str(folder))
            if WRITES.search(call) and not mine:
                found.append(call)
        elif not call.split()[1].startswith(("+++", "---", "<...")):
            found.append(call)
    return found


def laid_out(folder: Path, every: list[Hostile]) -> Path:
    first = folder / "first"
    first.mkdir(parents=True)
    (first / "register.csv").write_bytes(marks_file())
    for n, hostile in enumerate(every):
        mine = folder / f"{n}"
        mine.mkdir()
        (mine / hostile.file).write_bytes(hostile.make())
    return folder


def test_no_hostile_file_reaches_starts_or_writes_anything(tmp_path: Path) -> None:
    every = [hostile for hostile in CORPUS if EVERY or not hostile.heavy]
    folder = laid_out(tmp_path / "files", every)
    calls, said = watched(folder)
    assert harm_in(calls, folder) == []
    assert len(calls) > len(every), "each file is opened, so the watch must have seen that"
    read, refused = map(int, said.split())
    assert read + refused == len(every) >= 60
    assert refused == sum(bool(hostile.says) for hostile in every)
    assert {p.parent.parent for p in folder.rglob("*") if p.is_file()} == {folder}


def test_the_watch_would_see_harm(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "files", [])
    calls, _ = watched(folder, "--mean-harm")
    seen = " ".join(harm_in(calls, folder))
    assert all(word in seen for word in ("stolen", "socket(", "connect(", "execve("))
