"""How long others wait for Today while somebody guesses passwords from one address."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from belong.cli.key_person_times import signed_in, timed_today, told
from belong.cli.running import Visitor

A_SECOND, HANDS, LOOKS = 50, 5, 100
LOGIN = "/account/login/"


def beside(port: int, adult: Any) -> dict[str, float]:
    """The 95th of a hundred in seconds, alone and beside the guesses; how many guesses a second
    there were, and how many of them came in."""
    by = Visitor(port, signed_in(adult))
    timed_today(by)
    alone = told([timed_today(by) for _ in range(LOOKS)])
    with _guessing(port) as guesses:
        time.sleep(1)  # what is let through before it slows down
        began, before = time.monotonic(), len(guesses)
        while_guessing = told([timed_today(by) for _ in range(LOOKS)])
        each = (len(guesses) - before) / (time.monotonic() - began)
    if not set(guesses) <= {200, 302, 429}:
        raise SystemExit(f"a guess was answered otherwise than a person: {sorted(set(guesses))}")
    return {
        "alone": alone["nearly_all"], "beside": while_guessing["nearly_all"], "a_second": each,
        "came_in": sum(status == 302 for status in guesses),
    }  # fmt: skip


@contextmanager
def _guessing(port: int) -> Iterator[list[int]]:
    """What each guess was answered with, for as long as they go on."""
    over, answered = threading.Event(), list[int]()
    hands = [
        threading.Thread(target=_guess, args=(port, nth, over, answered)) for nth in range(HANDS)
    ]
    for one in hands:
        one.start()
    try:
        yield answered
    finally:
        over.set()
        for one in hands:
            one.join()


def _guess(port: int, hand: int, over: threading.Event, answered: list[int]) -> None:
    """Another account each time: one account would soon be refused."""
    by, nth, next_at = Visitor(port), 0, time.monotonic()
    carried = by.get(LOGIN).carried()
    while not over.is_set():
        nth, next_at = nth + 1, next_at + HANDS / A_SECOND
        typed = {"login": f"{hand}-{nth}@guessed.example", "password": f"guess number {nth}"}
        answered.append(by.post(LOGIN, carried | typed).status)
        over.wait(max(0.0, next_at - time.monotonic()))
