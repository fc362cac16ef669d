"""One child's attendance, strengths first: what they came to, what they missed, what changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from belong.attendance import codes
from belong.attendance.definitions import load, number
from belong.attendance.measures.absence import absence
from belong.attendance.measures.bands import Band
from belong.attendance.measures.lateness import lateness
from belong.attendance.measures.missing import missing_marks
from belong.attendance.measures.persistent import persistent
from belong.attendance.measures.recent import recent
from belong.attendance.measures.recovery import still_recoverable
from belong.attendance.measures.spells import spells
from belong.attendance.register import Register
from belong.basics.terms import SEPTEMBER, HalfTerm, date_of, year_name, year_of
from belong.insight import support, words
from belong.insight.desk import Desk
from belong.insight.figures import Figure, Scope, counted, missed, open_sessions
from belong.insight.marks import MarksTable, legend, tables
from belong.insight.questions import changes
from belong.insight.tables import Bar, Entry
from belong.insight.weeks import first_day_of_year, reasons_of, year_said
from belong.insight.words import say, say_n
from belong.people import fetch
from belong.people.models import Pupil

LATEST_START = 15
"""The day of September by which a register that holds the whole year has begun."""
LONGEST_BREAK = 24
"""Days without a register after which it is no longer a holiday that explains them."""
LEAST_SCALE = 0.25
"""A bar that fills its width says at least a quarter: one day missed must not look like a wall."""
GOOD_RUN = 20
"""Possible sessions in a row without one missed, before the page opens with them."""


@dataclass(frozen=True)
class Fact:
    """A line of the child's figures: what it is, what it says, and the number behind it."""

    title: str
    words: str
    figure: Figure


@dataclass(frozen=True)
class ChildPage:
    """The page's answer."""

    pupil: Pupil
    name: str
    lede: str
    heading: str
    under: str
    strengths: tuple[str, ...]
    missed: Figure
    facts: tuple[Fact, ...]
    reasons: tuple[Bar, ...]
    trend_title: str
    trend: tuple[Bar, ...]
    trend_source: str
    band: Band | None
    this_year: tuple[MarksTable, ...]
    earlier: tuple[tuple[str, tuple[MarksTable, ...]], ...]
    legend: tuple[Entry, ...]
    provisional: bool
    doubtful: bool
    missing: int
    left: bool
    when: str
    changed: str = ""


def ask(desk: Desk, pupil_id: int) -> ChildPage:
    """A child's page. The look is in the trail before anything is worked out.

    Raises fetch.NotYours for a child who is not there for the one who asks.
    """
    pupil = fetch.pupil(pupil_id, seen_by=desk.by)
    rows = desk.rows_of(f"child:{pupil.pk}")
    if not (desk.register.marks[rows] < codes.NO_MARK).any():
        return _without_marks(pupil, desk)
    return _page(desk, pupil, int(rows[0]))


def _page(desk: Desk, pupil: Pupil, row: int) -> ChildPage:
    year = desk.this_year().rows(np.array([row], dtype=np.int32))
    scope = Scope(f"child:{pupil.pk}", first_day_of_year(desk), desk.day)
    sums = _row(absence(year))
    run = _row(spells(year))
    left = bool(desk.left[row])
    marks = desk.register.marks[row]
    this_year, earlier = _marks(desk, marks)
    missing = _row(missing_marks(year))
    return ChildPage(
        pupil=pupil,
        name=pupil.in_full,
        lede=_lede(pupil),
        heading=_heading(pupil, sums, desk),
        under=_under(sums, left),
        strengths=_strengths(desk, year, sums, run),
        missed=missed(desk, scope),
        facts=_facts(desk, year, scope, left) if sums["possible"] else (),
        reasons=_reasons(year, scope),
        trend_title=_trend_title(year, left),
        trend=_trend(desk, row),
        trend_source=say("Each bar is the share of the child's own possible sessions missed."),
        band=None if left else support.brought(desk.by.school, year),
        this_year=this_year,
        earlier=earlier,
        legend=legend(year.marks[0]),
        provisional=bool(_row(persistent(year))["provisional"]),
        doubtful=bool(missing["doubtful"]),
        missing=int(missing["missing"]),
        left=left,
        when=year_said(desk),
        changed=changes.since_friday(desk, pupil.pk, row),
    )


def said(desk: Desk, name: str, scope: Scope) -> str:
    """The words of one of a child's figures as their page says them; "" where it has none."""
    rows = desk.rows_of(scope.about)
    if not scope.about.startswith("child:") or not len(rows):
        return ""
    year = desk.register.window(scope.first, scope.last).rows(rows.astype(np.int32))
    left = bool(desk.left[rows[0]])
    if name == "support_bands":
        band = None if left else support.brought(desk.by.school, year)
        return band.name if band else ""
    facts = _facts(desk, year, scope, left)
    return next((f.words for f in facts if f.figure.definition == name), "")


def _row(table: pa.Table) -> dict[str, int]:
    """The only line of a one-child table."""
    line: dict[str, int] = table.to_pylist()[0]
    return line


