"""A visit from outside: the link, the code, the page, and nothing else."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import outside, pages, trail_lines
from tests.outside import MUM, NOW, WORKER, Visitor, family
from tests.people import ADA, BEN, CHILDREN, FAY, House, SignIn, marks_file

from belong.people import link_codes, outsiders
from belong.people.link_codes import Handed
from belong.people.models import Involvement, LinkCode, Membership
from belong.people.outsiders import Wanted
from belong.web import slow_lane
from belong.web.quiet_log import WithoutLinks
from belong.web.visit import cookie

CHILD = Wanted("young person", "To see how I am getting on")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
MOST = 19
Later = Callable[[float], None]


@pytest.fixture
def later(settings: Settings) -> Later:
    """Put the clock forward to so many minutes after the beginning."""

    def minutes(n: float) -> None:
        settings.FIXED_NOW = f"{NOW + dt.timedelta(minutes=n):%Y-%m-%dT%H:%M:%S}"

    return minutes


def door(token: str) -> str:
    return reverse("visit:with_link", args=[token])


def text(body: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body.decode())).split())


def closed(client: Client, address: str = "") -> bool:
    answer = client.get(address or reverse("visit:visit"))
    return answer.status_code == 404 and b"This link no longer opens anything" in answer.content


@pytest.fixture
def given(house: House) -> Handed:
    """A paper for Ada's mother."""
    outside.at_home(house)
    return outside.handed(house, outside.let_in(house, family()))


# What they see


def test_family_sees_their_own_child(house: House) -> None:
    outside.at_home(house)
    said = text(outside.came(house, family()).page())
    assert "Ada has been in school for 16 days this half-term, since 2 Nov." in said
    assert "Ms Whitlock Key person" in said
    assert "For Kim Larkin: So that home and school say the same" in said
    assert "Week of 23 Nov Monday: here. Tuesday: not in school." in said
    assert "Week of 16 Nov Here every day, 5 days." in said


def test_the_young_person_is_spoken_to(house: House) -> None:
    said = text(outside.came(house, CHILD, child=BEN).page())
    assert "You have been in school for 13 days this half-term" in said
    assert "Monday to Wednesday: here. Thursday to Friday: ill." in said
    assert "work with you" in said


def test_a_professional_sees_today(house: House) -> None:
    said = text(outside.came(house, WORKER).page())
    assert "Ada Osei-Larkin is not here today" in said
    assert "Morning: No reason yet" in said
    assert "1 session (½ day) missed this half-term." in said
    assert "For Jo Price, social worker: The child in need plan" in said
    assert "Week of" not in said


@pytest.mark.parametrize("wanted", [family(), CHILD, WORKER], ids=lambda w: w.kind)
def test_no_band_no_count_of_what_was_not_allowed_and_no_other_child(
    house: House, wanted: Wanted
) -> None:
    outside.at_home(house)
    said = text(outside.came(house, wanted).page()).casefold()
    for word in ("persistent", "severe", "authorised", "unauthorised", "support adults bring",
                 "notice and connect", "%", "holiday not agreed", "sam osei", "efua"):  # fmt: skip
        assert word not in said, word
    others = [c for c in CHILDREN if c is not ADA]
    assert [c.surname for c in others if c.surname.casefold() in said] == []
    if wanted.kind != "professional":
        assert ADA.surname.casefold() not in said
        assert "no reason" not in said


def test_a_holiday_that_was_not_agreed_is_only_away_at_home(house: House) -> None:
    joe = next(c for c in CHILDREN if c.surname == "Swanwick")
    said = text(outside.came(house, CHILD, child=joe).page())
    assert "Monday to Friday: not in school." in said
    assert "Nothing is written down yet" in said


def test_before_any_register_the_page_says_so(empty: House) -> None:
    from tests.people import pupils_file

    empty.bring(pupils_file(), "pupils.csv", kind="pupils")
    assert "No register has come in yet." in text(outside.came(empty, CHILD).page())
    said = text(outside.came(empty, WORKER).page())
    assert "There is no register for Ada Osei-Larkin yet today" in said


def test_the_look_is_in_the_trail_before_the_page(house: House) -> None:
    visitor = outside.came(house, WORKER)
    mark = trail_lines.newest()
    visitor.page()
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.role) == ("child seen from outside", "professional")
    assert line.ids == [house.child(ADA).pk]


def test_whoever_looks_is_told_who_came(house: House, signed_in: SignIn) -> None:
    outside.came(house, WORKER).page()
    page = reverse("children:who_looked", args=[house.child(ADA).pk])
    said = text(signed_in(house, "headteacher").get(page).content)
    assert "Jo Price, social worker , A professional, by a link" in said
    assert "opened the page about this child that is open to them" in said


