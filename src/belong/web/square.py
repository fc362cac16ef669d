"""The square that a phone's camera reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.html import escape


def svg(text: str, title: str, key: str = "square", mask: int | None = None) -> str:
    """Some text as a square: an svg element on white, 220 pixels wide.

    title  what it is for, to be read out; may hold anything
    key    what it is called on its page: another one where several stand there
    mask   0 to 7: which pattern is laid over it. Every camera reads each; looking for the one that
           reads best takes most of the time, which is too long for a sheet of two hundred
    """
    import qrcode

    code = qrcode.QRCode(border=4, mask_pattern=mask)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(_line(y, row) for y, row in enumerate(rows))
    return (
        f'<svg role="img" aria-labelledby="{key}" width="220" height="220" '
        f'viewBox="0 0 {len(rows)} {len(rows)}" shape-rendering="crispEdges">'
        f'<title id="{key}">{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )


def _line(y: int, row: Sequence[bool]) -> str:
    """What is dark in one line, a run at a time."""
    drawn, x = "", 0
    for on, run in groupby(row):
        long = len(list(run))
        drawn += f"M{x},{y}h{long}v1h-{long}z" if on else ""
        x += long
    return drawn
