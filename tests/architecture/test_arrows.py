"""The arrows of the architecture hold, and the guard that says so would bark."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOMS = ("basics", "attendance", "registers", "lab", "people", "acts", "intake", "practice",
         "journeys", "insight", "web", "config")  # fmt: skip
"""From the ground up; a room may point at itself and at what is below it."""

CONTRACTS = {
    "Arrows point down": ("insight/words.py", "import belong.web.page"),
    "Only the command line opens the lab": ("people/roles.py", "import belong.lab.look"),
    "The calculating rooms and the lab": ("basics/terms.py", "import django.utils.timezone"),
    "Attendance calculates and touches": ("attendance/codes.py", "import pandas"),
    "Pages and the API ask insight": ("web/page.py", "import belong.attendance.codes"),
    "Practices do not enter": ("practice/plans/__init__.py", "import belong.practice.meetings"),
}


def _linted(top: Path, source: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache", "--config", top / "pyproject.toml"],
        cwd=source, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(source), "COLUMNS": "400"},
    )  # fmt: skip
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.mark.slow
def test_every_contract_is_kept(top: Path) -> None:
    code, said = _linted(top, top / "src")
    assert code == 0, said
    assert "0 broken" in said
    assert [c for c in CONTRACTS if c not in said] == []


@pytest.mark.slow
def test_every_contract_breaks_on_a_wrong_import(top: Path, tmp_path: Path) -> None:
    shutil.copytree(
        top / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    for file, line in CONTRACTS.values():
        path = tmp_path / "src" / "belong" / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    code, said = _linted(top, tmp_path / "src")
    assert code != 0
    assert f"0 kept, {len(CONTRACTS)} broken" in said, said[:2000]


@pytest.mark.slow
def test_a_new_room_without_a_place_is_refused(top: Path, tmp_path: Path) -> None:
    shutil.copytree(
        top / "src", tmp_path / "src", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    room = tmp_path / "src" / "belong" / "cellar"
    room.mkdir()
    (room / "__init__.py").write_text('"""Nobody gave it a place."""\n', encoding="utf-8")
    code, said = _linted(top, tmp_path / "src")
    assert code != 0
    assert "cellar" in said


def _room(module: str) -> int | None:
    parts = module.split(".")
    return ROOMS.index(parts[1]) if parts[0] == "belong" and parts[1] in ROOMS else None


def test_foreign_keys_obey_the_order_of_the_rooms() -> None:
    upwards, seen = [], 0
    for model in apps.get_models():
        mine = _room(model.__module__)
        if mine is None:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey):
                seen += 1
                theirs = _room(field.related_model.__module__)
                if theirs is None or theirs > mine:
                    upwards.append(f"{model.__name__}.{field.name}")
    assert upwards == []
    assert seen >= 6


def test_a_foreign_key_by_name_obeys_it_too(source: dict[str, ast.Module]) -> None:
    """Imports cannot see `ForeignKey("intake.Import")`; only one's own app may be named so."""
    wrong = []
    for name, tree in source.items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and _called(node).endswith("Key") and node.args):
                continue
            to = node.args[0]
            if isinstance(to, ast.Constant) and isinstance(to.value, str) and "." in to.value:
                app = to.value.split(".")[0]
                if app not in ROOMS or ROOMS.index(app) > (_room(_module(name)) or 0):
                    wrong.append(f"{name}: {to.value}")
    assert wrong == []


def _module(path: str) -> str:
    return path.removeprefix("src/").removesuffix(".py").replace("/", ".")


def _called(node: ast.Call) -> str:
    at = node.func
    return at.attr if isinstance(at, ast.Attribute) else getattr(at, "id", "")


MEASURING = {
    "src/belong/cli/page_times.py": "fills a school of its own to time pages on",
    "src/belong/cli/orm_rows.py": "keeps marks as ORM rows only to be compared with",
    "src/belong/cli/answer_times.py": "counts the answers of a survey of its own",
    "src/belong/cli/key_person_times.py": "makes a key person of its own to time a morning",
    "src/belong/cli/trail_times.py": "looks at a child of its own to time a look",
}
RAW = {"get", "all", "filter", "exclude", "create", "first", "last", "values_list", "values"}


def _raw_queries(tree: ast.Module) -> list[str]:
    return [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in RAW
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("objects", "_base_manager", "_default_manager")
    ]


def test_doors_ask_and_never_query(source: dict[str, ast.Module]) -> None:
    doors = ("src/belong/web/", "src/belong/api/", "src/belong/cli/")
    found = {n: _raw_queries(t) for n, t in source.items() if n.startswith(doors)}
    asking = {name for name, queries in found.items() if queries}
    assert asking <= set(MEASURING)
    assert len(found) > 20


def test_a_raw_query_would_be_found() -> None:
    assert _raw_queries(ast.parse("Pupil.objects.filter(pk=1).first()")) == ["filter"]


WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create", "asave", "acreate", "write_text", "write_bytes", "unlink",
}  # fmt: skip


def _written(tree: ast.Module) -> list[str]:
    return [
        _called(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
    ]


def test_insight_never_writes(source: dict[str, ast.Module]) -> None:
    found = {n: _written(t) for n, t in source.items() if n.startswith("src/belong/insight/")}
    assert {name: writes for name, writes in found.items() if writes} == {}
    assert len(found) >= 10


def test_a_write_would_be_found() -> None:
    assert _written(ast.parse("pupil.save()\nPupil.objects.create()")) == ["save", "create"]


@pytest.mark.slow
def test_looking_at_a_file_never_loads_django(top: Path, tmp_path: Path) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text("UPN,Date,Session,Mark\nK1,2026-11-24,AM,/\nK1,2026-11-24,PM,I\n")
    said = (
        "import sys\nfrom belong.cli.main import main\n"
        f"code = main(['look', {str(marks)!r}, '--as-of', '2026-11-24'])\n"
        "heavy = {'django', 'allauth', 'django_tasks', 'duckdb', 'pyspark'} & set(sys.modules)\n"
        "print('LOADED', sorted(heavy), code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", said], cwd=top, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(top / "src")},
    )  # fmt: skip
    assert "LOADED [] 0" in done.stdout, done.stdout + done.stderr
