"""What the invented school heard and did, through the real actions, each on its own day."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, School

SAID = Path(__file__).parent / "data" / "heard.toml"


def lay(school: School, today: dt.date) -> None:
    """Write down what heard.toml says. A second call changes nothing, and so does a school of which
    the head is not there."""
    from belong.people import fetch
    from belong.practice.voice import ledger, sessions

    staff = fetch.everybody_at(school.pk, today)
    head = next((one for one in staff if any(r.key == "headteacher" for r in one.roles)), None)
    if head is None or ledger.themes(head) or sessions.sessions(head):
        return
    said = tomllib.loads(SAID.read_text(encoding="utf-8"))
    owners = {one.adult.name.split()[-1]: one for one in staff}
    for theme in said["theme"]:
        _theme(head, owners.get(theme["owner"], head), theme, today)
    for session in said["session"]:
        _session(head, session, today)
    for agreement in said["agreement"]:
        _agreement(head, agreement, today)
    ledger.put_up(by=head)


def _at(today: dt.date, days: int) -> dt.datetime:
    """So many days before, or the Friday before that where it is a weekend."""
    from django.utils import timezone

    day = today - dt.timedelta(days=days)
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    return timezone.make_aware(dt.datetime.combine(day, dt.time(15, 45)))


def _theme(head: Membership, owner: Membership, said: dict[str, Any], today: dt.date) -> None:
    from belong.practice.voice import ledger
    from belong.practice.voice.ledger import Answered, Heard

    at = _at(today, said["days"])
    heard = Heard(
        said["words"], said["who"], said["origin"], owner.adult_id,
        at.date() + dt.timedelta(days=said["wait"]),
    )  # fmt: skip
    theme = ledger.hear(by=head, heard=heard, at=at)
    if "did" in said:
        answered = Answered(said["did"], said["answer"], said["shown"], theme.version)
        then = _at(today, said["days"] - said["answered"])
        ledger.answer(by=owner, key=theme.pk, answered=answered, at=then)


def _session(head: Membership, said: dict[str, Any], today: dt.date) -> None:
    from belong.practice.voice import sessions
    from belong.practice.voice.sessions import Listened

    at = _at(today, said["days"])
    listened = Listened(
        at.date(), said["kind"], said["who"], said["reached"], said["missing"], said["heard"]
    )
    sessions.listen(by=head, listened=listened, at=at)


def _agreement(head: Membership, said: dict[str, Any], today: dt.date) -> None:
    from belong.practice.voice import sessions

    at = _at(today, said["days"])
    made = sessions.agree(
        by=head, words=said["words"], written_with=said["written_with"], agreed_on=at.date(), at=at
    )
    if said["changed"]:
        sessions.changed(by=head, key=made.pk, words=said["changed"], version=made.version)
