"""The command as it is started by a person: its version, its pipes, the demo's wrong words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from belong import __version__
from belong.attendance.patterns.grid import Grid
from belong.attendance.register import Register
from belong.cli import bench as cli_bench
from belong.cli.main import main
from belong.lab import bench, bench_patterns
from belong.lab.bench import Line

Belong = Callable[..., "subprocess.CompletedProcess[str]"]
GOOD = "UPN,Date,Session,Mark\nK1,2026-11-23,AM,/\nK1,2026-11-23,PM,I\n"


@pytest.mark.slow
def test_the_version(belong: Belong) -> None:
    done = belong("--version")
    assert (done.returncode, done.stdout.strip()) == (0, f"belong {__version__}")


@pytest.mark.slow
def test_the_document_goes_to_one_pipe_and_the_talk_to_the_other(
    belong: Belong, tmp_path: Path
) -> None:
    (tmp_path / "m.csv").write_text(GOOD, encoding="utf-8")
    done = belong("look", "m.csv", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == 2
    assert "Reading m.csv" in done.stderr


@pytest.mark.slow
def test_a_missing_file_is_told_in_a_line_or_two(belong: Belong) -> None:
    done = belong("look", "no-such.csv")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) <= 2
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_demo_refuses_words_it_does_not_know(top: Path) -> None:
    for words in (["--bad-option"], ["--port"], ["--port", "door"]):
        done = subprocess.run(
            ["sh", str(top / "demo"), *words], capture_output=True, text=True, check=False, cwd="/"
        )
        assert done.returncode == 2, words
        assert "usage: ./demo" in done.stderr
        assert done.stdout == ""


def test_check_refuses_words_it_does_not_know(top: Path) -> None:
    done = subprocess.run(
        ["sh", str(top / "check"), "--later"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 2
    assert "usage: ./check" in done.stderr


@pytest.mark.slow
def test_the_bench_compares_equal_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    real = bench.assert_equal

    def counted(*args: object) -> None:
        compared.append(1)
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(bench, "assert_equal", counted)
    lines = bench.run(pupils=30)
    assert compared, "a timing beside something else must be on equal answers"
    assert len(lines) >= 3
    for line in lines:
        assert isinstance(line, Line)
        assert line.what
        assert line.ours >= 0
        assert (line.ratio is None) == (line.other is None)
        assert bool(line.promised) == (line.holds is not None)


@pytest.mark.slow
def test_beginnings_of_absence_are_timed_on_equal_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = bench_patterns.run(pupils=40)
    assert [line.holds for line in lines] == [True, None, None][: len(lines)]
    assert all(line.ratio for line in lines if line.other is not None)
    lay_out = bench_patterns.lay_out

    def blind(register: Register, **more: object) -> Grid:
        """A grid in which one beginning is not seen."""
        grid = lay_out(register, **more)  # type: ignore[arg-type]
        grid.onset[tuple(np.argwhere(grid.onset)[0])] = 0
        return grid

    monkeypatch.setattr(bench_patterns, "lay_out", blind)
    with pytest.raises(AssertionError, match="unequal answers"):
        bench_patterns.run(pupils=40)


def test_a_comparison_on_unequal_answers_is_refused() -> None:
    counts = np.zeros((2, 256), dtype=np.int64)
    counts[1, 3] = 7
    one, three, seven = (np.array([n]) for n in (1, 3, 7))
    bench.assert_equal(counts, one, three, seven)
    with pytest.raises(AssertionError, match="unequal answers"):
        bench.assert_equal(counts, one, three, one)


MORNING = {
    name: {"first": 0.7, "median": 0.1, "nearly_all": 0.25, "n": 30}
    for name in ("today", "checkin", "good")
}
GUESSES = {"alone": 0.4, "beside": 0.8, "a_second": 50, "came_in": 0}
SURVEY = {"whole": 40.0, "slowest": 1.5, "screens": 2800, "kept": 200}


def test_a_morning_of_a_key_person_is_held_against_its_promise() -> None:
    lines = cli_bench.key_person_lines(MORNING)
    said = [cli_bench.in_words(line) for line in lines]
    assert [line.holds for line in lines] == [True, True, True]
    assert said[0].startswith("Today, a key person of 30 in a school of 1,050, over HTTP")
    assert "under 1 s, 95 of 100 times holds" in said[0]
    assert "the first after a start 0.7000" in said[0]
    assert all("under 0.3 s, 95 of 100 times holds" in one for one in said[1:])
    assert not any("ratio" in one for one in said), "nobody's way is compared with ours here"


@pytest.mark.parametrize(("name", "over"), [("today", 1.0), ("checkin", 0.3), ("good", 0.3)])
def test_what_takes_too_long_does_not_hold(name: str, over: float) -> None:
    slow = MORNING | {name: MORNING[name] | {"nearly_all": over}}
    lines = cli_bench.key_person_lines(slow)
    said = [cli_bench.in_words(line).endswith("DOES NOT HOLD") for line in lines]
    assert said == [name == one for one in MORNING]


def test_a_survey_that_a_school_answers_is_held_against_its_promise() -> None:
    said = cli_bench.in_words(cli_bench.answers_line(SURVEY))
    assert said.startswith("200 children answer a survey, a class at once, 2800 screens over HTTP")
    assert said.endswith("all kept, at most 600 s, and 5 s for a screen holds")


@pytest.mark.parametrize("wrong", [{"whole": 601.0}, {"slowest": 5.1}, {"kept": 199}])
def test_a_survey_that_somebody_could_not_answer_does_not_hold(wrong: dict[str, float]) -> None:
    said = cli_bench.in_words(cli_bench.answers_line(SURVEY | wrong))
    assert said.endswith("DOES NOT HOLD")


@pytest.mark.parametrize(
    ("more", "holds"),
    [({}, True), ({"beside": 0.81}, False), ({"a_second": 44}, False), ({"came_in": 1}, False)],
)
def test_what_guessing_costs_others_is_held_against_its_promise(
    more: dict[str, float], holds: bool
) -> None:
    line = cli_bench.guesses_line(GUESSES | more)
    assert line.holds is holds
    assert "from one address, the 95th of 100" in cli_bench.in_words(line)


@pytest.mark.parametrize(("longest", "code"), [(0.29, 0), (0.31, 1)])
def test_the_bench_ends_as_its_promises_did(
    longest: float, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = MORNING | {
        "good": MORNING["good"] | {"nearly_all": longest},
        "answers": SURVEY,
        "guesses": GUESSES,
    }
    monkeypatch.setattr(cli_bench, "_ask", lambda *_: json.dumps(told))
    assert main(["bench", "--served"]) == code
    assert ("DOES NOT HOLD" in capsys.readouterr().out) == bool(code)