# The link and the code


REASONS = (
    "never",
    "used",
    "expired",
    "withdrawn",
    "ended",
    "no contact",
    "left",
    "wrong ten times",
)


@pytest.mark.parametrize("reason", REASONS)
def test_every_link_that_opens_nothing_answers_alike(
    house: House, given: Handed, reason: str
) -> None:
    row = given.involvement
    if reason == "used":
        link_codes.verify(token=given.token, code=given.code, at=NOW)
    if reason == "expired":
        LinkCode.objects.update(made_at=NOW - link_codes.LASTS, expires_at=NOW)
    if reason == "withdrawn":
        outside.handed(house, row)
    if reason == "ended":
        by = house.adults["key_person"]
        outsiders.end(by=by, pupil_id=row.pupil_id, involvement_id=row.pk, at=NOW)
    if reason == "no contact":
        outside.not_to_be_contacted(row)
    if reason == "left":
        row.pupil.enrolments.update(left_on="2026-11-23")
    if reason == "wrong ten times":
        LinkCode.objects.filter(what="link").update(wrong=link_codes.MOST_WRONG)
    token = "x" * 43 if reason == "never" else given.token
    never = door("n" * 43)
    asked: list[tuple[str, dict[str, str]]] = [
        ("get", {}), ("post", {"code": given.code}), ("post", {"send": "1"}), ("post", {}),
    ]  # fmt: skip
    for ask, posted in asked:
        one = getattr(Client(), ask)(door(token), posted)
        other = getattr(Client(), ask)(never, posted)
        assert one.status_code == other.status_code == 404
        assert one.content == other.content
        assert dict(one.headers) == dict(other.headers)
        assert not one.cookies
    assert mail.outbox == []
    assert b"Larkfield" not in one.content


def test_a_dead_visit_answers_like_a_dead_link(house: House, given: Handed) -> None:
    visit, link = Client().get(reverse("visit:visit")), Client().get(door("n" * 43))
    assert visit.content == link.content
    assert dict(visit.headers) == dict(link.headers)


def test_looking_uses_nothing_up_and_names_nobody(house: House, given: Handed) -> None:
    before = list(LinkCode.objects.values())
    for ask in ("get", "head", "options"):
        answer = getattr(Client(), ask)(door(given.token))
        for name in (b"Ada", b"Osei", b"Larkfield", b"Kim"):
            assert name not in answer.content
    assert list(LinkCode.objects.values()) == before
    assert Client().post(door(given.token), {"code": given.code}).status_code == 302


def test_a_code_comes_by_email_and_opens_the_page(house: House, given: Handed) -> None:
    client = Client()
    assert "Send me a code" in text(client.get(door(given.token)).content)
    sent = client.post(door(given.token), {"send": "1"})
    assert "A code is on its way to your e-mail" in text(sent.content)
    assert b"home.example" not in sent.content
    code = str(mail.outbox[0].body).split("Your code is ")[1][:9]
    assert client.post(door(given.token), {"code": code})["Location"] == reverse("visit:visit")
    assert client.get(reverse("visit:visit")).status_code == 200


def test_a_wrong_code_is_said_and_the_link_stays(house: House, given: Handed) -> None:
    client = Client()
    answer = client.post(door(given.token), {"code": "2222 2222"})
    assert answer.status_code == 422
    assert b"That code does not fit" in answer.content
    assert client.post(door(given.token), {"code": given.code}).status_code == 302


def test_wrong_codes_are_slowed_down_for_whoever_types_them(house: House, given: Handed) -> None:
    for n in range(slow_lane.FREELY):
        assert Client().post(door(f"guess-{n}"), {"code": "x"}).status_code == 404
    assert Client().post(door(given.token), {"code": "x"}).status_code == 422, (
        "one in three seconds"
    )
    for ask in ({"code": given.code}, {"send": "1"}):
        waits = Client().post(door(given.token), ask)
        assert (waits.status_code, waits["Retry-After"]) == (429, "3")
    elsewhere = Client(REMOTE_ADDR="10.0.0.7")
    assert elsewhere.post(door(given.token), {"code": given.code}).status_code == 302


def test_a_form_needs_its_token(house: House, given: Handed) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(door(given.token), {"code": given.code}).status_code == 403
    assert not LinkCode.objects.exclude(used_at=None).exists()


# The visit


