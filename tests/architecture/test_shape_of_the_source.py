"""Sizes, names and sentences: what a reviewer would forget to look at."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MEDIAN_FUNCTION = 9
"""The aim is 8; one line more is left before the build says so."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Source = dict[str, ast.Module]


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (n for n in ast.walk(tree) if isinstance(n, Function))


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_sixty_lines(source: Source) -> None:
    long = {
        f"{name}:{f.name}": _length(f)
        for name, tree in source.items()
        for f in _functions(tree)
        if _length(f) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_longer_than_four_hundred_lines(source: Source, top: Path) -> None:
    counts = {n: len((top / n).read_text(encoding="utf-8").splitlines()) for n in source}
    assert {n: c for n, c in counts.items() if c > LONGEST_FILE} == {}


def test_the_median_function_is_short(source: Source) -> None:
    lengths = [_length(f) for tree in source.values() for f in _functions(tree)]
    assert len(lengths) > 500
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


NO_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers",
            "service", "services", "handler", "handlers", "process", "data", "stuff"}  # fmt: skip


def test_no_module_is_named_after_nothing(source: Source) -> None:
    wrong = [n for n in source if NO_NAMES & {p.removesuffix(".py") for p in Path(n).parts}]
    # A folder of data files is one; a module of that name would say nothing.
    assert [n for n in wrong if n.endswith(".py") and Path(n).stem in NO_NAMES] == []


def _public(tree: ast.Module) -> Iterator[ast.AST]:
    """Functions and classes of a module, and the public methods of its public classes."""
    for node in tree.body:
        if isinstance(node, (*Function.__args__, ast.ClassDef)) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    inner
                    for inner in node.body
                    if isinstance(inner, Function)
                    and not inner.name.startswith("_")
                    and not _overloads(inner)
                )


def _overloads(node: Function) -> bool:
    return any(getattr(d, "id", "") == "overload" for d in node.decorator_list)


INHERITED = {"Meta", "Stage"}


def test_public_functions_and_classes_say_what_they_are(source: Source) -> None:
    silent = [
        f"{name}:{node.lineno} {node.name}"  # type: ignore[attr-defined]
        for name, tree in source.items()
        if name.startswith("src/")
        for node in _public(tree)
        if not ast.get_docstring(node)  # type: ignore[arg-type]
    ]
    assert silent == []


def test_every_module_says_what_it_holds(source: Source) -> None:
    silent = [n for n, tree in source.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_every_function_is_typed(source: Source) -> None:
    bare = []
    for name, tree in source.items():
        for f in _functions(tree):
            arguments = [*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs]
            named = [a for a in arguments if a.arg not in ("self", "cls")]
            if any(a.annotation is None for a in named):
                bare.append(f"{name}:{f.lineno} {f.name}")
    assert len([b for b in bare if b.startswith("src/belong/")]) <= 0, bare


ENVIRONMENT = {
    "src/belong/cli/setting_up.py": "names the settings before Django starts",
    "src/belong/config/settings/base.py": "the one place that reads settings",
    "src/belong/config/wsgi.py": "names the settings for the server that opens it",
    "src/belong/cli/many_times.py": "a process of its own that sets where it lives",
    "src/belong/cli/trail_times.py": "a process of its own that sets where it lives",
    "src/belong/cli/running.py": "a house of its own that sets where it lives",
    "src/belong/cli/serve.py": "names the settings for the programs it starts",
    "src/belong/cli/tick.py": "a process of its own that names its settings",
    "src/belong/cli/worker.py": "a process of its own that names its settings",
    "src/belong/basics/cores.py": "a program to be begun reads how many threads it has",
    "demo_school/opening.py": "a process of its own that sets where the demo lives",
}


def _reads_environment(tree: ast.Module) -> bool:
    return any(
        (isinstance(n, ast.Attribute) and n.attr in ("environ", "getenv", "ENVIRON"))
        or (isinstance(n, ast.Name) and n.id in ("environ", "getenv"))
        for n in ast.walk(tree)
    )


def test_only_config_reads_the_environment(source: Source) -> None:
    reading = {name for name, tree in source.items() if _reads_environment(tree)}
    assert reading <= set(ENVIRONMENT)


CLOCK = {
    "src/belong/web/clock.py": "the clock of the pages",
    "src/belong/people/trail.py": "a line says when it was written",
    "src/belong/intake/actions.py": "an import says when it came in and when it was kept",
    "src/belong/intake/keeping.py": "an import says when it was kept",
    "src/belong/intake/merging.py": "history says when two records were joined",
    "src/belong/intake/undoing.py": "history says when a file was taken back",
    "src/belong/intake/corrections.py": "when is one of the five facts of a correction",
    "src/belong/intake/jobs.py": "whether the worker is awake is about this very moment",
    "src/belong/insight/anchor_jobs.py": "the anchor is that of the day on which it goes out",
    "src/belong/insight/waiting_jobs.py": "the worker sends nothing at a moment that is over",
    "src/belong/people/waiting_mail.py": "a round at a slow mail server ends in time",
    "src/belong/cli/bring.py": "a door: files come in on the day they are found",
    "src/belong/cli/trail.py": "a door: an anchor is today's, and so is an export",
    "src/belong/cli/tick.py": "a minute is sealed once the real clock says it is over",
    "src/belong/cli/invite.py": "a door: a link is made at a moment",
    "src/belong/cli/guessing_times.py": "timings: so many guesses a second",
    "src/belong/cli/look.py": "a door: today is what --as-of is when nobody says it",
    "src/belong/cli/serve.py": "waits before it starts something again",
    "src/belong/cli/page_times.py": "a stopwatch",
    "src/belong/cli/trail_times.py": "a stopwatch",
    "src/belong/cli/answer_times.py": "a stopwatch",
    "src/belong/cli/key_person_times.py": "a stopwatch",
    "src/belong/cli/running.py": "waits until the worker is awake",
    "src/belong/cli/orm_rows.py": "a stopwatch",
    "src/belong/lab/bench.py": "a stopwatch",
    "src/belong/lab/bench_patterns.py": "a stopwatch",
    "demo_school/opening.py": "a door: the school is invented up to today",
}
CLOCKS = {
    "now", "today", "utcnow", "localtime", "localdate", "time", "monotonic", "perf_counter",
    "time_ns",
}  # fmt: skip
HANDS = {"dt", "datetime", "date", "timezone", "time"}


def _reads_clock(tree: ast.Module) -> bool:
    """A call such as `dt.date.today()`, `timezone.now()` or `time.monotonic()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            given = bool(node.args)
            if node.func.attr in CLOCKS and name in HANDS and not given:
                return True
    return False


def test_only_doors_read_the_clock(source: Source) -> None:
    reading = {name for name, tree in source.items() if _reads_clock(tree)}
    assert reading <= set(CLOCK)
    assert "src/belong/web/clock.py" in reading


def test_the_lists_of_exceptions_only_shrink(source: Source) -> None:
    """An exception that is none any more has to leave its list."""
    reading = {name for name, tree in source.items() if _reads_clock(tree)}
    asking = {name for name, tree in source.items() if _reads_environment(tree)}
    assert set(CLOCK) - reading == set()
    assert set(ENVIRONMENT) - asking == set()
