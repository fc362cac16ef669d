"""Surveys as they are looked at: with the longest words somebody can write, in each state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests import surveys
from tests.people import EVE, TODAY, House
from tests.surveys import PUPILS

from belong.practice.voice import speakers
from belong.practice.voice.models import HelpAsked, NamedAnswer, Said

LONG = replace(
    PUPILS, title="How all of us feel in this school, at break, at lunch, and on the way home",
    purpose="We want to know where you feel at home here, and where not yet, and why. " * 3,
    breakdown="year",
)  # fmt: skip


def _survey(house: House) -> surveys.Survey:
    return surveys.opened(house, LONG)


def survey(address: str) -> Callable[[House], str]:
    """An open one, by its key and the code of its first group."""

    def page(house: House) -> str:
        one = _survey(house)
        return address.format(key=one.pk, code=surveys.code_of(one))

    return page


def by_name(path: str, *, answered: bool = True) -> Callable[[House], str]:
    """The longest name, asked by name: before they answered, or with long words and no reply."""

    def page(house: House) -> str:
        house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
        made = surveys.opened(house, replace(LONG, breakdown="", how="named"))
        eve = house.child(EVE)
        if answered:
            NamedAnswer.objects.create(
                school=house.school, survey=made, pupil=eve, choices="12345-12345",
                words="At break it is so loud that I go and sit by the bins. " * 8,
                answered_on=TODAY, by=house.adults["tutor"].adult,
            )  # fmt: skip
        return path.format(child=eve.pk)

    return page


def prepared(house: House) -> str:
    """One that is not open yet."""
    return f"/voice/{surveys.prepared(house, LONG).pk}/"


def closed(address: str) -> Callable[[House], str]:
    """One that is closed, with notes of the longest kind."""

    def page(house: House) -> str:
        one = surveys.closed(house)
        Said.objects.filter(survey=one).update(words="Longestwordthatachildtypes " * 18)
        return address.format(key=one.pk)

    return page


def languages(house: House) -> str:
    """One of them is offered."""
    by = surveys.head(house)
    speakers.say_read(by=by, language="ar", checked_by="Mrs Nowak " * 8, at=surveys.NOW)
    return "/voice/languages/"


def help_waits(house: House) -> str:
    """Somebody asked the headteacher, who is asked in the longest words."""
    to = house.adults["headteacher"].adult
    HelpAsked.objects.create(
        school=house.school, to=to, name="Ada " * 20, words="Please " * 70, asked_on=TODAY
    )
    return "/voice/help/"
