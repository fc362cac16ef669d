"""Nobody gets in by omission: every address, every role, every way of asking."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.apps import apps
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import pages, people, whose_page
from tests.pages import PAGES, SHOWN, Page
from tests.people import ADA, NEXT_DOOR, House, SignIn, marks_file
from tests.whose_page import OPEN_TO_ALL

from belong.people.models import Pupil
from belong.people.permissions import Permission
from belong.people.roles import ROLES

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def _without_token(body: bytes) -> bytes:
    return TOKEN.sub(b"", body)


def _body(response: object) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return bytes(response.content)  # type: ignore[attr-defined]


def test_every_address_is_in_the_table_or_open_to_all() -> None:
    named = {name for name, _ in pages.patterns()}
    assert named == {p.name for p in PAGES} | set(OPEN_TO_ALL)


def test_every_page_says_what_it_needs() -> None:
    silent = {
        name
        for name, pattern in pages.patterns()
        if not isinstance(getattr(pattern.callback, "needs", None), Permission)
    }
    assert silent == set(OPEN_TO_ALL)


def test_the_table_agrees_with_the_permissions() -> None:
    """A role opens a page exactly when it holds what the page needs."""
    need = {name: getattr(p.callback, "needs", None) for name, p in pages.patterns()}
    for page in PAGES:
        holders = {key for key, role in ROLES.items() if need[page.name] in role.may}
        assert holders == page.who, page.name


@pytest.mark.parametrize("role", whose_page.TRIED)
def test_each_role_opens_its_pages_and_no_other(house: House, signed_in: SignIn, role: str) -> None:
    house.read(marks_file())
    client = signed_in(house, role)
    wrong = []
    for page in SHOWN:
        wanted = 200 if role in page.who else 403
        got = client.get(page.of(house)).status_code
        if got != wanted:
            wrong.append((page.name, wanted, got))
    assert wrong == []


@pytest.mark.parametrize("role", whose_page.TRIED)
@pytest.mark.parametrize(
    "name",
    ["registers:keep", "registers:set_aside", "registers:undo", "registers:say",
     "registers:recognise"],
)  # fmt: skip
def test_each_role_does_what_it_may(house: House, signed_in: SignIn, role: str, name: str) -> None:
    house.read(marks_file())
    page = next(p for p in PAGES if p.name == name)
    answer = signed_in(house, role).post(page.of(house))
    assert answer.status_code == (302 if role in page.who else 403)


@pytest.mark.parametrize("role", ["headteacher", "tutor"])
def test_a_file_is_not_taken_from_who_may_not_bring_one(
    house: House, signed_in: SignIn, role: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(house, role)
    before = _everything()
    file = SimpleUploadedFile("marks.csv", marks_file())
    answer = client.post("/registers/", {"file": file, "kind": "marks"})
    assert answer.status_code == 403
    assert _everything() == before


def test_signed_out_every_page_leads_to_the_way_in(house: House) -> None:
    house.read(marks_file())
    client = Client()
    for page in PAGES:
        address = page.of(house)
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, page.name
            assert answer["Location"].startswith(reverse("account_login")), page.name


def test_signed_out_a_missing_child_looks_like_a_real_one(house: House) -> None:
    child = next(p for p in PAGES if p.about == "child")
    real = Client().get(child.of(house))
    missing = Client().get(child.address(999_999))
    assert real.status_code == missing.status_code == 302


def test_somebody_in_no_school_opens_nothing(house: House) -> None:
    client = Client()
    client.force_login(people.an_adult(None, "", "A Visitor", "visitor@elsewhere.example"))
    house.read(marks_file())
    for page in PAGES:
        ask = client.post if page.post else client.get
        answer = ask(page.of(house))
        assert answer.status_code == 403, page.name
        assert ADA.surname.encode() not in _body(answer)


def test_an_unknown_role_opens_nothing(house: House) -> None:
    client = Client(raise_request_exception=False)
    there = [(page, page.of(house)) for page in SHOWN]
    client.force_login(people.an_adult(house.school, "moon keeper", "M Keeper", "m@lark.example"))
    for page, address in there:
        answer = client.get(address)
        assert answer.status_code in (403, 500), page.name
        assert ADA.surname.encode() not in _body(answer)


def test_a_closed_account_is_out_at_once(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    assert client.get("/").status_code == 200
    house.lead.adult.is_active = False
    house.lead.adult.save()
    assert client.get("/").status_code == 302


def test_a_changed_role_counts_at_once(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    assert client.get("/registers/").status_code == 200
    house.lead.role_key = "tutor"
    house.lead.save()
    assert client.get("/registers/").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_next_door_cannot_be_told_from_what_never_was(
    house: House, next_door: House, signed_in: SignIn, method: str
) -> None:
    next_door.read(marks_file(NEXT_DOOR))
    for page in PAGES:
        if not page.about or page.post != (method == "post"):
            continue
        ask = getattr(signed_in(house, page.opener), method)
        theirs = ask(page.of(next_door, NEXT_DOOR[0]))
        never = ask(page.address(999_999_999))
        assert theirs.status_code == never.status_code == 404, page.name
        assert _without_token(theirs.content) == _without_token(never.content)
        assert dict(theirs.headers) == dict(never.headers)


@pytest.mark.parametrize("name", ["explain:explain", "explain:saved"])
def test_next_doors_figures_are_not_there_either(
    house: House, next_door: House, signed_in: SignIn, name: str
) -> None:
    client = signed_in(house)
    page = next(p for p in PAGES if p.name == name)
    path = page.address().split("?")[0]
    theirs = next_door.child(NEXT_DOOR[0]).pk
    seen = set()
    for about in (f"child:{theirs}", "child:999999999", "form:9 Sky", "form:no such", "year:9"):
        answer = client.get(f"{path}?{pages.scope(about)}")
        assert answer.status_code == 404, about
        seen.add(_without_token(answer.content))
    assert len(seen) == 1


def test_a_search_and_a_filter_find_nobody_of_next_door(
    house: House, next_door: House, signed_in: SignIn
) -> None:
    client = signed_in(house)
    for query in ("q=vantongeren", "form=9+Sky", "year=9", "q=zora"):
        for name in ("children:children", "children:saved"):
            body = _body(client.get(f"{reverse(name)}?{query}"))
            assert b"Zora" not in body
            assert NEXT_DOOR[0].id.encode() not in body


METHODS = ("post", "put", "patch", "delete")


def test_pages_that_show_refuse_to_change(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    wrong = []
    for page in SHOWN:
        client = signed_in(house, min(page.who))
        for method in METHODS:
            if method == "post" and page.name in pages.TAKES_FORMS:
                continue
            got = getattr(client, method)(page.of(house)).status_code
            if got != 405:
                wrong.append((page.name, method, got))
    assert wrong == []


def test_what_changes_something_is_never_a_link(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    for page in PAGES:
        if page.post:
            client = signed_in(house, min(page.who))
            for method in ("get", "head", "put", "delete"):
                assert getattr(client, method)(page.of(house)).status_code == 405, page.name


TOKENS_TRIED = ("tutor", "attendance_lead", "headteacher", "pastoral_lead",
                "data_protection_officer", "lunch_staff")  # fmt: skip
"""One of these may do each thing: what refuses them is the missing token alone."""


def test_every_page_answers_where_only_a_part_is_asked_for(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    for page in SHOWN:
        client = signed_in(house, page.opener)
        answer = client.get(page.of(house), headers={"HX-Request": "true"})
        assert answer.status_code == 200, page.name


def test_a_change_needs_its_token(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    allowed = {name: signed_in(house, name, enforce_csrf_checks=True) for name in TOKENS_TRIED}
    there = [(page, page.of(house)) for page in PAGES]
    before = _everything()
    for page, address in there:
        if page.post or page.name in pages.TAKES_FORMS:
            client = next(allowed[name] for name in TOKENS_TRIED if name in page.who)
            assert client.post(address).status_code == 403, page.name
    assert _everything() == before


MAY_CHANGE = {"django_session", "people_trailline", "people_trailname", "shared_cache"}


def _everything() -> str:
    """One number for every row of every table, the session, the trail and the cache left out."""
    digest = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda m: m._meta.db_table):
        if model._meta.db_table in MAY_CHANGE:
            continue
        for row in model._base_manager.order_by("pk").values_list():
            digest.update(repr((model._meta.db_table, row)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("role", whose_page.UNLIKE)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_never_changes_anything(
    house: House, signed_in: SignIn, role: str, method: str
) -> None:
    house.read(marks_file())
    client = signed_in(house, role)
    files = sorted(p.name for p in house.folder.iterdir())
    addresses = {page.name: page.of(house) for page in PAGES}  # some make what they are about
    before, wrote = _everything(), {}
    for page in PAGES:
        address = addresses[page.name]
        with CaptureQueriesContext(connection) as asked:
            _body(getattr(client, method)(address))
        wrote[page.name] = [one["sql"] for one in asked if _changes(one["sql"])]
    assert {name: done for name, done in wrote.items() if done} == {}
    assert _everything() == before
    assert sorted(p.name for p in house.folder.iterdir()) == files


def _changes(sql: str) -> bool:
    """Whether a statement changes a row of a table that looking leaves as it is."""
    said = re.match(r"(?:INSERT|UPDATE|DELETE|REPLACE)\b[^\"]*\"(\w+)\"", sql)
    return said is not None and said[1] not in MAY_CHANGE


def test_looking_at_open_pages_changes_nothing_either(house: House) -> None:
    kwargs: dict[str, dict[str, object]] = {
        "invitation": {"token": "no-such-link"},
        "visit:with_link": {"token": "no-such-link"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
        "mfa_edit_webauthn": {"pk": 1},
        "device:type_pin": {"adult_id": 1},
        "openid_connect_login": {"provider_id": "microsoft"},
        "openid_connect_callback": {"provider_id": "microsoft"},
        "mfa_remove_webauthn": {"pk": 1},
        "board": {"code": "no-such-board"},
        "answer:with_a_code": {"code": "no-such-code"},
        "answer:ask_for_help": {"code": "no-such-code"},
    }
    before = _everything()
    for name in OPEN_TO_ALL:
        Client().get(reverse(name, kwargs=kwargs.get(name)))
    assert _everything() == before


def test_a_link_in_an_email_is_not_used_up_by_looking(house: House) -> None:
    """Mail scanners open links; the person after them must still be let in."""
    from django.core import mail

    Client().post(reverse("account_reset_password"), {"email": house.lead.adult.email})
    (letter,) = mail.outbox
    link = re.search(r"https?://[^/]+(/\S+)", str(letter.body))
    assert link is not None
    for _ in range(3):
        Client().get(link[1], follow=True)
    answer = Client().get(link[1], follow=True)
    assert b"password1" in answer.content


def test_a_session_is_not_something_anyone_can_write(house: House) -> None:
    client = Client()
    client.cookies["sessionid"] = signing.dumps({"_auth_user_id": house.lead.adult.pk})
    assert client.get("/").status_code == 302


def test_every_child_of_the_tests_is_a_real_row(house: House) -> None:
    assert Pupil.objects.filter(school=house.school).count() == len(people.CHILDREN)


def test_the_way_in_is_the_only_page_with_a_password_field(house: House, signed_in: SignIn) -> None:
    shown: list[Page] = [p for p in SHOWN if p.name != "kitchen:kitchen"]
    for page in shown:
        client = signed_in(house, min(page.who))
        assert b'type="password"' not in _body(client.get(page.of(house))), page.name
