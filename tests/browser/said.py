"""What was said and what was done, as it is looked at: with the longest words that fit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests import surveys
from tests.browser.listening import closed
from tests.people import TODAY, House
from tests.surveys import HEARD, NOW, a_theme

from belong.practice.voice import codes, ledger, sessions
from belong.practice.voice.ledger import Answered
from belong.practice.voice.sessions import Listened

LONG = replace(HEARD, words=("Lunch is too loud and the queue is too long for us. " * 4)[:200])


def _said(house: House) -> None:
    by = surveys.head(house)
    a_theme(house, LONG)
    theme = a_theme(house, replace(LONG, who="families"))
    done = Answered(
        "done", ("The music room is open at lunch on every day now. " * 4)[:200], True, 0
    )
    ledger.answer(by=by, key=theme.pk, answered=done, at=NOW + dt.timedelta(days=3))
    ledger.put_up(by=by)


def you_said(house: House) -> str:
    """Something waits and something is answered."""
    _said(house)
    return "/voice/you-said/"


def theme(house: House) -> str:
    """An answer to be written."""
    return f"/voice/you-said/{a_theme(house, LONG).pk}/"


def board(house: House) -> str:
    """What anybody reads."""
    _said(house)
    kept = ledger.board_of(surveys.head(house))
    assert kept is not None
    return f"/board/{codes.in_threes(kept.code)}/"


def listened(house: House) -> str:
    """A session and an agreement."""
    by = surveys.head(house)
    heard = Listened(TODAY, "council", "pupils", "Two of each class, " * 9, "Nobody new, " * 9,
                     "They would like to be asked. " * 30)  # fmt: skip
    sessions.listen(by=by, listened=heard, at=NOW)
    sessions.agree(by=by, words=LONG.words, written_with="Year 9", agreed_on=TODAY, at=NOW)
    return "/voice/listening/"


PAGES = {
    "what was said in a survey": closed("/voice/{key}/results/"),
    "you said, we did": you_said,
    "you said, nothing yet": lambda h: "/voice/you-said/",
    "something that was said": lambda h: "/voice/you-said/new/",
    "an answer": theme,
    "listening": listened,
    "listening, nothing yet": lambda h: "/voice/listening/",
    "the board": board,
    "no board": lambda h: "/board/ABC-DEF-GHJ/",
    "five steps": lambda h: "/audit/five-steps/",
}
"""Pages by their name; each is opened by the head."""