def test_a_visit_ends_after_a_quarter_of_an_hour_without_a_click(
    house: House, later: Later
) -> None:
    visitor = outside.came(house, WORKER)
    for minutes in (0, 14, 28, 42):
        later(minutes)
        assert visitor.client.get(reverse("visit:visit")).status_code == 200, minutes
    later(57.1)
    assert closed(visitor.client)
    later(43)
    kept = visitor.client.cookies[cookie.NAME].value
    again = Client()
    again.cookies[cookie.NAME] = kept
    assert again.get(reverse("visit:visit")).status_code == 200
    later(10)
    assert closed(again), "a clock turned back opens nothing"


def test_no_visit_goes_on_for_ever(house: House, later: Later) -> None:
    visitor = outside.came(house, WORKER)
    for minutes in range(0, 120, 10):
        later(minutes)
        assert visitor.client.get(reverse("visit:visit")).status_code == 200
    later(121)
    assert closed(visitor.client)


@pytest.mark.parametrize("how", ["ended", "no contact", "left"])
def test_what_ends_it_ends_it_on_the_next_click(house: House, how: str) -> None:
    outside.at_home(house)
    visitor = outside.came(house, family())
    assert visitor.client.get(reverse("visit:visit")).status_code == 200
    row = visitor.row
    if how == "ended":
        Involvement.objects.filter(pk=row.pk).update(ended_at=NOW)
    elif how == "no contact":
        outside.at_home(house, [*MUM[:-1], "Do not contact"])
    else:
        row.pupil.enrolments.update(left_on="2026-11-23")
    assert closed(visitor.client)
    for name in ("visit:leave", "visit:next_link"):
        assert visitor.client.post(reverse(name)).status_code == 404
    assert mail.outbox == []


def test_closing_a_visit_closes_every_copy_of_it(house: House) -> None:
    visitor = outside.came(house, WORKER)
    copy = Client()
    copy.cookies[cookie.NAME] = visitor.client.cookies[cookie.NAME].value
    assert copy.get(reverse("visit:visit")).status_code == 200
    assert "The page is closed" in text(visitor.client.post(reverse("visit:leave")).content)
    assert closed(copy)
    assert closed(visitor.client)


def test_a_visitor_asks_for_their_next_link_once(house: House) -> None:
    outside.at_home(house)
    visitor = outside.came(house, family())
    said = text(visitor.client.post(reverse("visit:next_link")).content)
    assert "Sent. Your next link waits in your e-mail." in said
    again = text(visitor.client.post(reverse("visit:next_link")).content)
    assert "Your next link was sent already." in again
    (letter,) = mail.outbox
    assert letter.to == ["kim.larkin@home.example"]
    address = re.search(r"http://testserver(/with/[\w-]+/)", str(letter.body))
    assert address is not None
    assert "Send me a code" in text(Client().get(address[1]).content)


def _a_cookie(**kept: object) -> str:
    return signing.dumps(kept, salt=cookie.SALT)


def test_a_visit_is_not_something_anyone_can_write(house: House) -> None:
    visitor = outside.came(house, WORKER)
    link = LinkCode.objects.get(what="link")
    clicked = NOW.timestamp()
    right = _a_cookie(link=link.pk, clicked=clicked)
    wrong = [
        signing.dumps({"link": link.pk, "clicked": clicked}, salt="another"), right[:-1] + "x",
        f"{link.pk}", _a_cookie(link=link.pk + 1, clicked=clicked), _a_cookie(link="all"),
        _a_cookie(link=LinkCode.objects.get(what="code").pk, clicked=clicked),
    ]  # fmt: skip
    client = Client()
    client.cookies[cookie.NAME] = right
    assert client.get(reverse("visit:visit")).status_code == 200
    for value in wrong:
        client.cookies[cookie.NAME] = value
        assert closed(client), value
    kept = visitor.client.cookies[cookie.NAME]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/with/", True, "Strict")


def test_a_visitor_opens_no_page_of_the_staff(house: House) -> None:
    house.read(marks_file())
    outside.at_home(house)
    for wanted in (family(), CHILD, WORKER):
        visitor: Visitor = outside.came(house, wanted)
        for page in pages.PAGES:
            for ask in (visitor.client.get, visitor.client.post):
                answer = ask(page.of(house))
                assert answer.status_code == 302, page.name
                assert answer["Location"].startswith(reverse("account_login")), page.name
        assert "sessionid" not in visitor.client.cookies


def test_a_visitors_cookie_carried_elsewhere_is_nobodys_session(house: House) -> None:
    visitor = outside.came(house, WORKER)
    thief = Client()
    thief.cookies["sessionid"] = visitor.client.cookies[cookie.NAME].value
    assert thief.get("/").status_code == 302


