"""Opening something for an hour, as people do it: quick, with a reason, and never in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.people import ADA, FAY, PASSWORD, House, SignIn, paper_codes
from tests.web.test_other_peoples_children import body_of

from belong.people.models import Fact, Membership, Notice, Opening

BEGIN = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
WHY = "Ada came in crying and will not say who fetches her"
SECRET = "Lantern Cottage, 3 Hidden Lane"
AGAIN = "mfa_reauthenticate"
HEALTH = {"gate": "health", "reason": WHY}
Later = Callable[[float], None]


@pytest.fixture
def later(settings: Settings) -> Later:
    """Put the clock to so many minutes after the beginning."""

    def minutes(n: float) -> None:
        settings.FIXED_NOW = f"{BEGIN + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}"

    return minutes


@pytest.fixture
def told_of_ada(house: House) -> House:
    """A house in which the system says something of Ada's health and of her father."""
    father = {"contact_name": "Sam Doe", "court_order": "yes", "address": SECRET}
    for kind, data in (
        ("characteristics", {"trait": "sen_need", "value": "hearing"}),
        ("contacts", father),
    ):
        Fact.objects.create(
            school=house.school, pupil=house.child(ADA), kind=kind, key="x", data=data, since=1,
            import_id=0,
        )  # fmt: skip
    return house


def of(name: str, house: House) -> str:
    return reverse(f"children:{name}", kwargs={"pupil_id": house.child(ADA).pk})


def shown(client: Client, then: str = "/", code: int = 0) -> object:
    """Show the second step once more, with one of the codes on paper, and go on."""
    return client.post(f"{reverse(AGAIN)}?next={then}", {"code": paper_codes()[code]})


def fresh(house: House, signed_in: SignIn, role: str = "pastoral_lead") -> Client:
    client = signed_in(house, role)
    shown(client)
    return client


def text(answer: object) -> str:
    return body_of(answer).decode()


def test_it_takes_a_form_and_a_code_and_what_was_typed_goes_on(
    told_of_ada: House, signed_in: SignIn
) -> None:
    client = signed_in(told_of_ada, "pastoral_lead")
    where, page = of("open", told_of_ada), of("in_the_system", told_of_ada)
    assert "Hearing" not in text(client.get(page))
    assert client.get(where).status_code == 200
    asked = client.post(where, HEALTH)
    assert asked["Location"] == f"{reverse(AGAIN)}?{urlencode({'next': where})}"
    assert not Opening.objects.exists()
    assert shown(client, where)["Location"] == page  # type: ignore[index]
    assert "Hearing" in text(client.get(page))
    assert "open to you until Tue 24 Nov 2026, 10:18" in text(client.get(page))


def test_a_password_is_not_enough_where_there_is_a_second_step(
    told_of_ada: House, signed_in: SignIn
) -> None:
    client = signed_in(told_of_ada, "pastoral_lead")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(of("open", told_of_ada), HEALTH)["Location"].startswith(reverse(AGAIN))
    assert not Opening.objects.exists()


@pytest.mark.parametrize(("minutes", "asks"), [(14.9, False), (15.1, True), (-1, True)])
def test_who_it_is_is_believed_for_a_quarter_of_an_hour(
    told_of_ada: House, signed_in: SignIn, later: Later, minutes: float, asks: bool
) -> None:
    client = fresh(told_of_ada, signed_in)
    for click in (5, 10, minutes):
        later(click)
        client.get("/")
    answer = client.post(of("open", told_of_ada), HEALTH)
    assert answer["Location"].startswith(reverse(AGAIN)) is asks
    assert Opening.objects.exists() is not asks


@pytest.mark.parametrize("name", ["open", "ask"])
def test_looking_at_the_form_changes_nothing(house: House, signed_in: SignIn, name: str) -> None:
    client = fresh(house, signed_in)
    for ask in (client.get, client.head):
        assert ask(of(name, house)).status_code == 200
    assert not Opening.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"gate": "health", "reason": "too short"}, {"reason": WHY}, {"gate": "contact", "reason": WHY},
     {"gate": "contact under an order", "reason": WHY}, {"gate": "no such gate", "reason": WHY}],
)  # fmt: skip
def test_without_a_gate_or_a_reason_it_stays_shut_and_keeps_the_words(
    house: House, signed_in: SignIn, said: dict[str, str]
) -> None:
    answer = fresh(house, signed_in).post(of("open", house), said)
    assert answer.status_code == 422
    assert "It stays shut" in text(answer)
    assert said["reason"] in text(answer)
    assert not Opening.objects.exists()


