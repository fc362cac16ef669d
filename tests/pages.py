"""Every address of the house, written out by hand: a new one must be given a line here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.people import ADA, Child, House

from belong.intake.models import Import

IMPORTERS = frozenset({"attendance_lead", "data_lead"})
LOOKERS_IN = IMPORTERS | {"headteacher", "attendance_champion"}
SEE_REGISTERS = LOOKERS_IN | {"office"}
EXPORTERS = LOOKERS_IN | {"safeguarding_lead", "deputy_safeguarding_lead", "senco"}
SOME_CHILDREN = frozenset(
    {"head_of_year", "tutor", "class_teacher", "subject_teacher", "teaching_assistant",
     "key_person", "mentor", "stand_in", "designated_teacher", "family_liaison", "supply",
     "psychologist", "virtual_school"}
)  # fmt: skip
GREETS = frozenset({"lunch_staff", "site_staff", "crossing", "breakfast_staff"})
"""Find a child by name, and open no page about one."""
WHO_LOOKED = frozenset({"headteacher", "safeguarding_lead", "deputy_safeguarding_lead"})
TRAIL = frozenset({"data_protection_officer"})
SEE_CHILDREN = EXPORTERS | SOME_CHILDREN | {"office", "pastoral_lead", "mental_health_lead"}
GIVERS = frozenset({"headteacher", "system_administrator"})
SEE_STAFF = GIVERS | {"safeguarding_lead", "deputy_safeguarding_lead", "office", "attendance_lead"}
SEE_SECURITY = GIVERS | {"governor"}
SETTERS = GIVERS | {"safeguarding_lead"}
SEE_PATTERNS = SEE_CHILDREN - {"data_lead", "office", "supply"}
SEE_TODAY = SEE_PATTERNS | {"supply"}
SET_ACTS = SEE_PATTERNS - {"psychologist", "virtual_school"}
OBSERVE = SET_ACTS | GREETS | {"office", "supply"}
SEE_SEEN = SET_ACTS | {"office"}
GOOD_THINGS = SET_ACTS
CHECKINS = SET_ACTS - frozenset(
    {"attendance_champion", "attendance_lead", "family_liaison", "subject_teacher"}
)
IN_TOUCH = SET_ACTS - {"subject_teacher"}
WRITES_TO_HOME = SET_ACTS | {"office"}
AT_THE_GATE = SEE_SEEN | GREETS
FIRST_DAY = frozenset(
    {"headteacher", "attendance_champion", "attendance_lead", "office", "safeguarding_lead",
     "deputy_safeguarding_lead", "pastoral_lead", "head_of_year"}
)  # fmt: skip
CLASS_ROUND = frozenset({"tutor", "class_teacher"})
READ_HELPS = SEE_TODAY
WRITE_HELPS = SET_ACTS - {
    "attendance_champion",
    "attendance_lead",
    "subject_teacher",
    "family_liaison",
}
PASSED_ON = frozenset(
    {"headteacher", "attendance_champion", "safeguarding_lead", "deputy_safeguarding_lead", "senco",
     "pastoral_lead", "head_of_year"}
)  # fmt: skip
NO_CHILD = frozenset({"system_administrator", "governor"}) | TRAIL
"""Work with no child, and open no page about one."""
KEEPS_SAFE = WHO_LOOKED
READ_CARE = KEEPS_SAFE | {"designated_teacher"}
BESIDE_CHILDREN = frozenset(
    {"teaching_assistant", "stand_in", "supply", "psychologist", "virtual_school"}
)
LOOKS_AFTER = frozenset({"pastoral_lead", "head_of_year"})
LETS_FAMILY_IN = KEEPS_SAFE | {"pastoral_lead", "tutor", "key_person", "family_liaison"}
SEE_LINKS = LETS_FAMILY_IN | {"senco", "designated_teacher"}
OPENS_ALONE = LOOKS_AFTER | {"attendance_champion", "senco"}
EVERYBODY = SEE_CHILDREN | NO_CHILD | GREETS
LISTENED_TO = (
    EVERYBODY
    - GREETS
    - TRAIL
    - frozenset({"psychologist", "supply", "virtual_school", "system_administrator"})
)
SURVEY = ("prepared survey", "open survey", "closed survey")
UNLIKE = ("headteacher", "attendance_champion", "attendance_lead", "data_lead", "office",
          "safeguarding_lead", "deputy_safeguarding_lead", "data_protection_officer", "senco",
          "mental_health_lead", "designated_teacher", "pastoral_lead", "head_of_year", "tutor",
          "subject_teacher", "class_teacher", "key_person", "mentor", "family_liaison", "supply",
          "teaching_assistant",
          "psychologist", "system_administrator", "governor", "lunch_staff")  # fmt: skip
"""One role of each kind: every other has the permissions and the reach of one of these."""
LOOKS_AT_SCHOOL = EVERYBODY - GREETS - TRAIL - {
    "system_administrator", "supply", "psychologist", "virtual_school",
}  # fmt: skip
LEADS_LOOKS = frozenset({"headteacher", "mental_health_lead"})
TRIED = UNLIKE if os.environ.get("BELONG_TEST_POSTGRES") else tuple(sorted(EVERYBODY))
"""Every role where the whole table is walked; on the second database one of each kind."""

OPEN_TO_ALL = {
    "healthz": "whoever looks after the machine; shows no child",
    "account_login": "the way in",
    "account_logout": "the way out",
    "account_reset_password": "for somebody who cannot get in",
    "account_reset_password_done": "for somebody who cannot get in",
    "account_reset_password_from_key": "the link in an e-mail",
    "account_reset_password_from_key_done": "after the link in an e-mail",
    "account_signup": "says that the school makes accounts",
    "openid_connect_login": "off to the school's account elsewhere; shows no child",
    "openid_connect_callback": "the way in by that account",
    "socialaccount_login_cancelled": "says that it did not lead here",
    "socialaccount_signup": "says that it did not lead here",
    "account_inactive": "says that an account is closed",
    "account_reauthenticate": "asks for the password again; shows no child",
    "mfa_authenticate": "the second step of the way in",
    "mfa_login_webauthn": "the way in with a passkey",
    "mfa_reauthenticate": "asks for a code again; shows no child",
    "mfa_reauthenticate_webauthn": "asks for the passkey again; shows no child",
    "mfa_index": "one's own second steps and sessions; shows no child",
    "mfa_list_webauthn": "leads to the page before",
    "mfa_activate_totp": "one's own app with codes",
    "mfa_deactivate_totp": "one's own app with codes",
    "mfa_add_webauthn": "one's own passkeys",
    "mfa_edit_webauthn": "one's own passkeys",
    "mfa_remove_webauthn": "one's own passkeys",
    "mfa_view_recovery_codes": "one's own codes on paper",
    "mfa_generate_recovery_codes": "one's own codes on paper",
    "mfa_download_recovery_codes": "one's own codes on paper",
    "invitation": "the link of an invitation; names nobody before a button is pressed",
    "visit:with_link": "the link of somebody from outside; names nobody before a code is typed",
    "visit:visit": "the one child of a visit from outside",
    "visit:next_link": "a visitor's link for their next visit",
    "visit:leave": "closes a visit",
    "board": "what a school chose to show to anybody; names no child",
    "answer:type_code": "the place for a survey's code; shows no child",
    "answer:leave_quickly": "where Leave quickly leads; shows no child",
    "answer:sent": "after a survey; shows no child",
    "answer:ask_for_help": "somebody with a survey's code picks an adult; shows no child",
    "answer:help_is_coming": "after asking for help; shows no child",
    "answer:with_a_code": "a survey somebody has a code for; shows no child",
    "visit:talk": "a young person asks to talk to somebody, on the page of their own link",
    "usersessions_list": "ends one's own other sessions",
    "device:door": "names on a shared device, or its setting up; shows no child",
    "device:type_pin": "a PIN on a shared device; shows no child",
    "device:finish": "the way out of a shared device",
}
"""Addresses that name no permission, each with its reason."""


@dataclass(frozen=True)
class Page:
    """One address: its name, who may open it, and what is asked about.

    about  "child", "import", "adult", "look", "step", "paper", "theme", a survey in a state, or ""
           for the thing whose key stands in the address; "two" for two children asked for by key
    block  of a look; 0 for an address without one
    """

    name: str
    who: frozenset[str] = SEE_CHILDREN
    about: str = ""
    query: str = ""
    post: bool = False
    slug: str = ""
    block: int = 0

    @property
    def opener(self) -> str:
        """A role that may open it: the attendance lead where she may."""
        return "attendance_lead" if "attendance_lead" in self.who else min(self.who)

    def address(self, key: int | None = None, other: int | None = None) -> str:
        """The address, about the thing with this key, or the two things with these."""
        kwargs: dict[str, object] = {}
        if self.about == "child":
            kwargs["pupil_id"] = key
        if self.about == "import":
            kwargs["import_id"] = key
        if self.about in SURVEY:
            kwargs["survey_id"] = key
        if self.about in ("adult", "look", "step", "paper", "theme"):
            kwargs[f"{self.about}_id"] = key
        if self.block:
            kwargs["block"] = self.block
        if self.slug:
            kwargs["name"] = self.slug
        path = reverse(self.name, kwargs=kwargs)
        if self.about == "two":
            return f"{path}?{urlencode({'one': key, 'other': key if other is None else other})}"
        return f"{path}?{self.query}" if self.query else path

    def of(self, house: House, child: Child = ADA) -> str:
        """The address in a house: about one of its children, or its latest import."""
        if self.about == "child":
            return self.address(house.child(child).pk)
        if self.about == "two":
            one, other = house.child(child).pk, house.school.pupils.exclude(source_id=child.id)
            return self.address(one, other.order_by("pk").values_list("pk", flat=True)[0])
        if self.about == "adult":
            return self.address(house.adults["pastoral_lead"].adult_id)
        if self.about in SURVEY:
            from tests import surveys  # made by asking for its page

            return self.address(surveys.latest(house, self.about.split()[0]).pk)
        if self.about == "theme":
            from tests import surveys  # likewise

            return self.address(surveys.a_theme(house).pk)
        if self.about in ("look", "step", "paper"):
            from tests import looks  # each is made by asking for its page

            return self.address(looks.made(house, self.about))
        if self.about == "import":
            newest = Import.objects.filter(school=house.school).order_by("-pk")[0]
            return self.address(newest.pk)
        return self.address()


WHEN = {"from": "2026-11-02", "to": "2026-11-24"}


def scope(about: str = "school", **when: str) -> str:
    """The end of an address of Explain this number."""
    return urlencode({"about": about} | WHEN | when)


PAGES = (
    Page("today:today", EVERYBODY),
    Page("today:saved", EXPORTERS),
    Page("mine:mine", SEE_TODAY),
    Page("mine:done", SEE_TODAY, post=True),
    Page("mine:words", SEE_TODAY, post=True),
    Page("mine:take_back", SET_ACTS, post=True),
    Page("mine:passed_on", PASSED_ON),
    Page("mine:hello", SEE_TODAY),
    Page("mine:set", SET_ACTS, about="child"),
    Page("gate:gate", AT_THE_GATE),
    Page("gate:came", AT_THE_GATE, post=True),
    Page("gate:undo", AT_THE_GATE, post=True),
    Page("first_day:first_day", FIRST_DAY),
    Page("first_day:tried", FIRST_DAY, post=True),
    Page("first_day:take_back", FIRST_DAY, post=True),
    Page("library:words", EVERYBODY),
    Page("library:new", SETTERS),
    Page("library:text", SETTERS, slug="home-missed"),
    Page("library:hide", SETTERS, slug="home-missed", post=True),
    Page("library:translate", SETTERS, slug="home-missed", post=True),
    Page("word_today:words", READ_CARE),
    Page("word_today:told", READ_CARE, post=True),
    Page("word_today:take_back", READ_CARE, post=True),
    Page("word_today:way", READ_CARE, about="child"),
    Page("voice:surveys", LOOKS_AT_SCHOOL),
    *(Page(f"voice:{name}", LEADS_LOOKS) for name in ("new", "languages", "own")),
    Page("voice:help", CHECKINS),
    *(Page(f"voice:{name}", CHECKINS, post=True) for name in ("help_read", "help_talked")),
    Page("voice:survey", LEADS_LOOKS, about="open survey"),
    Page("voice:codes", LEADS_LOOKS, about="open survey"),
    Page("voice:words", LEADS_LOOKS, about="closed survey"),
    Page("voice:results", LOOKS_AT_SCHOOL, about="closed survey"),
    *(Page(f"voice:{name}", LOOKS_AT_SCHOOL) for name in ("you_said", "listening")),
    Page("voice:hear", LEADS_LOOKS),
    Page("voice:theme", LOOKS_AT_SCHOOL, about="theme"),
    Page("voice:forget_theme", LEADS_LOOKS, about="theme", post=True),
    *(
        Page(f"voice:{name}", LEADS_LOOKS, post=True)
        for name in ("put_up", "forget", "agree", "agreement")
    ),
    *(
        Page(f"voice:{name}", LEADS_LOOKS, about="prepared survey", post=True)
        for name in ("open", "close", "take_back", "shut", "slips", "end_slips")
    ),
    Page("days_ahead:days", SEE_SEEN),
    Page("days_ahead:take_back", SEE_SEEN, post=True),
    Page("days_ahead:tender", WRITE_HELPS, about="child"),
    Page("days_ahead:let_go", WRITE_HELPS, about="child", post=True),
    Page("seen:leave", OBSERVE, about="child"),
    Page("seen:take_back", OBSERVE, post=True),
    Page("seen:keep", SEE_SEEN, post=True),
    Page("checkins:away", PASSED_ON),
    Page("checkins:say_away", PASSED_ON, post=True),
    Page("checkins:take_back", CHECKINS, post=True),
    *(
        Page(f"checkins:{name}", CHECKINS, about="child")
        for name in ("do", "finish", "design", "for_you", "thanks", "talk", "asked")
    ),
    *(Page(f"checkins:{name}", CHECKINS, about="child", post=True) for name in ("end", "helps")),
    Page("voice:by_name", CHECKINS),
    Page("voice:named", CHECKINS, about="child"),
    Page("voice:named_reply", CHECKINS, about="child", post=True),
    Page("voice:named_take_back", CHECKINS, about="child", post=True),
    Page("class_round:round", CLASS_ROUND),
    Page("class_round:child", CLASS_ROUND, about="child"),
    Page("class_round:word", CLASS_ROUND, about="child", post=True),
    Page("good:mine", GOOD_THINGS),
    Page("good:write", GOOD_THINGS, about="child"),
    *(
        Page(f"good:{name}", GOOD_THINGS, about="child", post=True)
        for name in ("change", "take_back", "way", "slip", "shared")
    ),
    *(Page(f"in_touch:{name}", WRITES_TO_HOME, about="child") for name in ("write", "ways")),
    *(
        Page(f"in_touch:{name}", WRITES_TO_HOME, about="child", post=True)
        for name in ("change", "take_back", "remove_way")
    ),
    Page("in_touch:holidays", IN_TOUCH, about="child"),
    *(
        Page(f"in_touch:{name}", IN_TOUCH, about="child", post=True)
        for name in ("how_far", "take_away")
    ),
    Page("in_touch:building", CHECKINS, about="child"),
    *(Page(f"in_touch:{name}", CHECKINS, about="child", post=True) for name in ("answer", "end")),
    Page("helps:places", SETTERS),
    Page("helps:take_down", SETTERS, post=True),
    Page("helps:helps", READ_HELPS, about="child"),
    Page("helps:whom", READ_HELPS),
    Page("helps:now", READ_HELPS, about="child"),
    Page("helps:write", WRITE_HELPS, about="child"),
    *(
        Page(f"helps:{name}", WRITE_HELPS, about="child", post=True)
        for name in ("hide", "agreed", "grace", "end_grace", "person", "remove_person", "place")
    ),
    Page("children:children"),
    Page("children:saved", EXPORTERS),
    Page("children:child", about="child"),
    Page("warm_words:warm_words", SET_ACTS),
    Page("warm_words:how_good", PASSED_ON),
    Page("warm_words:how_soon", PASSED_ON),
    Page("warm_words:answer", SET_ACTS, about="child"),
    Page("noticing:noticing", SEE_PATTERNS),
    Page("noticing:school", SEE_PATTERNS),
    Page("noticing:behind", SEE_PATTERNS, query="place=week:tue-am"),
    Page("children:history", about="child"),
    Page("children:who_looked", WHO_LOOKED, about="child"),
    Page("children:who_looked_saved", WHO_LOOKED, about="child"),
    Page("children:who_looked_for_them", WHO_LOOKED, about="child"),
    Page("trail:trail", TRAIL),
    Page("trail:saved", TRAIL),
    Page("children:in_the_system", SEE_CHILDREN - BESIDE_CHILDREN, about="child"),
    Page("children:open", OPENS_ALONE, about="child"),
    Page("children:ask", KEEPS_SAFE | LOOKS_AFTER, about="child"),
    Page("children:withdraw", KEEPS_SAFE | LOOKS_AFTER, about="child", post=True),
    Page("children:for_few", KEEPS_SAFE, about="child"),
    *(
        Page(f"children:{name}_for_few", KEEPS_SAFE, about="child", post=True)
        for name in ("change", "end", "out")
    ),
    Page("children:links", SEE_LINKS, about="child"),
    Page("children:let_in", SEE_LINKS, about="child"),
    Page("children:hand_over", SEE_LINKS, about="child", post=True),
    Page("children:send_link", SEE_LINKS, about="child", post=True),
    Page("children:end_link", SEE_LINKS, about="child", post=True),
    Page("staff:links", KEEPS_SAFE),
    Page("staff:end_link", KEEPS_SAFE, post=True),
    Page("notices:notices", KEEPS_SAFE),
    Page("notices:read", KEEPS_SAFE, post=True),
    Page("notices:answer", KEEPS_SAFE, post=True),
    Page("children:join", IMPORTERS, about="two"),
    Page("children:join_yes", IMPORTERS, post=True),
    Page("explain:explain", slug="absence", query=scope()),
    Page("explain:saved", EXPORTERS, slug="absence", query=scope()),
    Page("registers:registers", SEE_REGISTERS),
    Page("registers:one", SEE_REGISTERS, about="import"),
    Page("registers:refused", SEE_REGISTERS, about="import"),
    Page("registers:recognise", IMPORTERS, about="import", post=True),
    Page("registers:say", IMPORTERS, about="import", post=True),
    Page("registers:undo", IMPORTERS, about="import", post=True),
    Page("registers:keep", IMPORTERS, about="import", post=True),
    Page("registers:set_aside", IMPORTERS, about="import", post=True),
    Page("quality:quality", LOOKERS_IN),
    Page("quality:saved", LOOKERS_IN),
    Page("calendar:calendar", SEE_REGISTERS),
    Page("calendar:file", SEE_REGISTERS),
    *(
        Page(f"calendar:{name}", IMPORTERS, post=True)
        for name in (
            "say",
            "term",
            "answer",
            "take_back",
            "take_term_back",
            "read",
            "keep",
            "set_aside",
        )
    ),
    Page("staff:staff", SEE_STAFF),
    Page("staff:adult", SEE_STAFF, about="adult"),
    Page("staff:invite", GIVERS),
    Page("staff:give", GIVERS, about="adult"),
    Page("staff:leaves", GIVERS, about="adult"),
    Page("staff:away", GIVERS, about="adult"),
    *(
        Page(f"staff:{name}", GIVERS, about="adult", post=True)
        for name in ("end", "link", "withdraw", "family")
    ),
    Page("staff:key_persons", GIVERS),
    Page("staff:key_persons_give", GIVERS, post=True),
    Page("staff:key_persons_missed", GIVERS, post=True),
    Page("staff:devices", GIVERS),
    Page("staff:device_code", GIVERS, post=True),
    Page("staff:device_end", GIVERS, post=True),
    Page("staff:pin", GIVERS, about="adult", post=True),
    Page("staff:pin_end", GIVERS, about="adult", post=True),
    Page("audit:looks", LOOKS_AT_SCHOOL),
    Page("audit:five_steps", LEADS_LOOKS),
    Page("audit:open", LEADS_LOOKS, post=True),
    Page("audit:lists", LEADS_LOOKS),
    Page("audit:take_list_away", LEADS_LOOKS, post=True),
    Page("audit:look", LOOKS_AT_SCHOOL, about="look"),
    *(
        Page(f"audit:{name}", LOOKS_AT_SCHOOL, about="look", block=1)
        for name in ("block", "meeting")
    ),
    *(
        Page(f"audit:{name}", LOOKS_AT_SCHOOL, about="look")
        for name in ("plan", "governors", "compared")
    ),
    *(
        Page(f"audit:{name}", LEADS_LOOKS, about="look")
        for name in ("plan_docx", "plan_xlsx", "plan_pdf", "governors_pdf")
    ),
    *(
        Page(f"audit:{name}", LOOKS_AT_SCHOOL, about="look", post=True)
        for name in ("join", "step_out", "rate")
    ),
    *(
        Page(f"audit:{name}", LEADS_LOOKS, about="look", post=True)
        for name in (
            "close",
            "move_meeting",
            "agree",
            "remember",
            "set_step",
            "evidence",
            "add_paper",
        )
    ),
    Page("audit:step", LOOKS_AT_SCHOOL, about="step"),
    Page("audit:take_back", LEADS_LOOKS, about="step", post=True),
    Page("audit:paper", LOOKS_AT_SCHOOL, about="paper"),
    Page("audit:remove_paper", LEADS_LOOKS, about="paper", post=True),
    Page("greet:greet", GREETS),
    Page("security:security", SEE_SECURITY),
    Page("settings:settings", SETTERS),
    Page("daily_mail", EVERYBODY, post=True),
    Page("how:sure", EVERYBODY),
    Page("how:how", EVERYBODY),
    Page("how:help", EVERYBODY),
    Page("how:more", EVERYBODY),
    Page("kitchen:kitchen", EVERYBODY - GREETS),
)
SHOWN = tuple(p for p in PAGES if not p.post)
TAKES_FORMS = frozenset(
    {"registers:registers", "children:history", "staff:invite", "staff:give", "staff:leaves",
     "staff:away", "settings:settings", "children:open", "children:ask", "children:let_in",
     "children:for_few",
     "staff:devices", "greet:greet", "mine:set", "gate:gate", "seen:leave", "helps:whom",
     "good:write", "checkins:do", "checkins:finish", "checkins:design", "checkins:for_you",
     "helps:write", "helps:places", "warm_words:answer", "in_touch:write", "in_touch:ways",
     "in_touch:holidays", "in_touch:building", "word_today:way", "days_ahead:days",
     "days_ahead:tender", "checkins:talk", "library:new", "library:text", "staff:key_persons",
     "audit:step", "audit:lists", "class_round:child", "voice:named", "voice:new",
     "voice:languages", "voice:own", "voice:words", "voice:hear", "voice:theme",
     "voice:listening", "warm_words:how_soon"}
)  # fmt: skip
"""Pages that show, and take their own form as well."""


def explained(house: House, child: Child = ADA) -> Page:
    """Explain this number about one child."""
    page = next(p for p in PAGES if p.name == "explain:explain")
    return replace(page, query=scope(f"child:{house.child(child).pk}"))


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the resolver with its full name."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            yield from _below(entry, prefix + space)
        else:
            yield f"{prefix}{entry.name}", entry
