"""Two pages: who-may.md says who may see and do what, for anybody who asks; addresses.md says what
each address needs, for who builds or checks Belong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belong.people.care import Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.test")

OUTSIDE = {
    "account_login": "anybody: signing in",
    "account_logout": "whoever is signed in: signing out",
    "account_reset_password": "anybody: a forgotten password",
    "account_reset_password_done": "anybody: a forgotten password",
    "account_reset_password_from_key": "whoever holds the link from the e-mail",
    "account_reset_password_from_key_done": "whoever holds the link from the e-mail",
    "account_signup": "anybody: says that accounts are made by the school",
    "openid_connect_login": "anybody: off to the school's account elsewhere",
    "openid_connect_callback": "whoever comes back from there",
    "socialaccount_login_cancelled": "anybody: says that it did not lead here",
    "socialaccount_signup": "anybody: says that it did not lead here",
    "account_inactive": "anybody: says that the account is closed",
    "account_reauthenticate": "whoever is signed in",
    "mfa_authenticate": "whoever gave the right password: the second step",
    "mfa_login_webauthn": "anybody: signing in with a passkey",
    "mfa_reauthenticate": "whoever is signed in",
    "mfa_reauthenticate_webauthn": "whoever is signed in",
    "mfa_index": "whoever is signed in: their own second steps and sessions",
    "mfa_list_webauthn": "whoever is signed in: leads to the same page",
    "mfa_activate_totp": "whoever is signed in: their own app",
    "mfa_deactivate_totp": "whoever showed their second step: their own app",
    "mfa_add_webauthn": "whoever is signed in: their own passkeys",
    "mfa_edit_webauthn": "whoever showed their second step: their own passkeys",
    "mfa_remove_webauthn": "whoever showed their second step: their own passkeys",
    "mfa_view_recovery_codes": "whoever showed their second step: their own codes on paper",
    "mfa_generate_recovery_codes": "whoever showed their second step: their own codes on paper",
    "mfa_download_recovery_codes": "whoever showed their second step: their own codes on paper",
    "door": "anybody: names on a shared device of the school, or its setting up",
    "type_pin": "anybody on a shared device of the school: their PIN",
    "finish": "anybody on a shared device of the school: the way out",
    "invitation": "whoever holds the link; names nobody until a button is pressed",
    "with_link": "whoever holds a link from outside; names nobody until a code is typed",
    "visit": "whoever used a link and its code: the one child it is for",
    "next_link": "the same: a link for their next visit",
    "leave": "the same: closes it",
    "type_code": "anybody: the place for a survey's code",
    "leave_quickly": "anybody: where Leave quickly leads",
    "sent": "anybody: after a survey",
    "ask_for_help": "whoever has a survey's code: picks an adult and writes their own name",
    "help_is_coming": "anybody: after asking for help",
    "with_a_code": "whoever has a survey's code: answers without a name, and shows no child",
    "which_school": "whoever is signed in: their own schools",
    "usersessions_list": "whoever showed their second step: their own sessions",
    "board": "anybody with its address: what was said and done, with no name in it",
    "healthz": "anybody: whether the house is standing; shows no child",
}
"""Addresses that need no role at a school, and for whom they are."""


REACHES = {
    "school": "every child of the school",
    "year": "the children of one year",
    "form": "the children of one form or class",
    "class": "the children a timetable puts into one class",
    "cohort": "the children who share one thing the school's own system says of them, until a day",
    "child": "one child",
}
NO_CHILD = "no child"
BY_NAME = "every child of the school, found by name"
IN_WORDS = {
    "SCHOOL_TODAY_READ": "see who is not here today",
    "CHILDREN_LIST": "list and search children",
    "CHILD_READ": "open a child's page",
    "PATTERNS_READ": "read patterns in a child's marks",
    "TODAY_READ": "see whom of their own children to welcome back and keep in mind",
    "ACT_SET": "set one small act down for a child, and see what was done",
    "PASSED_ON_READ": "see children without enough adults",
    "PROFILE_READ": "read what a child says helps them",
    "PROFILE_WRITE": "write down with a child what helps them",
    "CHECKINS": "agree check-ins with a child, do them, and read what was said",
    "GOOD_THINGS": "write down and read the good things somebody noticed",
    "CONTACT_READ": "read what was said with home, and keep a child in mind over a holiday",
    "CONTACT_WRITE": "see how somebody likes to be reached, and write down that they were in touch",
    "OBSERVE": "leave a word about what they saw",
    "OBSERVATIONS_READ": "read what others saw of a child",
    "DAYS_AHEAD": "see and say what will be different on a day",
    "GATE_READ": "see whom to look out for at the gate, and say who has come",
    "FIRST_DAY": "see who has no reason yet, and write down who tried",
    "WARNINGS_READ": "see for whom an early warning asks a warm word, and answer",
    "CHILD_GREET": "find a child by name, and see the form and whom to ask",
    "CHILDREN_EXPORT": "take a list of children away, as a spreadsheet",
    "NUMBERS_EXPLAIN": "open what a number is made of",
    "REGISTERS_READ": "see which files came in",
    "REGISTERS_IMPORT": "bring files in, and take them back",
    "MARKS_CORRECT": "put a mark right, with a reason",
    "CALENDAR_WRITE": "say when school was closed",
    "TRAIL_OF_CHILD": "see who looked at a child",
    "TRAIL_SEARCH": "search who did and saw what",
    "TRAIL_DROP": "drop old months of that, once their time is over",
    "QUALITY_READ": "see what is missing or odd in the records",
    "SYSTEM_READ": "read what the school's own system says, each field through its gate",
    "SOCIAL_CARE_READ": "read what concerns social care",
    "HEALTH_READ": "read what concerns health",
    "CONTACTS_READ": "read whom to ring at home",
    "RESTRICTED_NOTES": "write and read a note for few people about a child",
    "GATE_OPEN": "open one of these for an hour, with a reason",
    "ORDER_ASK": "ask a second person for a contact under an order",
    "ORDER_AGREE": "be that second person",
    "NOTICES_READ": "be told when something was opened",
    "AUDIT_READ": "take part where the school looks at itself, and read what came of it",
    "AUDIT_LEAD": "open such a look, say what the school agrees, and set next steps down",
    "VOICE_READ": "read what was said once a survey is closed, and what was done",
    "VOICE_LEAD": "ask pupils, families or staff, and answer what they said",
    "CLASS_ROUND": "go through their own form, child by child, once a term",
    "PEOPLE_READ": "see who works here, and as what",
    "PEOPLE_GIVE": "invite somebody, give a role, end one, say that somebody leaves",
    "SECURITY_READ": "see how safely Belong is run",
    "SETTINGS_WRITE": "say how the school is named and reached",
    "LINKS_READ": "see who outside school is let see a child, and end it",
    "FAMILY_INVITE": "let family or the young person in, by a link",
    "PROFESSIONALS_INVITE": "let a professional from outside in, by a link",
    "LINKS_OF_SCHOOL": "see every link in use",
}
"""What a permission lets somebody do. One that is not here is about the house itself, not about
children or people: everybody may open help, and the page of components."""
OF_THE_HOUSE = {"HOUSE", "KITCHEN_SINK"}
WHOSE = """A role is given for some children: the whole school's, or those of a year, a form or a
class, or one child. It may begin on a day and end on a day. Several roles add up, each with its own
children.

