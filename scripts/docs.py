"""Writes the pages of docs/reference that are made from code, tests and definitions.

    python scripts/docs.py            writes them
    python scripts/docs.py --check    writes nothing; ends with 1 and names each page not in step

A further page is one more entry in PAGES: where it goes, and the function that returns its text.
A function that needs Django imports it itself, so that the other pages never do.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
SPEC = TOP / "tests" / "spec"
MADE = "<!-- Made by scripts/docs.py. Change what it is made from, not this page. -->"

sys.path[:0] = [str(TOP / "src"), str(TOP / "scripts")]

from belong.attendance import codes, definitions  # noqa: E402
from belong.attendance.definitions import Definition  # noqa: E402

Cells = list[str]


class NotFitToPublish(Exception):
    """Something a page is made from lacks what its readers need."""


# How we count: from the drawn tests


@dataclass
class Drawn:
    """A drawn table with the answers found for its rows."""

    head: Cells
    rows: list[Cells]
    answers: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def knows(self, names: set[str]) -> bool:
        """Whether answers under these names are answers for the rows of this table."""
        return names <= set(self.labels(1)) or names <= set(self.labels(len(self.head)))

    def labels(self, width: int) -> Cells:
        return [", ".join(row[:width]) for row in self.rows]

    def markdown(self) -> list[str]:
        head = [*self.head, *(f"**{title}**" for title, _ in self.answers)]
        return table(head, [self._row(n) for n in range(len(self.rows))])

    def _row(self, n: int) -> Cells:
        row = self.rows[n]
        names = (row[0], ", ".join(row))
        said = [next((a[name] for name in names if name in a), "") for _, a in self.answers]
        return [row[0], *map(mark, row[1:]), *(f"**{value}**" if value else "" for value in said)]


@dataclass(frozen=True)
class Chapter:
    """One file of drawn tests."""

    number: int
    title: str
    covers: tuple[str, ...]
    sections: tuple[list[str], ...]


def how_we_count() -> str:
    """Every definition by example: what the tests draw is what the reader sees."""
    chapters = sorted((chapter(p) for p in SPEC.glob("test_*.py")), key=lambda c: c.number)
    lines = [
        "# How we count",
        "",
        MADE,
        "",
        "Small registers, drawn, and what Belong answers for each child. Each of them is a test"
        " that runs whenever Belong changes, so this page cannot say one thing while Belong does"
        " another.",
        "",
        "A row is a child, a column is a session (half a day), and a cell holds the mark from the"
        " register: see [the marks](codes.md). A cell with nothing in it is a mark that nobody"
        " entered. *closed* is a session at which the school was shut, *gone* one before the child"
        " came or after the child left. A long row is written as runs: `19 I, 171 /` is 19 sessions"
        " of illness and then 171 present, two sessions a school day; `1 -` is one mark"
        " nobody entered. The answers are in bold; *none* means that nothing can be said.",
        "",
    ]
    for n, each in enumerate(chapters, 1):
        lines += [f"## {n} {each.title}", "", defined_in(each), ""]
        lines += [line for section in each.sections for line in section]
    return "\n".join(lines)


def defined_in(chapter: Chapter) -> str:
    loaded = [definitions.load(name) for name in chapter.covers]
    links = [f"[{d.title}](definitions.md#{anchor(d.title)})" for d in loaded]
    return f"Defined in: {', '.join(links)}"


def chapter(path: Path) -> Chapter:
    """A file of drawn tests as a chapter. Raises NotFitToPublish, naming the test."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    constants = dict(_constants(module))
    if not {"CHAPTER", "COVERS"} <= set(constants) or not ast.get_docstring(module):
        raise NotFitToPublish(f"{path.name} lacks a title, CHAPTER or COVERS")
    drawings = {name: value for name, value in constants.items() if isinstance(value, str)}
    tests = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    return Chapter(
        number=int(constants["CHAPTER"]),
        title=ast.get_docstring(module) or "",
        covers=tuple(constants["COVERS"]),
        sections=tuple(
            section(f"{path.name}, {test.name}", test, drawings)
            for test in tests
            if test.name.startswith("test_")
        ),
    )


def _constants(module: ast.Module) -> Iterator[tuple[str, object]]:
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                yield node.targets[0].id, ast.literal_eval(node.value)
            except ValueError:
                continue