def _lede(pupil: Pupil) -> str:
    parts = []
    if pupil.known_as and pupil.known_as != pupil.forename:
        parts.append(say("Likes to be called {name}.", name=pupil.known_as))
    if pupil.said:
        parts.append(say("Say {sound}.", sound=pupil.said))
    group = ", ".join(w for w in (pupil.form, words.year_label(pupil.year)) if w)
    return " ".join([*parts, f"{group}." if group else ""]).strip()


def _heading(pupil: Pupil, sums: dict[str, int], desk: Desk) -> str:
    came = sums["attended"] + sums["approved"]
    return say_n(
        "In school for {came} of {n} half-day in {year}",
        "In school for {came} of {n} half-days in {year}",
        sums["possible"],
        came=words.number(came),
        year=year_name(year_of(desk.day)),
    )


def _under(sums: dict[str, int], left: bool) -> str:
    if not sums["possible"] and left:
        return say("They had left before this school year.")
    if not sums["possible"]:
        return say("No sessions were possible yet.")
    if not sums["missed"]:
        return say("No session was missed.")
    return say("Missed {sessions}.", sessions=words.sessions(sums["missed"]))


def _strengths(
    desk: Desk, year: Register, sums: dict[str, int], run: dict[str, int]
) -> tuple[str, ...]:
    """True things to begin with, from the marks alone."""
    found = []
    when = year_said(desk)
    if sums["possible"] >= GOOD_RUN and not sums["missed"]:
        found.append(say("Has come to every session {when}.", when=when))
    elif run["since_last"] is not None and run["since_last"] >= GOOD_RUN:
        found.append(say("Has come to each of the last {n} sessions.", n=run["since_last"]))
    late = _row(lateness(year))
    came = sums["attended"] + sums["approved"]
    if came >= GOOD_RUN and not late["late_before"] and not late["late_after"]:
        found.append(say("On time every time {when}.", when=when))
    if _turned(_row(recent(year))) < 0:
        found.append(say("Has come to more of the last 20 sessions than before them."))
    if not found and came:
        found.append(
            say_n(
                "Has come to {n} session {when}.",
                "Has come to {n} sessions {when}.",
                came,
                when=when,
            )
        )
    return tuple(found)


def _facts(desk: Desk, year: Register, scope: Scope, left: bool) -> tuple[Fact, ...]:
    """The figures beside the marks. Nothing about now, or still to come, once a child has left."""
    sums, run = _row(absence(year)), _row(spells(year))
    late, lately = _row(lateness(year)), _row(recent(year))
    facts = (
        Fact(say("Missed"), words.sessions(sums["missed"]), missed(desk, scope)),
        _fact("authorised", words.sessions(sums["authorised"]), scope, sums["authorised"]),
        _fact("unauthorised", words.sessions(sums["unauthorised"]), scope, sums["unauthorised"]),
        _fact("spells", _spell_words(run), scope, run["spells"]),
        _fact("since_last_absence", _since_words(run), scope, run["since_last"] or 0),
        _fact("recent_change", _recent_words(lately), scope, lately["recent_missed"]),
        _fact("lateness", _late_words(late), scope, late["late_before"] + late["late_after"]),
        _reach(desk, year, scope),
    )
    gone = {"since_last_absence", "still_recoverable"} if left else set()
    return tuple(f for f in facts if f.figure.definition not in gone)


def _fact(definition: str, text: str, scope: Scope, n: int) -> Fact:
    return Fact(load(definition).title, text, counted(definition, scope, n, text))


def _reach(desk: Desk, year: Register, scope: Scope) -> Fact:
    remaining = _remaining(desk)
    if remaining is None:
        return _fact("still_recoverable", say("Too little of the year is here to say"), scope, 0)
    reach = _row(still_recoverable(year, remaining=np.array([remaining])))
    return _fact("still_recoverable", _reach_words(reach), scope, reach["to_spare"])


def _remaining(desk: Desk) -> int | None:
    """Sessions left, going by the 190 days a school year is expected to have.

    None where no day of the year was open, where the register begins well after the year did, or
    ends long before the day asked about: sessions that nobody brought in are not sessions to come.
    """
    part = desk.this_year()
    open_at = np.flatnonzero(part.open.any(axis=0))
    if not len(open_at):
        return None
    opened = date_of(part.sessions.day[open_at[0]])
    if opened > opened.replace(month=9, day=LATEST_START) or opened.month < SEPTEMBER:
        return None
    if (desk.asked - desk.day).days > LONGEST_BREAK:
        return None
    year = number("still_recoverable", "year_sessions")
    return max(0, year - open_sessions(desk, first_day_of_year(desk), desk.day))


def _spell_words(run: dict[str, int]) -> str:
    if not run["spells"]:
        return say("No spell of missed sessions")
    return say_n(
        "{n} spell, {mean:.1f} sessions long",
        "{n} spells, {mean:.1f} sessions long on average",
        run["spells"],
        mean=run["mean_length"],
    )


