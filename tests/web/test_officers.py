"""What pages say of an officer of a trust or an area, and to whom; and the anchor in settings."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

import pytest
from pytest_django.fixtures import Settings
from tests import people
from tests.people import ADA, BEN, CHILDREN, DEE, FAY, THIS_YEAR, House, SignIn, in_cohort

from belong.insight import noticed, set_apart
from belong.people import fetch
from belong.people.models import Membership, SchoolSettings
from belong.people.permissions import Permission
from belong.people.reach import Reach

READS = ("headteacher", "safeguarding_lead", "deputy_safeguarding_lead")
READS_NOT = ("office", "attendance_lead", "system_administrator")
WORDS = "children in care"
MEALS = "children who have free school meals"


def text(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def officer(house: House) -> Membership:
    """Somebody of the area, for the children in care: Fay and Dee."""
    in_cohort(house, "in_care", FAY, DEE)
    adult = people.an_adult(
        house.school, "area_officer", "Ms Farther", "further@area.example", people.PASSWORD,
        reach=Reach.COHORT, reach_of="in_care", **THIS_YEAR,
    )  # fmt: skip
    return Membership.objects.get(adult=adult)


@pytest.mark.parametrize("role", READS)
def test_who_may_read_the_group_reads_its_words(
    house: House, officer: Membership, signed_in: SignIn, role: str
) -> None:
    client = signed_in(house, role)
    assert f"Area officer, {WORDS}" in text(client.get("/people/"))
    said = text(client.get(f"/people/{officer.adult_id}/"))
    assert WORDS in said


@pytest.mark.parametrize("role", READS_NOT)
def test_everybody_else_reads_some_children(
    house: House, officer: Membership, signed_in: SignIn, role: str
) -> None:
    client = signed_in(house, role)
    pages = ["/people/", f"/people/{officer.adult_id}/", f"/people/?q={WORDS}"]
    if role == "system_administrator":
        pages += ["/security/", f"/people/{officer.adult_id}/leaves/"]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        said = text(answer)
        assert WORDS not in said.replace(f'value="{WORDS}"', "").replace(f"“{WORDS}”", "")
        assert "in_care" not in said
    assert "some children" in text(client.get(f"/people/{officer.adult_id}/"))
    assert "2 children" not in text(client.get(f"/people/{officer.adult_id}/"))


def test_a_page_of_a_child_is_the_same_with_an_officer_and_without(
    house: House, signed_in: SignIn
) -> None:
    """For a tutor, who may not read who is in care."""
    client = signed_in(house, "tutor")
    in_cohort(house, "in_care", ADA)

    def page() -> str:
        said = text(client.get(f"/children/{house.child(ADA).pk}/"))
        return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", said)

    before = page()
    people.an_adult(
        house.school, "area_officer", "Ms Farther", "further@area.example",
        reach=Reach.COHORT, reach_of="in_care", **THIS_YEAR,
    )  # fmt: skip
    assert page() == before
    assert "Somebody from the trust or the local authority may be among them" in before


def test_an_officer_reads_of_their_children_and_of_no_other(
    house: House, officer: Membership, signed_in: SignIn
) -> None:
    house = people.replace(house, adults={**house.adults, "mine": officer})
    client = signed_in(house, "mine")
    mine = {FAY.surname, DEE.surname}
    for address in ("/", "/children/", "/noticing/", "/noticing/school/"):
        answer = client.get(address, follow=True)
        said = text(answer)
        others = {c.surname for c in CHILDREN} - mine
        assert not any(name in said for name in others), address
        assert f"of {len(CHILDREN)}" not in said
        assert f"of {len(CHILDREN) - 1}" not in said
    assert client.get(f"/children/{house.child(FAY).pk}/").status_code == 200
    assert client.get(f"/children/{house.child(BEN).pk}/").status_code == 404


def test_an_officer_is_told_of_no_session_of_the_whole_school(
    house: House, officer: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    shock = SimpleNamespace(week=9, cell=2, group=None, began=40, expected=3.0)
    found = SimpleNamespace(
        looks=range(9, 12), year=SimpleNamespace(shocks=[shock]), year_groups=[]
    )
    monkeypatch.setattr(noticed, "monday_of_week", lambda _found, _week: people.TODAY)

    def told(adult: object) -> tuple[str, ...]:
        by = fetch.membership(adult, people.TODAY)  # type: ignore[arg-type]
        assert by is not None
        whom = by.whose(Permission.CHILD_READ)
        return set_apart.sentences(SimpleNamespace(whom=whom, groups=()), found)  # type: ignore[arg-type]

    assert told(officer.adult) == ()
    assert "40 began to be away" in told(house.adults["tutor"].adult)[0]


def test_whoever_follows_a_cohort_beside_a_form_does_not_read_of_the_form_alone(
    house: House, officer: Membership, signed_in: SignIn
) -> None:
    Membership.objects.create(
        adult=officer.adult, school=house.school, role_key="tutor", reach=Reach.FORM,
        reach_of="7 Oak", **THIS_YEAR,
    )  # fmt: skip
    house = people.replace(house, adults={**house.adults, "mine": officer})
    said = text(signed_in(house, "mine").get("/"))
    assert "The children you work with" in said
    assert "7 Oak, today" not in said


def test_the_page_of_giving_offers_only_what_the_giver_may_read(
    house: House, officer: Membership, signed_in: SignIn
) -> None:
    to = house.adults["governor"].adult_id
    asked = f"/people/{to}/give/?role=area_officer&begins=2026-11-24&ends=2027-07-31"
    head, administrator = signed_in(house, "headteacher"), signed_in(house, "system_administrator")
    said = text(head.get(asked))
    assert 'value="cohort:in_care"' in said
    assert "They will see children in care" in text(head.get(f"{asked}&of=cohort:in_care"))
    assert "2 children today" in text(head.get(f"{asked}&of=cohort:in_care"))
    said = text(administrator.get(asked))
    assert "given by somebody who may read who is in it" in said
    assert "cohort:" not in said
    said = text(administrator.get(f"{asked}&of=cohort:in_care"))
    assert "2 children" not in said
    assert "They will see" not in said
    count = Membership.objects.count()
    sent = {"role": "area_officer", "of": "cohort:in_care", "begins": "2026-11-24",
            "ends": "2027-07-31"}  # fmt: skip
    answer = administrator.post(f"/people/{to}/give/", sent)
    assert answer.status_code in (403, 422)
    assert Membership.objects.count() == count
    assert head.post(f"/people/{to}/give/", sent).status_code == 302
    assert Membership.objects.count() == count + 1


def test_settings_turn_the_e_mail_with_the_anchor_off_and_on(
    house: House, signed_in: SignIn
) -> None:
    head = signed_in(house, "headteacher")
    assert "None has gone yet" in text(head.get("/school/settings/"))
    head.post("/school/settings/anchor-e-mail/", {})
    assert not SchoolSettings.objects.get().anchor_mail
    for role, address in (
        ("headteacher", "/school/settings/"),
        ("governor", "/security/"),
        ("data_protection_officer", "/trail/"),
    ):
        assert "turned off" in text(signed_in(house, role).get(address)), address
    head.post("/school/settings/anchor-e-mail/", {"wanted": "1"})
    assert SchoolSettings.objects.get().anchor_mail
    assert "None has gone yet" in text(signed_in(house, "governor").get("/security/"))


def test_without_a_mail_server_the_pages_say_so(
    house: House, signed_in: SignIn, settings: Settings
) -> None:
    settings.MAIL_WORKS = False
    head = signed_in(house, "headteacher")
    said = text(head.get("/school/settings/"))
    assert "Belong sends no e-mail here" in said
    assert 'action="/school/settings/anchor-e-mail/"' not in said
    assert "Belong sends no e-mail here" in text(head.get("/security/"))
