"""Programs that work side by side, one a core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""With a program on each core, threads of numpy's own only get in each other's way."""


@contextmanager
def side_by_side(
    programs: int, start: Callable[[], object] | None = None
) -> Iterator[ProcessPoolExecutor]:
    """A pool of programs, each begun anew and with one thread of sums.

    start  called first in each of them
    """
    with ProcessPoolExecutor(programs, get_context("spawn"), _begin, (start,)) as pool, _alone():
        yield pool


def _begin(start: Callable[[], object] | None) -> None:
    if start is not None:
        start()


@contextmanager
def _alone() -> Iterator[None]:
    """A program reads this before its first line runs; nothing can tell it later."""
    before = dict(os.environ)
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name in ONE_THREAD:
            del os.environ[name]
        os.environ.update({name: before[name] for name in ONE_THREAD if name in before})
