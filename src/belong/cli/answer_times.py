"""How long it takes until many children have answered a survey: a class of 30 at once, screen by
screen, and nobody stops to think."""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from belong.cli.running import Page, Visitor

AT_ONCE = 30
TWO_DAYS = dt.timedelta(days=2)
MOST_SCREENS = 60
"""No survey has more: whoever has not sent by then goes round in circles."""


def answered(port: int, code: str, children: int) -> dict[str, float]:
    """The seconds until all have sent, the longest wait for one screen, how many screens there
    were, and how many answers were kept."""
    from belong.practice.voice.models import Answer

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as some:
        every = list(some.map(lambda _: _one(port, code), range(children)))
    whole = time.perf_counter() - began
    waits = [wait for one in every for wait in one]
    kept = Answer.objects.count()
    return {"whole": whole, "slowest": max(waits), "screens": len(waits), "kept": kept}


def _one(port: int, code: str) -> list[float]:
    """What one child does, from the code to Send, without a pause; how long each screen took."""
    child, address, waits = Visitor(port), f"/answer/{code}/", []
    typed: dict[str, str] | None = None
    for _ in range(MOST_SCREENS):
        began = time.perf_counter()
        page = child.get(address) if typed is None else child.post(address, typed)
        waits.append(time.perf_counter() - began)
        if page.status == 302:
            return waits
        if page.status != 200:
            raise SystemExit(f"a child was turned away: {page.status}")
        typed = _tapped(page)
    raise SystemExit("a survey that never ends")


def _tapped(page: Page) -> dict[str, str]:
    """What a child does on a screen: begin, tap the second answer, or write and send."""
    if 'value="send"' in page.text:
        return page.carried() | {"words": "Longer break", "go": "send"}
    if 'value="start"' in page.text:
        return page.carried() | {"version": "easy", "go": "start"}
    return page.carried() | {"a": "2", "go": "next"}


def survey(school: Any) -> str:
    """A survey of the pupils of a school, open on the day it really is: the worker closes one whose
    last day is over. Its code."""
    from django.utils import timezone

    from belong.people import fetch
    from belong.people.models import Adult, Membership
    from belong.practice.voice import opening

    adult = Adult.objects.create_user("head@large.example", None, name="A Head")
    Membership.objects.create(adult=adult, school=school, role_key="headteacher")
    now = timezone.now()
    today = timezone.localdate(now)
    by = fetch.membership(adult, today)
    assert by is not None
    wanted = opening.Wanted("How it is", "To know", "pupils", today, today + TWO_DAYS)
    made = opening.prepare(by=by, wanted=wanted, at=now)
    opening.open_now(by=by, survey_id=made.pk, at=now)
    return str(made.groups.get().code)
