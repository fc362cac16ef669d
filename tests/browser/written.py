"""Pages about what people wrote of a child, laid with the longest name and long words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from tests.people import ADA, BEN, EVE, FAY, TODAY, House, as_csv

from belong.acts.models import Act
from belong.people import fetch
from belong.people.models import Fact
from belong.practice.ahead import actions as actions_ahead
from belong.practice.ahead import tender
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
from belong.practice.restricted import actions as restricted
from belong.practice.restricted.models import Note
from belong.practice.voice.models import NamedWord, Round

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=timezone.get_default_timezone())


def words_left(house: House) -> None:
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


def warned(address: str) -> Callable[[House], str]:
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


def due_a_hello(house: House) -> str:
    """Acts have been written down for six weeks, of one child."""
    tutor, at = house.adults["tutor"].adult, NOW - dt.timedelta(days=500)
    Act.objects.get_or_create(
        school=house.school, pupil=house.child(ADA), owner=tutor, kind="mind", due=at.date(),
        defaults={"done_by": tutor, "done_at": at, "created_by": tutor, "created_at": at},
    )  # fmt: skip
    return "/today/due-a-hello/"


def gate(house: House) -> str:
    """Somebody is here, somebody tried, and the longest name is looked out for."""
    heads = ["UPN", "Date", "Session", "Mark"]
    away = [[EVE.id, f"2026-11-{n}", half, "I"] for n in (20, 23) for half in ("AM", "PM")]
    house.bring(as_csv([heads, *away, [EVE.id, "2026-11-24", "AM", "I"]]), confirmed=True)
    by = fetch.membership(house.adults["crossing"].adult, TODAY)
    assert by is not None
    for child, how in ((ADA, "tried"), (BEN, "struggling"), (FAY, "here")):
        arriving.say(by=by, pupil=house.child(child), how=how, at=NOW)
    return "/gate/"


def first_day(house: House) -> str:
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


def days_ahead(address: str) -> Callable[[House], str]:
    """Cover tomorrow, and a day and a topic that Eve named."""

    def page(house: House) -> str:
        by, eve = fetch.membership(house.adults["headteacher"].adult, TODAY), house.child(EVE)
        assert by is not None
        day = actions_ahead.Different(TODAY, "cover", "form:8 Elm", "Ms Bell takes period 1.")
        actions_ahead.say(by=by, day=day, at=NOW)
        for named in (
            tender.Named("Grandad’s birthday.", "Quiet", TODAY, True, "child", agreed=True),
            tender.Named("When they talk about dads.", named_by="family", agreed=True),
        ):
            tender.name(by=by, pupil=eve, named=named, at=NOW)
        return address.format(child=eve.pk)

    return page


def few(more: str) -> Callable[[House], str]:
    """Two notes for few people about the child of the longest name, one that has ended and one of
    last year, in the longest words."""

    def address(house: House) -> str:
        by, eve = fetch.membership(house.adults["safeguarding_lead"].adult, TODAY), house.child(EVE)
        assert by is not None
        if not Note.objects.filter(pupil=eve).exists():
            long = "Ask Ms Anand before anybody rings home, and ring Nan first. " * 6
            last_year = NOW.replace(month=3)
            for words, at in (("Ring Nan.", NOW), ("Sits by the door.", NOW), (long, last_year)):
                one = restricted.write_down(by=by, pupil=eve, words=words, at=at)
                if words == "Sits by the door.":
                    restricted.end(by=by, pupil=eve, key=one.pk, version=0, at=NOW)
        return more.format(child=eve.pk)

    return address


def word(more: str, told: bool = False) -> Callable[[House], str]:
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


def texts(more: str) -> Callable[[House], str]:
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


def seen_of(address: str) -> Callable[[House], str]:
    def page(house: House) -> str:
        words_left(house)
        return address.format(child=house.child(EVE).pk)

    return page


THEIR_FACES = (
    ("big", "Biscuit-level happy"), ("good", "Alright"), ("wobbly", "Wobbly"),
    ("flat", "Not awake"),
    ("storm", "Stormy as the long way round"), ("none", "Not saying"),
)  # fmt: skip


def check_in(more: str, done: bool = False) -> Callable[[House], str]:
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


def good(more: str) -> Callable[[House], str]:
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


def thought_of(path: str) -> Callable[[House], str]:
    """The longest name in a class round, in long words, and a word for them."""

    def address(house: House) -> str:
        tutor = house.adults["tutor"]
        tutor.adult.memberships.update(reach_of=EVE.form)
        eve = house.child(EVE)
        of = {"school": house.school, "pupil": eve, "term": "2026-autumn", "by": tutor.adult}
        well = "Held the door for the whole of the queue, in the rain. " * 3
        Round.objects.get_or_create(
            **of, defaults={"goes_well": well, "wonder": "W" * 90 + "?", "at": NOW}
        )
        NamedWord.objects.get_or_create(
            **of, defaults={"words": well, "how": "note", "given_on": TODAY, "at": NOW}
        )
        return path.format(child=eve.pk)

    return address
