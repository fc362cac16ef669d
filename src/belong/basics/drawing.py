"""Lines on paper: numbers turned into the shapes of a chart, for pages and reports alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MARGIN_LEFT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM = 40, 18, 16, 30


@dataclass(frozen=True)
class Dot:
    """A point on a line; `now` is the last one."""

    x: float
    y: float
    now: bool = False


@dataclass(frozen=True)
class Text:
    """Words in a drawing."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True)
class Plot:
    """A drawing, ready to be written as SVG. Paths are path strings; words are read aloud."""

    width: int
    height: int
    words: str
    grid: tuple[str, ...]
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    ref: str
    dots: tuple[Dot, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Point:
    """One place along a line.

    value      in the unit of the axis; None leaves a gap (a holiday, never joined over)
    low, high  the usual range there, or None
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    gap_before: bool = False


@dataclass(frozen=True)
class Reference:
    """A level line with its words, such as a national figure."""

    value: float
    words: str


def line_plot(
    points: Sequence[Point],
    *,
    words: str,
    width: int,
    height: int,
    unit: str = "%",
    reference: Reference | None = None,
    labels_every: int = 1,
    last_words: str = "",
) -> Plot:
    """A line with an optional band and level, starting its axis at nought.

    points  in order; at least one with a value
    raises  ValueError where no point has a value
    """
    top = _top(points, reference)
    step = _step(top)
    axis = _Axis(len(points), width, height, step * -(-top // step))
    levels = [step * n for n in range(int(axis.top // step) + 1)]
    return Plot(
        width=width,
        height=height,
        words=words,
        grid=tuple(f"M{MARGIN_LEFT} {axis.y(v):.1f}H{width - MARGIN_RIGHT}" for v in levels),
        bands=tuple(_bands(points, axis)),
        lines=tuple(_lines(points, axis)),
        ref=_level(reference, axis, width),
        dots=tuple(_dots(points, axis)),
        texts=(
            *_scale(levels, axis, unit),
            *_labels(points, axis, height, labels_every),
            *_notes(points, axis, reference, last_words),
        ),
    )


@dataclass(frozen=True)
class _Axis:
    count: int
    width: int
    height: int
    top: float

    def x(self, n: int) -> float:
        inner = self.width - MARGIN_LEFT - MARGIN_RIGHT
        return MARGIN_LEFT + inner * (n / (self.count - 1) if self.count > 1 else 1)

    def y(self, value: float) -> float:
        inner = self.height - MARGIN_TOP - MARGIN_BOTTOM
        return MARGIN_TOP + inner * (1 - value / self.top)


def _top(points: Sequence[Point], reference: Reference | None) -> float:
    values = [v for p in points for v in (p.value, p.high) if v is not None]
    if not any(p.value is not None for p in points):
        raise ValueError("a line needs at least one value")
    return max([*values, reference.value if reference else 0, 1e-9])


def _step(top: float) -> float:
    """A round step that gives at most six levels."""
    for step in (0.5, 1, 2, 5, 10, 20, 25, 50):
        if top / step <= 5:
            return step
    return 10 ** len(str(int(top))) / 5


def _runs(points: Sequence[Point], *, band: bool) -> list[list[int]]:
    """Stretches of places that are joined: broken by a gap or by a missing value."""
    runs: list[list[int]] = []
    for n, point in enumerate(points):
        there = point.low is not None if band else point.value is not None
        if not there:
            continue
        if runs and runs[-1][-1] == n - 1 and not point.gap_before:
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _lines(points: Sequence[Point], axis: _Axis) -> list[str]:
    return [
        "M" + " ".join(f"{axis.x(n):.1f} {axis.y(points[n].value or 0):.1f}" for n in run)
        for run in _runs(points, band=False)
        if len(run) > 1
    ]


def _bands(points: Sequence[Point], axis: _Axis) -> list[str]:
    out = []
    for run in _runs(points, band=True):
        upper = [f"{axis.x(n):.1f} {axis.y(points[n].high or 0):.1f}" for n in run]
        lower = [f"{axis.x(n):.1f} {axis.y(points[n].low or 0):.1f}" for n in reversed(run)]
        if len(run) > 1:
            out.append("M" + " ".join([*upper, *lower]) + "z")
    return out


def _dots(points: Sequence[Point], axis: _Axis) -> list[Dot]:
    valued = [n for n, p in enumerate(points) if p.value is not None]
    return [
        Dot(round(axis.x(n), 1), round(axis.y(points[n].value or 0), 1), now=n == valued[-1])
        for n in valued
    ]


def _level(reference: Reference | None, axis: _Axis, width: int) -> str:
    if reference is None:
        return ""
    return f"M{MARGIN_LEFT} {axis.y(reference.value):.1f}H{width - MARGIN_RIGHT}"


def _scale(levels: list[float], axis: _Axis, unit: str) -> list[Text]:
    return [
        Text(
            MARGIN_LEFT - 8,
            round(axis.y(v) + 4, 1),
            f"{v:g}{unit if v == levels[-1] else ''}",
            "end",
        )
        for v in levels
    ]


def _labels(points: Sequence[Point], axis: _Axis, height: int, every: int) -> list[Text]:
    last = len(points) - 1
    shown = [n for n in range(len(points)) if n % every == 0 and last - n >= every] + [last]
    return [
        Text(round(axis.x(n), 1), height - 8, points[n].label, "end" if n == last else "middle")
        for n in shown
    ]


def _notes(
    points: Sequence[Point], axis: _Axis, reference: Reference | None, last_words: str
) -> list[Text]:
    notes = []
    if reference:
        notes.append(Text(MARGIN_LEFT, round(axis.y(reference.value) - 7, 1), reference.words))
    if last_words:
        n = max(n for n, p in enumerate(points) if p.value is not None)
        y = axis.y(points[n].value or 0)
        notes.append(Text(round(axis.x(n), 1), round(y - 12, 1), last_words, "end", strong=True))
    return notes
