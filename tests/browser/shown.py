"""The pages that are looked at in the browser: what to open, in which state, as whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone
from tests import a_term
from tests.pages import scope
from tests.people import ADA, BEN, EVE, FAY, TODAY, House, as_csv, marks_file

from belong.acts import actions
from belong.acts.actions import Wanted
from belong.acts.models import Act
from belong.intake import calendar, merging
from belong.intake.calendar import Said, SaidTerm
from belong.intake.models import Import
from belong.people import fetch, sealing
from belong.people.models import Fact
from belong.practice.checkins import actions as checkins
from belong.practice.checkins import agreeing
from belong.practice.checkins.models import Agreement, CheckIn
from belong.practice.contact import library, sending, trying
from belong.practice.contact.word_models import SchoolText, WordWay
from belong.practice.curiosity import actions as seen
from belong.practice.curiosity import arriving
from belong.practice.curiosity.models import Observation
from belong.practice.noticing import actions as noticing
from belong.practice.profiles import actions as what_helps
from belong.practice.profiles import around
from belong.practice.profiles.around import Somebody
from belong.practice.profiles.models import Part, Place


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


def _words(house: House) -> None:
    """The longest name was coaxed at the door and had a good lunch; one word of it is kept."""
    by = fetch.membership(house.adults["office"].adult, TODAY)
    assert by is not None
    eve = house.child(EVE)
    long = "My tummy, and I did not sleep, and nobody sits beside me in English any more at all."
    hard = seen.Saw("coaxed", "gate", long, "Came in with a hand on the door for a good while.")
    left = seen.leave(by=by, pupil=eve, saw=hard, at=NOW)
    seen.leave(by=by, pupil=eve, saw=seen.Saw("kind", "lunch"), at=NOW)
    head = fetch.membership(house.adults["headteacher"].adult, TODAY)
    assert head is not None
    seen.keep(by=head, key=left.pk, today=TODAY)


def _warned(address: str) -> Callable[[House], str]:
    """Three hard moments of the longest name were seen on three days, and kept."""

    def page(house: House) -> str:
        eve = house.child(EVE)
        for n in range(3):
            Observation.objects.get_or_create(
                school=house.school, pupil=eve, where="gate", what="coaxed",
                day=TODAY - dt.timedelta(days=n), by=house.adults["office"].adult,
                defaults={"at": NOW, "kept_by": house.adults["headteacher"].adult,
                          "kept_until": TODAY + dt.timedelta(days=9)},
            )  # fmt: skip
        return address.format(child=eve.pk)

    return page


def _due_a_hello(house: House) -> str:
    """Acts have been written down for six weeks, of one child."""
    tutor, at = house.adults["tutor"].adult, NOW - dt.timedelta(days=500)
    Act.objects.get_or_create(
        school=house.school, pupil=house.child(ADA), owner=tutor, kind="mind", due=at.date(),
        defaults={"done_by": tutor, "done_at": at, "created_by": tutor, "created_at": at},
    )  # fmt: skip
    return "/today/due-a-hello/"


def _gate(house: House) -> str:
    """Somebody is here, somebody tried, and the longest name is looked out for."""
    heads = ["UPN", "Date", "Session", "Mark"]
    away = [[EVE.id, f"2026-11-{n}", half, "I"] for n in (20, 23) for half in ("AM", "PM")]
    house.bring(as_csv([heads, *away, [EVE.id, "2026-11-24", "AM", "I"]]), confirmed=True)
    by = fetch.membership(house.adults["crossing"].adult, TODAY)
    assert by is not None
    for child, how in ((ADA, "tried"), (BEN, "struggling"), (FAY, "here")):
        arriving.say(by=by, pupil=house.child(child), how=how, at=NOW)
    return "/gate/"


def _first_day(house: House) -> str:
    """Somebody has to be asked before ringing, and two tries are written down."""
    heads = ["UPN", "Date", "Session", "Mark"]
    lines = [[EVE.id, f"2026-11-{n}", "AM", "N"] for n in (23, 24)]
    house.bring(as_csv([heads, *lines, [FAY.id, "2026-11-24", "AM", "N"]]), confirmed=True)
    Fact.objects.create(
        school=house.school, pupil=house.child(FAY), kind="characteristics", key="shown",
        data={"trait": "social_worker", "value": "yes"}, since=0, import_id=0,
    )  # fmt: skip
    by = fetch.membership(house.adults["attendance_lead"].adult, TODAY)
    assert by is not None
    eve = house.child(EVE)
    for tried in (trying.Tried("phone", "no_answer"), trying.Tried("text", "left_word", "Hello.")):
        trying.write_down(by=by, pupil=eve, tried=tried, at=NOW)
    return "/first-day/"


def _word(more: str, told: bool = False) -> Callable[[House], str]:
    """The child of the longest name is away, and has a social worker who wants to hear in long
    words; or was told already, and something changed since."""

    def address(house: House) -> str:
        heads, eve = ["UPN", "Date", "Session", "Mark"], house.child(EVE)
        house.bring(as_csv([heads, [EVE.id, "2026-11-24", "AM", "N"]]), confirmed=True)
        Fact.objects.get_or_create(
            school=house.school, pupil=eve, kind="characteristics", key="shown",
            defaults={"data": {"trait": "social_worker", "value": "yes"}, "since": 0,
                      "import_id": 0},
        )  # fmt: skip
        by = fetch.membership(house.adults["safeguarding_lead"].adult, TODAY)
        assert by is not None
        way = sending.Way("email", None, "Ms Lind " + "L" * 80, "lind@council.example",
                          "A word on the same day, in a sentence. " * 6, "9:00")  # fmt: skip
        if not WordWay.objects.filter(pupil=eve).exists():
            sending.choose_way(by=by, pupil=eve, way=way, version=0, at=NOW)
        if told:
            word = sending.Sent("She is away this morning, and nobody knows why yet.", "phone")
            sending.say_sent(by=by, pupil=eve, sent=word, at=NOW)
        return more.format(child=eve.pk)

    return address


def _texts(more: str) -> Callable[[House], str]:
    """A school's own words, and a message in a language written from the right."""

    def address(house: House) -> str:
        by = fetch.membership(house.adults["headteacher"].adult, TODAY)
        assert by is not None
        if not SchoolText.objects.filter(school=house.school).exists():
            library.add(by=by, situation="door", words="“The kettle is on.” " * 15, at=NOW)
            said = library.Translated("ur", "السلام علیکم", "Mrs Malik", "2026-11-20")
            library.translate(by=by, key="home-hello", said=said, version=0, at=NOW)
            library.hide(by=by, key="late-glad", hidden=True, version=0, at=NOW)
        return more

    return address


