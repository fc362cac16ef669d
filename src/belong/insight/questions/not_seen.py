"""What a role does not open, in a sentence: said before somebody looks for it."""

from __future__ import annotations

from collections.abc import Callable

from belong.insight.words import say
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.roles import Role

SHUT = (
    (Permission.CHILD_READ, "children’s pages"),
    (Permission.PROFILE_READ, "what helps a child"),
    (Permission.CHECKINS, "what was said in a check-in"),
    (Permission.GOOD_THINGS, "good things"),
    (Permission.OBSERVATIONS_READ, "what others saw"),
    (Permission.CONTACT_READ, "what was said with home"),
    (Permission.PATTERNS_READ, "what marks may be saying"),
    (Permission.SYSTEM_READ, "what the school’s own system says"),
    (Permission.CONTACTS_READ, "how to reach home"),
    (Permission.HEALTH_READ, "health"),
    (Permission.SOCIAL_CARE_READ, "social care"),
    (Permission.TRAIL_OF_CHILD, "who looked at a child"),
)
"""What is asked for, from the door to the most private."""


def of_role(role: Role) -> str:
    """What one role does not open; "" where that is nothing."""
    shut = _shut(lambda permission: permission in role.may)
    return say("Does not open: {shut}.", shut=shut) if shut else ""


def of_mine(by: Membership) -> str:
    """What somebody's roles together do not open; "" where that is nothing."""
    shut = _shut(by.may)
    return say("With your roles you do not open: {shut}.", shut=shut) if shut else ""


def _shut(may: Callable[[Permission], bool]) -> str:
    shut = [say(words) for permission, words in SHUT if not may(permission)]
    if not may(Permission.CHILD_READ):
        shut = shut[:1]
    return _listed(shut) if shut else ""


def _listed(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return say("{most} or {last}", most=", ".join(words[:-1]), last=words[-1])
