"""Letting somebody from outside in: who may, for whom, and how it ends."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from pytest_django.fixtures import Settings
from tests import outside, trail_lines
from tests.outside import DAD, GRAN, MUM, NOW, WORKER, family
from tests.people import ADA, BEN, FAY, NEXT_DOOR, House

from belong.intake import merging
from belong.people import from_outside, link_codes, outsiders
from belong.people.fetch import NotYours
from belong.people.link_codes import Closed, NotSent, NotThatCode
from belong.people.models import (
    Adult,
    Enrolment,
    Fact,
    Involvement,
    LinkCode,
    Membership,
    TrailName,
)
from belong.people.outsiders import NotInvited, Wanted
from belong.people.roles import ROLES

CHILD = Wanted("young person", "To see how I am getting on")
LETS_FAMILY_IN = {"headteacher", "safeguarding_lead", "deputy_safeguarding_lead", "pastoral_lead",
                  "tutor", "key_person", "family_liaison"}  # fmt: skip
LETS_PROFESSIONALS_IN = {"headteacher", "safeguarding_lead", "deputy_safeguarding_lead",
                         "pastoral_lead", "senco", "designated_teacher"}  # fmt: skip


def later(**much: float) -> dt.datetime:
    return NOW + dt.timedelta(**much)


def address(token: str) -> str:
    return f"https://belong.example/with/{token}/"


def everything_kept() -> str:
    """Every word in the tables of links, the trail and its names."""
    with connection.cursor() as cursor:
        said = []
        for table in ("people_involvement", "people_linkcode", "people_trailline"):
            cursor.execute(f"SELECT * FROM {table}")
            said += [str(row) for row in cursor.fetchall()]
    return " ".join(said)


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("wanted", [family(), CHILD, WORKER], ids=lambda w: w.kind)
def test_who_lets_whom_in(house: House, role: str, wanted: Wanted) -> None:
    outside.at_home(house)
    may = LETS_PROFESSIONALS_IN if wanted.kind == "professional" else LETS_FAMILY_IN
    if role in may:
        assert outside.let_in(house, wanted, role=role).ended_at is None
        return
    with pytest.raises(PermissionDenied):
        outside.let_in(house, wanted, role=role)
    assert not Involvement.objects.exists()


def test_nobody_is_let_in_to_a_child_one_does_not_work_with(house: House, next_door: House) -> None:
    for child in (FAY.id, "another school's"):
        pk = house.child(FAY).pk if child == FAY.id else next_door.child(NEXT_DOOR[0]).pk
        with pytest.raises(NotYours):
            outsiders.invite(by=house.adults["tutor"], pupil_id=pk, wanted=CHILD, at=NOW)


def test_a_link_and_a_code_open_one_child(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    link = link_codes.verify(token=given.token, code=given.code, at=NOW)
    seen = from_outside.child(link.pk, now=NOW)
    assert (seen.name, seen.who, seen.school_name) == ("Ada", "Kim Larkin", "Larkfield School")
    assert seen.child == house.child(ADA).pk
    assert [near.name for near in seen.adults] == ["Ms Whitlock", "Mr Begum", "Miss Iqbal"]


def test_letting_in_lasts_and_links_do_not(house: House) -> None:
    row = outside.let_in(house, WORKER)
    given = outside.handed(house, row)
    over = later(days=14)
    with pytest.raises(Closed):
        link_codes.opened(given.token, over)
    assert link_codes.opened(given.token, over - dt.timedelta(seconds=1)).involvement == row
    assert outsiders.stands(row, dt.date(2030, 1, 1)), "no clock ends it"
    fresh = outside.handed(house, row, at=later(days=400))
    link_codes.verify(token=fresh.token, code=fresh.code, at=later(days=401))


def test_a_link_and_a_code_work_once(house: House) -> None:
    row = outside.let_in(house, WORKER)
    given = outside.handed(house, row)
    link_codes.verify(token=given.token, code=given.code, at=NOW)
    with pytest.raises(Closed):
        link_codes.verify(token=given.token, code=given.code, at=NOW)
    LinkCode.objects.filter(what="link").update(used_at=None)
    with pytest.raises(NotThatCode):
        link_codes.verify(token=given.token, code=given.code, at=NOW)


def test_a_new_paper_ends_the_one_before(house: House) -> None:
    row = outside.let_in(house, WORKER)
    lost, given = outside.handed(house, row), outside.handed(house, row)
    with pytest.raises(Closed):
        link_codes.verify(token=lost.token, code=lost.code, at=NOW)
    with pytest.raises(NotThatCode):
        link_codes.verify(token=given.token, code=lost.code, at=NOW)
    link_codes.verify(token=given.token, code=given.code.lower(), at=NOW)


def test_a_code_that_was_sent_lasts_a_quarter_of_an_hour(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    link_codes.send_code(token=given.token, at=NOW)
    code = mail.outbox[-1].body.split("Your code is ")[1][:9]
    with pytest.raises(NotThatCode):
        link_codes.verify(token=given.token, code=code, at=later(minutes=15))
    link_codes.verify(token=given.token, code=code, at=later(minutes=14.9))


def test_a_code_opens_only_the_link_it_is_for(house: House, next_door: House) -> None:
    mine = outside.handed(house, outside.let_in(house, WORKER))
    same_child = outside.handed(house, outside.let_in(house, CHILD))
    other = outside.let_in(next_door, WORKER, child=NEXT_DOOR[0])
    theirs = outside.handed(next_door, other)
    for code in (theirs.code, same_child.code, "", "7KQ4 MXPR"):
        with pytest.raises(NotThatCode):
            link_codes.verify(token=mine.token, code=code, at=NOW)
    link_codes.verify(token=mine.token, code=mine.code, at=NOW)


def test_after_ten_wrong_codes_a_link_is_done(house: House) -> None:
    given = outside.handed(house, outside.let_in(house, WORKER))
    for _ in range(link_codes.MOST_WRONG):
        with pytest.raises(NotThatCode):
            link_codes.verify(token=given.token, code="wrong", at=NOW)
    with pytest.raises(Closed):
        link_codes.verify(token=given.token, code=given.code, at=NOW)


def test_nothing_that_opens_is_kept(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    link_codes.send_code(token=given.token, at=NOW)
    letters = "".join(str(letter.body) for letter in mail.outbox)
    sent = letters.split("Your code is ")[1][:9]
    kept = everything_kept()
    for secret in (given.token, given.code, given.code.replace(" ", ""), sent,
                   sent.replace(" ", "")):  # fmt: skip
        assert secret not in kept
    assert len(sent) == len(given.code) == 9


def test_a_letter_says_only_that_something_waits(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    lead = house.adults["key_person"]
    link_codes.send_link(
        by=lead, pupil_id=row.pupil_id, involvement_id=row.pk, at=NOW, address_of=address
    )
    token = mail.outbox[0].body.split("/with/")[1].split("/")[0]
    link_codes.send_code(token=token, at=NOW)
    for letter in mail.outbox:
        assert letter.to == ["kim.larkin@home.example"]
        assert letter.subject == "Something is waiting for you at Larkfield School"
        words = f"{letter.subject} {letter.body}"
        for name in ("Ada", "Osei", "Kim", "7 Oak", row.purpose, "Whitlock", "attendance"):
            assert name not in words


def test_codes_are_sent_one_a_minute_and_six_a_day(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    for seconds in (0, 10, 59):
        link_codes.send_code(token=given.token, at=later(seconds=seconds))
    assert len(mail.outbox) == 1
    for minutes in range(2, 7):
        link_codes.send_code(token=given.token, at=later(minutes=minutes))
    with pytest.raises(NotSent, match="Many codes"):
        link_codes.send_code(token=given.token, at=later(minutes=9))
    assert len(mail.outbox) == link_codes.MOST_A_DAY


def test_where_the_letter_does_not_go_out_nothing_opens(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **more: object) -> int:
        raise ConnectionRefusedError

    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    monkeypatch.setattr(link_codes, "send_mail", broken)
    with pytest.raises(NotSent, match="could not be sent"):
        link_codes.send_code(token=given.token, at=later(minutes=1))
    assert not LinkCode.objects.filter(by_hand=False, over_at=None).exists()
    lead = house.adults["safeguarding_lead"]
    with pytest.raises(NotSent, match="could not be sent"):
        link_codes.send_link(
            by=lead, pupil_id=row.pupil_id, involvement_id=row.pk, at=later(minutes=1),
            address_of=str,
        )  # fmt: skip
    monkeypatch.undo()
    link_codes.send_code(token=given.token, at=later(minutes=1, seconds=20))
    assert len(mail.outbox) == 1, "what did not go out keeps nobody waiting"
    link_codes.verify(token=given.token, code=given.code, at=later(minutes=2))


def test_a_name_between_left_out_is_the_same_name(house: House) -> None:
    """The school's system may have more names of somebody than they say."""
    outside.at_home(house)
    dad = Fact.objects.get(kind="contacts", data__contact_forename="Sam")
    Fact.objects.filter(pk=dad.pk).update(data={**dad.data, "contact_forename": "Sam John"})
    row = outside.let_in(house, Wanted("professional", "A plan", who="Sam Osei, uncle"))
    assert not outsiders.stands(row, NOW.date())