def section(where: str, test: ast.FunctionDef, drawings: dict[str, str]) -> list[str]:
    """One test: its sentence, its drawings with the answers beside the rows."""
    said = ast.get_docstring(test)
    asked = [_asked(where, node) for node in test.body if isinstance(node, ast.Assert)]
    named = [a.id for call, _ in asked for a in call.args if isinstance(a, ast.Name)]
    shown = [name for name in named if name in drawings]
    if not said or not asked or not shown:
        raise NotFitToPublish(f"{where} lacks a sentence, a drawing or an answer")
    tables = {name: drawn(drawings[name]) for name in shown}
    loose: list[str] = []
    for call, answers in asked:
        home = next((t for t in tables.values() if t.knows(set(answers))), None)
        if home:
            home.answers.append((asked_for(call), answers))
        else:
            loose += ["", *table(["", "**answer**"], [[k, f"**{v}**"] for k, v in answers.items()])]
    parts = [line for t in tables.values() for line in ["", *t.markdown()]]
    return [" ".join(said.split()), *parts, *loose, ""]


def _asked(where: str, node: ast.Assert) -> tuple[ast.Call, dict[str, str]]:
    """The call and the written-out answer of `assert call(...) == {...}`."""
    test = node.test
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Call)
        and isinstance(test.ops[0], ast.Eq)
        and isinstance(test.comparators[0], ast.Dict)
    ):
        wanted = test.comparators[0]
        names = [ast.literal_eval(key) for key in wanted.keys if key]
        return test.left, dict(zip(names, map(value, wanted.values), strict=True))
    raise NotFitToPublish(f"{where}, line {node.lineno}: not of the form call(...) == {{...}}")


def asked_for(call: ast.Call) -> str:
    """What a call asks for: the column it names, or else its own name."""
    named = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    own = call.func.id if isinstance(call.func, ast.Name) else ""
    return (named[-1] if named else own).replace("_", " ")


def value(node: ast.expr) -> str:
    """An answer as a reader wants it."""
    if isinstance(node, ast.BinOp):
        return ast.unparse(node).replace(" ", "")
    said = ast.literal_eval(node)
    if said is None or isinstance(said, bool):
        return {None: "none", True: "yes", False: "no"}[said]
    return f"{said:g}" if isinstance(said, float) else str(said)


def drawn(text: str) -> Drawn:
    lines = [line for line in text.splitlines() if line.strip()]
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return Drawn(head, rows)


def mark(cell: str) -> str:
    """A cell of a drawing: marks as they are typed, words as words."""
    if cell in ("closed", "gone"):
        return f"*{cell}*"
    if re.fullmatch(r"[A-Z]\d?|[/\\#]|\d+ \S.*,?.*", cell) and not re.match(
        r"\d+ [A-Z][a-z]", cell
    ):
        return f"`{cell}`"
    return cell


# The marks: from the code table

SETS = {
    codes.ENGLAND: "English registers",
    codes.PRESENCE: "Files that only say present or absent",
}
COUNTS_AS = {
    codes.Kind.PRES: "attended",
    codes.Kind.AEA: "attended: approved learning elsewhere",
    codes.Kind.AUTH: "missed, authorised",
    codes.Kind.UNAUTH: "missed, not authorised",
    codes.Kind.UNCLASS: "missed, reason unknown to the file",
    codes.Kind.NOTPOSS: "on neither side: could not have come",
    codes.Kind.ADMIN: "on neither side: not on roll, or school closed",
}


def the_marks() -> str:
    """Every mark, what it means, how it counts, and between which dates."""
    lines = [
        "# The marks",
        "",
        MADE,
        "",
        "What each letter of a register means to Belong, and between which dates. On another date a"
        " letter is refused, never guessed. *To be checked* marks a line that rests on how"
        " national data are laid out rather than on the text of the regulations.",
        "",
        "A session without any mark is on neither side and is counted apart: see"
        " [missing marks](definitions.md#missing-marks).",
    ]
    for code_set, title in SETS.items():
        rows = [code_row(line) for line in codes.table() if line.code_set == code_set]
        head = ["mark", "meaning", "counts as", "possible", "missed", "late",
                "counts towards 10 in 10 weeks", "from", "to", "note"]  # fmt: skip
        lines += ["", f"## {title}", "", *table(head, rows)]
    return "\n".join([*lines, ""])


