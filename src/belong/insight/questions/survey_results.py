"""What was said in a survey that is closed: from rounded counts, with how sure one can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from belong.basics.disclosure import safe_count
from belong.insight import survey_shares, words
from belong.insight.audiences import WHO, named
from belong.insight.survey_shares import Share
from belong.insight.tables import Bar, Cell, Head, Row, Table
from belong.insight.words import say, say_n
from belong.people.models import Membership
from belong.practice.voice import hanging, queries, released, results
from belong.practice.voice.models import Survey
from belong.practice.voice.results_models import EVERYBODY, Reached, Released, Together

MOST = 0.5
"""Where at least as many of those asked agree, in all that may be, most do."""
VOICES = {"pupils": "child", "families": "family", "staff": "adult"}


@dataclass(frozen=True)
class Said:
    """One statement: what everybody answered, what that may mean, and what has changed.

    counts   "About 90 of about 140 agree. ..."
    wide     where the share of everybody asked may lie; "" where that is not told
    found    the same share as numbers; null likewise
    changed  beside the time before; "" for the first time
    groups   the same for each group; null where there is one group alone
    """

    key: str
    words: str
    counts: str
    wide: str
    found: Share | None
    bar: Bar | None
    changed: str
    groups: Table | None


@dataclass(frozen=True)
class Results:
    """The page's answer.

    nothing   why there is nothing to show; "" otherwise
    answered  who was asked and how many answered, in sentences
    untold    that nothing of any statement is told, once for all of them; "" otherwise
    bars      of every statement of which enough answered to draw one
    missing   the same by group; null where there is one group alone
    beside    the same statements as pupils, families and staff see them; null where one was asked
    together  how the statements hang together, in sentences
    own       own words that were let through
    voice     whose voice those are: child, family or adult
    """

    kicker: str
    heading: str
    lede: str
    nothing: str
    answered: tuple[str, ...]
    missing: Table | None
    untold: str
    said: tuple[Said, ...]
    bars: tuple[Bar, ...]
    beside: Table | None
    together: tuple[str, ...]
    own: tuple[str, ...]
    voice: str = "child"


Lines = Mapping[tuple[str, str], Released]


def ask(by: Membership, survey_id: int) -> Results:
    """The results of a closed survey. Raises PermissionDenied, NotYours."""
    survey = results.closed(by, survey_id)
    lines = _lines(survey)
    reached = results.reached(survey)
    if not reached:
        return _nothing(by, survey)
    whole, *parts = reached
    said = _statements(survey, lines, whole, [part.group for part in parts])
    return Results(
        kicker=_kicker(by, survey),
        heading=_heading(said, survey),
        lede=say("What is told here was answered by those who were there. Whoever is often away"
                 " could hardly answer, so school may feel better here than it is for them."),
        nothing="",
        answered=_answered(survey, whole),
        missing=_missing(parts),
        untold=_untold(lines, len(said)),
        said=said,
        bars=tuple(one.bar for one in said if one.bar),
        beside=_beside(by, survey, lines),
        together=_together(survey),
        own=tuple(results.words_through(survey)),
        voice=VOICES[survey.audience],
    )  # fmt: skip


def _lines(survey: Survey) -> Lines:
    return {(line.question, line.group): line for line in results.counts(survey)}


def _kicker(by: Membership, survey: Survey) -> str:
    who, closed = named(by.school, survey.audience), survey.closed_on or survey.closes_on
    return say("{who}, closed {day}", who=who, day=words.day(closed))


def _nothing(by: Membership, survey: Survey) -> Results:
    return Results(
        _kicker(by, survey), survey.title, "",
        say("Fewer than ten people answered, so nothing of it was kept, as they had been told."
            " Ask again, or listen in another way."),
        (), None, "", (), (), None, (), (),
    )  # fmt: skip


def _heading(said: Sequence[Said], survey: Survey) -> str:
    """The statement most agreed with and the one fewest did, where they can be told apart."""
    shown = [(one.found, one.words) for one in said if one.found]
    if not shown:
        return survey.title
    most, best = max(shown, key=lambda one: one[0].low)
    fewest, least = min(shown, key=lambda one: one[0].high)
    if fewest.high >= most.low:
        return survey.title
    if most.low < MOST:
        return say("More say: {best} Fewer say: {least}", best=best, least=least)
    return say("Most say: {best} Fewer say: {least}", best=best, least=least)


def _answered(survey: Survey, whole: Reached) -> tuple[str, ...]:
    about = _about(whole.answered)
    first = (
        say(
            "{about} of {asked} who were asked answered.",
            about=about,
            asked=words.about(_rounded(whole.asked)),
        )
        if whole.asked
        else say("{about} people answered.", about=about)
    )
    helped = say(
        "An adult helped {about} of them to answer.", about=_about(whole.supported).lower()
    )
    return (first, helped) if whole.supported else (first,)


def _rounded(asked: int) -> int:
    """Told in tens like all that is told, whoever may know it from elsewhere; 0 for nobody
    knows."""
    return safe_count(asked) or 0


def _about(count: int | None) -> str:
    return say("Fewer than ten") if count is None else say("About {n}", n=words.number(count))


def _missing(parts: Sequence[Reached]) -> Table | None:
    """How many of each group answered: it shows whose voice is missing, and never whose."""
    if not parts:
        return None
    rows = tuple(
        Row(part.group, (Cell(_about(part.answered)), Cell(_about(_rounded(part.asked)))))
        for part in parts
        if part.asked
    )
    heads = (Head(say("Group")), Head(say("Answered")), Head(say("Asked")))
    return Table(say("Who answered, by group"), heads, rows) if rows else None


def _statements(
    survey: Survey, lines: Lines, whole: Reached, groups: Sequence[str]
) -> tuple[Said, ...]:
    """What was kept, in its order, also of a statement that is asked no longer."""
    earlier = results.before(survey)
    before = _lines(earlier) if earlier else {}
    keys = [one.question.key for one in released.asked_of(survey)]
    asked = dict(zip(keys, (one.words for one in queries.statements(survey)), strict=True))
    kept = dict.fromkeys(key for key, _group in lines)
    gone = say("A statement that is asked no longer.")
    return tuple(_said(key, asked.get(key, gone), lines, before, whole, groups) for key in kept)


def _said(
    key: str, text: str, lines: Lines, before: Lines, whole: Reached, groups: Sequence[str]
) -> Said:
    line = lines[key, EVERYBODY]
    found = survey_shares.agreeing(line, _rounded(whole.asked))
    return Said(
        key=key,
        words=text,
        counts=_counts(line),
        wide=_wide(found, whole.asked),
        found=found,
        bar=_bar(text, found),
        changed=_changed(line, before.get((key, EVERYBODY))),
        groups=_by_group(key, lines, groups),
    )


def _untold(lines: Lines, statements: int) -> str:
    if any(line.told for line in lines.values()):
        return ""
    return say_n(
        "What was said to the {n} statement is not told, so that nobody can be found: it may be"
        " that all said the same, or too few each thing.",
        "What was said to the {n} statements is not told, so that nobody can be found: it may be"
        " that all said the same, or too few each thing.", statements,
    )  # fmt: skip


def _counts(line: Released) -> str:
    """About 90 of about 140 agree, about 30 are in between, fewer than ten do not."""
    if line.said is None:
        return say("Fewer than ten answered this one.")
    if not line.told:
        return say(
            "{about} answered. What they said is not told, so that nobody can be found: it may be"
            " that all said the same, or too few each thing.", about=_about(line.said),
        )  # fmt: skip
    return say(
        "{yes} of about {said} agree; {some} are in between; {no} do not.",
        yes=_about(line.yes), said=words.number(line.said), some=_about(line.some).lower(),
        no=_about(line.no).lower(),
    )  # fmt: skip


def _wide(found: Share | None, asked: int) -> str:
    if found is None:
        return ""
    low, high = _of_hundred(found.low), _of_hundred(found.high)
    if asked:
        return say("Of all who were asked, somewhere from {low} to {high} in 100 may agree.",
                   low=low, high=high)  # fmt: skip
    return say("Somewhere from {low} to {high} in 100 may agree.", low=low, high=high)


def _of_hundred(share: float) -> int:
    return round(100 * share)


def _bar(text: str, found: Share | None) -> Bar | None:
    if found is None:
        return None
    value = say("{about} of {of}", about=words.about(found.about), of=words.number(found.of))
    return Bar(
        text, value, 100 * found.middle, low=round(100 * found.low, 1),
        high=round(100 * found.high, 1),
    )  # fmt: skip


def _changed(now: Released, before: Released | None) -> str:
    """Beside the last time the same was asked. Two samples: nobody is compared with themselves."""
    if before is None:
        return ""
    one, other = survey_shares.agreeing(now), survey_shares.agreeing(before)
    if one is None or other is None:
        return say("Too little is told, now or last time, to say whether it has changed.")
    low, high = survey_shares.change(one, other)
    was = say("Last time it was {about} of {of}.", about=words.about(other.about),
              of=words.number(other.of))  # fmt: skip
    if low <= 0 <= high:
        return was + " " + say("We cannot tell whether it has changed.")
    more = say("More agree now.") if low > 0 else say("Fewer agree now.")
    return was + " " + more


def _by_group(key: str, lines: Lines, groups: Sequence[str]) -> Table | None:
    if not groups:
        return None
    rows = tuple(_group_row(lines[key, group]) for group in groups if (key, group) in lines)
    heads = (Head(say("Group")), Head(say("Agree")), Head(say("How sure")))
    return Table(say("By group"), heads, rows)


def _group_row(line: Released) -> Row:
    found = survey_shares.agreeing(line)
    if line.said is None:
        agree = say("kept back: fewer than ten")
    elif not line.told:
        agree = say("not told, of about {said}", said=words.number(line.said))
    else:
        agree = say("{yes} of about {said}", yes=_about(line.yes), said=words.number(line.said))
    sure = (
        say("too few to tell")
        if found is None
        else say("{low} to {high} in 100", low=_of_hundred(found.low), high=_of_hundred(found.high))
    )
    return Row(line.group, (Cell(agree), Cell(sure, label=say("How sure: "))))


def _beside(by: Membership, survey: Survey, lines: Lines) -> Table | None:
    """The same statements as each of those asked sees them."""
    others = results.others(survey)
    if not others or survey.scale is not None:
        return None
    told = {survey.audience: lines} | {one.audience: _lines(one) for one in others}
    order = {who: named(by.school, who) for who in WHO if who in told}
    rows = tuple(
        Row(
            one.words,
            tuple(_told(told[who].get((one.key, EVERYBODY)), order[who]) for who in order),
        )
        for one in queries.statements(survey)
    )
    heads = (Head(say("Statement")), *(Head(title) for title in order.values()))
    return Table(say("The same statement, as each sees it"), heads, rows)


def _told(line: Released | None, who: str) -> Cell:
    label = f"{who}: "
    if line is None or line.said is None or not line.told:
        return Cell(say("not told"), label=label)
    about = say("{yes} of {said}", yes=_about(line.yes), said=words.number(line.said))
    return Cell(about, label=label)


def _together(survey: Survey) -> tuple[str, ...]:
    found = results.together(survey)
    if not found:
        return (
            say(
                "How the statements hang together is told from about sixty answers on, of three"
                " statements or more."
            ),
        )
    options = survey.scale.answers.count() if survey.scale else 0
    sentences = [_hangs(one) + _mean(one, options) for one in found]
    if survey.scale is None or not survey.scale.adds_up:
        sentences.append(say(
            "There is no score: nobody has shown that these statements may be added up, so each"
            " stands for itself."
        ))  # fmt: skip
    return tuple(sentences)


def _hangs(one: Together) -> str:
    name = one.part or say_n("the {n} statement", "the {n} statements", one.statements)
    parts = [_estimate("alpha", one.alpha, one.alpha_low, one.alpha_high),
             _estimate("omega", one.omega, one.omega_low, one.omega_high)]  # fmt: skip
    told = words.listed([part for part in parts if part])
    return say("Of {name}, answered by about {n}: {told}.", name=name, n=one.people, told=told)


def _mean(one: Together, options: int) -> str:
    if one.mean is None:
        return ""
    end = hanging.at_an_end(one.mean, options)
    said = f"{one.mean:.1f}"
    if end:
        said = say("{m} or more", m=said) if end > 0 else say("{m} or less", m=said)
    return " " + say("Mean {m} ({low} to {high}).", m=said, low=f"{one.mean_low:.1f}",
                     high=f"{one.mean_high:.1f}")  # fmt: skip


def _estimate(name: str, value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return say("{name} cannot be told", name=name)
    said = f"{value:.2f}"
    if value >= hanging.MOST_TOLD:
        said = say("{m} or more", m=said)
    return say("{name} {value} ({low} to {high})", name=name, value=said,
               low=f"{low:.2f}", high=f"{high:.2f}")  # fmt: skip
