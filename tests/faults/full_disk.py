"""A real server on a small disk of its own that fills up, and what happened then.

Run in a namespace in which a disk can be mounted:

    unshare -Urm python -m tests.faults.full_disk bytes
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.faults.visiting import Visitor, free_port, healthy

DISKS = {"bytes": "size=96m", "files": "size=200m,nr_inodes=256"}
START = 120.0
"""Seconds, generously: a busy machine is no fault of a full disk."""
SOON = 10.0
TOP = Path(__file__).resolve().parents[2]
PAGES = ("/", "/children/", "/children/1/", "/registers/")


def main(runs_out: str) -> int:
    """Fill the disk, look, try to change, make room, look again; print what was found as JSON."""
    with tempfile.TemporaryDirectory(prefix="belong-full-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        with _small_disk(home, DISKS[runs_out]):
            _prepare(home)
            port = free_port()
            with _serving(home, port) as serve:
                found = _story(home, port, serve, runs_out)
            found["broken"] = _damage(home)
    print(json.dumps(found))
    return 0


@contextlib.contextmanager
def _small_disk(home: Path, options: str) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(home)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)


def _prepare(home: Path) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="belong.config.settings.serve", BELONG_HOME=str(home),
        BELONG_SECRET_KEY="only-for-this-disk-" + "x1Y2z3" * 12, BELONG_DEMO="1",
        BELONG_NOW="2026-11-24T09:18:00", PYTHONPATH=f"{TOP / 'src'}:{TOP}",
    )  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command
    from tests import people
    from tests.faults.house import CHANGED, CHILDREN, open_house

    open_house(home)
    (home.parent / "static").mkdir()
    (home / "static").symlink_to(home.parent / "static")  # pages' own files are not the matter here
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    house = people.larkfield(home / "uploads")
    body = people.marks_file([*CHANGED, *CHILDREN[2:]])
    for name in ("tonight.csv", "asked.csv"):
        house.read(body, name)
    _closed()


def _closed() -> None:
    from django.db import connections

    connections.close_all()


@contextlib.contextmanager
def _serving(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "belong.cli.main", "serve", "--port", str(port)]
    with (home.parent / "said").open("wb") as said:
        serve = subprocess.Popen([*words, "--workers", "1"], stdout=said, stderr=said)
    try:
        yield serve
    finally:
        serve.send_signal(signal.SIGTERM)
        serve.wait(20)
        if os.environ.get("BELONG_SHOW"):
            print((home.parent / "said").read_text(), file=sys.stderr)


def _story(home: Path, port: int, serve: subprocess.Popen[bytes], runs_out: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    held = home / "ballast"
    found["began"] = _within(
        START, lambda: healthy(port).get("worker") == "awake" and len(list(held.glob("*"))) == 8
    )
    visitor = Visitor(port)
    visitor.sign_in()
    found["before"] = _state(home)
    _fill(home, runs_out)
    found["left"] = _left(home, runs_out)
    found["read"] = {page: visitor.get(page)[0] for page in PAGES}
    found["looks"] = _state(home)["looks"] - found["before"]["looks"]
    found["said"] = "The disk is full." in visitor.get("/registers/")[1]
    found["health"] = healthy(port)
    found["refused"] = _tried(home, visitor)
    found["during"] = _state(home)
    found["ballast_while_full"] = held.exists()
    found["signed_in_while_full"] = _another(port)
    _fill(home, runs_out)
    found["without_any_room"] = visitor.get("/children/1/")[0]
    found["recovered"] = _recovered(home, port, visitor)
    number = _import(home, "tonight.csv")
    found["kept"] = _within(START, lambda: _stage(home, number) == "kept")
    found["serving"] = serve.poll() is None
    found["after"] = _state(home)
    return found


def _tried(home: Path, visitor: Visitor) -> dict[str, Any]:
    """Every way to change something."""
    from tests.people import CHILDREN, marks_file

    keep = f"/registers/{_import(home, 'tonight.csv')}/keep/"
    watched = home.parent / "watched"
    watched.mkdir()
    (watched / "more.csv").write_bytes(marks_file(CHILDREN[:2]))
    command = subprocess.run(
        [sys.executable, "-m", "belong.cli.main", "import", "--watch", str(watched), "--once",
         "--by", "attendance_lead@larkfield.example"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {
        "bring": visitor.give("/registers/", "more.csv", marks_file(CHILDREN[:2])),
        "keep": visitor.post(keep),
        "job": _asked_before(home),
        "command": [command.returncode, command.stdout + command.stderr],
        "still_there": (watched / "more.csv").is_file(),
    }


def _asked_before(home: Path) -> str:
    """What is said of a file whose yes came a moment before the disk filled up."""
    from belong.intake import background, jobs
    from belong.intake.models import Import
    from belong.people.models import Membership

    brought = Import.objects.get(file_name="asked.csv")
    lead = Membership.objects.get(role_key="attendance_lead")
    background.ask(by=lead, brought=brought, confirmed=True)
    jobs.keep_import.enqueue(brought.pk)
    _within(START, lambda: Import.objects.get(pk=brought.pk).stage == Import.Stage.READ)
    brought.refresh_from_db()
    _closed()
    return f"{brought.stage}: {brought.problem}"


def _recovered(home: Path, port: int, visitor: Visitor) -> float | None:
    """Seconds until a yes is taken again and the room is held back again; None if it takes far
    too long."""
    keep = f"/registers/{_import(home, 'tonight.csv')}/keep/"
    for path in home.glob("filler*"):
        path.unlink()
    began = time.monotonic()
    said_yes: list[int] = []

    def well() -> bool:
        if 302 not in said_yes:
            said_yes.append(visitor.post(keep)[0])
        whole = [p for p in (home / "ballast").glob("*") if p.stat().st_size == 8 << 20]
        return 302 in said_yes and len(whole) == 8 and healthy(port).get("disk") == "ok"

    return time.monotonic() - began if _within(SOON * 3, well) else None


def _another(port: int) -> int:
    """Somebody else comes in while the disk is full."""
    other = Visitor(port)
    other.sign_in("headteacher@larkfield.example")
    return other.get("/")[0]


def _fill(home: Path, runs_out: str) -> None:
    """To the last byte, or to the last file."""
    with contextlib.suppress(OSError):
        for n in range(1000):
            (home / f"filler-{n}").touch()
            if runs_out == "bytes":
                break
    step = 1 << 20
    with (home / "filler-0").open("ab") as file:
        while runs_out == "bytes" and step >= 4096:
            try:
                os.posix_fallocate(file.fileno(), file.seek(0, 2), step)
            except OSError:
                step //= 4


def _left(home: Path, runs_out: str) -> int:
    """Room besides what is held back, at the moment of looking."""
    disk = os.statvfs(home)
    return disk.f_bavail * disk.f_frsize if runs_out == "bytes" else disk.f_favail


def _ask(home: Path, question: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(home / "belong.sqlite3", timeout=20)) as database:
        return database.execute(question).fetchall()


def _import(home: Path, name: str) -> int:
    return int(_ask(home, f"SELECT id FROM intake_import WHERE file_name = '{name}'")[0][0])


def _stage(home: Path, number: int) -> str:
    return str(_ask(home, f"SELECT stage FROM intake_import WHERE id = {number}")[0][0])


def _state(home: Path) -> dict[str, int]:
    count = "SELECT (SELECT count(*) FROM people_trailline WHERE verb LIKE 'child%'),"
    count += " (SELECT count(*) FROM intake_import), (SELECT count(*) FROM intake_change)"
    looks, imports, changes = _ask(home, count)[0]
    uploads = len(list((home / "uploads").glob("*")))
    return {"looks": looks, "imports": imports, "changes": changes, "uploads": uploads}


def _damage(home: Path) -> list[str]:
    from tests.faults import house

    house.open_house(home)
    wrong = house.broken(home) + [p.name for p in home.rglob(".*.tmp")]
    _closed()
    return wrong


def _within(seconds: float, true: Callable[[], object]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.2)
    return False


if __name__ == "__main__":
    assert re.fullmatch("bytes|files", sys.argv[1])
    sys.exit(main(sys.argv[1]))
