"""What a school says about itself, and what happens when two people say it at once."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.db.models import F

from belong.attendance.warnings.paces import PACES
from belong.basics.errors import BelongError
from belong.people import one_setting, trail, waiting_hours
from belong.people.models import Membership, School, SchoolSettings
from belong.people.one_setting import NEVER_SAID
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.people.waiting_hours import Hours

LONGEST_NAME, LONGEST_ROUTE, LONGEST_LINK = 100, 200, 300
LEAST_MINUTES = 60
"""Of a school day, that quiet hours leave for the daily e-mail."""
LONG = 5
"""Digits of a number of days that is none any more."""


class NotKept(BelongError):
    """Settings that cannot be like this. Nothing has changed."""


@dataclass(frozen=True)
class Settings:
    """What a school says about itself.

    safety_name   who leads on safeguarding
    safety_route  where and how to reach them
    safety_link   the address of the school's own safeguarding system
    told_by       by when somebody is told, on the first day, that nobody was reached; 09:45,
                  or "" for what is usual
    quiet_from, quiet_until  between which times no daily e-mail goes out, likewise; both or none
    hello_days    school days without a word written of a child after which a hello is due, as
                  typed; likewise
    """

    safety_name: str = ""
    safety_route: str = ""
    safety_link: str = ""
    told_by: str = ""
    quiet_from: str = ""
    quiet_until: str = ""
    hello_days: str = ""

    @property
    def whom_to_tell(self) -> str:
        """Whom to turn to about safety, in one sentence without its full stop; "" if not said."""
        if not self.safety_name:
            return self.safety_route
        parts = (f"Speak to {self.safety_name}", self.safety_route)
        return ", ".join(part for part in parts if part)


class SomebodyElseSaved(Exception):
    """Somebody saved while another person was still writing.

    theirs, version  what stands now
    who              the name of whoever saved it; "" where they are gone
    """

    def __init__(self, row: SchoolSettings | None) -> None:
        super().__init__("settings")
        self.theirs = _read(row) if row else Settings()
        self.version = row.version if row else NEVER_SAID
        self.who = row.said_by.name if row and row.said_by else ""


class ChosenMeanwhile(BelongError):
    """Somebody else chose how soon warnings speak, while this was open. Nothing has changed."""

    def __init__(self, row: SchoolSettings | None) -> None:
        super().__init__(
            "Somebody else chose while you had this open.",
            do="What they chose stands below. Choose again if you want another.",
        )
        self.theirs = row.warnings if row else ""


def of(school: School) -> tuple[Settings, int]:
    """What a school says, and the version of it. Before anybody said anything, what was set when
    Belong was set up, and version 0."""
    row = getattr(school, "settings", None)
    if row is None:
        return Settings(safety_route=school.safety_route), NEVER_SAID
    return _read(row), row.version


def _read(row: SchoolSettings) -> Settings:
    return Settings(
        row.safety_name, row.safety_route, row.safety_link, row.told_by, row.quiet_from,
        row.quiet_until, str(row.hello_days or ""),
    )  # fmt: skip


def say(*, by: Membership, wanted: Settings, seen: int, at: dt.datetime) -> None:
    """Keep settings, where nobody else saved since they were seen.

    seen    the version the writer saw
    raises  NotKept, PermissionDenied; SomebodyElseSaved with what stands now
    """
    by.must(Permission.SETTINGS_WRITE)
    wanted = _checked(wanted)
    days = int(wanted.hello_days) if wanted.hello_days else None
    fields = asdict(wanted) | {"hello_days": days, "said_by_id": by.adult_id, "said_at": at}
    with transaction.atomic():
        if not _written(by.school_id, fields, seen):
            raise SomebodyElseSaved(now(by.school_id))
        trail.note(by, Verb.SETTINGS_SAID, about="school", ids=[by.school_id],
                   detail={"version": seen + 1})  # fmt: skip


def quiet(school: School) -> Hours:
    """The hours in which no daily e-mail goes out."""
    said = of(school)[0]
    if not said.quiet_from:
        return waiting_hours.rules().quiet
    return waiting_hours.hours(said.quiet_from, said.quiet_until)


def hello_days(school: School) -> int | None:
    """After how many school days without a word a hello is due; None where a school leaves it."""
    row = getattr(school, "settings", None)
    return row.hello_days if row else None


@cache
def bounds() -> tuple[int, int]:
    """The fewest and the most school days a school may say for it."""
    text = (files(__package__) / "school_settings.toml").read_text(encoding="utf-8")
    said = tomllib.loads(text)
    return said["fewest_hello_days"], said["most_hello_days"]


def pace(school: School) -> str:
    """How soon early warnings speak, by its key; "" while nobody chose."""
    row = getattr(school, "settings", None)
    return row.warnings if row else ""


def choose_pace(*, by: Membership, wanted: str, seen: str, at: dt.datetime) -> None:
    """Choose how soon early warnings speak, where nobody chose otherwise since it was seen.

    wanted, seen  keys, as `pace` says them
    raises        PermissionDenied; NotKept for a pace there is none of; ChosenMeanwhile with
                  what stands now
    """
    if wanted not in PACES:
        raise NotKept("Nothing was chosen.", do="Choose one of the three.")
    if not one_setting.choose(by=by, field="warnings", wanted=wanted, seen=[seen], at=at):
        raise ChosenMeanwhile(now(by.school_id))


def now(school_id: int) -> SchoolSettings | None:
    """The settings as they stand in the database; None before anybody said anything."""
    return SchoolSettings.objects.select_related("said_by").filter(school=school_id).first()


def _written(school_id: int, fields: dict[str, object], seen: int) -> bool:
    found = SchoolSettings.objects.filter(school=school_id, version=seen)
    if found.update(version=F("version") + 1, **fields):
        return True
    if seen != NEVER_SAID:
        return False
    try:
        with transaction.atomic():
            SchoolSettings.objects.create(school_id=school_id, **fields)
    except IntegrityError:
        return False
    return True


def _checked(wanted: Settings) -> Settings:
    tidy = Settings(*(" ".join(text.split()) for text in asdict(wanted).values()))
    lengths = (
        (tidy.safety_name, LONGEST_NAME), (tidy.safety_route, LONGEST_ROUTE),
        (tidy.safety_link, LONGEST_LINK),
    )  # fmt: skip
    for text, most in lengths:
        if len(text) > most:
            raise NotKept(f"That is more than {most} letters.", do="Say it shorter.")
    if not (tidy.safety_name or tidy.safety_route):
        raise NotKept(
            "Somebody who is worried must be told whom to turn to.",
            do="Say who leads on safeguarding, or where to go.",
        )
    if tidy.safety_link:
        _must_be_address(tidy.safety_link)
    first, until = _quiet(tidy)
    return replace(
        tidy, told_by=_time(tidy.told_by), quiet_from=first, quiet_until=until,
        hello_days=_days(tidy.hello_days),
    )  # fmt: skip


def _must_be_address(link: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(link)
    except ValidationError:
        raise NotKept("That address does not look right.", do="It begins with https://") from None


def _time(text: str) -> str:
    """A time of day in two digits each. Raises NotKept for what is none."""
    if not text:
        return ""
    try:
        return dt.time.fromisoformat(text.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise NotKept("That is no time of day.", do="Write it like 9:45, or leave it.") from None


def _quiet(wanted: Settings) -> tuple[str, str]:
    """Both ends of the quiet hours, or neither. Raises NotKept where no time is left to send."""
    first, until = _time(wanted.quiet_from), _time(wanted.quiet_until)
    if bool(first) != bool(until) or (first and first == until):
        raise NotKept(
            "Quiet hours begin at one time and end at another.", do="Say both times, or neither."
        )
    if first and waiting_hours.minutes_left(waiting_hours.hours(first, until)) < LEAST_MINUTES:
        raise NotKept(
            "These quiet hours leave no hour of the day for an e-mail.",
            do=f"Leave an hour after {waiting_hours.rules().goes_from:%H:%M}.",
        )
    return first, until


def _days(text: str) -> str:
    """A number of school days within what a school may say. Raises NotKept."""
    if not text:
        return ""
    fewest, most = bounds()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < LONG else 0
    if not fewest <= number <= most:
        raise NotKept(
            f"A hello is due after {fewest} to {most} school days without a word.",
            do="With fewer, most of a form would be due one. With more, a term goes by unseen.",
        )
    return str(number)
