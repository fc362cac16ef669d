"""One process that starts the pages, the worker and the tick, and starts again what falls over."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess  # the three programs below are our own, with fixed words
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from belong.people import ballast

LONGEST_WAIT = 30.0
GRACE = 10.0


_held: list[int] = []
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """On Linux: when the supervisor is killed, nothing it started goes on without it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A program that should always be running."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = 1.0
    start_at: float = 0.0
    started: float = field(default=0.0)

    def look_after(self, now: float) -> None:
        """Start it if it is not running; wait longer each time it falls over soon after."""
        if self.process is not None and self.process.poll() is not None:
            fell_soon = now - self.started < LONGEST_WAIT
            self.wait = min(LONGEST_WAIT, self.wait * 2) if fell_soon else 1.0
            self.start_at = now + self.wait
            print(f"belong: {self.name} stopped; starting it again", file=sys.stderr, flush=True)
            self.process = None
        if self.process is None and now >= self.start_at:
            self.process = subprocess.Popen(  # noqa: S603
                self.words, start_new_session=True, preexec_fn=_die_with_parent
            )
            self.started = now

    def stop(self) -> None:
        """Ask its whole group to end."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)


def programs(*, port: int, workers: int) -> list[Child]:
    """What is run: web, worker, tick."""
    python = sys.executable
    return [
        Child(
            "web",
            [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
             "--port", str(port), "--workers", str(workers), "--no-access-log",
             "--log-level", "warning", "--respawn-failed-workers", "--blocking-threads", "4",
             "belong.config.wsgi:application"],
        ),
        Child("worker", [python, "-m", "belong.cli.worker"]),
        Child("tick", [python, "-m", "belong.cli.tick"]),
    ]  # fmt: skip


def supervise(*, port: int, workers: int) -> int:
    """Run until told to stop. Returns 0."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    home = Path(os.environ.get("BELONG_HOME", "var"))
    os.umask(0o077)  # nobody else on this machine reads what Belong writes
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    ballast.lies_in(home)
    ballast.look_after()  # on a full disk even the checks below would find no room
    if (refused := _refused(home, port)) is not None:
        print(f"belong: {refused}", file=sys.stderr)
        return 1
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = programs(port=port, workers=workers)
    print(f"belong: serving on http://127.0.0.1:{port}/", file=sys.stderr, flush=True)
    while not stopping:
        for child in children:
            child.look_after(time.monotonic())
        time.sleep(0.2)
    return _end(children)


def _refused(home: Path, port: int) -> str | None:
    """Why nothing should be started here, or None.

    The lock is held for as long as this process lives: two supervisors on one folder would run
    two workers and two ticks over the same work.
    """
    checked = [sys.executable, "-m", "django", "check", "--database", "default"]
    if subprocess.run(checked, stdout=subprocess.DEVNULL, check=False).returncode:  # noqa: S603
        return "not started, because of the settings named above."
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return f"port {port} is taken. Choose another with --port."
    handle = os.open(home / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return f"Belong is already running on {home}."
    _held.append(handle)
    return None


def _end(children: list[Child]) -> int:
    for child in children:
        child.stop()
    until = time.monotonic() + GRACE
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)
    return 0