def _since_words(run: dict[str, int]) -> str:
    if run["since_last"] is None:
        return say("None missed")
    if run["now"]:
        return say("Away now, for {sessions}", sessions=words.sessions(run["now"]))
    return words.sessions(run["since_last"])


def _recent_words(lately: dict[str, int]) -> str:
    now = say(
        "Missed {n} of the last {of}", n=lately["recent_missed"], of=lately["recent_possible"]
    )
    if not lately["before_possible"]:
        return now
    before = say("{n} of {of} before", n=lately["before_missed"], of=lately["before_possible"])
    return f"{now}; {before}"


def _late_words(late: dict[str, int]) -> str:
    if not late["late_before"] and not late["late_after"]:
        return say("Never late")
    parts = []
    if late["late_before"]:
        parts.append(say("{n} in time for the register", n=late["late_before"]))
    if late["late_after"]:
        parts.append(say("{n} after it closed", n=late["late_after"]))
    return words.listed(parts)


def _reach_words(reach: dict[str, int]) -> str:
    if reach["recoverable"]:
        return say(
            "Yes, if no more than {n} are missed in the rest of the year",
            n=words.sessions(max(0, reach["to_spare"] - 1)),
        )
    return say("Not under a tenth this year. Every session still counts")


def _reasons(year: Register, scope: Scope) -> tuple[Bar, ...]:
    return reasons_of(np.bincount(year.marks[0], minlength=256), scope)


def _trend(desk: Desk, row: int) -> tuple[Bar, ...]:
    """The share missed in each half-term, oldest first."""
    rows = []
    for term in desk.terms:
        part = desk.register.window(term.first, min(term.last, desk.day))
        sums = _row(absence(part.rows(np.array([row], dtype=np.int32))))
        if sums["possible"]:
            rows.append((term, sums["missed"], sums["possible"]))
    widest = max(LEAST_SCALE, *[m / p for _, m, p in rows])
    return tuple(
        Bar(
            term.title,
            words.percent(m / p, 0),
            round(100 * m / p / widest, 1),
            pale=year_of(term.first) != year_of(desk.day),
            explain=f"absence/?{_scope_of(desk, row, term).query()}",
        )
        for term, m, p in rows[-7:]
    )


def _scope_of(desk: Desk, row: int, term: HalfTerm) -> Scope:
    about = f"child:{int(desk.register.pupil[row])}"
    return Scope(about, term.first, min(term.last, desk.day))


def _trend_title(year: Register, left: bool) -> str:
    lately = _row(recent(year))
    if left:
        return say("What was missed in each half-term here")
    if lately["before_possible"] < GOOD_RUN:
        return say("Too early in the year to hold the last weeks beside the time before")
    turned = _turned(lately)
    if turned > 0:
        return say("The last 20 sessions are different from the time before: more was missed")
    if turned < 0:
        return say("The last 20 sessions are different from the time before: less was missed")
    return say("The last 20 sessions are much like the time before")


def _turned(lately: dict[str, int]) -> int:
    """1 where more was missed of the last sessions than before them, -1 where less was, else 0."""
    if lately["before_possible"] < GOOD_RUN:
        return 0
    before = lately["before_missed"] / lately["before_possible"]
    now = lately["recent_missed"] / max(1, lately["recent_possible"])
    apart = number("recent_change", "apart_percent") / 100
    return int(now - before >= apart) - int(before - now >= apart)


Tables = tuple[MarksTable, ...]


def _marks(desk: Desk, marks: np.ndarray) -> tuple[Tables, tuple[tuple[str, Tables], ...]]:
    """This year's half-terms, and those of earlier years by the name of the year."""
    now = year_of(desk.day)
    by_year: dict[int, list[HalfTerm]] = {}
    for term in desk.terms:
        by_year.setdefault(year_of(term.first), []).append(term)
    drawn = {
        year: tables(desk.register, marks, tuple(terms), desk.asked)
        for year, terms in by_year.items()
        if _any_marks(desk, marks, terms)
    }
    earlier = tuple(
        (year_name(year), drawn[year][::-1]) for year in sorted(drawn, reverse=True) if year < now
    )
    return drawn.get(now, ()), earlier


def _any_marks(desk: Desk, marks: np.ndarray, terms: list[HalfTerm]) -> bool:
    part = marks[desk.register.sessions.between(terms[0].first, terms[-1].last)]
    return bool((part < codes.NO_MARK).any())


def _without_marks(pupil: Pupil, desk: Desk) -> ChildPage:
    scope = Scope(f"child:{pupil.pk}", first_day_of_year(desk), desk.day)
    left = bool(desk.left[desk.rows_of(scope.about)].any())
    return ChildPage(
        pupil=pupil, name=pupil.in_full, lede=_lede(pupil),
        heading=say("No marks have come in yet"),
        under=say("They will be here once a register with this child has been brought in."),
        strengths=(), missed=counted("absence", scope, 0), facts=(), reasons=(), trend_title="",
        trend=(), trend_source="", band=None, this_year=(), earlier=(), legend=(),
        provisional=True, doubtful=False, missing=0, left=left, when=year_said(desk),
    )  # fmt: skip
