"""Nobody finds out by typing whose name or address an order is about, and nobody gets in by it."""

from __future__ import annotations

from html import unescape
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import outside, trail_lines
from tests.outside import DAD, MUM, NOW, WORKER
from tests.people import ADA, TODAY, House, SignIn

from belong.insight.questions import told
from belong.people import fetch, link_codes, outsiders
from belong.people.link_codes import Closed, NotSent
from belong.people.models import Involvement, LinkCode, Membership, Notice
from belong.people.outsiders import NotInvited, Wanted

PLAN = "The child in need plan"
FREE = "sam.price@council.example"
HIS = "SAM.osei@home.example"
HIS_NAME = "Sam Osei, counsellor"
TRIES = {
    "address": {"kind": "professional", "who": "A friend", "email": HIS, "checked": "1"},
    "address of the young": {"kind": "young person", "email": HIS, "checked": "1"},
    "name": {"kind": "professional", "who": HIS_NAME, "email": FREE, "checked": "1"},
    "name, on paper": {"kind": "professional", "who": HIS_NAME},
    "name with a title": {"kind": "professional", "who": "Mr Sam J. Osei"},
}


def of(house: House, role: str) -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def let_in(house: House, tried: dict[str, str], role: str = "headteacher") -> Involvement:
    wanted = Wanted(
        tried["kind"], PLAN, who=tried.get("who", ""), email=tried.get("email", ""), checked=True
    )
    return outsiders.invite(by=of(house, role), pupil_id=house.child(ADA).pk, wanted=wanted, at=NOW)


def everything_said(house: House, signed_in: SignIn, tried: dict[str, str]) -> list[object]:
    """All that whoever lets somebody in is shown, from the form to the end, and the trail of it."""
    client, ada = signed_in(house, "headteacher"), house.child(ADA).pk
    mark, known = trail_lines.newest(), Involvement.objects.count()
    form = reverse("children:let_in", args=[ada])
    said = [client.post(form, tried | {"purpose": PLAN}, follow=True)]
    row = Involvement.objects.latest("pk")
    assert Involvement.objects.count() == known + 1
    for name in ("send_link", "end_link"):
        address = reverse(f"children:{name}", args=[ada])
        said.append(client.post(address, {"link": row.pk}, follow=True))
    said.append(client.get(reverse("staff:links")))
    shown = [unescape(one.content.decode()) for one in said]
    words = [_alike(page, row) for page in shown]
    lines = [(one.verb, one.ids, sorted(one.detail)) for one in trail_lines.since(mark)]
    return [[one.status_code for one in said], words, lines]


def _alike(page: str, row: Involvement) -> str:
    """A page without what is drawn anew each time, and what was typed."""
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    for typed in filter(None, (row.email, row.who)):
        body = body.replace(typed, "[typed]")
    parts = body.replace(f'value="{row.pk}"', "").split('name="csrfmiddlewaretoken" value="')
    return "".join([parts[0], *(part.split('"', 1)[1] for part in parts[1:])])


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_whoever_lets_in_learns_nothing(house: House, signed_in: SignIn, tried: str) -> None:
    outside.at_home(house)
    words = dict(TRIES[tried])
    asked = everything_said(house, signed_in, words)
    free = {"professional": "Jo Price", "young person": ""}[words["kind"]]
    clean = words | {"who": free} | ({"email": FREE} if "email" in words else {})
    Involvement.objects.all().delete()
    assert everything_said(house, signed_in, clean) == asked
    assert len(mail.outbox) == ("email" in words), "only what is free goes out"


@pytest.mark.parametrize("tried", TRIES, ids=str)
def test_nothing_is_sent_and_nothing_opens(house: House, tried: str) -> None:
    outside.at_home(house)
    row = let_in(house, TRIES[tried])
    made: list[str] = []
    by, asks = of(house, "headteacher"), {"pupil_id": row.pupil_id, "involvement_id": row.pk}

    def address_of(token: str) -> str:
        made.append(token)
        return token

    if row.email:
        link_codes.send_link(by=by, at=NOW, address_of=address_of, **asks)
    else:
        made.append(link_codes.hand_over(by=by, at=NOW, **asks).token)
    with pytest.raises(Closed):
        link_codes.opened(made[0], NOW)
    assert mail.outbox == []


def test_those_who_keep_children_safe_are_told_and_nobody_else(house: House) -> None:
    outside.at_home(house)
    let_in(house, TRIES["address"], role="senco")
    assert set(Notice.objects.values_list("adult__name", flat=True)) == {"Ms Anand", "Mr Sandoval"}
    (one,) = told.ask(of(house, "safeguarding_lead"), NOW).told
    assert (one.pupil_id, one.name) == (house.child(ADA).pk, "Ada Osei-Larkin")
    assert one.happened.startswith("Mr Novak let them in: A friend. That name or address is like")
    assert "home.example" not in str(one)


