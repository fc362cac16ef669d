"""The pages that are looked at in the browser: what to open, in which state, as whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone
from tests import a_term
from tests.browser import listening, said
from tests.browser.in_touch import in_touch
from tests.browser.looked_at import PAGES as LOOKED_AT
from tests.browser.written import (
    check_in,
    days_ahead,
    due_a_hello,
    few,
    first_day,
    gate,
    good,
    helps,
    seen_of,
    texts,
    thought_of,
    warned,
    word,
)
from tests.pages import scope
from tests.people import ADA, BEN, EVE, FAY, TODAY, House, as_csv, marks_file

from belong.acts import actions
from belong.acts.actions import Wanted
from belong.intake import calendar, merging
from belong.intake.calendar import Said, SaidTerm
from belong.intake.models import Import
from belong.people import fetch, sealing


def preview(house: House) -> str:
    sly = [ADA.id, "2026-11-23", "AM", "?!"]
    heads = ["UPN", "Date", "Session", "Mark"]
    house.read(as_csv([heads, [ADA.id, "2026-11-24", "AM", "I"], sly]), "a-very-long-name" * 6)
    return f"/registers/{Import.objects.order_by('-pk')[0].pk}/"


def asking(house: House) -> str:
    brought = house.read(as_csv([["Child no", "When"], [ADA.id, "2026-11-23"]]), kind="")
    return f"/registers/{brought.pk}/?kind=clubs"


def _kept(house: House) -> str:
    heads = ["UPN", "Date", "Session", "Mark"]
    brought = house.bring(as_csv([heads, [ADA.id, "2026-11-24", "AM", "I"]]))
    return f"/registers/{brought.pk}/"


def _strangers(house: House) -> str:
    lines = [["UPN", "Date", "Club", "Came"], ["K000000000999", "2026-11-23", "Chess", "Y"]]
    return f"/registers/{house.read(as_csv(lines), kind='').pk}/"


def _newcomers(house: House) -> str:
    """A file that would add somebody, and has another child's name beside a number."""
    heads = ["UPN", "Surname", "Forename", "Class", "Date", "Session", "Mark"]
    new = ["Z999000026099", EVE.surname, EVE.forename * 2, "7A", "2026-11-23", "AM", "/"]
    other = [ADA.id, BEN.surname, BEN.forename, "7A", "2026-11-23", "AM", "/"]
    return f"/registers/{house.read(as_csv([heads, new, other])).pk}/"


def history(house: House) -> str:
    _kept(house)
    return f"/children/{house.child(ADA).pk}/history/"


AGAIN = replace(EVE, id="K000000000888")
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=timezone.get_default_timezone())


def spoken(house: House) -> str:
    """A calendar with a day somebody said, one taken back, and a term with the longest words."""
    said = Said(dt.date(2026, 11, 9), dt.date(2026, 11, 10), words="The boiler failed " * 6)
    taken = Said(dt.date(2026, 11, 12), dt.date(2026, 11, 12), half=0, years=("8",))
    autumn = SaidTerm("Autumn 1 " * 6, dt.date(2026, 9, 3), dt.date(2026, 10, 23))
    _, back, _ = calendar.say(by=house.lead, closures=[said, taken], terms=[autumn], at=NOW)
    calendar.withdraw(by=house.lead, closure_id=back.pk, at=NOW)
    return "/calendar/"


def _asked_about(house: House) -> str:
    """A calendar in which the marks ask about a day: the file of November, one Friday left out."""
    lines = marks_file(days=[dt.date(2025, 9, 3) + dt.timedelta(n) for n in (0, 1, 2, 5)])
    house.bring(lines, confirmed=True)
    return "/calendar/?year=2025"


def twice(house: House) -> str:
    """The child with the longest name stands twice, and the records differ about one mark."""
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    line = [AGAIN.id, AGAIN.surname, AGAIN.forename, TODAY.isoformat(), "AM", "I"]
    house.bring(as_csv([heads, line]))
    return f"/children/join/?one={house.child(EVE).pk}&other={house.child(AGAIN).pk}"


def _joined(house: House) -> str:
    address = twice(house)
    merging.merge(by=house.lead, stays=house.child(EVE), goes=house.child(AGAIN))
    return address


def child(child: object) -> Callable[[House], str]:
    return lambda house: f"/children/{house.child(child).pk}/"  # type: ignore[arg-type]