def test_without_a_way_to_send_a_code_is_handed_over(house: House, settings: Settings) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family("Efua Osei"))
    given = outside.handed(house, row)
    with pytest.raises(NotSent, match="No e-mail address is kept"):
        link_codes.send_code(token=given.token, at=NOW)
    settings.MAIL_WORKS = False
    assert not link_codes.by_mail(outside.let_in(house, family()))


@pytest.mark.parametrize(
    "name", ["Sam Osei", "sam OSEI", "Nobody Known", "-", "Kim", "Osei"]
)  # fmt: skip
@pytest.mark.parametrize("role", ["tutor", "safeguarding_lead"])
def test_an_order_and_an_unknown_name_are_refused_alike(house: House, name: str, role: str) -> None:
    outside.at_home(house)
    with pytest.raises(NotInvited) as refused:
        outside.let_in(house, family(name), role=role)
    assert refused.value.what == "Nobody can be let in under that name for this child."
    assert not Involvement.objects.exists()


def test_whoever_may_read_contacts_chooses_among_those_who_are_free(house: House) -> None:
    outside.at_home(house)
    pupil = house.child(ADA)
    lead = house.adults["family_liaison"]
    Membership.objects.filter(pk=lead.pk).update(reach="child", reach_of="", pupil=pupil)
    lead.refresh_from_db()
    free = outsiders.contacts(by=lead, pupil=pupil, now=NOW)
    assert free is not None
    assert [one.name for one in free] == ["Kim Larkin", "Efua Osei"]
    chosen = Wanted("family", outside.HOME, contact=free[0].pk)
    row = outsiders.invite(by=lead, pupil_id=pupil.pk, wanted=chosen, at=NOW)
    assert row.who == "Kim Larkin"
    tutor = house.adults["tutor"]
    assert outsiders.contacts(by=tutor, pupil=pupil, now=NOW) is None
    again = Wanted("family", outside.HOME, contact=free[1].pk)
    with pytest.raises(NotInvited):
        outsiders.invite(by=tutor, pupil_id=pupil.pk, wanted=again, at=NOW)


