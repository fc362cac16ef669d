"""Errors say what happened and what to do."""

from __future__ import annotations

from belong.basics.errors import BelongError, BrokenStore, UnreadableFile


def test_an_error_says_what_happened_and_what_to_do() -> None:
    error = UnreadableFile("The file is empty.", do="Export it again.")
    assert str(error) == "The file is empty. Export it again."
    assert (error.what, error.do) == ("The file is empty.", "Export it again.")


def test_an_error_with_nothing_to_do_has_no_loose_ends() -> None:
    error = BrokenStore("The register file is damaged.")
    assert str(error) == "The register file is damaged."
    assert isinstance(error, BelongError)
