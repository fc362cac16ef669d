"""Files that say present or absent and no more: how they are known, and when they contradict."""

from __future__ import annotations

import numpy as np

from belong.attendance import codes
from belong.registers.sources.columns import Columns
from belong.registers.sources.dates import shown_cell
from belong.registers.sources.grid import Grid, combined
from belong.registers.sources.marks import NOTHING, said
from belong.registers.sources.notes import Notes

_YES = frozenset({"1", "true", "yes", "y", "t", "present", "p"})
_NO = frozenset({"0", "false", "no", "n", "f", "absent", "a"})
_SIGNS = ("presence_flag", "status")


def is_yes(text: str) -> bool:
    """Whether a cell says yes."""
    return text.casefold() in _YES


def code_set_of(grid: Grid, columns: Columns) -> str:
    """Which letters a long file speaks: ours, or only present and absent.

    A column that says present or absent makes the file a presence file: its P is present, where
    ours is approved sport. The slashes are English wherever they stand.
    """
    if not any(sign in columns for sign in _SIGNS):
        return codes.ENGLAND
    letters = {text for text in grid.column("mark").values} if "mark" in grid else set()
    if any(said(text, codes.ENGLAND).letters in (("/",), ("\\",)) for text in letters):
        return codes.ENGLAND
    return codes.PRESENCE


def with_presence(grid: Grid, columns: Columns, notes: Notes) -> Grid:
    """The rows that agree with themselves, their `mark` P or A or whatever stood there."""
    parts = [ours for ours in ("mark", *_SIGNS) if ours in grid]
    both = combined([grid.column(ours) for ours in parts])
    judged = [_judged(dict(zip(parts, values, strict=True)), columns) for values in both.values]
    for number, (_, reason) in enumerate(judged):
        if reason:
            notes.refuse_all(grid.line[both.codes == number].tolist(), reason)
    agree = np.array([not reason for _, reason in judged], dtype=np.bool_)
    letters = {values: letter for values, (letter, _) in zip(both.values, judged, strict=True)}
    grid = grid.with_column("mark", both.mapped(letters.__getitem__))
    return grid.only(agree[both.codes])


def _judged(cells: dict[str, str], columns: Columns) -> tuple[str, str]:
    """The letter a row says, and the reason to refuse it where its columns contradict."""
    text = cells.get("mark", "")
    letter = _letter(text) if "mark" in cells else NOTHING
    if letter is None:
        return text, ""  # an unknown mark is refused later, whatever stands beside it
    for sign in _SIGNS:
        told = _sign(cells[sign]) if sign in cells else None
        if told in ("P", "A") and letter in ("P", "A") and told != letter:
            return text, (
                f"The mark {shown_cell(text)} and {columns.heading(sign)} {shown_cell(cells[sign])}"
                " do not agree."
            )
        letter = letter or told or NOTHING
    return letter, ""


def _letter(text: str) -> str | None:
    """P, A, nothing, or None where a cell says something else."""
    letters = said(text, codes.PRESENCE).letters
    return letters[0] if letters else None


def _sign(text: str) -> str | None:
    """The same for a column that only says yes or no."""
    word = text.casefold()
    if word in _YES or word in _NO:
        return "P" if word in _YES else "A"
    return _letter(text)