@pytest.mark.parametrize("role", ["headteacher", "safeguarding_lead", "key_person"])
def test_whoever_is_signed_in_gains_nothing_here(
    house: House, given: Handed, signed_in: SignIn, role: str
) -> None:
    outside.came(house, WORKER)
    staff, nobody = signed_in(house, role), Client()
    assert closed(staff), "somebody else's visit goes on, and is not theirs"
    for token in (given.token, "n" * 43):
        one, other = staff.get(door(token)), nobody.get(door(token))
        assert one.status_code == other.status_code
        assert TOKEN.sub(b"", one.content) == TOKEN.sub(b"", other.content)
    assert staff.post(door(given.token), {"code": "x"}).status_code == 422
    mine = signed_in(house, role)
    mine.cookies["sessionid"] = staff.cookies["sessionid"].value
    mine.cookies[cookie.NAME] = staff.cookies["sessionid"].value
    assert closed(mine)


def test_each_visit_is_one_child_whatever_is_asked(house: House) -> None:
    """No address and no form of a visit takes a child; each browser sees its own."""
    ada, fay = outside.came(house, CHILD), outside.came(house, CHILD, child=FAY)
    other = house.child(FAY).pk
    for asked in (f"?child={other}", f"?pupil_id={other}", f"?link={fay.row.pk}"):
        answer = ada.client.get(reverse("visit:visit") + asked)
        assert b"Fay" not in answer.content
        assert b"For Ada" in answer.content
    assert b"For Fay" in fay.page()


def test_a_page_left_open_goes_when_its_visit_is_over(house: House) -> None:
    """A computer in a library: the browser asks again once nobody clicked, and is told that it is
    over."""
    visitor = outside.came(house, WORKER)
    seconds, _, to = visitor.client.get(reverse("visit:visit"))["Refresh"].partition("; url=")
    assert cookie.IDLE < int(seconds) <= cookie.IDLE + 60
    assert to == reverse("visit:visit")


def test_pages_of_a_visit_are_kept_by_nobody(house: House, given: Handed) -> None:
    visitor = outside.came(house, WORKER)
    for client, address in (
        (visitor.client, reverse("visit:visit")), (Client(), door(given.token)),
        (Client(), door("n" * 43)),
    ):  # fmt: skip
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "same-origin"
        assert b'href="/"' not in answer.content, "no way to the staff's rooms"
        assert b"unsafe" not in answer["Content-Security-Policy"].encode()


def test_a_visit_asks_the_database_a_few_times_only(house: House) -> None:
    outside.at_home(house)
    visitor = outside.came(house, family())
    visitor.page()
    with CaptureQueriesContext(connection) as asked:
        visitor.page()
    assert 0 < len(asked) <= MOST


# The staff's pages


def _links(child: object) -> str:
    return reverse("children:links", args=[child])


def test_from_the_form_to_the_paper(house: House, signed_in: SignIn) -> None:
    outside.at_home(house)
    tutor, ada = signed_in(house, "tutor"), house.child(ADA).pk
    form = reverse("children:let_in", args=[ada])
    assert "Their whole name" in text(tutor.get(f"{form}?kind=family").content)
    answer = tutor.post(form, {"kind": "family", "who": "Kim Larkin", "purpose": outside.HOME})
    assert answer["Location"] == _links(ada)
    row = Involvement.objects.get()
    said = text(tutor.get(_links(ada)).content)
    assert "1 person outside school is let in" in said
    assert "Looked after by Mr Begum. No visit yet." in said
    paper = tutor.post(reverse("children:hand_over", args=[ada]), {"link": row.pk}).content.decode()
    found = re.search(r"http://testserver(/with/[\w-]+/).*?id=\"code\">([\w ]+)<", paper, re.DOTALL)
    assert found is not None
    assert "<svg" in paper
    assert "Fri 4 Dec 2026" not in paper, "fourteen days are until Tue 8 Dec"
    assert "Tue 8 Dec 2026" in paper
    visitor = Client()
    assert visitor.post(found[1], {"code": found[2]}).status_code == 302
    assert "Last visit Tue 24 Nov 2026" in text(tutor.get(_links(ada)).content)


def test_a_refusal_keeps_what_was_typed(house: House, signed_in: SignIn) -> None:
    tutor, ada = signed_in(house, "tutor"), house.child(ADA).pk
    words = {"kind": "family", "who": "Nobody Known", "purpose": "Because we talk"}
    answer = tutor.post(reverse("children:let_in", args=[ada]), words)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Nobody can be let in under that name" in said
    assert 'value="Nobody Known"' in said
    assert 'value="Because we talk"' in said