def test_after_an_hour_it_is_shut(told_of_ada: House, signed_in: SignIn, later: Later) -> None:
    client = fresh(told_of_ada, signed_in)
    client.post(of("open", told_of_ada), HEALTH)
    for minutes in range(10, 60, 10):
        later(minutes)
        assert "Hearing" in text(client.get(of("in_the_system", told_of_ada)))
    later(60.1)
    after = text(client.get(of("in_the_system", told_of_ada)))
    assert "Hearing" not in after
    assert "open to you until" not in after


def test_the_safeguarding_lead_finds_something_waiting(
    told_of_ada: House, signed_in: SignIn
) -> None:
    lead, tutor = signed_in(told_of_ada, "safeguarding_lead"), signed_in(told_of_ada, "tutor")
    assert "Something waits" not in text(lead.get("/"))
    fresh(told_of_ada, signed_in).post(of("open", told_of_ada), HEALTH)
    today = text(lead.get("/how-we-count/"))
    assert "Something waits for you" in today
    for word in (WHY, "Ms Farrow", "Osei-Larkin", "Health", "hour"):
        assert word not in today
    assert "Something waits" not in text(tutor.get("/how-we-count/"))
    page = text(lead.get("/notices/"))
    for word in (WHY, "Ms Farrow", "Osei-Larkin", "Health", "New"):
        assert word in page
    assert "Hearing" not in page
    assert "Something waits" in text(lead.get("/how-we-count/")), "looking is not reading"
    newest = Notice.objects.filter(adult__name="Ms Anand").latest("pk").pk
    lead.post("/notices/read/", {"newest": str(newest)})
    assert "Something waits" not in text(lead.get("/how-we-count/"))
    assert "New" not in text(lead.get("/notices/")).split("<main")[1]


def test_the_names_on_the_notices_are_in_the_trail(told_of_ada: House, signed_in: SignIn) -> None:
    fresh(told_of_ada, signed_in).post(of("open", told_of_ada), HEALTH)
    mark = trail_lines.newest()
    signed_in(told_of_ada, "safeguarding_lead").get("/notices/")
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.ids) == ("notices about children seen", [told_of_ada.child(ADA).pk])


def test_a_second_press_opens_nothing_more(told_of_ada: House, signed_in: SignIn) -> None:
    client = fresh(told_of_ada, signed_in)
    client.post(of("open", told_of_ada), HEALTH)
    assert "You can read that already" in text(client.post(of("open", told_of_ada), HEALTH))
    assert Opening.objects.count() == 1


def test_two_people_open_where_a_contact_is(told_of_ada: House, signed_in: SignIn) -> None:
    asker = fresh(told_of_ada, signed_in)
    page = of("in_the_system", told_of_ada)
    assert "A court order is held" in text(asker.get(page))
    assert asker.post(of("ask", told_of_ada), {"reason": WHY}).status_code == 302
    assert "Your question waits" in text(asker.get(of("ask", told_of_ada)))
    assert SECRET not in text(asker.get(page))
    second = signed_in(told_of_ada, "safeguarding_lead")
    assert WHY in text(second.get("/notices/"))
    key = Opening.objects.get().pk
    said = {"question": str(key), "answer": "yes"}
    assert second.post("/notices/answer/", said)["Location"].startswith(reverse(AGAIN))
    assert SECRET not in text(asker.get(page))
    assert shown(second, "/notices/answer/")["Location"] == "/notices/"  # type: ignore[index]
    assert SECRET in text(asker.get(page))
    for role in ("safeguarding_lead", "headteacher", "head_of_year"):
        assert SECRET not in text(signed_in(told_of_ada, role).get(page)), role


