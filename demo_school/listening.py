"""What pupils and staff of the demo were asked: two surveys that are closed, and one that is open,
all through the real actions."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from belong.people.models import Membership, School
    from belong.practice.voice.models import Survey

WORDS = Path(__file__).parent / "data" / "listening.toml"
AGO, OPEN_FOR = dt.timedelta(days=46), dt.timedelta(days=10)
HOUR = dt.time(9, 0)


def lay(school: School, today: dt.date) -> None:
    """Ask, answer and close what listening.toml says. A second call changes nothing."""
    from belong.people import fetch
    from belong.practice.voice.models import Survey

    every = fetch.everybody_at(school.pk, today)
    head = next((one for one in every if any(r.key == "headteacher" for r in one.roles)), None)
    if head is None or Survey.objects.filter(school=school).exists():
        return
    said = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    chance = random.Random(said["seed"])  # noqa: S311  invented answers
    _closed(head, said, chance, today - AGO)
    _staff(head, said, chance, today - AGO)
    _open(head, said["open"], today)


def _at(day: dt.date) -> dt.datetime:
    from django.utils import timezone

    return timezone.make_aware(dt.datetime.combine(day, HOUR))


def _asked(
    head: Membership, told: dict[str, Any], audience: str, breakdown: str, day: dt.date
) -> Survey:
    from belong.practice.voice import opening

    wanted = opening.Wanted(
        told["title"], told["purpose"], audience, day, day + OPEN_FOR, breakdown=breakdown,
        asked=told.get("asked", 0),
    )  # fmt: skip
    survey = opening.prepare(by=head, wanted=wanted, at=_at(day))
    return opening.open_now(by=head, survey_id=survey.pk, at=_at(day))


def _closed(head: Membership, said: dict[str, Any], chance: random.Random, day: dt.date) -> None:
    """Pupils, by year. The oldest are so few that they are joined with the year before."""
    from belong.practice.voice import queries

    survey = _asked(head, said["closed"], "pupils", "year", day)
    words = [one["words"] for one in said["said"]]
    for group, n in zip(queries.groups(survey), said["closed"]["of_a_year"], strict=False):
        for _ in range(min(n, group.on_roll)):
            _answers(str(group.code), said, chance, words.pop() if words else "", day)
    _over(head, survey, day)
    _read(head, survey, {one["words"]: one["state"] for one in said["said"]})


def _staff(head: Membership, said: dict[str, Any], chance: random.Random, day: dt.date) -> None:
    from belong.practice.voice import queries

    survey = _asked(head, said["staff"], "staff", "", day)
    for _ in range(said["staff"]["answered"]):
        _answers(str(queries.groups(survey)[0].code), said, chance, "", day)
    _over(head, survey, day)


def _open(head: Membership, told: dict[str, Any], today: dt.date) -> None:
    _asked(head, told, "pupils", "form", today)


def _answers(
    code: str, said: dict[str, Any], chance: random.Random, words: str, day: dt.date
) -> None:
    from belong.practice.voice import answering

    feels = chance.gauss()
    choices = "".join(
        "-" if chance.randrange(100) < said["skips"] else _choice(leaning, feels, chance)
        for leaning in said["leaning"].values()
    )
    helped = chance.randrange(100) < said["helped"]
    answering.send(code=code, given=answering.Given(choices, words, helped), today=day)


def _choice(leaning: Sequence[int], feels: float, chance: random.Random) -> str:
    """Who feels well at school in one thing mostly does in others too."""
    place = NormalDist().cdf(0.7 * feels + 0.714 * chance.gauss()) * sum(leaning)
    return str(1 + sum(place >= so_far for so_far in accumulate(leaning[:-1])))


def _over(head: Membership, survey: Survey, day: dt.date) -> None:
    from belong.practice.voice import closing

    closing.close(by=head, survey_id=survey.pk, at=_at(day + OPEN_FOR))


def _read(head: Membership, survey: Survey, states: dict[str, str]) -> None:
    from belong.practice.voice import moderating

    for one in survey.said.all():
        state = states[one.words]
        if state != "waits":
            moderating.decide(
                by=head, survey_id=survey.pk, said_id=one.pk, through=state == "through"
            )
