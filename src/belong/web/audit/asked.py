"""What every page of a look reads from what was posted."""

from __future__ import annotations

import datetime as dt

from belong.people.fetch import NotYours
from belong.practice.audit import queries
from belong.practice.audit.models import Look, Question
from belong.practice.audit.wrong import NotKept
from belong.web import page
from belong.web.gate import SignedIn


def typed(request: SignedIn, *names: str) -> dict[str, str]:
    """What was typed, to stand in the form again."""
    return {name: request.POST.get(name, "").replace("\x00", "") for name in names}


def question(request: SignedIn, look_id: int) -> Question:
    """The statement a form is about. Raises NotYours for one of another look or school."""
    found = queries.question(request.membership, page.key_posted(request, "question"))
    if found.look_id != look_id:
        raise NotYours("question")
    return found


def look(request: SignedIn, look_id: int) -> Look:
    """The look an address names. Raises NotYours."""
    return queries.look(request.membership, look_id)


def day(text: str) -> dt.date:
    """A day as a browser sends it. Raises NotKept."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotKept("There is no such day.", do="Choose a day, such as 24 11 2026.") from None
