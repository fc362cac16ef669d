"""A line on paper shows every value, joins nothing over a holiday, and starts at nought."""

from __future__ import annotations

import re

import pytest

from belong.basics.drawing import MARGIN_LEFT, Plot, Point, Reference, line_plot

WIDTH, HEIGHT = 400, 200
FOUR = (Point("7 Sep", 4.0), Point("14 Sep", 6.0), Point("21 Sep", 5.0), Point("28 Sep", 8.0))


def plot(*points: Point, **asked: object) -> Plot:
    return line_plot(points, words="Missed each week", width=WIDTH, height=HEIGHT, **asked)  # type: ignore[arg-type]


def places(path: str) -> list[tuple[float, float]]:
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def words_of(drawn: Plot) -> list[str]:
    return [text.words for text in drawn.texts]


def test_each_value_has_a_dot_and_the_last_is_now() -> None:
    drawn = plot(*FOUR)
    assert [dot.now for dot in drawn.dots] == [False, False, False, True]
    xs = [dot.x for dot in drawn.dots]
    assert xs == sorted(xs)
    assert (xs[0], xs[-1]) == (MARGIN_LEFT, WIDTH - 16)
    assert drawn.words == "Missed each week"


def test_more_is_higher_and_in_proportion_from_nought() -> None:
    drawn = plot(*FOUR)
    ground = HEIGHT - 30
    heights = [ground - dot.y for dot in drawn.dots]
    assert [round(h / heights[0], 2) for h in heights] == [1.0, 1.5, 1.25, 2.0]


def test_nothing_is_drawn_outside_the_paper() -> None:
    drawn = plot(*FOUR, Point("5 Oct", 97.3, 80.0, 99.0), reference=Reference(120, "far above"))
    for path in (*drawn.lines, *drawn.bands):
        assert all(
            MARGIN_LEFT <= x <= WIDTH - 16 and 18 <= y <= HEIGHT - 30 for x, y in places(path)
        )
    assert all(18 <= dot.y <= HEIGHT - 30 for dot in drawn.dots)


def test_the_scale_starts_at_nought_has_few_steps_and_names_its_unit_once() -> None:
    drawn = plot(*FOUR)
    scale = [t.words for t in drawn.texts if t.anchor == "end" and t.x < MARGIN_LEFT]
    assert scale == ["0", "2", "4", "6", "8%"]
    assert len(drawn.grid) == 5


@pytest.mark.parametrize("top", [0.4, 1, 2.5, 7, 12, 33, 51, 99, 240, 380, 5000])
def test_the_scale_is_round_and_reaches_the_highest_value(top: float) -> None:
    drawn = plot(Point("7 Sep", 0.0), Point("14 Sep", top), unit="")
    scale = [float(t.words) for t in drawn.texts if t.anchor == "end" and t.x < MARGIN_LEFT]
    assert scale[0] == 0
    assert scale[-1] >= top
    assert 2 <= len(scale) <= 6


def test_a_holiday_is_not_joined_over() -> None:
    points = (*FOUR[:2], Point("half-term", None), *FOUR[2:])
    assert [len(places(line)) for line in plot(*points).lines] == [2, 2]
    assert len(plot(*points).dots) == 4


def test_a_gap_before_a_value_is_not_joined_over() -> None:
    points = (*FOUR[:2], Point("2 Nov", 5.0, gap_before=True), Point("9 Nov", 5.0))
    assert [len(places(line)) for line in plot(*points).lines] == [2, 2]


def test_one_value_alone_is_a_dot_without_a_line() -> None:
    drawn = plot(Point("7 Sep", 3.0))
    assert drawn.lines == ()
    assert [(dot.x, dot.now) for dot in drawn.dots] == [(WIDTH - 16, True)]


def test_the_usual_range_goes_along_its_top_and_back_along_its_bottom() -> None:
    points = [Point(str(n), 5.0, 4.0, 6.0 + n) for n in range(3)]
    (band,) = plot(*points).bands
    assert band.endswith("z")
    upper, lower = places(band)[:3], places(band)[3:]
    assert [x for x, _ in upper] == [x for x, _ in reversed(lower)]
    assert all(u[1] < v[1] for u, v in zip(upper, reversed(lower), strict=True))


def test_without_a_usual_range_there_is_no_band() -> None:
    assert plot(*FOUR).bands == ()


def test_a_level_is_drawn_across_with_its_words() -> None:
    drawn = plot(*FOUR, reference=Reference(6.0, "England: 6.0%"))
    assert "England: 6.0%" in words_of(drawn)
    assert drawn.ref == f"M{MARGIN_LEFT} {drawn.dots[1].y:.1f}H{WIDTH - 16}"
    assert plot(*FOUR).ref == ""


def test_the_last_value_can_be_said_in_words() -> None:
    (said,) = [t for t in plot(*FOUR, last_words="8.0%").texts if t.strong]
    assert (said.words, said.anchor, said.x) == ("8.0%", "end", WIDTH - 16)


def test_words_about_the_last_value_stand_at_the_last_value() -> None:
    drawn = plot(*FOUR, Point("5 Oct", None), last_words="8.0%")
    (said,) = [t for t in drawn.texts if t.strong]
    assert said.x == drawn.dots[-1].x < WIDTH - 16


def test_labels_can_be_thinned_and_the_last_one_stays() -> None:
    shown = [w for w in words_of(plot(*FOUR, labels_every=2)) if "Sep" in w]
    assert shown == ["7 Sep", "28 Sep"]
    assert [w for w in words_of(plot(*FOUR)) if "Sep" in w] == [p.label for p in FOUR]


def test_nothing_missed_at_all_is_a_level_line_on_the_ground() -> None:
    drawn = plot(Point("7 Sep", 0.0), Point("14 Sep", 0.0))
    assert {dot.y for dot in drawn.dots} == {HEIGHT - 30}


def test_a_line_without_any_value_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        plot(Point("7 Sep", None), Point("14 Sep", None))
