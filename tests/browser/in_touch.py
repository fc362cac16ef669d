"""Pages about being in touch, with the longest name and long words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from tests.people import EVE, TODAY, House

from belong.people import fetch
from belong.practice.contact import building, keeping, ways, writing

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=timezone.get_default_timezone())


def in_touch(more: str) -> Callable[[House], str]:
    """Everything about being in touch with the longest name's home, in long words."""

    def address(house: House) -> str:
        house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
        by = fetch.membership(house.adults["tutor"].adult, TODAY)
        assert by is not None
        eve, long = house.child(EVE), "They fed the fish, and told me all of it on the way. " * 3
        mum = ways.Wanted("home", "phone", "Grandmother " + "N" * 60, "Welsh or English, slowly",
                          dt.time(9, 30), dt.time(18), long)  # fmt: skip
        ways.keep(by=by, pupil=eve, wanted=mum, at=NOW)
        for kind in ("hello", "good", "hard"):
            said = writing.Told("home", "in person", kind, TODAY, mum.who, long, long, long)
            writing.write_down(by=by, pupil=eve, told=said, at=NOW)
        card = keeping.Wanted("greets", dt.date(2026, 12, 21), dt.date(2027, 1, 3), by.adult_id,
                              long)  # fmt: skip
        keeping.put_down(by=by, pupil=eve, wanted=card, at=NOW)
        tried = building.Wanted(long * 2)
        if not building.own(eve.pk, by.adult_id):
            building.write_down(by=by, pupil=eve, wanted=tried, version=building.UNREAD, at=NOW)
        return more.format(child=eve.pk)

    return address
