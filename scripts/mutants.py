"""Breaks the build on purpose, one line at a time, and shows that a test turns red each time.

Each mutant is applied in a copy of the checkout, so that stopping half-way leaves nothing behind.
Mutants that were seen red on the very same sources are remembered in .cache/mutants.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import check

TOP = Path(__file__).resolve().parents[1]
SEEN = TOP / ".cache" / "mutants.json"
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".tools", ".cache", "demo-data", "__pycache__", "node_modules", ".*_cache"
)


UNBROKEN: set[str] = set()
"""Tests seen to pass on the sources as they are, in this run."""


def main(part: str = "") -> int:
    """Every mutant, or those with a part in their name."""
    every = tomllib.loads((TOP / "tests/mutants.toml").read_text(encoding="utf-8"))["mutant"]
    mutants = [mutant for mutant in every if part in mutant["name"]]
    seen = json.loads(SEEN.read_text(encoding="utf-8")) if SEEN.is_file() else {}
    survived = []
    for mutant in mutants:
        key = fingerprint(mutant)
        if seen.get(mutant["name"]) == key:
            print(f"red before   {mutant['name']}")
        elif turns_red(mutant):
            print(f"red          {mutant['name']}", flush=True)
            seen[mutant["name"]] = key
            SEEN.parent.mkdir(exist_ok=True)
            SEEN.write_text(json.dumps(seen, indent=1), encoding="utf-8")
        else:
            print(f"SURVIVED     {mutant['name']}", flush=True)
            survived.append(mutant["name"])
    print(f"{len(mutants) - len(survived)} of {len(mutants)} mutants were seen red")
    return 1 if survived else 0


def fingerprint(mutant: dict[str, Any]) -> str:
    """The mutant, the file it breaks and the test that should notice."""
    test = TOP / mutant["test"].split("::")[0].split(" ")[0]
    parts = [json.dumps(mutant, sort_keys=True).encode(), (TOP / mutant["file"]).read_bytes()]
    parts += [test.read_bytes()] if test.is_file() else []
    return hashlib.sha256(b"".join(parts)).hexdigest()


def turns_red(mutant: dict[str, Any]) -> bool:
    """Whether the named test fails on the broken copy, and passes on the copy unbroken."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "belong"
        shutil.copytree(TOP, copy, ignore=LEFT_OUT)
        path = copy / mutant["file"]
        text = path.read_text(encoding="utf-8")
        if text.count(mutant["old"]) < 1:
            raise SystemExit(
                f"{mutant['name']}: {mutant['file']} no longer holds {mutant['old']!r}"
            )
        if mutant["test"] not in UNBROKEN:
            if not test_passes(mutant["test"], copy, mutant.get("database", "")):
                raise SystemExit(f"{mutant['name']}: {mutant['test']} fails without the mutant too")
            UNBROKEN.add(mutant["test"])
        path.write_text(text.replace(mutant["old"], mutant["new"], 1), encoding="utf-8")
        return not test_passes(mutant["test"], copy, mutant.get("database", ""))


def test_passes(test: str, copy: Path, database: str) -> bool:
    """Whether a test passes on a copy; on a PostgreSQL of its own where the mutant says so."""
    with check.postgres() if database == "postgresql" else nullcontext("") as url:
        done = subprocess.run(
            [str(TOP / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-n", "2",
             "-p", "no:cacheprovider", *test.split(" ")],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": f"{copy}/src:{copy}", "BELONG_TEST_POSTGRES": url},
            capture_output=True,
            check=False,
        )  # fmt: skip
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