def _who_looked(more: str) -> Callable[[House], str]:
    """The child with the longest name, whom somebody sealed into the trail has looked at."""

    def address(house: House) -> str:
        fetch.pupil(house.child(EVE).pk, seen_by=house.lead)
        sealing.seal_all(timezone.now() + dt.timedelta(days=1))
        return f"/children/{house.child(EVE).pk}/who-looked/{more}"

    return address


def _trail(house: House) -> str:
    """With an anchor to copy out."""
    _who_looked("")(house)
    return "/trail/"


def explain(house: House) -> str:
    return f"/explain/absence/?{scope(f'child:{house.child(BEN).pk}')}"


def _patterns(address: str) -> Callable[[House], str]:
    """Two children have missed every Monday morning since September."""

    def page(house: House) -> str:
        a_term.bring(house)
        return address.format(child=house.child(EVE).pk)

    return page


def _today(house: House) -> str:
    """The longest name is back, something is planned and done, and somebody is away."""
    heads = ["UPN", "Date", "Session", "Mark"]
    away = [[EVE.id, f"2026-11-{n}", half, "I"] for n in (20, 23) for half in ("AM", "PM")]
    house.bring(as_csv([heads, *away, [FAY.id, "2026-11-24", "AM", "I"]]), confirmed=True)
    house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
    by = fetch.membership(house.adults["tutor"].adult, TODAY)
    assert by is not None
    ask = Wanted("Ask how the longest rehearsal of the year went, and sit down for it. " * 3,
                 TODAY, by.adult_id, why="Quiet since Monday.")  # fmt: skip
    actions.set_down(by=by, pupil=house.child(FAY), wanted=ask, at=NOW)
    act = actions.set_down(by=by, pupil=house.child(EVE), wanted=ask, at=NOW)
    actions.do(by=by, act_id=act.pk, at=NOW)
    actions.say(by=by, act_id=act.pk, outcome="I played the whole of it, and nobody left. " * 5,
                noticed="She smiled.", version=0, at=NOW)  # fmt: skip
    return "/today/"


def _was_done(house: House) -> str:
    """What was done, and one act that waits and may be taken back."""
    _today(house)
    by = fetch.membership(house.adults["tutor"].adult, TODAY)
    assert by is not None
    ask = Wanted("Ask about the guitar, the concert and the long way home.", TODAY, by.adult_id)
    actions.set_down(by=by, pupil=house.child(EVE), wanted=ask, at=NOW)
    return f"/children/{house.child(EVE).pk}/"


