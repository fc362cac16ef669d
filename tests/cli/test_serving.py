"""`belong serve`: web, worker and tick start together, stay up, and end together."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WITHIN = 30.0
NAMES = {"web": "granian", "worker": "belong.cli.worker", "tick": "belong.cli.tick"}


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _children(of: int) -> dict[str, int]:
    """The three programs under a process, by name, with their ids."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            words = stat.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, IndexError):
            continue
        for name, word in NAMES.items():
            if parent == of and word in words:
                found[name] = int(stat.parent.name)
    return found


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _until(true: Callable[[], object], within: float = WITHIN) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


def _health(port: int) -> dict[str, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=3) as answer:
            said: dict[str, str] = json.load(answer)
            return said
    except (urllib.error.URLError, OSError):
        return {}


@pytest.fixture
def serving(tmp_path: Path, top: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server in a folder of its own, with its tables made; ended whatever happens."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "DATABASE"))}
    env = clean | {
        "BELONG_HOME": str(tmp_path), "BELONG_DEMO": "1", "BELONG_SECRET_KEY": "x" * 60,
        "DJANGO_SETTINGS_MODULE": "belong.config.settings.serve", "PYTHONPATH": str(top / "src"),
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    for words in (["migrate", "-v", "0"], ["createcachetable"]):
        subprocess.run([sys.executable, "-m", "django", *words], env=env, check=True)
    port = _free_port()
    with (tmp_path / "said").open("wb") as said:
        serve = subprocess.Popen(
            [sys.executable, "-m", "belong.cli.main", "serve", "--port", str(port),
             "--workers", "1"],
            env=env, stdout=said, stderr=said, cwd=tmp_path,
        )  # fmt: skip
    yield serve, port
    mine = _children(serve.pid)
    if serve.poll() is None:
        serve.terminate()
        serve.wait(20)
    for pid in mine.values():
        if _alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.slow
def test_it_starts_wakes_starts_again_and_ends(
    serving: tuple[subprocess.Popen[bytes], int],
) -> None:
    serve, port = serving
    assert _until(lambda: _health(port).get("worker") == "awake"), _health(port)
    first = _children(serve.pid)
    assert set(first) == set(NAMES)

    os.kill(first["worker"], signal.SIGKILL)
    assert _until(lambda: _children(serve.pid).get("worker", first["worker"]) != first["worker"])
    assert _health(port)["status"] == "ok", "the pages went on meanwhile"

    last = _children(serve.pid)
    serve.send_signal(signal.SIGTERM)
    assert serve.wait(20) == 0
    assert _until(lambda: not any(_alive(pid) for pid in last.values()), within=5)
    assert _health(port) == {}
