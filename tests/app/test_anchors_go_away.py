"""The day's anchor goes to the data-protection officers by e-mail, and finds a trail cut short."""

from __future__ import annotations

import datetime as dt
import smtplib
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings
from tests import people, trail_lines
from tests.app.test_acts import member
from tests.app.test_trail_is_sealed import sealed
from tests.people import CHILDREN, TODAY, House

from belong.cli.main import main
from belong.insight import anchor_jobs
from belong.people import anchor_mail, days_end, sealing, trail_anchors
from belong.people.models import Adult, AnchorMail, Membership, TrailLine, TrailSeal

MORNING = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Said = pytest.CaptureFixture[str]


@pytest.fixture
def sealed_house(house: House) -> House:
    """The house with everything that was done in it under seals."""
    sealing.seal_all(MORNING + 365 * DAY)
    assert TrailSeal.objects.filter(chain=house.school.pk).exists()
    return house


def send(house: House, now: dt.datetime = MORNING) -> int:
    return anchor_mail.see_to(school_id=house.school.pk, now=now)


def to() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def hows() -> list[str]:
    return list(AnchorMail.objects.order_by("pk").values_list("how", flat=True))


def test_it_goes_to_the_officer_alone_and_names_nobody(sealed_house: House) -> None:
    assert send(sealed_house) == 1
    assert to() == ["data_protection_officer@larkfield.example"]
    letter = mail.outbox[0]
    (anchor,) = trail_anchors.taken(TODAY, sealed_house.school.pk)
    assert str(anchor) in letter.body
    whole = letter.subject + letter.body
    for name in (*(c.surname for c in CHILDREN), *Adult.objects.values_list("name", flat=True)):
        assert name not in whole
    assert f"chain {sealed_house.school.pk} " in letter.body
    assert letter.body.count(" chain ") == 1


def test_a_neighbours_chain_is_not_in_it(house: House, next_door: House) -> None:
    sealing.seal_all(MORNING + 365 * DAY)
    assert (send(house), send(next_door)) == (1, 1)
    assert to() == [f"data_protection_officer@{at}.example" for at in ("larkfield", "riverside")]
    for letter, mine in zip(mail.outbox, (house, next_door), strict=True):
        assert letter.body.count(" sum ") == 1
        assert f"chain {mine.school.pk} " in letter.body


def test_it_goes_once_a_day_and_again_the_next_at_weekends_too(sealed_house: House) -> None:
    assert [send(sealed_house), send(sealed_house), send(sealed_house, MORNING + 3 * HOUR)] == [
        1, 0, 0,
    ]  # fmt: skip
    assert send(sealed_house, MORNING + 4 * DAY) == 1
    assert anchor_mail.last_sent(sealed_house.school.pk) == TODAY + 4 * DAY


@pytest.mark.parametrize(
    ("early", "sent"), [(dt.timedelta(minutes=16), 0), (dt.timedelta(minutes=15), 1)]
)
def test_it_waits_for_its_hour(sealed_house: House, early: dt.timedelta, sent: int) -> None:
    assert send(sealed_house, MORNING - early) == sent


def test_none_goes_without_a_mail_server(sealed_house: House, settings: Settings) -> None:
    settings.MAIL_WORKS = False
    assert send(sealed_house) == 0
    assert not AnchorMail.objects.exists()


def test_none_goes_before_anything_is_sealed(house: House) -> None:
    TrailSeal.objects.all().delete()
    assert send(house) == 0


