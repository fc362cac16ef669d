"""The register store and the uploads folder of this installation, opened by the fuse box."""

from __future__ import annotations

from pathlib import Path

from belong.registers.store import Store

_open: list[Store] = []
_uploads: list[Path] = []


def open_at(root: Path, uploads: Path | None = None) -> None:
    """Use the store in this folder from now on, and the folder in which files wait, if said."""
    _open[:] = [Store(root)]
    _uploads[:] = [uploads] if uploads else []


def store() -> Store:
    """The open store. Raises RuntimeError before `open_at`."""
    if not _open:
        raise RuntimeError("the register store was never opened")
    return _open[0]


def uploads() -> Path | None:
    """The folder in which files wait for a yes, or None where nobody said."""
    return _uploads[0] if _uploads else None
