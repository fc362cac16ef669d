"""Fields as well as pages: each role is sent exactly the fields the written table says."""

from __future__ import annotations

import datetime as dt

import pytest
from tests import trail_lines, whose_page
from tests.canaries import SINCE, Canaries, on_no_page, written
from tests.pages import SHOWN
from tests.people import ADA, BEN, FAY, House, SignIn
from tests.web.test_other_peoples_children import body_of

from belong.people import care
from belong.people.care import Gate
from belong.people.models import Adult, Fact, Opening, TrailLine
from belong.people.permissions import Permission
from belong.people.roles import ROLES

NAMES = frozenset(r.name for r in ROLES.values() if Permission.SYSTEM_READ in r.may)
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
CHOOSES_THE_GATE = {"placements: Kind", "placements: Kind, of a hospital"}
"""Told by a word of ours and not by one of its own; the place beside it has the same gates."""
MORE = ["/children/?q=osei", "/children/?form=7+Oak", "/children/list.csv?q=osei"]


@pytest.fixture
def canaries(house: House) -> Canaries:
    found = Canaries()
    found.write(house, (ADA, FAY))
    return found


def opened(house: House, role: str, *gates: Gate, minutes: int = 60) -> None:
    """Gates that stand open for somebody about Ada."""
    for gate in gates:
        Opening.objects.create(
            school=house.school, pupil=house.child(ADA), adult=house.adults[role].adult,
            gate=gate, reason="A reason of twenty letters", state=Opening.State.OPEN,
            asked_at=NOW, opened_at=NOW, ends_at=NOW + dt.timedelta(minutes=minutes),
            line=trail_lines.newest(),
            answered_by=_another(house, role) if gate == Gate.ORDER else None,
        )  # fmt: skip


def _another(house: House, role: str) -> Adult:
    other = "headteacher" if role == "safeguarding_lead" else "safeguarding_lead"
    return house.adults[other].adult


def page_of(house: House, child: object = ADA) -> str:
    page = next(p for p in SHOWN if p.name == "children:in_the_system")
    return page.of(house, child)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", whose_page.TRIED)
def test_each_role_is_sent_the_fields_the_table_says(
    house: House, signed_in: SignIn, canaries: Canaries, role: str
) -> None:
    client = signed_in(house, role)
    sent = ""
    for page in SHOWN:
        if page.about not in ("import", "two"):
            for headers in ({}, {"HX-Request": "true"}):
                answer = client.get(page.of(house), headers=headers)
                sent += body_of(answer).decode(errors="replace") + str(dict(answer.headers))
    sent += "".join(body_of(client.get(address)).decode(errors="replace") for address in MORE)
    table = written(NAMES)
    wanted = {f for f, row in table.items() if _name(role) in row.own}
    assert canaries.seen(sent, ADA) == wanted - CHOOSES_THE_GATE
    assert canaries.seen(sent, FAY) == set()


def _name(role: str) -> str:
    return ROLES[role].name


@pytest.mark.parametrize("role", whose_page.TRIED)
def test_with_every_gate_open_that_may_be_each_role_is_sent_what_the_table_says(
    house: House, signed_in: SignIn, canaries: Canaries, role: str
) -> None:
    opened(house, role, *Gate)
    body = body_of(signed_in(house, role).get(page_of(house))).decode()
    name = _name(role)
    wanted = {f for f, row in written(NAMES).items() if name in row.own | row.hour | row.two}
    if "contacts: Phone, of an adult under an order" not in wanted:
        assert not any("under an order" in f for f in canaries.seen(body))
    assert canaries.seen(body, ADA) == wanted - CHOOSES_THE_GATE


def test_the_table_has_every_field_of_every_kind(house: House, canaries: Canaries) -> None:
    """A field that is neither in the table nor among those no page shows is missing."""
    named = {name for _, name in canaries.of.values()}
    unknown = {name for name in named if name.endswith("a trait nobody knows")}
    assert len(unknown) == 2
    said = set(written(NAMES)) | on_no_page()
    assert named - unknown <= said
    assert said - named == CHOOSES_THE_GATE
    on_a_page = {f"{t.kind}: {t.words}" for t in care.things() if t.on_a_page}
    assert on_a_page == set(written(NAMES)), "the table in the documents is old"
    assert {f.kind for f in care.things()} == {n.split(": ")[0] for n in named}


def test_every_role_is_in_the_table() -> None:
    rows = written(NAMES).values()
    assert frozenset().union(*(r.own | r.hour | r.two for r in rows)) == NAMES
    assert not any(r.own for f, r in written(NAMES).items() if "under an order" in f)


@pytest.mark.parametrize("role", sorted(r.key for r in ROLES.values() if r.name in NAMES))
def test_what_somebody_may_not_see_leaves_no_trace(
    house: House, signed_in: SignIn, role: str
) -> None:
    """The page of a child with nothing is the same, to the byte, once it holds what is shut."""
    client = signed_in(house, role)
    before = body_of(client.get(page_of(house)))
    found = Canaries()
    found.write(house, (ADA,))
    own = {field for field, row in written(NAMES).items() if _name(role) in row.own}
    for fact in Fact.objects.filter(key__startswith="canary"):
        if {found.of.get(str(value), ("", ""))[1] for value in fact.data.values()} & own:
            fact.delete()
    assert Fact.objects.count() >= 5
    assert body_of(client.get(page_of(house))) == before


@pytest.mark.parametrize("role", ["office", "headteacher", "safeguarding_lead", "head_of_year"])
def test_a_contact_under_an_order_is_one_without_a_number(
    house: House, signed_in: SignIn, role: str
) -> None:
    client = signed_in(house, role)
    who = {"contact_name": "Sam Doe", "relationship": "parent", "no_contact": "yes"}
    fact = Fact.objects.create(
        school=house.school, pupil=house.child(ADA), kind="contacts", key="x", data=who, since=1,
        begins=SINCE, import_id=0,
    )  # fmt: skip
    without = body_of(client.get(page_of(house)))
    assert b"Must not be contacted" in without
    fact.data = who | {"phone": "07700 900 123", "address": "1 Safe Street", "notes": "words"}
    fact.save()
    assert body_of(client.get(page_of(house))) == without


def test_the_look_is_written_with_the_gates_that_were_passed(
    house: House, signed_in: SignIn
) -> None:
    opened(house, "head_of_year", Gate.HEALTH)
    signed_in(house, "head_of_year").get(page_of(house))
    line = TrailLine.objects.get(verb="what the school's own system says seen")
    assert line.ids == [house.child(ADA).pk]
    assert line.detail["gates"] == ["contact", "health"]
    assert line.detail["opened"] == [Opening.objects.get().pk]


def test_the_line_about_opening_is_the_same_for_every_child(
    house: House, signed_in: SignIn, canaries: Canaries
) -> None:
    client = signed_in(house, "attendance_champion")
    said = set()
    for child in (ADA, BEN):
        body = body_of(client.get(page_of(house, child))).decode()
        line = body.split('id="fewer"')[1].split("</section>")[0]
        said.add(line.replace(f"/{house.child(child).pk}/", "/1/"))
    assert len(said) == 1


def test_an_unknown_care_word_opens_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    import dataclasses

    from belong.config import checks

    kind = care.kind_named("clubs")
    odd = dataclasses.replace(kind, care="a word nobody knows")
    with pytest.raises(ValueError, match="a word nobody knows"):
        care.needed(odd, "club", {})
    assert checks.every_care_word_has_a_gate() == []
    monkeypatch.setattr(care, "kinds", lambda: (odd,))
    assert next(m.id for m in checks.every_care_word_has_a_gate()) == "belong.E003"