def test_a_lead_who_tries_it_is_not_told_and_the_head_is(house: House) -> None:
    outside.at_home(house)
    let_in(house, TRIES["name"], role="safeguarding_lead")
    assert set(Notice.objects.values_list("adult__name", flat=True)) == {"Mr Sandoval", "Mr Hale"}


def test_a_later_file_without_the_order_opens_nothing(house: House) -> None:
    outside.at_home(house)
    row = let_in(house, TRIES["address"])
    outside.at_home(house, MUM, [*DAD[:-1], "N"])
    assert not outsiders.stands(Involvement.objects.get(pk=row.pk), TODAY)
    again = Notice.objects.count()
    outside.at_home(house, MUM, DAD)
    assert Notice.objects.count() == again, "told once"


def test_an_order_that_comes_later_holds_back_what_was_typed(house: House) -> None:
    outside.at_home(house, MUM, [*DAD[:-1], "N"])
    row = let_in(house, TRIES["name, on paper"])
    given = outside.handed(house, row)
    assert link_codes.opened(given.token, NOW).involvement == row
    outside.at_home(house, MUM, DAD)
    row.refresh_from_db()
    assert (row.ended_at, row.held_at is None) == (None, False)
    with pytest.raises(Closed):
        link_codes.opened(given.token, NOW)
    assert Notice.objects.filter(involvement=row).count() == 2


def test_family_at_the_address_of_somebody_under_an_order_is_refused(house: House) -> None:
    """In words: the address is not typed, so there is nothing to try."""
    outside.at_home(house, [*MUM[:4], "sam.osei@home.example", "N"], DAD)
    with pytest.raises(NotInvited, match="Nobody can be let in under that name"):
        outside.let_in(house, outside.family())
    assert not Notice.objects.exists()


def test_where_an_address_was_typed_no_code_is_told_to_whoever_typed_it(house: House) -> None:
    """They could try it, and see whether it opens something."""
    row = let_in(house, {"kind": "professional", "who": "Jo Price", "email": FREE})
    with pytest.raises(NotSent, match="go to the e-mail address"):
        outside.handed(house, row)
    assert not LinkCode.objects.exists()
    assert outside.handed(house, outside.let_in(house, WORKER)).code


def test_where_no_mail_goes_out_no_address_is_taken(house: House, settings: Settings) -> None:
    settings.MAIL_WORKS = False
    for email in (HIS, FREE):
        with pytest.raises(NotInvited, match="sends no e-mail"):
            let_in(house, {"kind": "professional", "who": "A friend", "email": email})


class _Refused:
    """A server that takes letters and refuses one address at once."""

    def __call__(self, *parts: object, **more: object) -> int:
        raise SMTPRecipientsRefused({FREE: (550, b"no such user")})


@pytest.mark.parametrize("who", [HIS_NAME, "Jo Price"])
def test_an_address_that_is_refused_is_told_to_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """Only somebody who is free could meet the refusal: so it would tell who is not."""
    outside.at_home(house)
    row = let_in(house, {"kind": "professional", "who": who, "email": FREE})
    monkeypatch.setattr(link_codes, "send_mail", _Refused())
    by, pupil = of(house, "headteacher"), house.child(ADA).pk
    link_codes.send_link(
        by=by, pupil_id=pupil, involvement_id=row.pk, at=NOW, address_of=lambda token: token
    )
    assert LinkCode.objects.get(involvement=row).over_at is None


@pytest.mark.parametrize("who", [HIS_NAME, "Jo Price"])
def test_where_the_mail_is_down_everybody_is_told_alike(
    house: House, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    outside.at_home(house)
    row = let_in(house, {"kind": "professional", "who": who, "email": FREE})

    def down(self: object) -> bool:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", down)
    by, pupil = of(house, "headteacher"), house.child(ADA).pk
    with pytest.raises(NotSent, match="could not be sent"):
        link_codes.send_link(
            by=by, pupil_id=pupil, involvement_id=row.pk, at=NOW, address_of=lambda token: token
        )


def test_a_head_who_is_the_only_lead_is_told_after_all(house: House) -> None:
    """Better told to who typed it than to nobody."""
    outside.at_home(house)
    leads = [m for role, m in house.adults.items() if "safeguarding" in role]
    Membership.objects.filter(pk__in=[m.pk for m in leads]).delete()
    row = let_in(house, TRIES["name"])
    told_of_it = Notice.objects.filter(involvement=row)
    assert {one.adult_id for one in told_of_it} == {house.adults["headteacher"].adult_id}


def test_a_head_who_leads_with_others_and_tries_it_is_not_told(house: House) -> None:
    outside.at_home(house)
    head = house.adults["headteacher"]
    Membership.objects.create(adult=head.adult, school=house.school, role_key="safeguarding_lead")
    row = let_in(house, TRIES["name"])
    told_of_it = {one.adult_id for one in Notice.objects.filter(involvement=row)}
    assert house.adults["safeguarding_lead"].adult_id in told_of_it
    assert head.adult_id not in told_of_it
