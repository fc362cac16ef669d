"""People: who works here, giving and ending roles, leaving and standing in, by the pages."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests import people, trail_lines
from tests.pages import PAGES, SHOWN, Page
from tests.people import (
    ADA,
    BEN,
    CAL,
    CHILDREN,
    FAY,
    MATHS,
    PASSWORD,
    TODAY,
    House,
    SignIn,
    an_adult,
    marks_file,
)  # fmt: skip

from belong.people.models import Adult, Fact, Invitation, Membership, Relation, TrailLine
from belong.people.models.membership import Membership as Held

HX = {"HTTP_HX_REQUEST": "true"}
HEAD, ADMIN, GOVERNOR = "headteacher", "system_administrator", "governor"
SUMMER = "2027-08-31"


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def of(house: House, role: str, name: str = "adult") -> str:
    return reverse(f"staff:{name}", kwargs={"adult_id": house.adults[role].adult_id})


def named(page: str) -> Page:
    return next(p for p in PAGES if p.name == page)


def test_everybody_is_listed_with_their_roles_in_words(house: House, signed_in: SignIn) -> None:
    house.adults["tutor"].adult.last_login = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
    house.adults["tutor"].adult.save()
    said = text(signed_in(house, HEAD).get("/people/"))
    for row in house.adults.values():
        assert row.adult.name in said
    assert f"{len(house.adults)} adults work here" in said
    assert "Tutor, 7 Oak, until Tue 31 Aug 2027" in said
    assert "Key person, one child" in said
    assert "Fri 20 Nov 2026" in said
    assert not any(c.surname in said for c in CHILDREN)


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [("begum", "Mr Begum", "Mr Hale"), ("8 elm", "Nobody fits", "Mr Begum"),
     ("headteacher", "Mr Hale", "Mr Begum"), ("'; drop", "Nobody fits", "Mr Hale")],
)  # fmt: skip
def test_a_search_finds_by_name_role_and_form(
    house: House, signed_in: SignIn, asked: str, there: str, not_there: str
) -> None:
    said = text(signed_in(house, "office").get("/people/", {"q": asked}))
    assert there in said
    assert not_there not in said


def test_one_adults_children_are_named_to_who_works_with_them(
    house: House, signed_in: SignIn
) -> None:
    mark = trail_lines.newest()
    page = of(house, "key_person")
    assert "Ada Osei-Larkin" in text(signed_in(house, HEAD).get(page))
    (line,) = trail_lines.since(mark)
    assert (line.verb, line.ids) == ("children of an adult seen", [house.child(ADA).pk])
    said = text(signed_in(house, ADMIN).get(page))
    assert "Osei-Larkin" not in said
    assert "one child" in said
    assert len(trail_lines.since(mark)) == 1


@pytest.mark.parametrize("role", [ADMIN, GOVERNOR])
def test_whose_part_is_not_children_meets_no_child_anywhere(
    house: House, signed_in: SignIn, role: str
) -> None:
    """On every page they may open, with every question that could find one."""
    house.read(marks_file())
    client = signed_in(house, role)
    Relation.objects.create(
        adult=house.adults["tutor"].adult, pupil=house.child(ADA),
        said_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    )  # fmt: skip
    more = [of(house, r) for r in ("key_person", "tutor", "psychologist")]
    more += [of(house, "key_person", "leaves"), of(house, "key_person", "away")]
    more += [of(house, "tutor") + "?find=osei", of(house, "tutor", "give") + "?role=key_person"]
    ada = f"?role=key_person&find=osei&of=child:{house.child(ADA).pk}"
    more += [reverse("staff:invite") + query for query in (ada, "?role=tutor")]
    asked = 0
    for address in [p.of(house) for p in SHOWN if role in p.who] + more:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        asked += answer.status_code == 200
        for child in CHILDREN:
            assert child.surname not in unescape(body.decode(errors="replace")), address
            assert child.id not in body.decode(errors="replace"), address
    assert asked >= 6
    assert not TrailLine.objects.filter(about="pupil").exists()


def test_the_first_page_of_a_role_without_children_is_theirs(
    house: House, signed_in: SignIn
) -> None:
    said = text(signed_in(house, GOVERNOR).get("/"))
    assert "shows no children" in said
    assert "How safely Belong is run" in said
    assert "/people/" not in said
    assert "/children/" not in said
    said = text(signed_in(house, ADMIN).get("/"))
    assert "/people/" in said
    assert "/school/settings/" in said


NELL = {"name": "Nell Newby", "email": "n@larkfield.example"}
GIVE = {"role": "tutor", "of": "form:8 Elm", "begins": "", "ends": SUMMER}


def test_before_a_role_is_given_one_reads_what_it_means(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, HEAD), of(house, "tutor", "give")
    assert "Which role?" in text(client.get(page))
    said = text(client.get(page, GIVE))
    assert "They will see 4 children: 8 Elm, until Tue 31 Aug 2027." in said
    assert not Membership.objects.filter(reach_of="8 Elm").exists()
    assert client.post(page, GIVE).status_code == 302
    assert Membership.objects.get(reach_of="8 Elm").adult == house.adults["tutor"].adult


def test_a_role_for_a_child_goes_by_a_search(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, HEAD), of(house, "tutor", "give")
    said = text(client.get(page, {"role": "key_person", "find": "brack"}))
    assert "Fay Brackenwell" in said
    asked = {"role": "key_person", "of": f"child:{house.child(FAY).pk}"}
    said = text(client.get(page, asked))
    assert "They will see one child, Fay Brackenwell, until somebody ends it." in said
    assert client.post(page, asked).status_code == 302
    assert Membership.objects.filter(role_key="key_person", pupil=house.child(FAY)).exists()


@pytest.mark.parametrize("what", ["of", "begins", "ends", "role"])
def test_a_form_that_is_bent_changes_nothing(house: House, signed_in: SignIn, what: str) -> None:
    client, page = signed_in(house, HEAD), of(house, "tutor", "give")
    count = Membership.objects.count()
    for bent in ("", "x", "child:x", "child:999999999", "2027-99-99", "form:", "\x00", "year:8"):
        answer = client.post(page, GIVE | {what: bent})
        if what == "begins" and bent in ("", "\x00"):
            continue
        assert answer.status_code == 422, bent
        client.get(page, GIVE | {what: bent})
    assert Membership.objects.count() == count + (what == "begins")


def test_nobody_changes_their_own_roles_by_any_page(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, HEAD)
    said = text(client.get(of(house, HEAD)))
    assert "This is you" in said
    assert "Give a role" not in said
    assert (
        client.post(of(house, HEAD, "give"), {"role": "senco", "of": "school"}).status_code == 422
    )
    assert client.post(of(house, HEAD, "leaves"), {"when": "now"}).status_code == 422
    role = {"role": house.adults[HEAD].pk}
    assert client.post(of(house, HEAD, "end"), role).status_code == 422
    assert Membership.objects.filter(adult=house.adults[HEAD].adult).count() == 1


def test_an_ended_role_is_gone_on_the_next_click(house: House, signed_in: SignIn) -> None:
    teacher, head = signed_in(house, "class_teacher"), signed_in(house, HEAD)
    page = named("children:child").of(house)
    assert teacher.get(page).status_code == 200
    assert "They lose 4 children" in text(head.get(of(house, "class_teacher")))
    role = {"role": house.adults["class_teacher"].pk}
    assert head.post(of(house, "class_teacher", "end"), role).status_code == 302
    for more in ({}, HX):
        assert teacher.get(page, **more).status_code == 403
    other = Client()
    other.force_login(house.adults["tutor"].adult)
    assert other.get(page).status_code == 200


def test_moved_off_a_class_the_next_click_is_without_it(house: House, signed_in: SignIn) -> None:
    """First the child moves to another set, then the teacher does."""
    client = signed_in(house, "subject_teacher")
    ada, ben = (named("children:child").of(house, c) for c in (ADA, BEN))
    assert [client.get(p).status_code for p in (ada, ben)] == [200, 200]
    Fact.objects.filter(pupil=house.child(BEN), kind="class_members").update(until=5)
    assert [client.get(p).status_code for p in (ada, ben)] == [200, 404]
    assert client.get(ben, **HX).status_code == 404
    assert "Quillfeather" not in text(client.get("/children/"))
    people.in_class(house, "7x/Fr1", CAL)
    Membership.objects.filter(reach_of=MATHS).update(reach_of="7x/Fr1")
    assert client.get(ada).status_code == 404
    assert client.get(named("children:child").of(house, CAL)).status_code == 200


def test_who_left_at_once_is_out_everywhere(house: House, signed_in: SignIn) -> None:
    theirs, head = signed_in(house, "tutor"), signed_in(house, HEAD)
    assert theirs.get("/").status_code == 200
    assert head.post(of(house, "tutor", "leaves"), {"when": "now"}).status_code == 302
    for address in ("/", "/account/how-you-sign-in/", named("children:child").of(house)):
        answer = theirs.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")
    login = {"login": "tutor@larkfield.example", "password": PASSWORD}
    assert "inactive" in Client().post("/account/login/", login)["Location"]


def test_a_session_does_not_outlive_the_last_day(house: House, signed_in: SignIn) -> None:
    theirs = signed_in(house, "tutor")
    Adult.objects.filter(name="Mr Begum").update(left_on=TODAY)
    assert theirs.get("/account/how-you-sign-in/").status_code == 200
    Adult.objects.filter(name="Mr Begum").update(left_on=TODAY - dt.timedelta(days=1))
    assert theirs.get("/", **HX)["HX-Redirect"] == "/account/login/"
    assert "_auth_user_id" not in theirs.session


def test_the_page_asks_who_takes_over(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, HEAD), of(house, "key_person", "leaves")
    said = text(client.get(page))
    assert "Ada Osei-Larkin" in said
    assert "Nobody yet" in said
    assert client.post(page, {"when": "day"}).status_code == 422
    key = house.adults["key_person"].pk
    to = house.adults["tutor"].adult_id
    assert client.post(page, {"when": "now", f"role-{key}": to}).status_code == 302
    assert Membership.objects.filter(role_key="key_person", adult=to, ended_at=None).exists()


def test_children_nobody_took_over_are_named_to_who_sees_them(
    house: House, signed_in: SignIn
) -> None:
    head = signed_in(house, HEAD)
    head.post(of(house, "key_person", "leaves"), {"when": "now"})
    said = text(head.get("/people/"))
    assert "1 child has lost their key person" in said
    assert "Ada Osei-Larkin" in said
    assert "Osei-Larkin" not in text(signed_in(house, ADMIN).get("/people/"))


def test_one_page_says_who_stands_in(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, HEAD), of(house, "tutor", "away")
    key, to = house.adults["tutor"].pk, house.adults["senco"].adult_id
    wanted = {"first": "2026-11-25", "last": "2026-11-27", f"role-{key}": to}
    assert client.post(page, wanted | {"last": ""}).status_code == 422
    assert client.post(page, {"first": "2026-11-25", "last": "2026-11-27"}).status_code == 422
    assert client.post(page, wanted).status_code == 302
    given = Membership.objects.get(adult=to, role_key="supply")
    assert (str(given.begins), str(given.ends)) == ("2026-11-25", "2026-11-27")
    assert "no children of their own" in text(client.get(of(house, "senco", "away"))) or given


def test_family_is_said_and_shown_to_the_head_alone(house: House, signed_in: SignIn) -> None:
    client, page = signed_in(house, HEAD), of(house, "tutor", "family")
    child = {"child": house.child(ADA).pk}
    assert client.post(page, child).status_code == 302
    said = text(client.get(of(house, "tutor")))
    assert "Reaches Ada Osei-Larkin, who is their own family" in said
    for role in (ADMIN, "office", "safeguarding_lead"):
        said = text(signed_in(house, role).get(of(house, "tutor")))
        assert "family" not in said.casefold() or role == HEAD, role
    assert signed_in(house, ADMIN).post(page, child).status_code == 403
    asked = {"role": "key_person", "of": f"child:{house.child(ADA).pk}"}
    assert "their own family" in text(client.get(of(house, "tutor", "give"), asked))
    client.post(page, child | {"back": "1"})
    assert not Relation.objects.exists()


def test_the_page_about_security_counts_and_names_no_child(house: House, signed_in: SignIn) -> None:
    head = signed_in(house, HEAD)
    bare = an_adult(house.school, "senco", "Ms Bare", "bare@larkfield.example")
    bare.authenticator_set.all().delete()
    old = house.adults["office"].adult
    Adult.objects.filter(pk=old.pk).update(last_login=dt.datetime(2026, 8, 1, tzinfo=dt.UTC))
    asked = {"role": "key_person", "of": f"child:{house.child(FAY).pk}"}
    head.post(of(house, "tutor", "give"), asked)
    head.post(of(house, "supply", "end"), {"role": house.adults["supply"].pk})
    head.post(
        reverse("staff:invite"), GIVE | {"name": "Nell Newby", "email": "n@larkfield.example"}
    )
    said = text(signed_in(house, GOVERNOR).get("/security/"))
    here = len(house.adults) + 1  # Ms Bare and Nell Newby came, and Ms Grant has no role now
    assert f"2 of {here} adults have no second step yet" in said
    assert "Ms Bare" in said
    assert "1 account not used for 90 days" in said
    assert "Mr Begum was given: Key person, one child" in said
    assert "Ms Grant no longer has: Supply teacher, 7 Oak" in said
    assert "1 link in use" in said
    assert "Nell Newby" in said
    assert "Withdraw" not in said
    assert "Belong makes none yet" in said
    assert not any(c.surname in said for c in CHILDREN)
    assert "Withdraw" in text(head.get("/security/"))


def test_a_link_is_withdrawn_from_the_page(house: House, signed_in: SignIn) -> None:
    head = signed_in(house, HEAD)
    head.post(
        reverse("staff:invite"), GIVE | {"name": "Nell Newby", "email": "n@larkfield.example"}
    )
    link = Invitation.objects.get()
    page = reverse("staff:withdraw", kwargs={"adult_id": link.adult_id})
    assert head.post(page, {"link": link.pk}).status_code == 302
    assert head.post(page, {"link": link.pk}).status_code == 404
    link.refresh_from_db()
    assert link.withdrawn_at is not None
    assert isinstance(link.adult.memberships.get(), Held)