PAGES: dict[str, Callable[[House], str]] = {
    "kitchen sink": lambda h: "/kitchen-sink/",
    "school today": lambda h: "/",
    "today": _today,
    "today, nobody": lambda h: "/today/",
    "children without enough adults": lambda h: "/today/without-enough/",
    "early warnings": warned("/early-warnings/"),
    "early warnings, nobody": lambda h: "/early-warnings/",
    "answering an early warning": warned("/early-warnings/{child}/"),
    "how soon warnings speak": lambda h: "/early-warnings/how-soon/",
    "what became of early warnings": lambda h: "/early-warnings/how-good/",
    "due a hello": due_a_hello,
    "due a hello, too early": lambda h: "/today/due-a-hello/",
    "a small act": lambda h: f"/today/for/{h.child(EVE).pk}/",
    "a child for whom something was done": _was_done,
    "the gate": gate,
    "the gate, for a tutor": lambda h: "/gate/",
    "first day": first_day,
    "days ahead": days_ahead("/days-ahead/"),
    "days ahead, nothing": lambda h: "/days-ahead/",
    "tender dates": days_ahead("/days-ahead/{child}/"),
    "a child asks to talk": check_in("/check-ins/{child}/talk/"),
    "a child asked to talk": check_in("/check-ins/{child}/talk/thank-you/"),
    "words today": word("/words-today/"),
    "words today, told": word("/words-today/", told=True),
    "words today, nobody": lambda h: "/words-today/",
    "how they want to hear": word("/words-today/{child}/way/"),
    "how they want to hear, nobody": lambda h: f"/words-today/{h.child(BEN).pk}/way/",
    "a child with a word": word("/children/{child}/"),
    "words that help": texts("/words-that-help/"),
    "words that help, to change": texts("/words-that-help/home-hello/"),
    "words that help, new": lambda h: "/words-that-help/new/",
    "key persons": lambda h: "/people/key-persons/",
    "key persons, no child": lambda h: "/people/key-persons/",
    "leaving a word": lambda h: f"/seen/for/{h.child(EVE).pk}/",
    "words left": seen_of("/seen/for/{child}/"),
    "a child with words left": seen_of("/children/{child}/"),
    "a check-in": check_in("/check-ins/{child}/"),
    "a check-in, kept": check_in("/check-ins/{child}/", done=True),
    "the end of a day": check_in("/check-ins/{child}/end-of-day/"),
    "no check-in": lambda h: f"/check-ins/{h.child(EVE).pk}/",
    "agreeing a check-in": check_in("/check-ins/{child}/design/"),
    "a child's own screen": check_in("/check-ins/{child}/for-you/"),
    "thank you": check_in("/check-ins/{child}/for-you/thank-you/"),
    "who is away": check_in("/check-ins/away/"),
    "a child with a check-in": check_in("/children/{child}/", done=True),
    "good things": good("/good-things/"),
    "a good thing": good("/good-things/{child}/"),
    "a child with good things": good("/children/{child}/"),
    "a class round": thought_of("/class-round/"),
    "one child in a class round": thought_of("/class-round/{child}/"),
    "a child who was thought of": thought_of("/children/{child}/"),
    "in touch": in_touch("/in-touch/{child}/"),
    "in touch on a day away": in_touch("/in-touch/{child}/?away=1"),
    "in touch, nothing yet": lambda h: f"/in-touch/{h.child(EVE).pk}/",
    "how they like to be reached": in_touch("/in-touch/{child}/ways/"),
    "before the holidays": in_touch("/in-touch/{child}/holidays/"),
    "still building": in_touch("/in-touch/{child}/still-building/"),
    "a child with whose home somebody is in touch": in_touch("/children/{child}/"),
    "children": lambda h: "/children/",
    "children, a search": lambda h: "/children/?q=osei",
    "children, nobody": lambda h: "/children/?q=zzzzzz",
    "a child": child(BEN),
    "the longest name": child(EVE),
    "what helps": helps("/what-helps/{}/"),
    "what helps, nothing": lambda h: f"/what-helps/{h.child(EVE).pk}/",
    "what helps, to write": helps("/what-helps/{}/write/"),
    "places of welcome": lambda h: "/what-helps/places/",
    "help now": helps("/help-now/{}/"),
    "help now, for whom": lambda h: "/help-now/",
    "help now, nothing": lambda h: f"/help-now/{h.child(EVE).pk}/",
    "a child who said what helps": helps("/children/{}/"),
    "noticing": _patterns("/noticing/"),
    "noticing, nothing": lambda h: "/noticing/",
    "a child with a pattern": _patterns("/children/{child}/"),
    "the school's own pattern": _patterns("/noticing/school/"),
    "behind a share": _patterns("/noticing/school/children/?place=week:mon-am"),
    "how sure we are": lambda h: "/how-sure/",
    "explain": explain,
    "explain who is not here": lambda h: f"/explain/not_here/?{scope()}",
    "data quality": lambda h: "/data-quality/",
    "calendar": lambda h: "/calendar/",
    "calendar with what somebody said": spoken,
    "calendar with questions": _asked_about,
    "calendar, no file": lambda h: "/calendar/file/",
    "a note for few people": few("/children/{child}/for-few/"),
    "a note for few people, none yet": lambda h: f"/children/{h.child(BEN).pk}/for-few/",
    "a child with a note for few people": few("/children/{child}/"),
    "two records": twice,
    "two records joined": _joined,
    "no two records": lambda h: "/children/join/",
    "more rooms": lambda h: "/more/",
    "registers in": lambda h: "/registers/",
    "an import": preview,
    "an import that asks": asking,
    "an import that is kept": _kept,
    "an import of strangers": _strangers,
    "a file with somebody new": _newcomers,
    "what changed": history,
    "how we count": lambda h: "/how-we-count/",
    "help": lambda h: "/help/",
    "who looked": _who_looked(""),
    "who looked, for them": _who_looked("for-them/"),
    "the trail": _trail,
    "the trail about a child": lambda h: f"/trail/?child={EVE.id}",
    "the trail about nobody": lambda h: "/trail/?child=zzz",
    **{name: make for name, (make, _) in LOOKED_AT.items()},
    **said.PAGES,
    "surveys": listening.survey("/voice/"),
    "surveys, none": lambda h: "/voice/",
    "a new survey": lambda h: "/voice/new/",
    "an open survey": listening.survey("/voice/{key}/"),
    "a prepared survey": listening.prepared,
    "a closed survey": listening.closed("/voice/{key}/"),
    "codes of a survey": listening.survey("/voice/{key}/codes/"),
    "what people wrote": listening.closed("/voice/{key}/words/"),
    "languages of a survey": listening.languages,
    "a questionnaire of one's own": lambda h: "/voice/own/",
    "who waits for help": listening.help_waits,
    "by name": listening.by_name("/voice/by-name/"),
    "by name, nothing asked": lambda h: "/voice/by-name/",
    "answering by name": listening.by_name("/voice/by-name/{child}/", answered=False),
    "what a child said by name": listening.by_name("/voice/by-name/{child}/"),
    "a child who answered by name": listening.by_name("/children/{child}/"),
    "answering, a code": lambda h: "/answer/",
    "answering, the start": listening.survey("/answer/{code}/"),
    "answering, help": listening.survey("/answer/{code}/help/"),
    "answering, thanks": lambda h: "/answer/thanks/?code=ABCDEFGHJ",
    "answering, away": lambda h: "/answer/away/",
    "not there": lambda h: "/children/999999/",
    "not for this role": lambda h: "/registers/",
}