def test_nobody_gets_it_who_is_no_officer_today(sealed_house: House) -> None:
    officer = sealed_house.adults["data_protection_officer"]
    Membership.objects.filter(pk=officer.pk).update(ends=TODAY - DAY)
    assert send(sealed_house) == 0
    Membership.objects.filter(pk=officer.pk).update(ends=None)
    Adult.objects.filter(pk=officer.adult_id).update(email=None)
    assert send(sealed_house) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    "problem", [smtplib.SMTPServerDisconnected(), OSError("no way"), ValueError("bad")]
)
def test_what_is_refused_is_tried_again_in_an_hour(
    sealed_house: House, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def broken(_letter: EmailMessage, fail_silently: bool = False) -> int:
        raise problem

    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", broken)
        assert send(sealed_house) == 0
    assert hows() == ["refused"]
    assert send(sealed_house, MORNING + HOUR / 2) == 0
    assert send(sealed_house, MORNING + HOUR) == 1
    assert hows() == ["sent"]
    assert AnchorMail.objects.get().tries == 2


def test_one_that_a_worker_died_over_is_sent_again(sealed_house: House) -> None:
    AnchorMail.objects.create(
        school=sealed_house.school, adult=sealed_house.adults["data_protection_officer"].adult,
        day=TODAY, how="going", at=MORNING,
    )  # fmt: skip
    assert send(sealed_house, MORNING + HOUR) == 1


def test_a_school_turns_it_off_and_on_and_the_trail_says_so(sealed_house: House) -> None:
    head, mark = member(sealed_house, "headteacher"), trail_lines.newest()
    for wanted in (False, False):
        anchor_mail.choose(by=head, wanted=wanted, at=MORNING)
    assert send(sealed_house) == 0
    anchor_mail.choose(by=head, wanted=True, at=MORNING)
    assert send(sealed_house) == 1
    said = TrailLine.objects.filter(pk__gt=mark, verb="settings changed").order_by("pk")
    assert [line.detail for line in said] == [{"anchor_mail": False}, {"anchor_mail": True}]
    with pytest.raises(PermissionDenied):
        anchor_mail.choose(by=member(sealed_house, "tutor"), wanted=False, at=MORNING)


def test_the_tick_asks_once_for_a_round(
    sealed_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    cache.clear()
    monkeypatch.setattr(
        type(anchor_jobs.send_anchor), "enqueue", lambda _task, pk: asked.append(pk)
    )
    for _ in range(2):
        anchor_jobs.ask_for_anchors(MORNING)
    assert asked == [sealed_house.school.pk]
    cache.clear()
    anchor_jobs.ask_for_anchors(MORNING - HOUR)
    assert asked == [sealed_house.school.pk]


def test_rows_are_swept_after_some_weeks(sealed_house: House) -> None:
    send(sealed_house)
    days_end.swept.send(None, today=TODAY + 31 * DAY)
    assert AnchorMail.objects.exists()
    days_end.swept.send(None, today=TODAY + 32 * DAY)
    assert not AnchorMail.objects.exists()


def test_a_saved_e_mail_finds_a_trail_that_was_cut_short(
    db: None, tmp_path: Path, settings: Settings, capsys: Said
) -> None:
    """The officer's e-mail, saved as a file, is all that remembers the longer trail."""
    settings.ANCHORS = tmp_path / "anchors"
    house = people.empty_school(tmp_path / "uploads")
    sealed(60, schools=(house.school.pk,))
    assert send(house) == 1
    kept = tmp_path / "mail.txt"
    for body in (mail.outbox[0].body, mail.outbox[0].body.replace(" sum ", "\r\nsum ")):
        kept.write_text(f"From: belong\nSubject: anchor\n\n{body}\n-- \nSent from …", "utf-8")
        assert main(["trail", "verify", "--anchor", str(kept)]) == 0
    trail_lines.without_refusal()
    last = TrailSeal.objects.latest("number")
    TrailLine.objects.filter(pk__gt=last.upto - last.lines).delete()
    last.delete()
    capsys.readouterr()
    assert main(["trail", "verify"]) == 0
    assert "it would not show if the end was cut off" in capsys.readouterr().out
    assert main(["trail", "verify", "--anchor", str(kept)]) == 1
    assert "the end was cut off" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["half", "none"])
def test_a_file_that_holds_no_whole_anchor_is_said_to(
    sealed_house: House, tmp_path: Path, how: str, capsys: Said
) -> None:
    send(sealed_house)
    body = mail.outbox[0].body
    (line,) = (one for one in body.splitlines() if " sum " in one)
    kept = tmp_path / "mail.txt"
    said = f"{body}\n{line[:-9]}" if how == "half" else body.replace(line, "")
    kept.write_text(said, "utf-8")
    with pytest.raises(trail_anchors.NoAnchor):
        trail_anchors.read([kept])
