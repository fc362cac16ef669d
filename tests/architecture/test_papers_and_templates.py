"""Decisions, templates, requirements: papers that must stay in step with the house."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse
from tests.pages import patterns

LONGEST_TEMPLATE = 150
MOST_REQUIREMENTS = 40


@pytest.fixture(scope="module")
def templates(top: Path) -> dict[str, str]:
    """Every template by its name."""
    folder = top / "src/belong/web/templates"
    found = {str(p.relative_to(folder)): p.read_text("utf-8") for p in folder.rglob("*.html")}
    assert len(found) > 60
    return found


def test_decisions_are_numbered_without_gaps(top: Path) -> None:
    papers = sorted((top / "docs/adr").glob("*.md"))
    numbers = [int(re.match(r"(\d{4})-", p.name)[1]) for p in papers]  # type: ignore[index]
    assert numbers == list(range(1, len(papers) + 1))
    assert len(papers) >= 5


def test_a_decisions_heading_carries_its_number(top: Path) -> None:
    wrong = []
    for paper in (top / "docs/adr").glob("*.md"):
        heading = paper.read_text("utf-8").splitlines()[0]
        found = re.match(r"# (?:ADR )?0*(\d+)\b", heading)
        if not found or int(found[1]) != int(paper.name[:4]):
            wrong.append((paper.name, heading))
    assert wrong == []


def test_decisions_that_code_speaks_of_exist(top: Path) -> None:
    there = {p.name[:4] for p in (top / "docs/adr").glob("*.md")}
    spoken = set()
    for path in (*(top / "src").rglob("*.py"), *(top / "docs").rglob("*.md")):
        spoken |= set(re.findall(r"\bADR[ -]?(\d{4})\b", path.read_text("utf-8")))
    assert spoken <= there


def test_a_template_begins_with_what_it_takes(templates: dict[str, str]) -> None:
    silent = [n for n, t in templates.items() if not re.match(r"\{# takes .+?#\}", t)]
    assert silent == []


def test_a_template_is_short(templates: dict[str, str]) -> None:
    long = {n: t.count("\n") for n, t in templates.items() if t.count("\n") > LONGEST_TEMPLATE}
    assert long == {}


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "a script with a body": re.compile(r"<script\b[^>]*>\s*[^<\s]"),
    "a script without a file": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "a handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address elsewhere": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
    "javascript:": re.compile(r"javascript:", re.IGNORECASE),
}


def _without_notes(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_a_template_holds_nothing_inline(templates: dict[str, str], what: str) -> None:
    wrong = [n for n, t in templates.items() if INLINE[what].search(_without_notes(t))]
    assert wrong == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p class="x" style="color:red">'),
        ("a style element", "<style>p{}</style>"),
        ("a script with a body", "<script>go()</script>"),
        ("a script without a file", "<script type='module'></script>"),
        ("a handler", '<button type="button" onclick="go()">'),
        ("an address elsewhere", '<link href="https://fonts.example/x.css">'),
        ("javascript:", '<a href="javascript:go()">'),
    ],
)
def test_something_inline_would_be_found(what: str, text: str) -> None:
    assert INLINE[what].search(text)


def test_every_icon_is_in_the_sprite(templates: dict[str, str], top: Path) -> None:
    sprite = (top / "src/belong/web/static/belong/icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'id="i-([a-z0-9-]+)"', sprite))
    asked = set()
    for text in templates.values():
        asked |= set(re.findall(r'<c-icon[^>]*\sname="([a-z0-9-]+)"', text))
        asked |= set(re.findall(r'<c-[a-z-]+[^>]*\sicon="([a-z0-9-]+)"', text))
    assert asked - drawn == set()
    assert len(asked) > 8


def test_every_address_a_template_names_is_there(templates: dict[str, str]) -> None:
    known = {name for name, _ in patterns()}
    asked = set()
    for text in templates.values():
        asked |= set(re.findall(r"\{% url ['\"]([a-z_:]+)['\"]", text))
    assert asked - known == set()
    assert len(asked) > 8


def test_every_address_a_template_writes_out_is_there(templates: dict[str, str]) -> None:
    from django.urls import resolve

    written = set()
    for text in templates.values():
        written |= set(re.findall(r'(?:href|action)="(/[a-z][^"{?#]*)["?#]', text))
    for address in sorted(written):
        assert resolve(address), address
    assert len(written) > 3


def test_no_address_is_made_twice() -> None:
    names = [name for name, _ in patterns()]
    assert len(names) == len(set(names))
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def _wanted(path: Path) -> list[str]:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r"))]


def test_every_requirement_has_its_reason(top: Path) -> None:
    bare = [
        line
        for name in ("run.in", "test.in")
        for line in _wanted(top / "requirements" / name)
        if len(line.partition("# ")[2]) < 10
    ]
    assert bare == []


def test_there_are_few_requirements(top: Path) -> None:
    assert 5 < len(_wanted(top / "requirements/run.in")) <= MOST_REQUIREMENTS


@pytest.mark.parametrize("name", ["run.lock", "test.lock"])
def test_every_line_of_a_lock_has_hashes(top: Path, name: str) -> None:
    text = (top / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pins) > 20
    assert [p[:60] for p in pins if "==" not in p or "--hash=sha256:" not in p] == []


@pytest.mark.parametrize(("asked", "locked"), [("run.in", "run.lock"), ("test.in", "test.lock")])
def test_every_requirement_is_locked(top: Path, asked: str, locked: str) -> None:
    def plain(text: str) -> str:
        return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;#]", text.strip())[0]).casefold()

    pins = (top / "requirements" / locked).read_text("utf-8").splitlines()
    there = {plain(line) for line in pins if "==" in line}
    assert {plain(w) for w in _wanted(top / "requirements" / asked)} - there == set()


SKIPPED = {".git", ".venv", ".tools", ".cache", "node_modules", ".mypy_cache", ".ruff_cache",
           ".hypothesis", "__pycache__", "demo-data", "var", ".pytest_cache"}  # fmt: skip
TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".sh", ".in", ".csv", ".jinja",
        ".yml", ".yaml", ".json", ""}  # fmt: skip


def test_only_the_build_server_knows_what_lies_beside_the_checkout(top: Path) -> None:
    word = "../" + "shared"
    found = []
    for path in top.rglob("*"):
        inside = path.relative_to(top)
        if SKIPPED & set(inside.parts) or path.suffix not in TEXT or not path.is_file():
            continue
        if path.stat().st_size < 2_000_000 and word in path.read_text("utf-8", errors="ignore"):
            found.append(str(inside))
    assert found == [".ci/run"]


def test_the_style_sheet_asks_nobody_else_for_anything(top: Path) -> None:
    """A font or an import from another origin would tell strangers who reads about a child."""
    static = top / "src/belong/web/static/belong"
    for path in (*static.glob("*.css"), *static.glob("js/*.js"), *static.glob("*.svg")):
        text = path.read_text("utf-8").replace("http://www.w3.org/", "")
        assert re.findall(r"(?:url\(|@import|src=|fetch\()\s*['\"]?(?:https?:)?//", text) == []
        assert "https://" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), path.name


def test_scripts_are_small_and_make_no_code_of_text(top: Path) -> None:
    for path in (top / "src/belong/web/static/belong/js").glob("*.js"):
        text = path.read_text("utf-8")
        assert text.count("\n") <= 60, path.name
        for word in ("eval(", "new Function", "innerHTML", "document.write"):
            assert word not in text, path.name


def test_the_version_is_said_once(top: Path) -> None:
    import belong

    project = tomllib.loads((top / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == belong.__version__