REFUSED = frozenset({"not there", "not for this role", "no board"})
"""Pages that are looked at as refusals."""
OPENERS = {
    **{name: role for name, (_, role) in LOOKED_AT.items()},
    "how soon warnings speak": "headteacher",
    "early warnings": "headteacher", "early warnings, nobody": "headteacher",
    "answering an early warning": "headteacher", "what became of early warnings": "headteacher",
    "due a hello": "headteacher", "due a hello, too early": "headteacher",
    "good things": "tutor", "a good thing": "tutor", "a child with good things": "tutor",
    "by name": "tutor", "by name, nothing asked": "tutor", "answering by name": "tutor",
    "what a child said by name": "tutor", "a child who answered by name": "tutor",
    "a class round": "tutor", "one child in a class round": "tutor",
    "a child who was thought of": "tutor",
    **dict.fromkeys(["in touch", "in touch on a day away", "how they like to be reached",
                     "before the holidays", "still building",
                     "a child with whose home somebody is in touch"], "tutor"),
    "in touch, nothing yet": "headteacher",
    "a check-in": "tutor", "a check-in, kept": "tutor", "the end of a day": "tutor",
    "no check-in": "headteacher", "agreeing a check-in": "tutor", "a child's own screen": "tutor",
    "thank you": "tutor", "who is away": "headteacher", "a child with a check-in": "tutor",
    "today": "tutor", "children without enough adults": "headteacher",
    "a child for whom something was done": "tutor",
    "the gate": "office", "the gate, for a tutor": "tutor", "leaving a word": "office",
    "days ahead": "headteacher", "days ahead, nothing": "office", "tender dates": "headteacher",
    "a child asks to talk": "tutor", "a child asked to talk": "tutor",
    "words left": "office", "a child with words left": "headteacher",
    **dict.fromkeys(
        ["words today", "words today, told", "words today, nobody", "how they want to hear",
         "how they want to hear, nobody", "a child with a word"], "safeguarding_lead"),
    **dict.fromkeys(
        ["words that help", "words that help, to change", "words that help, new",
         "key persons"], "headteacher"),
    **dict.fromkeys(
        ["a note for few people", "a note for few people, none yet",
         "a child with a note for few people"], "safeguarding_lead"),
    "key persons, no child": "system_administrator",
    **dict.fromkeys(
        ["places of welcome", "what helps",
          "what helps, nothing", "what helps, to write", "help now",
         "help now, nothing", "a child who said what helps"], "headteacher"),
    "help now, for whom": "tutor",
    **dict.fromkeys(said.PAGES, "headteacher"),
    **dict.fromkeys(
        ["surveys", "surveys, none", "a new survey", "an open survey", "a prepared survey",
         "a closed survey", "codes of a survey", "what people wrote", "languages of a survey",
         "a questionnaire of one's own", "who waits for help"], "headteacher"),
    "not for this role": "tutor", "who looked": "safeguarding_lead",
    "who looked, for them": "safeguarding_lead", "the trail": "data_protection_officer",
    "the trail about a child": "data_protection_officer",
    "the trail about nobody": "data_protection_officer",
}  # fmt: skip
