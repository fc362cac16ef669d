"""A class round of the demo, half done by one tutor, and what two children told them by name."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, Pupil, School

WORDS = Path(__file__).parent / "data" / "class_round.toml"


def words() -> dict[str, Any]:
    """class_round.toml, as it stands."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def lay(school: School, today: dt.date) -> None:
    """Think of half of the tutor's form, and give the first child a word, through the real actions.
    Nothing where the tutor is not there; a second call changes nothing."""
    from django.utils import timezone

    from belong.insight.questions import class_round as asking
    from belong.people import fetch
    from belong.people.permissions import Permission
    from belong.practice.voice import class_round
    from belong.practice.voice.class_round import Given, Thought

    said = words()
    staff = fetch.everybody_at(school.pk, today)
    near = (m for m in staff if (m.adult.email or "").startswith(f"{said['form_of']}@"))
    by = next((m for m in near if m.may(Permission.CLASS_ROUND)), None)
    if by is None:
        return
    at = timezone.make_aware(dt.datetime.combine(today, dt.time(8, 20)))
    pupils = fetch.pupils(seen_by=by, wanting=Permission.CLASS_ROUND)
    term = asking.term_now(by, today)
    if class_round.of_mine(by, [one.pk for one in pupils], term):
        return
    for pupil, well, wonder in zip(pupils, said["well"], said["wonder"], strict=False):
        class_round.think(by=by, pupil=pupil, term=term, thought=Thought(well, wonder), at=at)
    for pupil in pupils[:1]:
        class_round.give(by=by, pupil=pupil, term=term, given=Given(**said["word"]), at=at)
    head = next((m for m in staff if m.may(Permission.VOICE_LEAD)), None)
    if head is not None:
        _by_name(head, by, pupils, said["by_name"], at)


def _by_name(
    head: Membership, by: Membership, pupils: list[Pupil], said: dict[str, Any], at: dt.datetime
) -> None:
    """A survey that is answered by name; one of two children was replied to."""
    from belong.practice.voice import by_name, opening
    from belong.practice.voice.answering import Given

    wanted = opening.Wanted(
        said["title"], said["purpose"], "pupils", at.date(), at.date() + dt.timedelta(days=14),
        how="named",
    )  # fmt: skip
    survey = opening.prepare(by=head, wanted=wanted, at=at)
    opening.open_now(by=head, survey_id=survey.pk, at=at)
    for pupil, told in zip(pupils, said["said"], strict=False):
        given = Given(told["choices"], told["words"])
        kept = by_name.answer(by=by, survey_id=survey.pk, pupil=pupil, given=given, at=at)
        if kept is not None and told["reply"]:
            by_name.reply(by=by, pupil=pupil, key=kept.pk, words=told["reply"], version=0, at=at)