def code_row(line: codes.Code) -> Cells:
    def yes(said: bool) -> str:
        return "yes" if said else "no"

    return [
        f"`{line.code}`", line.words, COUNTS_AS[line.kind],
        yes(line.kind in codes.POSSIBLE_KINDS), yes(line.kind in codes.MISSED_KINDS),
        f"{line.late} the register closed" if line.late else "", yes(line.counts_for_notice),
        line.since.isoformat() if line.since else "", line.until.isoformat() if line.until else "",
        "to be checked" if line.to_be_checked else "",
    ]  # fmt: skip


# The definitions: from the TOML files


def the_definitions() -> str:
    """Every figure Belong shows, in words, with who wrote it and when it is looked at again."""
    every = sorted(map(definitions.load, definitions.names()), key=lambda d: d.title)
    lines = [
        "# Definitions",
        "",
        MADE,
        "",
        "Every figure Belong works out. The program reads its thresholds from the same place as"
        " this page. For examples see [how we count](how-we-count.md).",
        "",
        *[f"- [{d.title}](#{anchor(d.title)})" for d in every],
    ]
    return "\n".join([*lines, *(line for d in every for line in definition(d)), ""])


def definition(d: Definition) -> list[str]:
    facts = [
        ("How", d.rule),
        ("Out of", d.denominator),
        ("What it does not say", d.not_this),
        *((name.replace("_", " ").capitalize(), setting(v)) for name, v in d.settings.items()),
        ("Resting on knowledge that was not verified", d.pk),
        ("Since", d.since.isoformat() if d.since else ""),
        ("Source", d.source),
        ("Version", str(d.version)),
        ("Written by", d.written_by),
        ("Checked by", d.checked_by),
        ("To be looked at again by", d.review_due.isoformat()),
        ("Name", f"`{d.name}`, worked out by `{d.measure}`"),
    ]
    others = [f"  - {why}" for why in d.why_other]
    return [
        "",
        f"## {d.title}",
        "",
        d.question,
        "",
        *(f"- **{title}**: {said}" for title, said in facts if said),
        *(["- **Why another system may say something else**:", *others] if others else []),
    ]


def setting(said: object) -> str:
    """A threshold, a list of them or of bands each with its edge, or several with names."""
    if isinstance(said, dict) and "percent" in said:
        edge = "from" if said["inclusive"] else "over"
        return f"{said['name']}: {edge} {said['percent']} percent"
    if isinstance(said, dict):
        return "; ".join(f"{k.replace('_', ' ')} {setting(v)}" for k, v in said.items())
    if not isinstance(said, list):
        return str(said)
    return ("; " if isinstance(said[0], dict) else ", ").join(map(setting, said))


# Pages


def table(head: Cells, rows: list[Cells]) -> list[str]:
    """A Markdown table."""
    return [
        f"| {' | '.join(head)} |",
        "|" + " --- |" * len(head),
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def anchor(title: str) -> str:
    """The place in a page that a heading makes."""
    return re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")


def who_may() -> str:
    """Roles and pages, read from the addresses themselves."""
    import who_may as roles_and_pages

    return f"{MADE}\n\n{roles_and_pages.page()}"


def addresses() -> str:
    """What each address needs, read from the addresses themselves."""
    import who_may as roles_and_pages

    return f"{MADE}\n\n{roles_and_pages.addresses_page()}"


def beside(name: str) -> Callable[[], str]:
    """The page that a script beside this one makes, imported only when it is asked for."""
    return lambda: str(import_module(name).page(MADE))


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/how-we-count.md": how_we_count,
    "docs/reference/codes.md": the_marks,
    "docs/reference/definitions.md": the_definitions,
    "docs/reference/who-may.md": who_may,
    "docs/reference/addresses.md": addresses,
    "docs/reference/files-we-read.md": beside("files_read"),
    "docs/reference/how-sure.md": beside("how_sure"),
    "docs/reference/sentences.md": beside("sentences"),
    "docs/reference/how-long.md": beside("how_long"),
}


def not_in_step(top: Path) -> list[str]:
    """The pages under a folder whose text is not what it would be made today."""
    return [name for name, made in PAGES.items() if _text(top / name) != made()]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write(top: Path) -> None:
    """Write every page under a folder."""
    for name, made in PAGES.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made(), encoding="utf-8")


def main(asked: list[str], top: Path = TOP) -> int:
    """Write, or check. Returns the exit code."""
    if asked not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not asked:
        write(top)
        return 0
    stale = not_in_step(top)
    for name in stale:
        print(f"{name} is not in step. Write it again with: python scripts/docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
