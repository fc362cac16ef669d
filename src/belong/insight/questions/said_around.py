"""Everything said around the statements of a survey, in English and in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from belong.insight.words import say
from belong.practice.voice import pulse
from belong.practice.voice.pulse import Language

HERE = {
    "how": "How true is this for you?",
    "fits": "Which answer fits you best?",
    "question": "Question {n} of {m}",
    "read": "Read it to me",
    "leave": "Leave quickly",
    "next": "Next",
    "back": "Back",
    "skip": "Skip this one",
    "send": "Send",
    "start": "Start",
    "tap": "Tap one. You can tap Skip this one, too.",
    "words": "Is there something you want to say?",
    "warn": "Do not write names. You can leave this empty.",
    "who": "Who will see this?",
    "pupils": "No one sees your name. Grown-ups see what ten or more children say, all mixed up.",
    "adults": "Nobody sees your name. School sees answers from ten or more people, mixed together.",
    "pupils_words": "A grown-up reads what you write. Nothing tells them that it was you.",
    "adults_words": "The people who lead this survey read what you write, one note at a time."
    " Nothing tells them whose it is.",
    "named": "The grown-ups who check in with you read it. One of them writes back to you.",
    "few": "With fewer than ten answers, nothing is shown at all.",
    "help": "I need help",
    "count": "It is {n} questions. You can skip any.",
    "which": "Which language?",
    "ways": "How do you like to read it?",
    "way_words": "Words",
    "way_pictures": "Pictures",
    "band": "Which fits you best?",
    "band_first": "Choose one line, then tap Start.",
    "helped": "Somebody is helping me to answer",
    "no_trace": "Nothing says when you answered, or on which screen.",
    "thanks": "Thank you.",
    "arrived": "Your answers are in. Nobody knows which ones are yours.",
    "will_say": "When it is closed, school will say what it heard and what it does.",
    "next_person": "The next person",
    "another": "Another code",
    "ask_whom": "Who would you like to help you?",
    "ask_apart": "This is not part of the questions. Your answers are not sent with it.",
    "ask_pick": "Pick a grown-up",
    "ask_class": "A grown-up from my class",
    "ask_name": "Your name and class",
    "ask_words": "What would you like to say? You can leave it empty.",
    "ask_reads": "The grown-up you pick reads this. If nobody has talked with you a day later, a"
    " grown-up who keeps children safe reads it too.",
    "ask_send": "Ask for help",
    "unsafe": "Not safe right now?",
    "near": "Tell a grown-up near you now.",
    "listens": "Childline listens at any time, free: 0800 1111.",
    "asked": "Thank you for asking.",
    "comes": "The grown-up you picked will see it and come to find you. It was brave to ask.",
    "lost": "It did not get through. Your answers are still here. Try again.",
    "mute": "This screen cannot read aloud. Ask a grown-up.",
    "once": "Each slip counts once.",
    "go_on": "Go on with the questions",
}
"""Everything said around the statements, in English; a language has the same names."""


@dataclass(frozen=True)
class Around:
    """What is said around statements in one language.

    key, dir  of the language, as a page names them
    text      every name of HERE
    """

    key: str
    dir: str
    text: Mapping[str, str]


def around(language: Language | None) -> Around:
    """What is said in a language; None for English."""
    text = {key: say(line, n="{n}", m="{m}") for key, line in HERE.items()}
    if language is None:
        return Around("en-GB", "ltr", text)
    return Around(language.key, "rtl" if language.rtl else "ltr", text | dict(language.words))


def by_key(key: str) -> Around:
    """What is said on a page that knows no survey: the language somebody read until then."""
    return around(pulse.languages().get(key))