def _seen_of(address: str) -> Callable[[House], str]:
    def page(house: House) -> str:
        _words(house)
        return address.format(child=house.child(EVE).pk)

    return page


THEIR_FACES = (
    ("big", "Biscuit-level happy"), ("good", "Alright"), ("wobbly", "Wobbly"),
    ("flat", "Not awake"),
    ("storm", "Stormy as the long way round"), ("none", "Not saying"),
)  # fmt: skip


def _check_in(more: str, done: bool = False) -> Callable[[House], str]:
    """A check-in with the child of the longest name, with long words."""

    def address(house: House) -> str:
        house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
        by = fetch.membership(house.adults["tutor"].adult, TODAY)
        assert by is not None
        things = ("Quiet start please", "A word at break", "Missing kit")
        words = "We feed the fish, and I tell you what the longest day was like. " * 3
        ask = agreeing.Wanted(
            by.adult_id, "by the library door, under the clock", TODAY, True, faces=THEIR_FACES,
            what_we_do=words, things=things, end_of_day=True,
        )  # fmt: skip
        eve = house.child(EVE)
        if not Agreement.objects.filter(pupil=eve, ended_at=None).exists():
            agreeing.agree(by=by, pupil=eve, wanted=ask, at=NOW)
        if done and not CheckIn.objects.filter(pupil=eve).exists():
            said = checkins.Said(
                "morning", feeling=4, thing=1, words="I did not sleep, at all. " * 6
            )
            checkins.record(by=by, pupil=eve, said=said, at=NOW)
        return more.format(child=eve.pk)

    return address


WORDS = {
    "own_words": "I can fix pretty much any bike. I'm good at explaining stuff to little kids.",
    "strengths": "She stayed behind to show two Year 7s how to true a wheel.",
    "matters": "My nan. My mates. Getting my own workshop one day.",
    "greeting": "A nod and “alright”. Not a big hello.", "praise": "Quietly, or in writing.",
    "stresses": "Walking into a full room late. Being asked where I've been.",
    "calm": "Ten minutes in the workshop with something to mend.",
    "breaks": "Bike shed or library. The canteen is loud." + "Wwwwww" * 20,
}  # fmt: skip


def helps(path: str) -> Callable[[House], str]:
    """What helps Eve, whose name is the longest, at an address that holds her key."""

    def opened(house: House) -> str:
        eve, by = house.child(EVE), fetch.member("headteacher@larkfield.example", TODAY)
        assert by is not None
        if Part.objects.filter(pupil=eve).exists():
            return path.format(eve.pk)
        for key, words in WORDS.items():
            what_helps.write(by=by, pupil=eve, key=key, words=words, version=0, at=NOW,
                             own=key in ("own_words", "matters", "stresses"))  # fmt: skip
        person = Somebody("Nan " + "N" * 70, "Gran", "out", "She gets me.", leads=True)
        around.add_person(by=by, pupil=eve, person=person, at=NOW)
        around.give_grace(by=by, pupil=eve, sort="any_time", until=TODAY, at=NOW)
        place, _new = Place.objects.get_or_create(school=house.school, name="Bike shed",
                                                  when="Break and lunch")  # fmt: skip
        around.choose_place(by=by, pupil=eve, place=place.pk, keep=True, at=NOW)
        what_helps.agreed(by=by, pupil=eve, version=len(WORDS), at=NOW)
        return path.format(eve.pk)

    return opened


