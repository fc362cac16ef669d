"""Every measure once more, slowly, in plain Python, to compare the product with.

Nothing of the product is used except the code table, which is read here from its CSV file.
A row is a list of whole numbers: lines of that table, or one of the three values below.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "belong" / "attendance" / "codes.csv"
NO_MARK, CLOSED, NOT_ON_ROLL = 253, 254, 255

Row = Sequence[int]
Line = dict[str, object]

with TABLE.open(encoding="utf-8") as _lines:
    CODES = list(csv.DictReader(_lines))


def number_of(letter: str, code_set: str = "england") -> int:
    """Which line of the table a letter is."""
    for n, line in enumerate(CODES):
        if line["code"] == letter and line["set"] == code_set:
            return n
    raise KeyError(letter)


def count(row: Row, *kinds: str) -> int:
    n = 0
    for mark in row:
        if mark < len(CODES) and CODES[mark]["class"] in kinds:
            n += 1
    return n


def is_missed(mark: int) -> bool:
    return count([mark], "AUTH", "UNAUTH", "UNCLASS") == 1


def is_possible(mark: int) -> bool:
    return is_missed(mark) or count([mark], "PRES", "AEA") == 1


def over(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def absence(row: Row) -> Line:
    missed = count(row, "AUTH") + count(row, "UNAUTH") + count(row, "UNCLASS")
    possible = missed + count(row, "PRES") + count(row, "AEA")
    return {
        "possible": possible,
        "attended": count(row, "PRES"),
        "approved": count(row, "AEA"),
        "authorised": count(row, "AUTH"),
        "unauthorised": count(row, "UNAUTH"),
        "unclassified": count(row, "UNCLASS"),
        "missed": missed,
        "share": over(missed, possible),
    }


def sums(row: Row) -> tuple[int, int]:
    """Missed and possible."""
    possible = [mark for mark in row if is_possible(mark)]
    return len([mark for mark in possible if is_missed(mark)]), len(possible)


def reaches(missed: int, possible: int, share: Fraction) -> bool:
    return possible > 0 and Fraction(missed, possible) >= share


def persistent(row: Row) -> Line:
    missed, possible = sums(row)
    return {
        "persistent": reaches(missed, possible, Fraction(1, 10)),
        "severe": reaches(missed, possible, Fraction(1, 2)),
        "provisional": possible < 20,
    }


def lateness(row: Row) -> Line:
    before = after = 0
    for mark in row:
        if mark < len(CODES):
            before += CODES[mark]["late"] == "before"
            after += CODES[mark]["late"] == "after"
    return {
        "late_before": before,
        "late_after": after,
        "late_share": over(before + after, count(row, "PRES") + after),
    }


def spells(row: Row) -> Line:
    runs: list[int] = []
    running = 0
    since: int | None = None
    for mark in row:
        if not is_possible(mark):
            continue
        if is_missed(mark):
            running += 1
            since = 0
        else:
            if running:
                runs.append(running)
            running = 0
            if since is not None:
                since += 1
    ended = [*runs, running] if running else runs
    return {
        "spells": len(ended),
        "mean_length": over(sum(ended), len(ended)),
        "since_last": since,
        "now": running,
    }


def still_recoverable(row: Row, remaining: int) -> Line:
    """Found by trying: miss one more session, then another, until it is a tenth of the year."""
    missed, possible = sums(row)
    year = possible + remaining
    to_spare = 0
    while 10 * (missed + to_spare) < year:
        to_spare += 1
    return {"by_year_end": year, "to_spare": to_spare, "recoverable": 10 * missed < year}


def recent(row: Row) -> Line:
    possible = [mark for mark in row if is_possible(mark)]
    lately = possible[-20:]
    before = possible[: len(possible) - len(lately)]
    missed_lately = len([mark for mark in lately if is_missed(mark)])
    missed_before = len([mark for mark in before if is_missed(mark)])
    return {
        "recent_possible": len(lately),
        "recent_missed": missed_lately,
        "before_possible": len(before),
        "before_missed": missed_before,
        "recent_share": over(missed_lately, len(lately)),
        "before_share": over(missed_before, len(before)),
    }


def band(missed: int, possible: int) -> int:
    """0 universal; 1 more than 5 %; 2 a tenth; 3 a fifth; 4 half; -1 nothing to go by."""
    if possible == 0:
        return -1
    share = Fraction(missed, possible)
    if share >= Fraction(1, 2):
        return 4
    if share >= Fraction(1, 5):
        return 3
    if share >= Fraction(1, 10):
        return 2
    return 1 if share > Fraction(1, 20) else 0


def missing_marks(row: Row) -> Line:
    missing = len([mark for mark in row if mark == NO_MARK])
    expected = missing + len([mark for mark in row if is_possible(mark)])
    return {
        "missing": missing,
        "expected": expected,
        "missing_share": over(missing, expected),
        "doubtful": expected > 0 and Fraction(missing, expected) > Fraction(5, 100),
    }


def reasons(row: Row) -> dict[int, int]:
    found: dict[int, int] = {}
    for mark in row:
        if mark < len(CODES):
            found[mark] = found.get(mark, 0) + 1
    return found


def group_rate(rows: Sequence[Row]) -> Line:
    pairs = [sums(row) for row in rows]
    counted = [(missed, possible) for missed, possible in pairs if possible]
    missed = sum(m for m, _ in counted)
    possible = sum(p for _, p in counted)
    return {
        "enrolments": len(counted),
        "possible": possible,
        "missed": missed,
        "share": over(missed, possible),
        "persistent": len([1 for m, p in counted if reaches(m, p, Fraction(1, 10))]),
        "severe": len([1 for m, p in counted if reaches(m, p, Fraction(1, 2))]),
    }


def in_group(rows: Sequence[Row], members: Sequence[tuple[int, int, int]]) -> list[Row]:
    """The marks of each member (row, first session, last session) while they were in it."""
    kept: list[Row] = []
    for row, first, last in members:
        kept.append([mark for at, mark in enumerate(rows[row]) if first <= at <= last])
    return kept


def assembled(
    rows: int,
    days: Sequence[int],
    marks: Sequence[tuple[int, int, int]],
    stays: Sequence[tuple[int, int]] | None,
    shut: Sequence[Sequence[bool]] | None,
    calendar_of: Sequence[int],
) -> list[list[int]]:
    """A register from marks (row, session, code) given in order: what stands in every place.

    Where nobody said how long a stay was, it lasts from the first mark to the last, and to the end
    for whoever has a mark on the last day.
    """
    width = len(days)
    out = [[NO_MARK] * width for _ in range(rows)]
    for row, at, code in marks:
        out[row][at] = code
    for n, line in enumerate(out):
        there = [at for at, mark in enumerate(line) if mark != NO_MARK]
        first, last = (there[0], there[-1]) if there else (0, width - 1)
        if there and days[last] == days[-1]:
            last = width - 1
        if stays is not None:
            first, last = stays[n]
        for at in range(width):
            if line[at] == NO_MARK and shut is not None and shut[calendar_of[n]][at]:
                line[at] = CLOSED
            if line[at] in (NO_MARK, CLOSED) and not first <= at <= last:
                line[at] = NOT_ON_ROLL
    return out


def lessons(
    marks: list[tuple[int, int, int, int, bool]], first: int, last: int
) -> dict[tuple[int, int], Line]:
    """Lessons by child and subject. A mark is (child, subject, code, day, in school all day)."""
    out: dict[tuple[int, int], Line] = {}
    for child, subject in sorted({(m[0], m[1]) for m in marks if first <= m[3] <= last}):
        mine = [m for m in marks if m[:2] == (child, subject) and first <= m[3] <= last]
        out[child, subject] = {
            "possible": sum(is_possible(m[2]) for m in mine),
            "missed": sum(is_missed(m[2]) for m in mine),
            "missed_in_school": sum(is_missed(m[2]) and m[4] for m in mine),
            "blank": sum(m[2] == NO_MARK for m in mine),
        }
    return out
