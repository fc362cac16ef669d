"""A password alone opens nothing: every state of the second step, and every way around it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests import people
from tests.pages import PAGES, SHOWN
from tests.people import ADA, APP, PASSWORD, House, SignIn, app_code, marks_file, paper_codes

from belong.people.models import Adult
from belong.web import devices, second_factor

LOGIN, SECOND = "/account/login/", "/account/second-step/"
NOON = 1_795_000_000.0
CHANGES = ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn",
           "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
           "mfa_download_recovery_codes")  # fmt: skip


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock that codes are read by."""

    def at(moment: float) -> None:
        monkeypatch.setattr(totp.time, "time", lambda: moment)

    at(NOON)
    return at


def _in_by_password(house: House, role: str = "attendance_lead", **more: object) -> Client:
    client = Client(**more)  # type: ignore[arg-type]
    adult = house.adults[role].adult
    client.post(LOGIN, {"login": adult.email, "password": PASSWORD})
    return client


def _without(house: House, role: str = "attendance_lead") -> Adult:
    """Somebody who has set up no second step yet."""
    adult = house.adults[role].adult
    Authenticator.objects.filter(user=adult).delete()
    return adult


def _sure(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_after_the_password_no_page_opens(house: House) -> None:
    house.read(marks_file())
    client = _in_by_password(house)
    for page in SHOWN:
        answer = client.get(page.of(house))
        assert answer.status_code == 302, page.name
        assert answer["Location"].startswith(LOGIN), page.name


def test_the_app_lets_in_and_each_of_its_codes_once(
    house: House, noon: Callable[[float], None]
) -> None:
    code = app_code(NOON)
    first = _in_by_password(house)
    assert first.post(SECOND, {"code": code})["Location"] == "/"
    assert first.get("/").status_code == 200
    second = _in_by_password(house)
    assert b"used before" in second.post(SECOND, {"code": code}).content
    assert second.get("/").status_code == 302
    noon(NOON + 30)
    assert second.post(SECOND, {"code": app_code(NOON + 30)}).status_code == 302
    assert second.get("/").status_code == 200


@pytest.mark.parametrize("seconds", [-60, -30, 30, 60])
def test_a_code_of_another_half_minute_does_not(
    house: House, noon: Callable[[float], None], seconds: int
) -> None:
    client = _in_by_password(house)
    assert client.post(SECOND, {"code": app_code(NOON + seconds)}).status_code == 200
    assert client.get("/").status_code == 302


def test_a_code_on_paper_lets_in_once(house: House) -> None:
    code = paper_codes()[3]
    first = _in_by_password(house)
    assert first.post(SECOND, {"code": code}).status_code == 302
    assert first.get("/").status_code == 200
    second = _in_by_password(house)
    assert second.post(SECOND, {"code": code}).status_code == 200
    assert second.get("/").status_code == 302
    assert b"9 codes are left" in first.get(reverse("mfa_index")).content


def test_somebody_elses_code_does_not(house: House, noon: Callable[[float], None]) -> None:
    head = house.adults["headteacher"].adult
    Authenticator.objects.filter(user=head).delete()
    totp.TOTP.activate(head, "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK")
    client = _in_by_password(house, "headteacher")
    assert client.post(SECOND, {"code": app_code(NOON)}).status_code == 200
    assert client.get("/").status_code == 302


def test_five_wrong_codes_lock_that_account_and_no_other(house: House) -> None:
    client = _in_by_password(house)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    assert b"Too many tries" in client.post(SECOND, {"code": paper_codes()[0]}).content
    again = _in_by_password(house)
    assert again.post(SECOND, {"code": paper_codes()[0]}).status_code == 200
    other = _in_by_password(house, "headteacher")
    assert other.post(SECOND, {"code": paper_codes()[0]}).status_code == 302


def test_without_a_second_step_every_page_leads_to_setting_one_up(house: House) -> None:
    house.read(marks_file())
    _without(house)
    client = _in_by_password(house)
    for page in PAGES:
        for ask in (client.get, client.post):
            answer = ask(page.of(house))
            assert answer.status_code == 302, page.name
            assert answer["Location"] == reverse("mfa_index"), page.name


@pytest.mark.parametrize("role", ["headteacher", "tutor", "key_person", "supply"])
def test_every_role_needs_one(house: House, role: str) -> None:
    _without(house, role)
    assert _in_by_password(house, role).get("/")["Location"] == reverse("mfa_index")


def test_a_part_of_a_page_takes_the_whole_page_along(house: House) -> None:
    _without(house)
    answer = _in_by_password(house).get("/children/?q=osei", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("mfa_index")
    assert ADA.surname.encode() not in answer.content


def test_force_login_does_not_let_a_browser_off(house: House) -> None:
    """The tests' own short cut is for a request without an address, which no browser sends."""
    _without(house)
    client = _in_by_password(house)
    assert second_factor.SHOWN not in client.session


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_house(house: House, noon: Callable[[float], None]) -> None:
    adult = _without(house)
    client = _in_by_password(house)
    assert b"One more step to set up" in client.get("/", follow=True).content
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    _sure(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="secret">([A-Z2-7]+)<', page)
    assert secret is not None
    assert "<svg" in page
    code = totp.format_hotp_value(totp.hotp_value(secret[1], int(NOON) // 30))
    kept = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert kept["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/").status_code == 200
    assert Authenticator.objects.filter(user=adult).count() == 2
    assert (
        len(re.findall(r"<code>\d{8}</code>", client.get(kept["Location"]).content.decode())) == 10
    )
    assert client.get(reverse("mfa_download_recovery_codes")).content.count(b"\n") >= 10


def test_a_wrong_code_sets_nothing_up(house: House, noon: Callable[[float], None]) -> None:
    adult = _without(house)
    client = _in_by_password(house)
    _sure(client)
    client.get(reverse("mfa_activate_totp"))
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.filter(user=adult).exists()


def test_an_older_session_has_to_show_the_new_step(house: House) -> None:
    """Somebody who knew the password before the owner set up the app gains nothing by it."""
    adult = _without(house)
    client = _in_by_password(house)
    _sure(client)
    people.with_a_second_factor(adult)
    for name in ("today:today", "mfa_index", "usersessions_list", *CHANGES):
        for ask in (client.get, client.post):
            answer = ask(reverse(name))
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("mfa_reauthenticate")), name
    assert Authenticator.objects.filter(user=adult).count() == 2
    shown = client.post(f"{reverse('mfa_reauthenticate')}?next=/", {"code": paper_codes()[0]})
    assert shown.status_code == 302
    assert client.get("/").status_code == 200


def test_a_step_shown_by_one_person_is_not_anothers(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    session = client.session
    session[second_factor.SHOWN] = str(house.adults["headteacher"].adult.pk)
    session.save()
    assert client.get("/").status_code == 302


def test_a_step_taken_away_elsewhere_counts_at_once(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    assert client.get("/").status_code == 200
    _without(house)
    assert client.get("/")["Location"] == reverse("mfa_index")


def test_codes_on_paper_alone_are_no_second_step(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    Authenticator.objects.filter(user=house.lead.adult, type=Authenticator.Type.TOTP).delete()
    assert client.get("/")["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("name", CHANGES)
def test_changing_a_step_asks_who_it_is_again(house: House, signed_in: SignIn, name: str) -> None:
    client = signed_in(house)
    if name == "mfa_activate_totp":
        Authenticator.objects.filter(type="totp").update(type="webauthn")
    before = sorted(Authenticator.objects.values_list("pk", "type"))
    for ask in (client.get, client.post):
        answer = ask(reverse(name))
        assert answer.status_code == 405 or answer["Location"].startswith(
            reverse("account_reauthenticate")
        )
    assert client.get(reverse(name)).status_code == 302
    assert sorted(Authenticator.objects.values_list("pk", "type")) == before


def test_removing_the_app_shuts_the_door_again(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    _sure(client)
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(user=house.lead.adult).exists()
    assert client.get("/")["Location"] == reverse("mfa_index")


def test_new_codes_on_paper_end_the_old_ones(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    _sure(client)
    assert b"stop working" in client.get(reverse("mfa_generate_recovery_codes")).content
    client.post(reverse("mfa_generate_recovery_codes"))
    other = _in_by_password(house)
    assert other.post(SECOND, {"code": paper_codes()[0]}).status_code == 200


def test_a_new_password_leaves_the_second_step(house: House) -> None:
    lead = house.lead.adult
    Client().post(reverse("account_reset_password"), {"email": lead.email})
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    client = Client()
    form = client.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]
    new = "seven-green-kites-above"
    client.post(where, {"password1": new, "password2": new})
    assert client.get("/").status_code == 302
    client.post(LOGIN, {"login": lead.email, "password": new})
    assert client.get("/").status_code == 302
    assert Authenticator.objects.filter(user=lead).count() == 2


def test_a_computer_that_is_remembered_is_asked_all_the_same(house: House) -> None:
    client = Client()
    words = {"login": house.lead.adult.email, "password": PASSWORD, "remember": "on"}
    client.post(LOGIN, words)
    client.post(SECOND, {"code": paper_codes()[0]})
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.post(LOGIN, words)["Location"] == SECOND
    assert client.get("/").status_code == 302


def test_an_unknown_address_and_a_known_one_still_look_the_same(house: House) -> None:
    token = re.compile(rb'value="[^"]*"')
    bodies = {
        token.sub(b"", Client().post(LOGIN, {"login": who, "password": "wrong words"}).content)
        for who in (house.lead.adult.email, "nobody@larkfield.example", _without(house).email)
    }
    assert len(bodies) == 1


def test_the_database_does_not_give_the_secrets_away(house: House) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert len(kept) > 1000
    assert APP not in kept
    assert people.SEED not in kept


def test_secrets_are_read_again_after_the_key_was_changed(house: House, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one altogether"
    app = Authenticator.objects.filter(type="totp").first()
    assert app is not None
    assert second_factor.Factors().decrypt(app.data["secret"]) == APP


HERE = {"REMOTE_ADDR": "127.0.0.1"}
SOMEWHERE = {
    "another computer": {"REMOTE_ADDR": "10.0.0.7"},
    "through a proxy": HERE | {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
    "nobody knows where": {"REMOTE_ADDR": ""},
}


def _forced(house: House, **more: str) -> Client:
    client = Client(**more)  # type: ignore[arg-type]
    client.force_login(_without(house))
    return client


def test_the_demo_on_this_computer_lets_off_and_says_so(house: House, settings: Settings) -> None:
    settings.DEMO = True
    answer = _forced(house, **HERE).get("/")
    assert answer.status_code == 200
    assert b"asks nobody for a second step" in answer.content


@pytest.mark.parametrize("where", SOMEWHERE)
def test_the_demo_lets_nobody_off_from(house: House, settings: Settings, where: str) -> None:
    settings.DEMO = True
    answer = _forced(house, **SOMEWHERE[where]).get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


def test_the_demo_lets_no_real_address_off(house: House, settings: Settings) -> None:
    settings.DEMO = True
    Adult.objects.filter(pk=house.lead.adult_id).update(email="lead@a-real-school.sch.uk")
    assert _forced(house, **HERE).get("/").status_code == 302


def test_behind_a_proxy_the_demo_lets_nobody_off(house: House, settings: Settings) -> None:
    settings.DEMO = settings.BEHIND_PROXY = True
    assert _forced(house, **HERE).get("/").status_code == 302


def test_what_is_no_demo_lets_nobody_off(house: House) -> None:
    answer = _forced(house, **HERE).get("/")
    assert answer["Location"] == reverse("mfa_index")
    assert b"asks nobody" not in _in_by_password(house, "headteacher").get("/", follow=True).content


def _all_the_way_in(house: House, code: int, **more: object) -> Client:
    client = _in_by_password(house, **more)
    assert client.post(SECOND, {"code": paper_codes()[code]}).status_code == 302
    return client


CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1"


def test_all_my_other_sessions_end_and_nobody_elses(house: House, signed_in: SignIn) -> None:
    desk = _all_the_way_in(house, 0, HTTP_USER_AGENT=CHROME)
    phone = _all_the_way_in(house, 1, HTTP_USER_AGENT=PHONE)
    head = signed_in(house, "headteacher")
    page = desk.get(reverse("mfa_index")).content.decode()
    assert "Chrome on Windows" in page
    assert "Safari on an iPhone" in page
    assert page.count("This one") == 1
    assert desk.post(reverse("usersessions_list"))["Location"] == reverse("mfa_index")
    assert phone.get("/").status_code == 302
    assert desk.get("/").status_code == head.get("/").status_code == 200
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{CHROME} Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130.0 Safari/537.36", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (Android 14; Mobile) Gecko/130.0 Firefox/130.0", "Firefox on Android"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18 Safari/605", "Safari on a Mac"),
        ("curl/8", "A browser on another device"),
        ("", "A browser on another device"),
    ],
)
def test_a_browser_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words


def test_whoever_has_left_does_not_come_in(house: House) -> None:
    Adult.objects.filter(pk=house.lead.adult_id).update(left_on=people.TODAY.replace(day=23))
    client = Client()
    answer = client.post(LOGIN, {"login": house.lead.adult.email, "password": PASSWORD})
    assert answer["Location"] == reverse("account_inactive")
    assert client.post(SECOND, {"code": paper_codes()[0]})["Location"] == LOGIN
    assert client.get("/").status_code == 302


def test_on_the_last_day_somebody_still_comes_in(house: House) -> None:
    Adult.objects.filter(pk=house.lead.adult_id).update(left_on=people.TODAY)
    assert _all_the_way_in(house, 0).get("/").status_code == 200


def test_a_passkey_that_says_nothing_lets_nobody_in(house: House) -> None:
    for said in ("", "{}", "[]", '{"id": "x", "rawId": "x", "type": "public-key"}'):
        client = Client()
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": said})
        assert (answer.status_code, answer["Location"]) == (302, LOGIN)
        assert client.get("/").status_code == 302


def test_many_at_one_address_may_use_passkeys(db: None) -> None:
    answers = [Client().post(reverse("mfa_login_webauthn")).status_code for _ in range(40)]
    assert answers == [302] * 40


def test_nothing_typed_with_a_password_alone_is_ever_done(house: House, settings: Settings) -> None:
    """The lock of a shared computer keeps what was typed and does it afterwards: never for this."""
    head = house.adults["headteacher"].adult
    Authenticator.objects.filter(user=head).delete()
    client = Client()
    client.post("/account/login/", {"login": head.email, "password": PASSWORD})
    client.get("/account/how-you-sign-in/")
    later = dt.datetime.fromisoformat(settings.FIXED_NOW) + dt.timedelta(minutes=16)
    settings.FIXED_NOW = later.isoformat()
    before = Adult.objects.count()
    typed = {"role": "office", "of": "school", "name": "Eve Ill", "email": "eve@x.example"}
    assert client.post("/people/invite/", typed)["Location"] == "/account/how-you-sign-in/"
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/people/invite/"})
    assert Adult.objects.count() == before
