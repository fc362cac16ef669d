"""Roles that reach some children: everybody else of the school is not there, anywhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests import pages, trail_lines, whose_page
from tests.pages import PAGES, SHOWN
from tests.people import ADA, CHILDREN, FAY, KIT, NEXT_DOOR, House, SignIn, marks_file

from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.roles import ROLES

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
HX = {"HTTP_HX_REQUEST": "true"}
FEW = sorted(whose_page.SOME_CHILDREN & set(whose_page.TRIED))


def body_of(response: object) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return TOKEN.sub(b"", response.content)  # type: ignore[attr-defined]


def names_in(body: bytes, house: House, role: str) -> set[str]:
    """Children whom a role does not reach, and whose surname stands in what it was sent."""
    text = body.decode(errors="replace").replace("&#x27;", "'")
    by = house.adults[role]
    return {
        c.surname
        for c in CHILDREN
        if c.surname in text and not by.may(Permission.CHILD_READ, of=house.child(c))
    }


def test_the_watch_for_names_sees_them(house: House) -> None:
    everybody = " ".join(c.surname for c in CHILDREN).encode()
    seen = {role: len(names_in(everybody, house, role)) for role in FEW}
    assert seen["key_person"] == len(CHILDREN) - 1
    assert seen["tutor"] == len(CHILDREN) - 4
    assert names_in(everybody, house, "headteacher") == set()


@pytest.mark.parametrize("role", FEW)
@pytest.mark.parametrize("headers", [{}, HX], ids=["page", "part"])
def test_anothers_child_cannot_be_told_from_one_that_never_was(
    house: House, next_door: House, signed_in: SignIn, role: str, headers: dict[str, str]
) -> None:
    client = signed_in(house, role)
    theirs = (house.child(FAY).pk, next_door.child(NEXT_DOOR[0]).pk, 999_999_999)
    asked = 0
    for page in PAGES:
        if page.about != "child" or page.post or role not in page.who:
            continue
        asked += 1
        mine = client.get(page.address(house.child(ADA).pk), **headers)
        assert mine.status_code == 200, page.name
        answers = [client.get(page.address(key), **headers) for key in theirs]
        assert {a.status_code for a in answers} == {404}, page.name
        assert len({body_of(a) for a in answers}) == 1, page.name
        assert len({str(dict(a.headers)) for a in answers}) == 1, page.name
    assert asked >= 2


@pytest.mark.parametrize("role", FEW)
def test_no_page_names_a_child_of_others(house: House, signed_in: SignIn, role: str) -> None:
    client = signed_in(house, role)
    reach = house.adults[role]
    wrong = []
    for page in SHOWN:
        if role in page.who:
            body = body_of(client.get(page.of(house)))
            wrong += [(page.name, name) for name in names_in(body, house, role)]
    assert reach.reach != "school"
    assert wrong == []


@pytest.mark.parametrize("role", FEW)
@pytest.mark.parametrize(
    "query", ["q=brackenwell", "form=8+Elm", "year=8", "year=11", "q=fay", "page=2"]
)
def test_no_search_or_filter_finds_a_child_of_others(
    house: House, signed_in: SignIn, role: str, query: str
) -> None:
    client = signed_in(house, role)
    for headers in ({}, HX):
        answer = client.get(f"{reverse('children:children')}?{query}", **headers)
        assert answer.status_code == 200
        assert names_in(body_of(answer), house, role) == set()


@pytest.mark.parametrize("role", FEW)
def test_figures_of_other_groups_are_not_there(
    house: House, next_door: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(house, role)
    path = reverse("explain:explain", kwargs={"name": "absence"})
    for about in (
        f"child:{house.child(FAY).pk}", f"child:{house.child(KIT).pk}", "child:999999999",
        "form:8 Elm", "form:11 Ash", "form:no such", "year:8", "year:99",
    ):  # fmt: skip
        answer = client.get(f"{path}?{pages.scope(about)}")
        assert answer.status_code == 404, about


def test_part_of_a_group_is_not_told_as_the_group(house: House, signed_in: SignIn) -> None:
    """A key person reaches one child of 7 Oak: a figure of 7 Oak would be that child's."""
    path = reverse("explain:explain", kwargs={"name": "absence"})
    key_person, tutor = signed_in(house, "key_person"), signed_in(house, "tutor")
    for about in ("form:7 Oak", "year:7"):
        address = f"{path}?{pages.scope(about)}"
        assert key_person.get(address).status_code == 404
        assert tutor.get(address).status_code == 200


def test_figures_say_whose_they_are(house: House, signed_in: SignIn) -> None:
    path = reverse("explain:explain", kwargs={"name": "absence"})
    address = f"{path}?{pages.scope()}"
    said = {
        "tutor": "7 Oak", "head_of_year": "Year 7", "key_person": "The children you work with",
        "headteacher": "The whole school",
    }  # fmt: skip
    for role, name in said.items():
        text = body_of(signed_in(house, role).get(address)).decode()
        assert name in text, role
        assert ("The whole school" in text) is (role == "headteacher")


def test_today_is_about_the_children_one_works_with(house: House, signed_in: SignIn) -> None:
    """Of the four who are not here, Ada, Ben and Dee are in 7 Oak, and Hal and Ida are not."""
    text = body_of(signed_in(house, "tutor").get("/")).decode()
    assert "7 Oak, today" in text
    assert "Osei-Larkin" in text
    assert "Penhallow" not in text
    assert "National figures are about whole schools" in text
    assert "England:" not in text


def test_the_trail_holds_only_whom_the_page_showed(house: House, signed_in: SignIn) -> None:
    mark = trail_lines.newest()
    signed_in(house, "tutor").get("/children/")
    (line,) = [one for one in trail_lines.since(mark) if one.verb == "children listed"]
    oak = {house.child(c).pk for c in CHILDREN if c.form == "7 Oak"}
    assert set(line.ids) == oak


def test_taken_off_a_class_one_loses_it_on_the_next_click(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "class_teacher")
    page = next(p for p in PAGES if p.name == "children:child")
    assert client.get(page.of(house)).status_code == 200
    Membership.objects.filter(pk=house.adults["class_teacher"].pk).update(reach_of="8 Elm")
    assert client.get(page.of(house)).status_code == 404
    assert client.get(page.of(house), **HX).status_code == 404
    assert client.get(page.of(house, FAY)).status_code == 200


def test_who_works_with_no_child_yet_is_told_so(house: House, signed_in: SignIn) -> None:
    Membership.objects.filter(pk=house.adults["tutor"].pk).update(reach_of="no such form")
    client = signed_in(house, "tutor")
    for address in ("/", "/children/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"about the children you work with" in answer.content
        assert not any(c.surname.encode() in answer.content for c in CHILDREN)


def test_a_post_about_anothers_child_is_refused_too(house: House, signed_in: SignIn) -> None:
    house.read(marks_file())
    for role in FEW:
        client: Client = signed_in(house, role)
        page = next(p for p in PAGES if p.name == "children:history")
        answers = [
            client.post(page.address(key), {"session": "x"})
            for key in (house.child(FAY).pk, 999_999_999)
        ]
        assert {a.status_code for a in answers} <= {403, 404}
        assert len({body_of(a) for a in answers}) == 1, role


def test_every_role_of_few_children_is_tried_here() -> None:
    whole = {key for key, role in ROLES.items() if "school" in role.reaches}
    assert set(ROLES) - whole == whose_page.SOME_CHILDREN