def test_names_at_home_are_for_those_who_may_read_contacts(house: House, signed_in: SignIn) -> None:
    outside.at_home(house)
    address = reverse("children:let_in", args=[house.child(ADA).pk]) + "?kind=family"
    lead = signed_in(house, "safeguarding_lead").get(address).content.decode()
    assert "Kim Larkin" in lead
    assert "Sam Osei" not in lead
    for role in ("tutor", "key_person"):
        said = signed_in(house, role).get(address).content.decode()
        for name in ("Kim", "Larkin<", "Efua", "Sam", "home.example"):
            assert name not in said


def test_one_sends_a_link_and_ends_it(house: House, signed_in: SignIn) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    key_person = signed_in(house, "key_person")
    sent = key_person.post(
        reverse("children:send_link", args=[row.pupil_id]), {"link": row.pk}, follow=True
    )
    assert "Sent. The link works once, until Tue 8 Dec 2026." in text(sent.content)
    assert b"home.example" not in sent.content
    assert len(mail.outbox) == 1
    end = reverse("children:end_link", args=[row.pupil_id])
    said = text(key_person.post(end, {"link": row.pk}, follow=True).content)
    assert "Nobody outside school is let in" in said
    assert "ended by Ms Whitlock" in said
    assert key_person.post(end, {"link": row.pk}).status_code == 404


def test_whoever_stands_under_an_order_is_said_to_be_shut(house: House, signed_in: SignIn) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    outside.not_to_be_contacted(row)
    said = text(signed_in(house, "tutor").get(_links(row.pupil_id)).content)
    assert "Shut: their link opens nothing." in said
    assert "Send a link" not in said
    for name in ("children:hand_over", "children:send_link"):
        address = reverse(name, args=[row.pupil_id])
        answer = signed_in(house, "tutor").post(address, {"link": row.pk})
        assert answer.status_code == 422
        assert b"with/" not in answer.content
    assert not LinkCode.objects.exists()


def test_leaders_see_every_link_and_end_one(house: House, signed_in: SignIn) -> None:
    of_ada, of_fay = outside.let_in(house, WORKER), outside.let_in(house, CHILD, child=FAY)
    head = signed_in(house, "headteacher")
    said = text(head.get(reverse("staff:links")).content)
    assert "2 people outside school are let in" in said
    assert said.index("Fay Brackenwell") < said.index("Ada Osei-Larkin")
    end = reverse("staff:end_link")
    assert head.post(end, {"child": of_ada.pupil_id, "link": of_fay.pk}).status_code == 404
    answer = head.post(end, {"child": of_fay.pupil_id, "link": of_fay.pk}, follow=True)
    assert "1 person outside school is let in" in text(answer.content)


def test_many_links_are_asked_for_like_few(house: House, signed_in: SignIn) -> None:
    outside.at_home(house)
    head = signed_in(house, "headteacher")
    head.get(reverse("staff:links"))  # the trail gives its reader a name once
    counts = []
    for child in (ADA, BEN, FAY):
        outside.let_in(house, WORKER, child=child)
        outside.let_in(house, CHILD, child=child)
        with CaptureQueriesContext(connection) as asked:
            head.get(reverse("staff:links"))
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= MOST


def test_the_leaving_page_says_that_links_stay(house: House, signed_in: SignIn) -> None:
    outside.let_in(house, CHILD, role="tutor")
    tutor: Membership = house.adults["tutor"]
    page = reverse("staff:leaves", args=[tutor.adult_id])
    said = text(signed_in(house, "headteacher").get(page).content)
    assert "1 person outside school was let in by them. That stays" in said


def test_the_log_of_the_house_takes_links_out(house: House, given: Handed) -> None:
    """Lines that Django writes by itself too: a missing token, a page that broke."""
    (console,) = [h for h in logging.getLogger().handlers if _hides_links(h)]
    assert isinstance(console, logging.StreamHandler)
    written = io.StringIO()
    # Not setStream: it flushes first, and what another test captured may be closed by now.
    before, console.stream = console.stream, written
    try:
        Client(enforce_csrf_checks=True).post(door(given.token), {"code": given.code})
        Client().post(door(given.token), {"code": "wrong"})
        logging.getLogger("django.request").error("Internal Server Error: %s", door(given.token))
    finally:
        console.stream = before
    said = written.getvalue()
    assert said.count("/with/.../") == 3
    assert given.token not in said


def _hides_links(handler: logging.Handler) -> bool:
    return any(isinstance(one, WithoutLinks) for one in handler.filters)
