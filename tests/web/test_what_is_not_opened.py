"""What a role does not open is said on Help; a page that is not for it is no fault in the log."""

from __future__ import annotations

import logging
import sys

from django.core.exceptions import PermissionDenied
from tests.people import House, SignIn

from belong.insight.questions import not_seen
from belong.people.roles import ROLES
from belong.web.quiet_log import WithoutRefusals


def test_help_says_what_ones_own_roles_do_not_open(house: House, signed_in: SignIn) -> None:
    said = signed_in(house, "office").get("/help/").content.decode()
    mine = said[said.index('id="not-for-you"') :].split("</p>")[0]
    assert "what was said in a check-in" in mine
    assert "social care" in mine
    assert "children’s pages" not in mine


def test_every_sentence_follows_the_roles() -> None:
    """Each thing a sentence names is one the role does not open, and none is left out."""
    for role in ROLES.values():
        said = not_seen.of_role(role)
        for permission, words in not_seen.SHUT[1:]:
            named = words in said
            sees_children = not_seen.SHUT[0][0] in role.may
            assert named is (sees_children and permission not in role.may), (role.key, words)
    assert not_seen.of_role(ROLES["lunch_staff"]) == "Does not open: children’s pages."


def test_a_refusal_is_one_line_and_a_fault_keeps_its_traceback() -> None:
    for error, kept in ((PermissionDenied("no"), False), (ValueError("no"), True)):
        try:
            raise error
        except (PermissionDenied, ValueError):
            line = logging.LogRecord("x", logging.WARNING, "x", 1, "Forbidden", (), sys.exc_info())
        assert WithoutRefusals().filter(line)
        assert bool(line.exc_info) is kept


def test_what_is_logged_goes_through_it() -> None:
    handlers = logging.getLogger().handlers
    assert any(isinstance(one, WithoutRefusals) for h in handlers for one in h.filters)
