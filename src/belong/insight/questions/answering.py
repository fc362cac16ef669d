"""Answering a survey: what stands on each screen, in the words and the language somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from belong.insight.questions.said_around import Around, around
from belong.insight.words import say
from belong.practice.voice import codes, pulse, queries, speakers
from belong.practice.voice.models import LONGEST_WORDS, Survey
from belong.practice.voice.pulse import ENGLISH, SKIPPED, VERSIONS, Language

NOT_YET = "."
"""In what a page carries: a statement nobody has come to."""


@dataclass(frozen=True)
class SoFar:
    """What somebody has chosen up to now; the page carries it, and nothing else does.

    choices  one character for each statement; NOT_YET where nobody has come to it
    at       the statement on the screen, from 0; -1 for the start, as many as there are for the end
    missed   whether they went on without tapping anything
    sending  what was drawn for this page at the start, so that two taps on Send are one person
    """

    version: str = "plain"
    language: str = ENGLISH
    supported: bool = False
    band: int | None = None
    choices: str = ""
    at: int = -1
    words: str = ""
    missed: bool = False
    sending: str = ""


@dataclass(frozen=True)
class Tile:
    """One answer to tap. `face` "" where a statement has no faces."""

    value: str
    words: str
    face: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Start:
    """The first screen.

    count      of how many questions it is, in words
    versions   keys and words of the ways to read it; empty where there is one alone
    languages  keys and their own names, English first; empty where there is no other
    bands      keys and names of what people say of themselves
    """

    school: str
    title: str
    purpose: str
    pupils: bool
    n: int
    so_far: SoFar
    said: Around
    count: str
    versions: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    bands: tuple[tuple[int, str], ...]
    who: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One screen.

    lang, dir   of the words on it
    text        what is around: every name of HERE
    under       what the one word beside a drawing stands for; "" where `words` say it all
    drawing     the name of one of our drawings, "" without
    who         who will see it
    last        the statements are over: own words, and Send
    """

    so_far: SoFar
    lang: str
    dir: str
    text: Mapping[str, str]
    where: str
    words: str
    under: str
    drawing: str
    tiles: tuple[Tile, ...]
    pupils: bool
    who: str
    last: bool
    longest: int = LONGEST_WORDS


def so_far(survey: Survey, sent: Mapping[str, str]) -> SoFar:
    """What a page carried, put right where it does not fit this survey."""
    n = len(queries.statements(survey))
    allowed = set("1234567") | {SKIPPED, NOT_YET}
    choices = sent.get("choices", "")
    if len(choices) != n or not set(choices) <= allowed:
        choices = NOT_YET * n
    version = sent.get("version", "")
    language = sent.get("read_in") or sent.get("language", "")
    at, band = sent.get("at", ""), sent.get("band", "")
    return SoFar(
        version if version in VERSIONS else VERSIONS[0],
        language if language in speakers.offered(survey) else ENGLISH,
        bool(sent.get("supported")), _number(band), choices,
        min(_START if (place := _number(at)) is None else place, n),
        sent.get("words", "")[: 4 * LONGEST_WORDS], sending=_drawn(sent.get("sending", "")),
    )  # fmt: skip


def _drawn(text: str) -> str:
    return text if len(text) == codes.LONG_DRAWN and text.isascii() and text.isalnum() else ""


_START = -1


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def step(survey: Survey, now: SoFar, answer: str, go: str) -> SoFar:
    """One screen on, or back. Who goes on without tapping stays, and is told."""
    here = now.choices[now.at] if 0 <= now.at < len(now.choices) else ""
    values = {tile.value for tile in _tiles(survey, now)}
    if here and answer in values:
        now = replace(now, choices=now.choices[: now.at] + answer + now.choices[now.at + 1 :])
        here = answer
    if go == "back":
        return replace(now, at=now.at - 1)
    if here == NOT_YET or (now.at < 0 and _no_band(survey, now)):
        return replace(now, missed=True)
    if now.at < 0:
        now = replace(now, sending=codes.for_one_page())
    return replace(now, at=min(now.at + 1, len(now.choices)))


def _bands(survey: Survey) -> tuple[tuple[int, str], ...]:
    """Keys and names of what people say of themselves."""
    return tuple((group.pk, group.name) for group in queries.groups(survey) if group.code is None)


