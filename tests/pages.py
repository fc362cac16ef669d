"""Every address of the house, written out by hand: a new one must be given a line here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.people import ADA, Child, House
from tests.whose_page import (
    AT_THE_GATE,
    BESIDE_CHILDREN,
    CHECKINS,
    CLASS_ROUND,
    EVERYBODY,
    EXPORTERS,
    FIRST_DAY,
    GIVERS,
    GOOD_THINGS,
    GREETS,
    IMPORTERS,
    IN_TOUCH,
    KEEPS_SAFE,
    LEADS_LOOKS,
    LOOKERS_IN,
    LOOKS_AFTER,
    LOOKS_AT_SCHOOL,
    OBSERVE,
    OPENS_ALONE,
    PASSED_ON,
    READ_CARE,
    READ_HELPS,
    SEE_CHILDREN,
    SEE_LINKS,
    SEE_PATTERNS,
    SEE_REGISTERS,
    SEE_SECURITY,
    SEE_SEEN,
    SEE_STAFF,
    SEE_TODAY,
    SET_ACTS,
    SETTERS,
    SURVEY,
    TRAIL,
    WHO_LOOKED,
    WRITE_HELPS,
    WRITES_TO_HOME,
)

from belong.intake.models import Import


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
    Page("voice:hand_on", LEADS_LOOKS, about="theme", post=True),
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
    Page("settings:called", SETTERS, post=True),
    Page("settings:support", SETTERS, post=True),
    Page("settings:anchor_mail", SETTERS, post=True),
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
