"""Coming in with the account a school has elsewhere: the school's own people and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests import fake_idp
from tests.fake_idp import CLIENT, DOMAIN, SECRET, TENANT, FakeIdP, state_in
from tests.people import House, an_adult

from belong.config.settings import school_accounts
from belong.people.models import Adult, Invitation, TrailLine
from belong.web import clock, still_you

Coming = Callable[..., HttpResponse]
NOT_YET = "That did not sign you in"


@pytest.fixture
def idp(settings: Settings) -> Iterator[FakeIdP]:
    with fake_idp.running() as found:
        one = {"id": CLIENT, "secret": SECRET, "server": found.at}
        settings.SCHOOL_ACCOUNTS = {
            "microsoft": one | {"name": "Microsoft", "claim": "tid", "only": TENANT},
            "google": one | {"name": "Google", "claim": "hd", "only": DOMAIN},
        }
        apps = school_accounts.apps(settings.SCHOOL_ACCOUNTS)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield found


@pytest.fixture
def lead(house: House) -> Adult:
    """Somebody of the school who has set up nothing here yet."""
    Authenticator.objects.filter(user=house.lead.adult).delete()
    return house.lead.adult


@pytest.fixture
def coming(idp: FakeIdP) -> Coming:
    """Press the button, be somebody there, and come back."""

    def comes(client: Client, kind: str = "microsoft", **claims: Any) -> HttpResponse:
        start = client.post(f"/account/with/{kind}/")
        assert start.status_code == 302, start.content
        code = idp.says(**claims)
        said = {"code": code, "state": state_in(start["Location"])}
        return client.get(f"/account/with/{kind}/back/", said)

    return comes


def _ms(lead: Adult, **more: Any) -> dict[str, Any]:
    return {"sub": "s-1", "tid": TENANT, "email": lead.email} | more


def _is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_somebody_of_the_school_comes_in_and_shows_a_second_step(
    lead: Adult, coming: Coming
) -> None:
    client = Client()
    answer = coming(client, **_ms(lead))
    assert (answer.status_code, _is_in(client)) == (302, True)
    # A password at the other side alone opens no child's page here.
    assert client.get("/")["Location"] == "/account/how-you-sign-in/"


def test_a_second_step_at_the_schools_account_is_one(lead: Adult, coming: Coming) -> None:
    client = Client()
    coming(client, **_ms(lead, amr=["pwd", "mfa"]))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("amr", [["pwd"], "mfa", None, [["mfa"]], {"mfa": True}])
def test_anything_else_it_says_is_none(lead: Adult, coming: Coming, amr: object) -> None:
    client = Client()
    coming(client, **_ms(lead, amr=amr))
    assert client.get("/").status_code == 302


def test_whoever_has_a_second_step_here_is_asked_for_it(house: House, coming: Coming) -> None:
    client = Client()
    answer = coming(client, **_ms(house.lead.adult, amr=["pwd", "mfa"]))
    assert (answer["Location"], _is_in(client)) == ("/account/second-step/", False)


def test_google_lets_in_the_schools_domain(lead: Adult, coming: Coming) -> None:
    client = Client()
    coming(client, "google", sub="g", hd=DOMAIN, email=lead.email, email_verified=True)
    assert _is_in(client)


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        ("microsoft", {"tid": "another-tenant"}),
        ("microsoft", {"tid": None}),
        ("microsoft", {"tid": [TENANT]}),
        ("microsoft", {"email": "nobody@larkfield.example"}),
        ("microsoft", {"email": ""}),
        ("microsoft", {"preferred_username": "a_b.com#EXT#@larkfield.onmicrosoft.com"}),
        ("microsoft", {"idp": "live.com"}),
        ("microsoft", {"iss": "https://elsewhere.example"}),
        ("microsoft", {"aud": "another-app"}),
        ("microsoft", {"exp": 1000}),
        ("google", {"hd": "elsewhere.example", "email_verified": True}),
        ("google", {"email_verified": True}),
        ("google", {"hd": DOMAIN, "email_verified": False}),
        ("google", {"hd": DOMAIN}),
    ],
)
def test_everybody_else_stays_outside(
    lead: Adult, coming: Coming, kind: str, claims: dict[str, Any]
) -> None:
    client, before = Client(), Adult.objects.count()
    said = _ms(lead) if kind == "microsoft" else {"sub": "g", "email": lead.email}
    answer = coming(client, kind, **(said | claims))
    assert (answer.status_code, _is_in(client)) == (403, False)
    assert NOT_YET in answer.content.decode()
    assert (Adult.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_address_given_to_somebody_new_does_not_open_the_old_account(
    lead: Adult, coming: Coming
) -> None:
    coming(Client(), **_ms(lead))
    client = Client()
    assert coming(client, **_ms(lead, sub="s-2")).status_code == 403
    assert not _is_in(client)


def test_the_same_person_comes_in_again_under_a_new_address(lead: Adult, coming: Coming) -> None:
    coming(Client(), **_ms(lead))
    client = Client()
    coming(client, **_ms(lead, email="new.name@larkfield.example"))
    assert client.session["_auth_user_id"] == str(lead.pk)


def test_whoever_has_left_stays_outside(lead: Adult, coming: Coming) -> None:
    Adult.objects.filter(pk=lead.pk).update(left_on="2020-07-20")
    client = Client()
    coming(client, **_ms(lead))
    assert not _is_in(client)


def test_nothing_they_tell_about_a_person_is_kept(lead: Adult, coming: Coming) -> None:
    coming(Client(), **_ms(lead, name="Quillfeather"))
    coming(Client(), **_ms(lead, name="Quillfeather"))
    assert [one.extra_data for one in SocialAccount.objects.all()] == [{}]


def test_nobody_ties_an_account_to_somebody_who_is_signed_in(
    house: House, lead: Adult, coming: Coming, idp: FakeIdP
) -> None:
    other = an_adult(house.school, "headteacher", "Mx Rook", "rook@larkfield.example")
    client = Client()
    client.force_login(other)
    start = client.post("/account/with/microsoft/?process=connect")
    said = {"code": idp.says(**_ms(lead)), "state": state_in(start["Location"])}
    client.get("/account/with/microsoft/back/", said)
    assert [one.user for one in SocialAccount.objects.all()] == [lead]
    assert client.session["_auth_user_id"] == str(lead.pk)


def test_a_way_back_that_was_not_asked_for_leads_nowhere(lead: Adult, idp: FakeIdP) -> None:
    client = Client()
    for state in ("", "made-up"):
        said = {"code": idp.says(**_ms(lead)), "state": state}
        answer = client.get("/account/with/microsoft/back/", said)
        assert (answer.status_code, _is_in(client)) == (403, False)
    assert not idp.asked


def test_a_way_back_works_once(lead: Adult, idp: FakeIdP, coming: Coming) -> None:
    client = Client()
    start = client.post("/account/with/microsoft/")
    said = {"code": idp.says(**_ms(lead)), "state": state_in(start["Location"])}
    client.get("/account/with/microsoft/back/", said)
    client.logout()
    assert client.get("/account/with/microsoft/back/", said).status_code == 403


@pytest.mark.parametrize("where", ["/account/with/microsoft/", "/account/with/microsoft/back/"])
def test_the_other_side_being_away_is_said_plainly(lead: Adult, idp: FakeIdP, where: str) -> None:
    client = Client()
    start = client.post("/account/with/microsoft/")
    idp.down = True
    if where.endswith("back/"):
        said = {"code": idp.says(**_ms(lead)), "state": state_in(start["Location"])}
        answer = client.get(where, said)
    else:
        answer = Client().post(where)
    assert answer.status_code == 403
    assert NOT_YET in answer.content.decode()


def test_the_way_there_asks_for_little_and_proves_itself(idp: FakeIdP, house: House) -> None:
    asked = parse_qs(urlsplit(Client().post("/account/with/google/")["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].endswith("/account/with/google/back/")
    assert "offline" not in str(asked)


def test_opening_the_address_by_itself_does_nothing(idp: FakeIdP, house: House) -> None:
    answer = Client().get("/account/with/microsoft/")
    assert answer.status_code == 200
    assert "Sign in with Microsoft" in answer.content.decode()
    assert not idp.asked


def test_the_buttons_stand_only_where_the_school_has_accounts(idp: FakeIdP, house: House) -> None:
    assert "Sign in with Google" in Client().get("/account/login/").content.decode()


def test_without_them_there_is_no_button_and_no_address(house: House) -> None:
    assert "Sign in with Google" not in Client().get("/account/login/").content.decode()
    assert Client().post("/account/with/google/").status_code == 404


def _comes_with_both(coming: Coming, lead: Adult, ago: int = 0, **more: Any) -> Client:
    client = Client()
    at = int(clock.now().timestamp()) - ago
    coming(client, **_ms(lead, amr=["pwd", "mfa"], auth_time=at, **more))
    return client


def test_the_first_time_is_written_down_and_ends_links(
    house: House, lead: Adult, coming: Coming
) -> None:
    link = Invitation.objects.create(
        adult=lead, school=house.school, fingerprint="f" * 64, made_at=clock.now(),
        expires_at=clock.now(),
    )  # fmt: skip
    coming(Client(), **_ms(lead))
    link.refresh_from_db()
    assert link.withdrawn_at is not None
    (line,) = TrailLine.objects.filter(verb="account set up by its owner")
    assert line.detail == {"account": "microsoft"}


def test_whoever_is_nothing_here_today_stays_outside(lead: Adult, coming: Coming) -> None:
    lead.memberships.update(begins=clock.today() + dt.timedelta(days=3))
    client = Client()
    assert coming(client, **_ms(lead)).status_code == 403
    assert not _is_in(client)


def test_a_locked_computer_is_opened_by_coming_in_again(
    lead: Adult, coming: Coming, settings: Settings
) -> None:
    lead.set_unusable_password()
    lead.save()
    client = _comes_with_both(coming, lead)
    assert client.get("/help/").status_code == 200
    later = dt.datetime.fromisoformat(settings.FIXED_NOW) + dt.timedelta(minutes=16)
    settings.FIXED_NOW = later.isoformat()
    asked = client.get("/help/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/login/?next=")
    assert not _is_in(client)


def test_nobody_sets_up_a_second_step_at_a_computer_left_open(
    lead: Adult, coming: Coming, settings: Settings
) -> None:
    lead.set_unusable_password()
    lead.save()
    client = _comes_with_both(coming, lead)
    assert client.get("/account/app/add/").status_code == 200
    later = dt.datetime.fromisoformat(settings.FIXED_NOW) + dt.timedelta(minutes=6)
    settings.FIXED_NOW = later.isoformat()
    for page in ("/account/app/add/", "/account/passkeys/add/"):
        client = _comes_with_both(coming, lead)
        settings.FIXED_NOW = (later + dt.timedelta(minutes=6)).isoformat()
        assert client.get(page).status_code == 302
        assert not _is_in(client)
        settings.FIXED_NOW = later.isoformat()


@pytest.mark.parametrize(("ago", "counts"), [(0, True), (16 * 60, False), (-60, False)])
def test_what_was_shown_there_lately_counts_before_a_gate(
    lead: Adult, coming: Coming, ago: int, counts: bool
) -> None:
    client = _comes_with_both(coming, lead, ago)
    assert (still_you.BY_FACTOR in client.session) is counts


def test_nothing_is_added_to_what_is_asked_there(idp: FakeIdP, house: House) -> None:
    start = Client().post("/account/with/microsoft/?auth_params=prompt%3Dnone&scope=mail")
    asked = parse_qs(urlsplit(start["Location"]).query)
    assert asked["prompt"] == ["login"]
    assert "mail" not in asked["scope"]