Somebody from a trust, a local authority or its virtual school is let see one group, such as
children in care, for a year at most, and only the children who are in it today. Such a role is
given by somebody who may read who is in the group. Everybody else reads "some children" where the
role is named, and the page of a child never says of which group they are.

| whose child it is | what somebody is shown |
|---|---|
| one they work with | the page, and a line in the trail that says who looked |
| another child of their school | nothing: the page is not there |
| a child of another school | nothing: the page is not there |
| nobody's: no such child | nothing: the page is not there |

The last three answers are the same to the byte, so nobody learns who exists. A child who moves to
another form or class is let go at once, and so is everybody whose role has ended, or who has
left."""
GIVEN = """Roles are given by hand, on the page *People*, by those whom the last table names. Nobody
gives a role to themselves, or ends one of their own. Each change is written down with who made it,
and the page *How safely Belong is run* lists the latest. Somebody must always be left who can give
roles. A role for one child is given by somebody who sees that child. Where an adult is a parent or
relative of a child here, the head can say so: it takes no right away, and their looks are marked.

Whoever has no second step yet (a passkey, or an app with codes) opens nothing, whatever their
roles. Lunch, site, crossing and breakfast staff may come in with a PIN instead, on a device of the
school: it opens their own small page and nothing else, whatever else they are."""


OUTSIDERS = """Somebody outside school can be let see a little of one child, by a link, without an
account. Each link works once, with a one-time code, and for 14 days at most; being let in has no
clock, and ends when somebody ends it or the child leaves. Whoever must not be contacted, or stands
under an order, is let in by nobody, and is out with their next click."""
SEEN_OUTSIDE = (
    ("who", "what they see", "what they never see"),
    ("---", "---", "---"),
    (
        "family, named in the school's own system",
        "the child's first name; days in school this half-term; this year week by week, in words;"
        " whom to talk to",
        "bands, counts of what was not allowed, any other child",
    ),
    ("the young person", "the same, said to them", "the same"),
    (
        "a professional from outside",
        "the child's name; today's marks; sessions missed this half-term; whom to call",
        "the year, home, health, any other child",
    ),
)
"""What somebody with a link is shown; insight/questions/seen_from_outside.py says it."""


def page() -> str:
    """Roles, whose children, and who may do what: as Markdown, in words a governor reads."""
    _ready()
    return "\n".join(
        ["# Who may do what", "", *_roles(), *_permissions(), *_fields(), *_developers(), ""]
    )


def addresses_page() -> str:
    """What each address needs: as Markdown, for who builds or checks Belong."""
    _ready()
    return "\n".join(["# What each address needs", "", *_pages(), ""])


def _ready() -> None:
    import django

    django.setup()


def _developers() -> Iterator[str]:
    yield "Who builds or checks Belong finds the permission of every address in"
    yield "[addresses](addresses.md)."


def _roles() -> Iterator[str]:
    from belong.people.permissions import Permission
    from belong.people.reach import Reach
    from belong.people.roles import ROLES

    yield from ("A role is a sentence, shown to the people it describes.", "")
    yield from ("| role | in words | can be given for |", "|---|---|---|")
    for role in ROLES.values():
        reaches = ", or ".join(REACHES[r] for r in Reach if r in role.reaches)
        if Permission.CHILD_READ not in role.may:
            reaches = BY_NAME if Permission.CHILD_GREET in role.may else NO_CHILD
        yield _row(role.name, role.in_words, reaches)
    yield from ("", "## Whose children", "", WHOSE, "")
    yield from ("## People outside school", "", OUTSIDERS, "")
    yield from (*(_row(*cells) for cells in SEEN_OUTSIDE), "")
    yield from ("## Who gives roles", "", GIVEN, "")


def _permissions() -> Iterator[str]:
    from belong.people.permissions import Permission
    from belong.people.roles import ROLES

    yield from ("## Who may do each thing", "")
    yield from ("Each only for the children their role is for.", "")
    yield from ("| what | who |", "|---|---|")
    sees = [r for r in ROLES.values() if Permission.CHILD_READ in r.may]
    for permission in Permission:
        if permission.name not in OF_THE_HOUSE:
            holders = [r.name for r in ROLES.values() if permission in r.may]
            yield _row(IN_WORDS[permission.name], _listed(holders, [r.name for r in sees]))
    yield ""


GATES = """What files say of a child stands on one page, each field only for those it is for. A
field somebody may not see leaves no trace: no count, no heading, no "hidden". Whoever may open a
gate alone does it for an hour, with a reason, and those who lead on safeguarding are told at once.
A field with several gates needs them all. How to reach an adult under an order is read by nobody
alone: one person asks and another says yes."""


def _fields() -> Iterator[str]:
    from belong.people import care

    yield from ("## Who may read each field", "", GATES, "")
    yield from ("| field | gate | who reads it | who may open it for an hour | with two people |",
                "|---|---|---|---|---|")  # fmt: skip
    seen: dict[tuple[str, ...], list[str]] = {}
    unseen: dict[str, list[str]] = {}
    for thing in care.things():
        if thing.on_a_page:
            seen.setdefault((thing.kind, *_who_reads(thing.gates)), []).append(thing.words)
        else:
            unseen.setdefault(thing.kind, []).append(thing.words)
    for (kind, *cells), fields in seen.items():
        yield _row(f"{kind}: {'; '.join(fields)}", *cells)
    yield from ("", "### Fields no page shows", "", "They stay in the database.", "")
    yield from (f"- {kind}: {'; '.join(fields)}" for kind, fields in unseen.items())
    yield ""


def _who_reads(gates: frozenset[Gate]) -> tuple[str, str, str, str]:
    """The gates of a field, and by what each role passes them: its own right, an hour, or two."""
    from belong.people.care import OPENS, READ, Gate
    from belong.people.permissions import Permission
    from belong.people.roles import ROLES

    ways: dict[str, list[str]] = {"own": [], "hour": [], "two": []}
    for role in (r for r in ROLES.values() if Permission.SYSTEM_READ in r.may):
        shut = {g for g in gates if READ.get(g) not in role.may}
        if not all(OPENS[g] in role.may for g in shut):
            continue
        ways["two" if Gate.ORDER in shut else "hour" if shut else "own"].append(role.name)
    words = ", ".join(sorted(str(gate) for gate in gates)) or "none"
    everybody = sum(Permission.SYSTEM_READ in role.may for role in ROLES.values())
    own = "whoever opens the page" if len(ways["own"]) == everybody else ", ".join(ways["own"])
    return words, own, ", ".join(ways["hour"]), ", ".join(ways["two"])


def _listed(holders: list[str], seeing: list[str]) -> str:
    return "everybody who works with children" if holders == seeing else ", ".join(holders)


def _pages() -> Iterator[str]:
    yield from ("Who holds each permission is in [who may do what](who-may.md).", "")
    yield from ("An address that says nothing of this kind fails the build.", "")
    yield from ("| address | what it needs |", "|---|---|")
    outside = []
    for address, name, needs in addresses():
        if name in OUTSIDE:
            outside.append(_row(f"`{address}`", OUTSIDE[name]))
        else:
            yield _row(f"`{address}`", str(needs))
    yield from ("", "## Outside the school's rooms", "", "| address | for whom |", "|---|---|")
    yield from outside


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def addresses() -> Iterator[tuple[str, str, object]]:
    """Each address, its name, and the permission it says it needs (None: open to all)."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(found: object, before: str) -> Iterator[tuple[str, str, object]]:
        for entry in getattr(found, "url_patterns", []):
            here = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, here)
            elif isinstance(entry, URLPattern):
                yield "/" + here, entry.name or "", getattr(entry.callback, "needs", None)

    yield from walk(get_resolver(), "")