def _no_band(survey: Survey, now: SoFar) -> bool:
    bands = _bands(survey)
    return bool(bands) and now.band not in dict(bands)


def start(survey: Survey, now: SoFar | None = None) -> Start:
    """The first screen: what it is for, who will see it, and how to read it."""
    pupils, now = survey.audience == survey.Audience.PUPILS, now or so_far(survey, {})
    others, n = speakers.offered(survey), len(queries.statements(survey))
    said = around(others.get(now.language))
    return Start(
        survey.school.name, survey.title, survey.purpose, pupils, n, now, said,
        _count(said, n), _ways(said, now) if pupils and survey.scale_id is None else (),
        ((ENGLISH, "English"), *((one.key, one.name) for one in others.values())) if others else (),
        _bands(survey),
        tuple(said.text[key] for key in _readers(survey)),
    )  # fmt: skip


def _count(said: Around, n: int) -> str:
    if n == 1:
        return say("It is one question. You can skip it.")
    return said.text["count"].replace("{n}", str(n))


def _ways(said: Around, now: SoFar) -> tuple[tuple[str, str], ...]:
    """The ways to read it. Few words are written in English alone."""
    ways = (said.text["way_words"], say("Few words"), said.text["way_pictures"])
    every = tuple(zip(VERSIONS, ways, strict=True))
    return every if now.language == ENGLISH else (every[0], every[2])


def asked(survey: Survey, now: SoFar) -> Question:
    """The screen somebody has come to."""
    statements = queries.statements(survey)
    language = speakers.offered(survey).get(now.language)
    said = _around(survey, language)
    text = said.text
    last = now.at >= len(statements)
    words, under, drawing = ("", "", "") if last else _statement(survey, now, language)
    where = text["question"].replace("{n}", str(now.at + 1)).replace("{m}", str(len(statements)))
    who = text[_reads(survey) if last else _who(survey)]
    return Question(
        now, said.key, said.dir, text, "" if last else where, words, under, drawing,
        () if last else _tiles(survey, now),
        survey.audience == survey.Audience.PUPILS, who, last,
    )  # fmt: skip


def _around(survey: Survey, language: Language | None) -> Around:
    """Everything around a statement, in the language somebody chose."""
    said = around(language)
    if survey.scale_id is None:
        return said
    return replace(said, text={**said.text, "how": said.text["fits"]})


def _statement(survey: Survey, now: SoFar, language: Language | None) -> tuple[str, str, str]:
    """The statement on the screen, what stands under it, and its drawing."""
    one, symbol = queries.statements(survey)[now.at], now.version == "symbol"
    drawing = one.drawing if symbol else ""
    if language:
        pupils = survey.audience == survey.Audience.PUPILS
        every = language.pupils if pupils else language.families
        return every.get(one.key, one.words), "", drawing
    if symbol and one.word:
        return one.word, one.easy, drawing
    return (one.easy if now.version == "easy" else "") or one.words, "", drawing


def _who(survey: Survey) -> str:
    """Which line of HERE says who will see it."""
    if survey.how == survey.How.NAMED:
        return "named"
    return "pupils" if survey.audience == survey.Audience.PUPILS else "adults"


def _reads(survey: Survey) -> str:
    """Which line of HERE says who reads somebody's own words: each note is read by itself."""
    return _who(survey) + ("" if survey.how == survey.How.NAMED else "_words")


def _readers(survey: Survey) -> tuple[str, ...]:
    """Which lines of HERE the first screen says."""
    if survey.how == survey.How.NAMED:
        return (_who(survey),)
    return _who(survey), _reads(survey), "few"


def _tiles(survey: Survey, now: SoFar) -> tuple[Tile, ...]:
    answers = queries.answers(survey)
    language = speakers.offered(survey).get(now.language)
    faces = pulse.pulse().faces if survey.scale_id is None else ("",) * len(answers)
    skip = around(None).text["skip"]
    if language:
        answers, skip = language.answers, language.words["skip"]
    elif survey.scale_id is None:
        answers = tuple(say(words) for words in answers)
    chosen = now.choices[now.at] if 0 <= now.at < len(now.choices) else ""
    tiles = [
        Tile(str(n), words, face, chosen == str(n))
        for n, (words, face) in enumerate(zip(answers, faces, strict=True), 1)
    ]
    return (*tiles, Tile(SKIPPED, skip, "none" if faces[0] else "", chosen == SKIPPED))