def _good(more: str) -> Callable[[House], str]:
    """Good things of the child of the longest name, in long words."""

    def address(house: House) -> str:
        house.adults["tutor"].adult.memberships.update(reach_of=EVE.form)
        by = fetch.membership(house.adults["tutor"].adult, TODAY)
        assert by is not None
        eve = house.child(EVE)
        proud = "I played the whole of it, and nobody left before the end. " * 4
        seen = "Held the door for the whole of the queue, in the rain. " * 4
        for kind in ("school", "home"):
            good = noticing.Good(kind, proud, seen)
            noticing.notice(by=by, pupil=eve, good=good, at=NOW)
        noticing.choose_way(by=by, pupil=eve, way="book", at=NOW)
        return more.format(child=eve.pk)

    return address


PAGES: dict[str, Callable[[House], str]] = {
    "kitchen sink": lambda h: "/kitchen-sink/",
    "school today": lambda h: "/",
    "today": _today,
    "today, nobody": lambda h: "/today/",
    "children without enough adults": lambda h: "/today/without-enough/",
    "early warnings": _warned("/early-warnings/"),
    "early warnings, nobody": lambda h: "/early-warnings/",
    "answering an early warning": _warned("/early-warnings/{child}/"),
    "what became of early warnings": lambda h: "/early-warnings/how-good/",
    "due a hello": _due_a_hello,
    "due a hello, too early": lambda h: "/today/due-a-hello/",
    "a small act": lambda h: f"/today/for/{h.child(EVE).pk}/",
    "a child for whom something was done": _was_done,
    "the gate": _gate,
    "the gate, for a tutor": lambda h: "/gate/",
    "first day": _first_day,
    "words today": _word("/words-today/"),
    "words today, told": _word("/words-today/", told=True),
    "words today, nobody": lambda h: "/words-today/",
    "how they want to hear": _word("/words-today/{child}/way/"),
    "how they want to hear, nobody": lambda h: f"/words-today/{h.child(BEN).pk}/way/",
    "a child with a word": _word("/children/{child}/"),
    "words that help": _texts("/words-that-help/"),
    "words that help, to change": _texts("/words-that-help/home-hello/"),
    "words that help, new": lambda h: "/words-that-help/new/",
    "key persons": lambda h: "/people/key-persons/",
    "key persons, no child": lambda h: "/people/key-persons/",
    "leaving a word": lambda h: f"/seen/for/{h.child(EVE).pk}/",
    "words left": _seen_of("/seen/for/{child}/"),
    "a child with words left": _seen_of("/children/{child}/"),
    "a check-in": _check_in("/check-ins/{child}/"),
    "a check-in, kept": _check_in("/check-ins/{child}/", done=True),
    "the end of a day": _check_in("/check-ins/{child}/end-of-day/"),
    "no check-in": lambda h: f"/check-ins/{h.child(EVE).pk}/",
    "agreeing a check-in": _check_in("/check-ins/{child}/design/"),
    "a child's own screen": _check_in("/check-ins/{child}/for-you/"),
    "thank you": _check_in("/check-ins/{child}/for-you/thank-you/"),
    "who is away": _check_in("/check-ins/away/"),
    "a child with a check-in": _check_in("/children/{child}/", done=True),
    "good things": _good("/good-things/"),
    "a good thing": _good("/good-things/{child}/"),
    "a child with good things": _good("/children/{child}/"),
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
    "not there": lambda h: "/children/999999/",
    "not for this role": lambda h: "/registers/",
}

OPENERS = {
    "early warnings": "headteacher", "early warnings, nobody": "headteacher",
    "answering an early warning": "headteacher", "what became of early warnings": "headteacher",
    "due a hello": "headteacher", "due a hello, too early": "headteacher",
    "good things": "tutor", "a good thing": "tutor", "a child with good things": "tutor",
    "a check-in": "tutor", "a check-in, kept": "tutor", "the end of a day": "tutor",
    "no check-in": "headteacher", "agreeing a check-in": "tutor", "a child's own screen": "tutor",
    "thank you": "tutor", "who is away": "headteacher", "a child with a check-in": "tutor",
    "today": "tutor", "children without enough adults": "headteacher",
    "a child for whom something was done": "tutor",
    "the gate": "office", "the gate, for a tutor": "tutor", "leaving a word": "office",
    "words left": "office", "a child with words left": "headteacher",
    **dict.fromkeys(
        ["words today", "words today, told", "words today, nobody", "how they want to hear",
         "how they want to hear, nobody", "a child with a word"], "safeguarding_lead"),
    **dict.fromkeys(
        ["words that help", "words that help, to change", "words that help, new",
         "key persons"], "headteacher"),
    "key persons, no child": "system_administrator",
    **dict.fromkeys(
        ["places of welcome", "what helps",
          "what helps, nothing", "what helps, to write", "help now",
         "help now, nothing", "a child who said what helps"], "headteacher"),
    "not for this role": "tutor", "who looked": "safeguarding_lead",
    "who looked, for them": "safeguarding_lead", "the trail": "data_protection_officer",
    "the trail about a child": "data_protection_officer",
    "the trail about nobody": "data_protection_officer",
}  # fmt: skip
