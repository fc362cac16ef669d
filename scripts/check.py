"""Runs every check in turn and adds them up. Called by ./check, which has set things up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
BIN = TOP / ".venv" / "bin"
NO_BROWSER = ["tests", "--ignore=tests/browser", "--ignore=tests/scale"]
ON_POSTGRES = ["tests/app", "tests/web"]
QUICK = ["tests/unit", "tests/spec", "tests/architecture", "tests/app", "tests/cli"]
ROLES = (
    "CREATE ROLE belong_app",
    "CREATE ROLE belong_walks_past BYPASSRLS",
    "CREATE ROLE belong_owner LOGIN CREATEDB IN ROLE belong_app, belong_walks_past",
)
"""One makes the tables and one uses them; neither may do more than it is given. As the one that
walks past walls Belong must not start."""
BOTH_CORES = ["-n", "2", "--dist", "worksteal"]


@dataclass
class Sum:
    """What passed, failed and was skipped so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Sum) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(mode: str) -> int:
    os.chdir(TOP)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYTHONPATH"] = ""
    total = Sum()
    for name, stage in stages(mode):
        began = time.monotonic()
        print(f"\n== {name}", flush=True)
        result = stage()
        total.add(result)
        print(f"== {name}: {result} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"\n{total}", flush=True)
    red_skips = total.skipped if os.environ.get("CI") else 0
    return 1 if total.failed or red_skips else 0


def stages(mode: str) -> Iterator[tuple[str, Callable[[], Sum]]]:
    yield "format", lambda: run("ruff", "format", "--check", "-q", ".")
    yield "lint", lambda: run("ruff", "check", "-q", ".")
    yield "templates", lambda: run("djlint", "--lint", "--quiet", "src/belong/web/templates")
    yield "arrows", lambda: run("lint-imports", "--no-cache")
    yield "migrations", lambda: manage("makemigrations", "--check", "--dry-run")
    yield "docs in step", lambda: run("python", "scripts/docs.py", "--check")
    if mode == "quick":
        yield "quick tests", lambda: pytest([*QUICK, "-m", "not slow", "--first-rows", *BOTH_CORES])
        return
    yield "types", lambda: run("mypy")
    yield "deployment", deployment
    yield "style sheet", style_sheet
    yield "tests on SQLite", lambda: pytest([*NO_BROWSER, *coverage(mode), *BOTH_CORES])
    yield "tests on PostgreSQL", on_postgres
    yield "tests in a browser", lambda: pytest(["tests/browser"])
    if mode == "long":
        yield "property tests, many", many_examples
        yield "a fault at every write", every_fault
        yield "two at one record, many", many_races
        yield "looks over time, many", many_looks
        yield "kills, power cuts and bent files, many", many_faults
        yield "scale", lambda: pytest(["tests/scale"])
        yield "mutants", lambda: run("python", "scripts/mutants.py")


def run(*words: str, env: dict[str, str] | None = None) -> Sum:
    """One program that passes or fails as a whole."""
    done = subprocess.run(words, env={**os.environ, **(env or {})}, check=False)
    return Sum(passed=1) if done.returncode == 0 else Sum(failed=1)


def manage(*words: str) -> Sum:
    return run(
        "python", "manage.py", *words, env={"DJANGO_SETTINGS_MODULE": "belong.config.settings.test"}
    )


def deployment() -> Sum:
    """Django's own deployment checks, on the settings a school serves with: not one warning."""
    with tempfile.TemporaryDirectory() as home:
        return run(
            "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING",
            env={
                "DJANGO_SETTINGS_MODULE": "belong.config.settings.serve",
                "BELONG_SECRET_KEY": "for-this-check-only-" + "x1Y2z3" * 12,
                "BELONG_HOME": home,
                "BELONG_HOSTS": "belong.example",
            },
        )  # fmt: skip


def style_sheet() -> Sum:
    """The committed style sheet is what its source builds, where Node is there to build it."""
    if not (shutil.which("node") and shutil.which("npm")):
        print("Node is not on this machine: the committed style sheet is used as it is.")
        return Sum()
    committed = TOP / "src/belong/web/static/belong/belong.css"
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "belong.css"
        if run("sh", "scripts/build_css.sh", str(built)).failed:
            return Sum(failed=1)
        if built.read_bytes() == committed.read_bytes():
            return Sum(passed=1)
    print("belong.css is not what its source builds: run  sh scripts/build_css.sh  and commit it")
    return Sum(failed=1)


def coverage(mode: str) -> list[str]:
    """The table of lines no test ran. Nothing fails by it and counting takes a third of the time,
    so it is made where there is time."""
    long = ["--cov=belong", "--cov-branch", "--cov-report=term:skip-covered"]
    return long if mode == "long" else []


def pytest(words: list[str], env: dict[str, str] | None = None) -> Sum:
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        done = subprocess.run(
            ["pytest", "-q", f"--junitxml={report.name}", *words],
            env={**os.environ, **(env or {})},
            check=False,
        )
        try:
            return counted(Path(report.name), done.returncode)
        except ET.ParseError:
            return Sum(failed=1)


def counted(report: Path, code: int) -> Sum:
    """The sums of a run; a run that ended badly without a failed test is a failure too."""
    suite = ET.parse(report).getroot().find("testsuite")
    if suite is None:
        return Sum(failed=1)
    bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped = int(suite.get("skipped", 0))
    passed = int(suite.get("tests", 0)) - bad - skipped
    if not bad and (code != 0 or passed == 0):
        bad = 1
    return Sum(passed, bad, skipped)


def many_examples() -> Sum:
    """What Hypothesis finds given time, and as many made-up surveys attacked as was promised."""
    return pytest(
        ["tests/property", "tests/app/test_linking_attack.py"],
        env={"HYPOTHESIS_PROFILE": "long", "BELONG_SURVEYS": "200"},
    )


def every_fault() -> Sum:
    return pytest(
        ["tests/faults/test_faults.py", "-s", "-n", "0"], env={"BELONG_FAULTS_EVERY": "1"}
    )


def many_races() -> Sum:
    """As many pairs at one record as was promised, on both databases."""
    races, many = ["tests/app/test_racing_words.py", "-n", "0"], {"BELONG_RACES": "10000"}
    on_sqlite = pytest(races, env=many)
    with postgres() as url:
        on_sqlite.add(pytest(races, env=many | {"BELONG_TEST_POSTGRES": url}))
    return on_sqlite


def many_looks() -> Sum:
    return pytest(
        ["tests/web/test_every_look_over_time.py", "-n", "0"], env={"BELONG_LOOKS": "10000"}
    )


def many_faults() -> Sum:
    """The promised counts. A run that was stopped goes on where it was, on the same sources."""
    return pytest(
        ["tests/faults/test_random_kills.py", "tests/faults/test_power_cut.py",
         "tests/hostile/test_offline.py", "tests/hostile/test_fuzz.py", *BOTH_CORES],
        env={"BELONG_KILLS": "1000", "BELONG_DISKS": "200", "BELONG_BENT": "1000000",
             "BELONG_HOSTILE_EVERY": "1", "BELONG_SO_FAR": str(TOP / ".cache" / "so-far")},
    )  # fmt: skip


def on_postgres() -> Sum:
    with postgres() as url:
        return pytest([*ON_POSTGRES, *BOTH_CORES], env={"BELONG_TEST_POSTGRES": url})


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own on loopback, gone afterwards."""
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    home = Path(tempfile.mkdtemp(prefix="belong-pg-"))
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(home, "postgres")
    who = ["runuser", "-u", "postgres", "--"] if as_root else []
    data, port = home / "data", free_port()
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off "
        f"-c unix_socket_directories={home}"
    )

    def tool(*words: str) -> None:
        subprocess.run([*who, *words], check=True, stdout=subprocess.DEVNULL, cwd=home)

    tool(
        str(tools / "initdb"),
        "-A",
        "trust",
        "-U",
        "belong",
        "--no-sync",
        "-E",
        "UTF8",
        "-D",
        str(data),
    )
    tool(
        str(tools / "pg_ctl"),
        "-w",
        "-D",
        str(data),
        "-l",
        str(home / "log"),
        "-o",
        options,
        "start",
    )
    try:
        tool(str(tools / "psql"), "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "belong",
             *(word for role in ROLES for word in ("-c", role)), "postgres")  # fmt: skip
        yield f"postgres://belong_owner@127.0.0.1:{port}/postgres"
    finally:
        tool(str(tools / "pg_ctl"), "-m", "immediate", "-D", str(data), "stop")
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
