"""`belong import --every-school` in a house of its own, with programs side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from belong.people.models import Adult, Membership, School
adult = Adult.objects.create_user("lead@trust.example", None, name="A Lead")
for n in (1, 2):
    school = School.objects.create(name=f"School {n}", urn=f"10000{n}")
    Membership.objects.create(adult=adult, school=school, role_key="data_lead")
"""
COUNT = """
import django; django.setup()
from belong.intake.models import Import, Snapshot
print(sorted(Import.objects.values_list("school__urn", "stage")), Snapshot.objects.count())
"""
HEAD = "URN,UPN,Date,Session,Mark\n"
ROWS = "".join(f"10000{n},K{n},2025-09-15,{half},/\n" for n in (1, 2, 3) for half in ("AM", "PM"))


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """The environment of a house with two schools."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "BELONG"))}
    clean.pop("DATABASE_URL", None)
    home = clean | {
        "PYTHONPATH": str(TOP / "src"), "BELONG_HOME": str(tmp_path / "home"), "BELONG_DEMO": "1",
        "BELONG_SECRET_KEY": "k" * 60, "DJANGO_SETTINGS_MODULE": "belong.config.settings.serve",
    }  # fmt: skip
    (tmp_path / "home").mkdir()
    python(home, "-c", FILL)
    return home


def python(home: dict[str, str], *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *map(str, words)],
        env=home, cwd=home["BELONG_HOME"], capture_output=True, text=True, check=False,
    )  # fmt: skip


def bring(home: dict[str, str], *words: str | Path) -> subprocess.CompletedProcess[str]:
    return python(home, "-m", "belong.cli.main", "import", *words)


@pytest.mark.slow
def test_a_line_for_each_school_a_sum_and_an_exit_code(
    house: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "trust.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    asked = (path, "--every-school", "--by", "lead@trust.example")
    dry = bring(house, *asked, "--dry-run")
    assert dry.returncode == 1, dry.stderr
    assert "trust.csv, School 1: would be kept. 2 new marks" in dry.stdout
    done = bring(house, *asked)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "trust.csv, School 1: kept. 2 new marks, 0 changed, 0 the same.",
        "trust.csv, School 2: kept. 2 new marks, 0 changed, 0 the same.",
        "trust.csv, 100003: not known here. No school here has that name or number."
        " Nothing of it was kept.",
        "2 kept, 1 not known here",
    ]
    path.write_text(HEAD + "".join(ROWS.splitlines(keepends=True)[:4]), encoding="utf-8")
    again = bring(house, *asked)
    assert again.returncode == 0, again.stderr
    told = python(house, "-c", COUNT).stdout
    assert told.count("'kept'") == 4
    assert told.strip().endswith("] 2")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.csv", "--every-school", "--by", "lead@trust.example"), "no file or folder"),
        (("home", "--every-school", "--by", "nobody@trust.example"), "nobody here"),
        (("home", "--by", "lead@trust.example"), "Say which folder to watch"),
    ],
)
def test_what_cannot_start_says_why(
    house: dict[str, str], tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    path = tmp_path / words[0]
    done = bring(house, path, *words[1:])
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.slow
def test_a_folder_that_is_no_house_is_said_in_a_sentence(
    house: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.csv").write_text("UPN,Date\n")
    bare = {key: value for key, value in house.items() if key != "BELONG_SECRET_KEY"}
    bare["BELONG_HOME"] = str(tmp_path / "empty")
    done = bring(bare, tmp_path / "a.csv", "--every-school", "--by", "lead@trust.example")
    assert done.returncode == 2
    assert "BELONG_HOME" in done.stderr
    assert "Traceback" not in done.stderr
