"""The register store and the uploads folder of this installation, opened by the fuse box."""

from __future__ import annotations

from pathlib import Path

from belong.registers.store import Store

_open: list[Store] = []
_uploads: list[Path] = []
_careful: list[bool] = []


def open_at(root: Path, uploads: Path | None = None, *, careful: bool = False) -> None:
    """Use the store in this folder from now on, and the folder in which files wait, if said.

    careful  whether files are read in a cell, as they are wherever strangers' files come in
    """
    _open[:] = [Store(root)]
    _uploads[:] = [uploads] if uploads else []
    _careful[:] = [careful]


def careful() -> bool:
    """Whether files are read in a cell of their own."""
    return bool(_careful and _careful[0])


def store() -> Store:
    """The open store. Raises RuntimeError before `open_at`."""
    if not _open:
        raise RuntimeError("the register store was never opened")
    return _open[0]


def uploads() -> Path | None:
    """The folder in which files wait for a yes, or None where nobody said."""
    return _uploads[0] if _uploads else None
