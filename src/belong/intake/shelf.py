"""The register store of this installation, opened once by the fuse box."""

from __future__ import annotations

from pathlib import Path

from belong.registers.store import Store

_open: list[Store] = []


def open_at(root: Path) -> None:
    """Use the store in this folder from now on."""
    _open[:] = [Store(root)]


def store() -> Store:
    """The open store. Raises RuntimeError before `open_at`."""
    if not _open:
        raise RuntimeError("the register store was never opened")
    return _open[0]
