"""The square that a phone's camera reads."""

from __future__ import annotations

from django.utils.html import escape


def svg(text: str, title: str, key: str = "square") -> str:
    """Some text as a square: an svg element on white, 220 pixels wide.

    title  what it is for, to be read out; may hold anything
    key    what it is called on its page: another one where several stand there
    """
    import qrcode

    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on
    )
    return (
        f'<svg role="img" aria-labelledby="{key}" width="220" height="220" '
        f'viewBox="0 0 {len(rows)} {len(rows)}" shape-rendering="crispEdges">'
        f'<title id="{key}">{escape(title)}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/><path d="{dark}" fill="#000"/></svg>'
    )