def test_ones_own_question_is_not_listed_and_not_answered(
    told_of_ada: House, signed_in: SignIn
) -> None:
    lead = fresh(told_of_ada, signed_in, "safeguarding_lead")
    lead.post(of("ask", told_of_ada), {"reason": WHY})
    assert "wait for your answer" not in text(lead.get("/notices/"))
    said = {"question": str(Opening.objects.get().pk), "answer": "yes"}
    after = lead.post("/notices/answer/", said, follow=True)
    assert "You asked for this yourself" in text(after)
    assert SECRET not in text(lead.get(of("in_the_system", told_of_ada)))


def test_no_keeps_it_shut_and_a_question_can_be_taken_back(
    told_of_ada: House, signed_in: SignIn
) -> None:
    asker = fresh(told_of_ada, signed_in)
    head = fresh(told_of_ada, signed_in, "headteacher")
    asker.post(of("ask", told_of_ada), {"reason": WHY})
    head.post("/notices/answer/", {"question": Opening.objects.get().pk, "answer": "no"})
    assert Opening.objects.get().state == "refused"
    asker.post(of("ask", told_of_ada), {"reason": WHY})
    asker.post(of("withdraw", told_of_ada))
    assert Opening.objects.latest("pk").state == "withdrawn"
    assert "does not wait" in text(asker.post(of("withdraw", told_of_ada), follow=True))
    assert SECRET not in text(asker.get(of("in_the_system", told_of_ada)))


def test_another_schools_question_cannot_be_told_from_none(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    fresh(house, signed_in).post(of("ask", house), {"reason": WHY})
    theirs = fresh(next_door, signed_in, "safeguarding_lead")
    answers = [
        theirs.post("/notices/answer/", {"question": key, "answer": "yes"})
        for key in (Opening.objects.get().pk, 999_999_999, "x", "9" * 30)
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({body_of(a) for a in answers}) == 1
    assert Opening.objects.get().state == "asked"


def test_the_form_of_anothers_child_is_not_there(house: House, signed_in: SignIn) -> None:
    client = fresh(house, signed_in, "head_of_year")
    for key in (house.child(FAY).pk, 999_999_999):
        for name in ("open", "ask", "in_the_system"):
            path = reverse(f"children:{name}", kwargs={"pupil_id": key})
            assert client.get(path).status_code == 404
            if name != "in_the_system":
                assert client.post(path, HEALTH).status_code == 404
    assert not Opening.objects.exists()


def test_a_right_taken_away_is_gone_on_the_next_click(
    told_of_ada: House, signed_in: SignIn
) -> None:
    client = fresh(told_of_ada, signed_in)
    page = of("in_the_system", told_of_ada)
    client.post(of("open", told_of_ada), HEALTH)
    assert "Hearing" in text(client.get(page))
    mine = Membership.objects.filter(pk=told_of_ada.adults["pastoral_lead"].pk)
    mine.update(role_key="attendance_lead")
    for headers in ({}, {"HX-Request": "true"}):
        assert "Hearing" not in text(client.get(page, headers=headers))
    assert client.post(of("open", told_of_ada), HEALTH).status_code == 403
    mine.update(role_key="pastoral_lead", ends=dt.date(2026, 11, 23))
    assert client.get(page).status_code == 403


def test_no_contact_said_today_hides_the_number_on_the_next_click(
    told_of_ada: House, signed_in: SignIn
) -> None:
    data = {"contact_name": "Ro Doe", "phone": "07700 900 321", "no_contact": "no"}
    fact = Fact.objects.create(
        school=told_of_ada.school, pupil=told_of_ada.child(ADA), kind="contacts", key="y",
        data=data, since=1, import_id=0,
    )  # fmt: skip
    office = signed_in(told_of_ada, "office")
    assert "07700 900 321" in text(office.get(of("in_the_system", told_of_ada)))
    Fact.objects.filter(pk=fact.pk).update(data=data | {"no_contact": "yes"})
    after = text(office.get(of("in_the_system", told_of_ada)))
    assert "07700 900 321" not in after
    assert after.index("Must not be contacted") > after.index("Ro Doe")
