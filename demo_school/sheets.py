"""Writing tables as files, under the headings of a management system."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from belong.basics.terms import date_of, year_name
from demo_school import sources
from demo_school.invented import Ints

SIMS = "sims"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HALVES = ("AM", "PM")

Line = dict[str, str]
Columns = dict[str, pa.DictionaryArray]


def write_lines(lines: Sequence[Line], path: Path, *, system: str = SIMS) -> Path:
    """Write lines that all have the same columns. Raises IndexError where there are none."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([heading(name, system) for name in lines[0]])
        writer.writerows([[value(k, v, system) for k, v in x.items()] for x in lines])
    return path


def write_columns(columns: Columns, path: Path, *, system: str = SIMS) -> Path:
    """Write a million lines quickly. No name stands in these columns, so nothing needs quotes."""
    plain = pa.table({name: column.dictionary_decode() for name, column in columns.items()})
    options = pa_csv.WriteOptions(include_header=False, quoting_style="none")
    with path.open("wb") as out:
        out.write((",".join(heading(name, system) for name in columns) + "\n").encode())
        pa_csv.write_csv(plain, out, options)
    return path


def heading(name: str, system: str) -> str:
    """What a system calls one of our columns."""
    return str(sources.listed("systems")[system]["headings"].get(name, name))


def value(name: str, text: str, system: str) -> str:
    """How a system writes a value of one of our columns."""
    if system == SIMS:
        return text
    if name == "Year":
        return _year(text, str(sources.listed("systems")[system]["year"]))
    return str(sources.listed("systems")[system]["values"].get(name, {}).get(text, text))


def _year(text: str, how: str) -> str:
    words = " ".join(text.split())
    if how == "words":
        return words
    return "R" if words == "Reception" else words.removeprefix("Year ")


def uk(on: dt.date | None) -> str:
    """dd/mm/yyyy, or nothing."""
    return f"{on:%d/%m/%Y}" if on else ""


def yes(statement: bool) -> str:
    """T or F."""
    return "T" if statement else "F"


def dashed(year: int) -> str:
    """A school year in the name of a file: 2026-27."""
    return year_name(year).replace("/", "-")


def picked(words: Sequence[str], index: NDArray[np.integer]) -> pa.DictionaryArray:
    """A text column given as indexes into a short list."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(words))


def dates(days: Ints) -> pa.DictionaryArray:
    """A column of dates."""
    distinct, index = np.unique(days, return_inverse=True)
    return picked([uk(date_of(day)) for day in distinct], index)
