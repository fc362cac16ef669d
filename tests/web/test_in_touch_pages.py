"""Being in touch on its pages: who reads what, that nothing typed is lost, what nobody learns."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from tests.app.test_acts import member
from tests.app.test_in_touch import CARD, NOW, SAID, SOCIAL, card, mine, told, way
from tests.people import ADA, BEN, House, SignIn
from tests.web.test_checkins import tap
from tests.web.test_today import page

from belong.intake import calendar
from belong.intake.calendar import SaidTerm
from belong.people.models import Adult, Fact
from belong.practice.contact import ways
from belong.practice.contact.in_touch import LONGEST, Contact, StillBuilding, Way
from belong.practice.noticing import actions as noticing

SENT = {"whom": "home", "channel": "phone", "kind": "good", "said": "Fed the fish.",
        "agreed": "", "who": "Mum", "effort": "", "day": "2026-11-24"}  # fmt: skip
WAY = {"whom": "home", "who": "Nan", "channel": "text", "language": "Welsh",
       "not_before": "10:00", "not_after": "", "note": "I like a chat."}  # fmt: skip


def at(house: House, more: str = "", child: object = ADA) -> str:
    return f"/in-touch/{house.child(child).pk}/{more}"  # type: ignore[arg-type]


def bare(content: bytes) -> str:
    """A page without what is new on each load."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|content)="[^"]*"', "", content.decode())


def child_page(house: House) -> str:
    return f"/children/{house.child(ADA).pk}/"


def test_it_stands_on_the_childs_page_in_words_and_never_as_a_number(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "tutor")
    assert "The first one is a hello." in page(client, child_page(house))
    for day in ("2026-11-20", "2026-11-24"):
        tap(client, at(house), **SENT | {"day": day, "said": f"Fed the fish on {day}."})
    tap(client, at(house), **SENT | {"kind": "hard", "said": "A hard one.", "agreed": "We wait."})
    said = page(client, child_page(house))
    part = said[said.index("In touch with home") :]
    assert "Fed the fish on 2026-11-24. A call, Tue 24 Nov 2026." in part
    assert "Fed the fish on 2026-11-20." not in part
    assert "A hard one." in part
    assert "We wait." in part
    assert not re.search(r"\d+ (contacts|calls|good|hard)|ratio|times", part.split("Before the")[0])


def test_the_first_word_to_a_home_is_proposed_as_a_hello(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    asks = "Let it be the first thing they hear from school"
    body = client.get(at(house)).content.decode()
    assert 'value="hello" checked' in body
    assert asks in body
    kept = client.post(at(house), SENT | {"kind": "hard"}, follow=True).content.decode()
    assert "Nobody had said hello to this home before" in kept
    assert Contact.objects.get().kind == "hard"
    tap(client, at(house), **SENT | {"kind": "hello"})
    body = client.get(at(house)).content.decode()
    assert asks not in body
    assert 'value="asking" checked' in body


def test_a_word_with_the_young_person_alone_is_no_hello_to_home(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "tutor")
    tap(client, at(house), **SENT | {"whom": "child", "kind": "hello"})
    assert 'value="hello" checked' in client.get(at(house)).content.decode()


def test_a_good_thing_shared_with_home_is_the_last_good_thing(
    house: House, signed_in: SignIn
) -> None:
    told(house, day=dt.date(2026, 11, 2))
    by, ada = member(house, "tutor"), house.child(ADA)
    good = noticing.notice(by=by, pupil=ada, good=noticing.Good(seen="Held the door."), at=NOW)
    noticing.choose_way(by=by, pupil=ada, way="call", at=NOW)
    assert "Held the door. Shared" not in page(signed_in(house, "tutor"), at(house))
    noticing.share(by=by, pupil=ada, thing_id=good.pk, at=NOW)
    assert "Held the door. Shared with home in a call" in page(signed_in(house, "tutor"), at(house))


@pytest.mark.parametrize(
    ("form", "says"),
    [({"said": ""}, "Nothing says what it was."), ({"kind": ""}, "Nothing says what it was."),
     ({"said": "x" * (LONGEST + 1)}, "too much"), ({"day": "tomorrow"}, "no such day"),
     ({"day": "2026-11-25"}, "does not fit"), ({"whom": "press"}, "with whom")],
)  # fmt: skip
def test_what_was_typed_stays(
    house: House, signed_in: SignIn, form: dict[str, str], says: str
) -> None:
    sent = SENT | {"agreed": "Typed and agreed.", "effort": "Typed effort."} | form
    body = tap(signed_in(house, "tutor"), at(house), 422, **sent)
    assert says in body
    for words in ("Typed and agreed.", "Typed effort.", sent["said"]):
        assert words in body
    assert not Contact.objects.exists()


def test_two_windows_see_both_texts(house: House, signed_in: SignIn) -> None:
    one = told(house)
    client = signed_in(house, "tutor")
    change = SENT | {"contact": str(one.pk), "version": "0"}
    tap(client, at(house, "change/"), **change | {"said": "First window."})
    body = tap(client, at(house, "change/"), 409, **change | {"said": "Second window."})
    assert "First window." in body
    assert "Second window." in body
    assert Contact.objects.get().said == "First window."


def test_it_is_taken_back_on_the_same_day(house: House, signed_in: SignIn) -> None:
    one, client = told(house), signed_in(house, "tutor")
    assert "Take it back" in page(client, at(house))
    Contact.objects.update(at=NOW - dt.timedelta(days=1))
    assert "Take it back" not in page(client, at(house))
    assert client.post(at(house, "take-back/"), {"contact": one.pk}).status_code == 404
    Contact.objects.update(at=NOW)
    tap(client, at(house, "take-back/"), contact=str(one.pk))
    assert not Contact.objects.exists()


# Who reads what.


@pytest.mark.parametrize("role", ["office", "subject_teacher"])
def test_who_only_writes_reads_their_own_and_the_ways(
    house: House, signed_in: SignIn, role: str
) -> None:
    told(house, agreed="We wait.")
    told(house, role, said="My own call.", agreed="I ring again.")
    way(house)
    client = signed_in(house, role)
    for address in (at(house), child_page(house)):
        said = page(client, address)
        assert "Text first." in said
        assert SAID not in said
        assert "We wait." not in said
    assert "My own call." in page(client, at(house))
    assert client.get(at(house, "holidays/")).status_code == 403
    assert client.get(at(house, "still-building/")).status_code == 403


@pytest.mark.parametrize("role", ["tutor", "senco", "pastoral_lead", "office", "family_liaison"])
def test_nobody_learns_of_a_social_worker_by_being_in_touch(
    house: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(house, role)
    addresses = (at(house), at(house, "ways/"), child_page(house))
    before = [bare(client.get(a).content) for a in addresses]
    told(house, "safeguarding_lead", agreed="Canary plan.", **SOCIAL)
    way(house, "safeguarding_lead", whom="professional", who="Ms Canary", note="Canary note.")
    assert [bare(client.get(a).content) for a in addresses] == before
    assert 'value="professional"' not in "".join(before)
    body = page(signed_in(house, "headteacher"), at(house))
    assert "Canary review." in body
    assert "Canary note." in body


def test_a_professional_is_not_home(house: House, signed_in: SignIn) -> None:
    told(house, "safeguarding_lead", **SOCIAL | {"whom": "professional"})
    said = page(signed_in(house, "safeguarding_lead"), child_page(house))
    assert "Canary review." not in said[said.index("The first one is a hello.") :]


def test_another_tutors_child_is_not_there(house: House, signed_in: SignIn) -> None:
    for more in ("", "ways/", "holidays/", "still-building/"):
        client = signed_in(house, "key_person")
        assert client.get(at(house, more, BEN)).status_code == 404


# How they like to be reached.


@pytest.mark.parametrize(
    ("wanted", "says"),
    [({"not_before": dt.time(9, 30)}, "not to be rung before 9:30"),
     ({"not_before": dt.time(9, 30), "channel": "door"}, "nobody comes before 9:30"),
     ({"not_before": dt.time(9, 30), "channel": "text"}, "not to be reached before 9:30"),
     ({"not_before": None, "not_after": dt.time(9)}, "not to be rung after 9:00"),
     ({"not_before": dt.time(9, 18), "not_after": dt.time(9, 19)}, ""),
     ({"not_before": None, "not_after": dt.time(9, 18)}, "not to be rung after 9:18")],
)  # fmt: skip
def test_quiet_hours_are_said_and_never_stop_anybody(
    house: House, signed_in: SignIn, wanted: dict[str, object], says: str
) -> None:
    way(house, **wanted)
    client = signed_in(house, "tutor")
    said = page(client, at(house))
    assert "In Polish." in said
    assert says in said
    assert ("They asked" in said) is bool(says)
    tap(client, at(house), **SENT)
    assert Contact.objects.exists()


def test_the_first_day_list_says_it_above_the_call(house: House, signed_in: SignIn) -> None:
    way(house, not_before=dt.time(9, 30))
    way(house, "safeguarding_lead", whom="professional", who="Ms Canary")
    said = page(signed_in(house, "office"), "/first-day/")
    assert "Mum: A call. In Polish. From 9:30 to 18:00." in said
    assert "They asked not to be rung before 9:30." in said
    assert "Canary" not in said


def test_a_way_is_written_changed_and_both_texts_are_shown(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "office")
    tap(client, at(house, "ways/"), **WAY)
    one = Way.objects.get()
    assert (one.who, one.not_before, one.not_after) == ("Nan", dt.time(10), None)
    more = {"way": str(one.pk), "version": "0"}
    tap(client, at(house, "ways/"), **WAY | more | {"note": "First window."})
    body = tap(client, at(house, "ways/"), 409, **WAY | more | {"note": "Second window."})
    assert "First window." in body
    assert "Second window." in body
    for wrong in ({"not_before": "late"}, {"not_before": "12:00", "not_after": "11:00"}):
        body = tap(client, at(house, "ways/"), 422, **WAY | {"note": "Typed."} | wrong)
        assert "Typed." in body
    tap(client, at(house, "ways/remove/"), way=str(one.pk))
    assert not Way.objects.exists()


def test_a_way_removed_meanwhile_leaves_what_was_typed(house: House, signed_in: SignIn) -> None:
    one = way(house)
    client = signed_in(house, "tutor")
    ways.remove(by=member(house, "office"), pupil=house.child(ADA), key=one.pk)
    sent = WAY | {"way": str(one.pk), "version": "0", "note": "Typed."}
    said = tap(client, at(house, "ways/"), 409, **sent)
    assert 'value="Typed."' in said
    assert "This was removed since you opened it." in said
    tap(client, at(house, "ways/"), **WAY | {"note": "Typed."})
    assert Way.objects.get().note == "Typed."


# A day away, holidays, still building.


def test_an_absent_child_on_today_leads_to_being_in_touch(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    body = client.get("/today/").content.decode()
    assert f"{at(house, child=BEN)}?away=1" in body
    said = page(client, f"{at(house, child=BEN)}?away=1")
    assert "Why they are away" not in said
    assert said.index("what did they try?") < said.index("What was said")
    sent = SENT | {"kind": "asking", "said": "", "effort": "Dressed, packed, could not get in."}
    tap(client, f"{at(house, child=BEN)}?away=1", **sent)
    assert Contact.objects.get().effort == "Dressed, packed, could not get in."


def test_an_address_alone_says_of_nobody_that_they_are_away(
    house: House, signed_in: SignIn
) -> None:
    said = page(signed_in(house, "tutor"), f"{at(house)}?away=1")
    for claim in ("away today", "they are away", "try today"):
        assert claim not in said


def test_the_holiday_comes_from_the_schools_calendar(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "tutor")
    assert "Nobody has said yet when the holidays are" in page(client, at(house, "holidays/"))
    terms = [SaidTerm("Autumn 2", dt.date(2026, 11, 2), dt.date(2026, 12, 18)),
             SaidTerm("Spring 1", dt.date(2027, 1, 4), dt.date(2027, 2, 12))]  # fmt: skip
    calendar.say(by=house.lead, closures=[], terms=terms, at=NOW)
    said = page(client, at(house, "holidays/"))
    assert "No school 19 Dec 2026 to 3 Jan 2027. Back on Mon 4 Jan 2027." in said


def test_what_keeps_a_child_in_mind_is_put_down_and_prepared(
    house: House, signed_in: SignIn
) -> None:
    client, by = signed_in(house, "tutor"), member(house, "tutor")
    sent = {"how": "card", "words": "The allotment.", "does": str(by.adult_id),
            "first": CARD.first.isoformat(), "last": CARD.last.isoformat()}  # fmt: skip
    body = tap(client, at(house, "holidays/"), 422, **sent | {"first": ""})
    assert "The allotment." in body
    tap(client, at(house, "holidays/"), **sent)
    one = card(house, words="The allotment.")
    assert "To prepare." in page(client, at(house, "holidays/"))
    how = {"kept": str(one.pk), "version": "0", "state": "prepared"}
    tap(client, at(house, "holidays/how-far/"), **how)
    tap(client, at(house, "holidays/how-far/"), 409, **how | {"state": "done"})
    assert "Prepared." in page(client, at(house, "holidays/"))
    tap(client, at(house, "holidays/take-away/"), kept=str(one.pk))
    assert "Prepared." not in page(client, at(house, "holidays/"))


def test_a_card_of_somebody_who_left_asks_for_another(house: House, signed_in: SignIn) -> None:
    one = card(house, "headteacher", does=member(house, "key_person").adult_id)
    Adult.objects.filter(pk=one.does_id).update(left_on=dt.date(2026, 11, 20))
    said = page(signed_in(house, "tutor"), at(house, "holidays/"))
    assert "Ms Whitlock has left. Who does it now?" in said


def test_still_building_is_answered_by_whoever_is_asked(house: House, signed_in: SignIn) -> None:
    asked = member(house, "key_person")
    client, theirs = signed_in(house, "tutor"), signed_in(house, "key_person")
    sent = {"tried": "Football at the door.", "invited": str(asked.adult_id), "version": "-1"}
    tap(client, at(house, "still-building/"), **sent)
    said = page(client, at(house, "still-building/"))
    assert "Ms Whitlock is asked alongside." in said
    assert "Yes, alongside" not in said
    one = StillBuilding.objects.get()
    answer = {"building": str(one.pk), "says": "yes"}
    assert client.post(at(house, "still-building/answer/"), answer).status_code == 404
    tap(theirs, at(house, "still-building/answer/"), **answer)
    assert "was asked alongside, and said yes." in page(client, at(house, "still-building/"))
    body = tap(client, at(house, "still-building/"), 409, **sent | {"tried": "Second window."})
    assert "Football at the door." in body
    assert "Second window." in body
    tap(client, at(house, "still-building/end/"), building=str(one.pk))
    assert "Football at the door." not in page(client, at(house, "still-building/"))


def test_a_page_without_words_lets_nobody_guess(house: House, signed_in: SignIn) -> None:
    one = mine(house)
    body = tap(signed_in(house, "tutor"), at(house, "still-building/"), 422,
               tried=" ", version=str(one.version))  # fmt: skip
    assert "Nothing says what was tried." in body


def test_a_visitor_from_outside_reads_none_of_it() -> None:
    """No page of a visit knows the word: the rooms of the two do not meet."""
    from pathlib import Path

    import belong.web.visit as visit

    folder = Path(visit.__file__).parent
    seen = Path(visit.__file__).parents[2] / "insight/questions/seen_from_outside.py"
    for file in [*folder.glob("*.py"), seen]:
        text = file.read_text(encoding="utf-8").replace("practice.contact import words_told", "")
        assert "practice.contact" not in text, "what is told to them alone, and nothing else"
        assert "in_touch" not in text


def test_a_longer_list_asks_the_database_no_more(
    house: House, signed_in: SignIn, django_assert_max_num_queries: object
) -> None:
    client = signed_in(house, "tutor")
    told(house)
    for n in range(8):
        told(house, said=f"One more {n}.", agreed="Yes.")
        ways.keep(by=member(house, "tutor"), pupil=house.child(ADA), at=NOW,
                  wanted=ways.Wanted("home", "phone", f"Aunt {n}"))  # fmt: skip
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(at(house))


@pytest.mark.parametrize("role", ["tutor", "key_person", "subject_teacher"])
@pytest.mark.parametrize("why", ["order", "worker"])
def test_somebody_is_asked_before_a_home_is_rung_and_why_is_not_said(
    house: House, signed_in: SignIn, role: str, why: str
) -> None:
    client, address = signed_in(house, role), f"/in-touch/{house.child(ADA).pk}/"
    said = "Ask the office before you ring or write."
    assert said not in page(client, address)
    data = {"trait": "social_worker", "value": "yes"} if why == "worker" else {"no_contact": "yes"}
    kind = "characteristics" if why == "worker" else "contacts"
    Fact.objects.create(
        school=house.school, pupil=house.child(ADA), kind=kind, key="why", data=data, since=0,
        import_id=0,
    )  # fmt: skip
    shown = page(client, address)
    assert said in shown
    assert "safeguarding lead before" not in shown
