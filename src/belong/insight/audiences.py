"""Who is asked and listened to, as a school calls them."""

from __future__ import annotations

from belong.insight.words import say
from belong.people import own_words
from belong.people.models import School

WHO = {"pupils": "{pupils}", "families": "Families", "staff": "Staff"}
"""In the order they are told."""


def named(school: School, who: str) -> str:
    """Pupils or Students, Families, Staff; who is a key of WHO."""
    return say(WHO[who], pupils=own_words.of(school).many_first)