def test_a_contact_under_an_order_cannot_be_chosen_by_key(house: House) -> None:
    outside.at_home(house)
    dad = Fact.objects.get(kind="contacts", data__contact_forename="Sam")
    with pytest.raises(NotInvited):
        outside.let_in(house, Wanted("family", outside.HOME, contact=dad.pk))


@pytest.mark.parametrize(
    "wanted",
    [Wanted("professional", "A plan", who="Sam Osei, counsellor"),
     Wanted("professional", "A plan", who="Mr Sam J. Osei"),
     Wanted("professional", "A plan", who="A friend", email="SAM.osei@home.example", checked=True),
     Wanted("young person", "For me", email="sam.osei@home.example", checked=True)],
)  # fmt: skip
def test_an_order_is_not_gone_round_by_another_kind(house: House, wanted: Wanted) -> None:
    outside.at_home(house)
    assert not outsiders.stands(outside.let_in(house, wanted), NOW.date())


def test_an_order_stops_what_goes_on(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given, other = outside.handed(house, row), outside.let_in(house, CHILD)
    link = link_codes.verify(token=given.token, code=given.code, at=NOW)
    assert from_outside.child(link.pk, now=NOW).who == "Kim Larkin"
    outside.not_to_be_contacted(row)
    with pytest.raises(Closed):
        from_outside.child(link.pk, now=NOW)
    with pytest.raises(NotSent):
        outside.handed(house, row)
    outside.handed(house, other)


def test_an_order_that_came_with_a_file_ends_it_for_good(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    mark = trail_lines.newest()
    outside.at_home(house, [*MUM[:-1], "Y"])
    row.refresh_from_db()
    assert row.ended_at is not None
    assert row.ended_by is None
    (line,) = [one for one in trail_lines.since(mark) if one.verb.endswith("must not be contacted")]
    assert line.ids == [row.pupil_id]
    outside.at_home(house, MUM)
    assert not outsiders.stands(Involvement.objects.get(pk=row.pk), NOW.date())


def test_ending_counts_in_the_middle_of_a_visit(house: House) -> None:
    row = outside.let_in(house, WORKER)
    given, waiting = outside.handed(house, row), outside.let_in(house, CHILD)
    link = link_codes.verify(token=given.token, code=given.code, at=NOW)
    outsiders.end(by=house.adults["senco"], pupil_id=row.pupil_id, involvement_id=row.pk, at=NOW)
    with pytest.raises(Closed):
        from_outside.child(link.pk, now=NOW)
    with pytest.raises(NotYours):
        outside.handed(house, row)
    row.refresh_from_db()
    assert row.ended_by == house.adults["senco"].adult
    assert outsiders.stands(waiting, NOW.date())


@pytest.mark.parametrize("act", [outsiders.end, link_codes.hand_over], ids=["end", "hand over"])
def test_the_involvement_of_another_child_is_not_there(
    house: House, next_door: House, act: Callable[..., object]
) -> None:
    """The tutor works with Ada; Fay is another's, and Zora another school's."""
    tutor, ada = house.adults["tutor"], house.child(ADA).pk
    of_fay = outside.let_in(house, CHILD, child=FAY)
    of_ben = outside.let_in(house, CHILD, child=BEN)
    of_zora = outside.let_in(next_door, CHILD, child=NEXT_DOOR[0])
    for row in (of_fay, of_ben, of_zora):
        with pytest.raises(NotYours):
            act(by=tutor, pupil_id=ada, involvement_id=row.pk, at=NOW)
        row.refresh_from_db()
        assert row.ended_at is None
    assert not LinkCode.objects.exists()


def test_senco_gives_family_no_link_though_they_see_it(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    with pytest.raises(PermissionDenied):
        outside.handed(house, row, role="senco")


def test_when_the_child_leaves_the_link_closes(house: House) -> None:
    row = outside.let_in(house, WORKER)
    given = outside.handed(house, row)
    Enrolment.objects.filter(pupil=row.pupil).update(left_on=dt.date(2026, 11, 25))
    assert link_codes.opened(given.token, NOW).involvement == row
    with pytest.raises(Closed):
        link_codes.opened(given.token, later(days=2))


def test_when_the_inviter_leaves_it_stays_with_the_key_person(house: House) -> None:
    row = outside.let_in(house, CHILD, role="tutor")
    rows = [row]
    assert from_outside.looked_after_by(rows, NOW.date()) == {row.pk: "Mr Begum"}
    adult = Adult.objects.get(pk=row.invited_by_id)
    assert outsiders.let_in_by(adult, house.school.pk) == 1
    adult.left_on = dt.date(2026, 11, 20)
    adult.save()
    assert from_outside.looked_after_by(rows, NOW.date()) == {row.pk: "Ms Whitlock"}
    assert outsiders.stands(row, NOW.date())


def test_an_address_must_have_been_checked(house: House) -> None:
    for email, checked in (("jo@council.example", False), ("jo at council", True)):
        wanted = Wanted("professional", "A plan", who="Jo Price", email=email, checked=checked)
        with pytest.raises(NotInvited):
            outside.let_in(house, wanted)


def test_twice_is_once(house: House) -> None:
    outside.let_in(house, WORKER)
    with pytest.raises(NotInvited, match="already"):
        outside.let_in(house, WORKER)


def test_the_trail_knows_an_outsider_by_a_name_of_their_own(house: House) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    given = outside.handed(house, row)
    mark = trail_lines.newest()
    link = link_codes.verify(token=given.token, code=given.code, at=NOW)
    from_outside.child(link.pk, now=NOW)
    came, seen = trail_lines.since(mark)
    assert (came.verb, seen.verb) == ("somebody outside used their link", "child seen from outside")
    name = TrailName.objects.get(involvement=row).name
    for line in (came, seen):
        assert (line.who, line.role, line.ids) == (name, "family", [row.pupil_id])
        assert "Kim" not in json.dumps([line.who, line.detail])


def test_a_look_that_cannot_be_written_shows_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = outside.handed(house, outside.let_in(house, WORKER))
    link = link_codes.verify(token=given.token, code=given.code, at=NOW)

    def broken(*words: object, **more: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr(from_outside.trail, "look", broken)
    with pytest.raises(RuntimeError):
        from_outside.child(link.pk, now=NOW)


def test_joined_records_keep_one_of_each_and_the_order(house: House) -> None:
    outside.at_home(house, MUM, [BEN.id, "Larkin", "Kim", "Mother", "", "Y"])
    stays, goes = house.child(ADA), house.child(BEN)
    mum, first = outside.let_in(house, family()), outside.let_in(house, WORKER)
    twin = outside.let_in(house, WORKER, child=BEN)
    merging.merge(by=house.lead, stays=stays, goes=goes)
    for row in (mum, first, twin):
        row.refresh_from_db()
        assert row.pupil_id == stays.pk
    assert (first.ended_at is None, twin.ended_at is None, mum.ended_at is None) == (
        True, False, False,
    )  # fmt: skip


def test_gran_without_an_address_is_let_in_all_the_same(house: House) -> None:
    outside.at_home(house, GRAN, DAD)
    row = outside.let_in(house, family("efua osei"))
    assert (row.who, outsiders.address(row)) == ("Efua Osei", "")
