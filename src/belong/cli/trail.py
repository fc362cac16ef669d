"""`belong trail`: whether the trail is whole, its anchor, what it says about one child, and letting
go of old months."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from belong.basics.errors import BelongError
from belong.basics.spreadsheets import plain
from belong.cli import setting_up

if TYPE_CHECKING:
    from belong.people.models import Membership, TrailDropped
    from belong.people.trail_anchors import Anchor

SHOWN = 20
"""Broken places that are said one by one."""
HEADS = ("When", "Adult", "Role then", "What they did")


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `belong trail`."""
    part = parts.add_parser("trail", help="who did and saw what: is it whole, and one child's part")
    jobs = part.add_subparsers(dest="job", required=True, metavar="JOB")
    check = jobs.add_parser("verify", help="say whether anything was changed, put in or cut off")
    check.add_argument("--anchor", type=Path, metavar="FILE", action="append", default=[],
                       help="an anchor that was kept elsewhere")  # fmt: skip
    check.set_defaults(run=verify)
    jobs.add_parser("anchor", help="today's anchor, to keep elsewhere").set_defaults(run=anchor)
    out = jobs.add_parser(
        "export", help="who looked at one child, as CSV, for the person concerned"
    )
    out.add_argument("--child", required=True, metavar="NUMBER", help="exactly the child's number")
    out.add_argument("--by", required=True, metavar="EMAIL", help="the adult who asks")
    out.set_defaults(run=export)
    drop = jobs.add_parser("drop", help="let go of old months, once their time is over; run it "
                          "when nobody is in: nothing else can be kept meanwhile")  # fmt: skip
    drop.add_argument("--before", required=True, metavar="MONTH",
                      help="the first month that stays: 2020-09")  # fmt: skip
    drop.add_argument("--by", required=True, metavar="EMAIL", help="the adult who does it")
    drop.add_argument("--anchor", type=Path, metavar="FILE", action="append", default=[],
                      help="an anchor that was kept elsewhere")  # fmt: skip
    drop.set_defaults(run=let_go)


def verify(said: argparse.Namespace) -> int:
    """Check every seal and every anchor. The exit code is 1 where something is not whole, and where
    there are lines and no seal at all."""
    setting_up.django()
    from belong.people import trail_checking, walls

    anchors = _kept(said.anchor)
    with walls.scope_all(reason="checking what every school did"):
        found = trail_checking.check(anchors)
        gone = [_gone(row) for row in found.dropped]
    print(f"{found.lines:,} lines under {found.seals:,} seals, {found.anchors:,} anchors.")
    for line in gone:
        print(line)
    if found.waiting:
        print(f"{found.waiting:,} lines wait for their seal, the first since {found.oldest} UTC.")
    if found.lines and not found.seals:
        print("Nothing is sealed, so nothing can be said. Is `belong serve` running?")
        return 1
    if not anchors:
        print("There is no anchor to compare with, so it would not show if the end was cut off.")
    for broken in found.broken[:SHOWN]:
        print(f"NOT WHOLE {broken}.")
    if len(found.broken) > SHOWN:
        print(f"And {len(found.broken) - SHOWN:,} more.")
    print("The trail is NOT whole." if found.broken else "The trail is whole.")
    return 1 if found.broken else 0


def _gone(row: TrailDropped) -> str:
    """What was dropped, in a sentence."""
    from belong.insight import words
    from belong.people import trail_dropping

    who = trail_dropping.who_dropped(row) or "somebody whose name was erased"
    day = words.day(dt.date.fromisoformat(row.day))
    month = f"{dt.date.fromisoformat(f'{row.month}-01'):%B %Y}"
    return f"School {row.chain}: lines before {month} were dropped on {day} by {who}."


def _kept(elsewhere: list[Path]) -> list[Anchor]:
    """The anchors in the folder of anchors, and those that were kept elsewhere."""
    from django.conf import settings

    from belong.people import trail_anchors

    return [*trail_anchors.kept(settings.ANCHORS), *trail_anchors.read(elsewhere)]


def anchor(said: argparse.Namespace) -> int:
    """Print the anchor of every chain as it is now."""
    setting_up.django()
    from django.utils import timezone

    from belong.people import trail_anchors

    found = trail_anchors.taken(timezone.localdate())
    for one in found:
        print(one)
    if not found:
        print("belong: nothing is sealed yet", file=sys.stderr)
    return 0


def export(said: argparse.Namespace) -> int:
    """Who looked at one child since the trail began, as CSV. The export is a look too, noted before
    a word of it is written. Raises BelongError for nobody."""
    setting_up.django()
    from django.core.exceptions import PermissionDenied
    from django.utils import timezone

    from belong.insight.questions import trail_export
    from belong.people import walls

    by = _adult(said.by)
    try:
        with walls.scope(by.school_id):
            lines = trail_export.of_child(by, said.child, timezone.localdate())
    except PermissionDenied:
        do = "Ask the safeguarding lead, the headteacher or the data-protection officer."
        raise BelongError(f"{said.by} may not see who looked at a child.", do=do) from None
    out = csv.writer(sys.stdout)
    out.writerow(HEADS)
    out.writerows([plain(cell) for cell in line] for line in lines)
    return 0


def let_go(said: argparse.Namespace) -> int:
    """Drop what the trail of the adult's school says of the months before one. Raises BelongError
    where nothing goes."""
    setting_up.django()
    from django.core.exceptions import PermissionDenied
    from django.utils import timezone

    from belong.people import trail_dropping, walls

    by, before = _adult(said.by), _month(said.before)
    anchors = _kept(said.anchor)
    try:
        with walls.scope(by.school_id):
            row = trail_dropping.drop(by=by, before=before, at=timezone.now(), anchors=anchors)
            print(_gone(row))
    except PermissionDenied:
        do = "Ask the data-protection officer."
        raise BelongError(f"{said.by} may not drop anything.", do=do) from None
    print("Run `belong trail anchor` now, and keep what it says elsewhere.")
    return 0


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BelongError(f"{text} is no month.", do="Say it as 2020-09.") from None


def _adult(email: str) -> Membership:
    from django.utils import timezone

    from belong.people import fetch

    found = fetch.member(email, timezone.localdate())
    if found is None:
        raise BelongError(f"{email} is nobody here.", do="Name an adult who may see who looked.")
    return found
