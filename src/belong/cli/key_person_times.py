"""How long a key person of 30 children waits for Today, and for what they write down to be kept."""

from __future__ import annotations

import datetime as dt
import math
import statistics
import time
from collections.abc import Callable
from typing import Any

from belong.cli.page_times import TODAY
from belong.cli.running import Page, Visitor

OWN = 30
FACES = (("good", "fine"), ("ok", "so-so"), ("low", "low"))
AT = dt.datetime.combine(TODAY, dt.time(8), tzinfo=dt.UTC)


def morning(port: int, adult: Any, own: list[int]) -> dict[str, dict[str, float]]:
    """Of today, checkin and good the first, the median and the 95th of a hundred, in seconds, with
    how many were timed."""
    times = _morning(Visitor(port, signed_in(adult)), own)
    return {name: told(some) for name, some in times.items()}


def told(times: list[float]) -> dict[str, float]:
    """Of some times the first, the median and the 95th of a hundred, and how many there are."""
    nth = sorted(times)[math.ceil(0.95 * len(times)) - 1]
    return {
        "first": times[0], "median": statistics.median(times), "nearly_all": nth, "n": len(times)
    }  # fmt: skip


def _morning(by: Visitor, own: list[int]) -> dict[str, list[float]]:
    """Today; then of one child after another a check-in and a good thing, and Today again."""
    times: dict[str, list[float]] = {"today": [timed_today(by)], "checkin": [], "good": []}
    for child in own:
        said = {"feeling": "1", "words": "Slept well", "note": "Came in with a friend"}
        times["checkin"].append(_kept(by, f"/check-ins/{child}/", said))
        saw = {"kind": "school", "seen": "Held the door for the whole class"}
        times["good"].append(_kept(by, f"/good-things/{child}/", saw))
        times["today"].append(timed_today(by))
    return times


def timed_today(by: Visitor) -> float:
    """Seconds until Today has come."""
    took, _ = _timed(lambda: _shown(by.get("/today/")))
    return took


def _kept(by: Visitor, address: str, typed: dict[str, str]) -> float:
    """From Save until the page that says it is kept has come."""
    carried = _shown(by.get(address)).carried()

    def save() -> Page:
        sent = by.post(address, carried | typed)
        if sent.status != 302:
            raise SystemExit(f"{address} was not kept: {sent.status}")
        return _shown(by.get(sent.to))

    took, page = _timed(save)
    if "Kept." not in page.text:
        raise SystemExit(f"{address} does not say that it is kept")
    return took


def _shown(page: Page) -> Page:
    if page.status != 200:
        raise SystemExit(f"a page answered {page.status}")
    return page


def _timed(work: Callable[[], Page]) -> tuple[float, Page]:
    began = time.perf_counter()
    page = work()
    return time.perf_counter() - began, page


def signed_in(adult: Any) -> dict[str, str]:
    """The cookies of a browser in which an adult is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(adult)
    return {name: one.value for name, one in client.cookies.items()}


def key_person(school: Any, children: list[int]) -> tuple[Any, list[int]]:
    """An adult to whom 30 of the children turn, a check-in agreed with each; and their keys."""
    from belong.people import fetch
    from belong.people.models import Adult, Membership, Pupil

    adult = Adult.objects.create_user("key@large.example", None, name="A Key Person")
    own = children[:: len(children) // OWN][:OWN]
    for key in own:
        Membership.objects.create(
            adult=adult, school=school, role_key="key_person", reach="child", pupil_id=key
        )
    by = fetch.membership(adult, TODAY)
    for pupil in Pupil.objects.filter(pk__in=own):
        _agree(by, pupil)
    return adult, own


def _agree(by: Any, pupil: Any) -> None:
    from belong.practice.checkins import agreeing

    wanted = agreeing.Wanted(
        with_adult=by.adult_id, place="The library", begins=TODAY, agreed=True, faces=FACES
    )
    agreeing.agree(by=by, pupil=pupil, wanted=wanted, at=AT)
