"""The ledger, the forms around it, and the board, as people meet them."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse
from tests import surveys
from tests.people import TODAY, House, SignIn
from tests.surveys import HEARD, a_theme

from belong.people.models import Membership
from belong.practice.voice import codes, ledger
from belong.practice.voice.ledger_models import Agreement, Session, Theme


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return str(answer.content.decode())


def test_something_said_is_written_down_answered_and_on_the_board(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house, "headteacher")
    owner = house.adults["tutor"].adult_id
    typed = {"words": HEARD.words, "who": "pupils", "origin": "session", "owner": str(owner),
             "due": "2026-12-04", "survey": ""}  # fmt: skip
    assert client.post(reverse("voice:hear"), typed).status_code == 302
    theme = Theme.objects.get()
    tutor = signed_in(house, "tutor")
    assert HEARD.words in text(tutor.get(reverse("voice:you_said")))
    said = {"did": "done", "answer": "The music room is open.", "shown": "1", "version": "0"}
    assert tutor.post(reverse("voice:theme", args=[theme.pk]), said).status_code == 302
    client.post(reverse("voice:put_up"), {"up": "1"})
    board = ledger.board_of(surveys.head(house))
    assert board
    shown = Client().get(reverse("board", args=[codes.in_threes(board.code).lower()]))
    assert "The music room is open." in text(shown)
    assert "Begum" not in text(shown)


def test_what_was_typed_stays_when_something_is_missing(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    answer = client.post(reverse("voice:hear"), {"words": "A longer break", "who": "pupils"})
    assert answer.status_code == 422
    assert "A longer break" in text(answer)
    listened = client.post(reverse("voice:listening"), {"heard": "We are tired", "kind": "council"})
    assert listened.status_code == 422
    assert "We are tired" in text(listened)
    assert not Session.objects.exists()


def test_a_conflict_shows_both_answers(house: House, signed_in: SignIn) -> None:
    theme = a_theme(house)
    client = signed_in(house, "headteacher")
    page = reverse("voice:theme", args=[theme.pk])
    for words, status in (("Theirs stands.", 302), ("Mine is typed.", 409)):
        said = {"did": "done", "answer": words, "version": "0"}
        answer = client.post(page, said)
        assert answer.status_code == status
    assert "Theirs stands." in text(answer)
    assert "Mine is typed." in text(answer)


def test_no_board_is_the_same_page_for_every_code(house: House) -> None:
    codes_tried = ["ABC-DEF-GHJ", "x", "ABCDEFGHK"]
    answers = [Client().get(reverse("board", args=[code])) for code in codes_tried]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_an_agreement_is_written_changed_and_ended(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    typed = {"words": "We greet each other", "written_with": "Year 9", "agreed_on": str(TODAY)}
    assert client.post(reverse("voice:agree"), typed).status_code == 302
    made = Agreement.objects.get()
    page = reverse("voice:agreement")
    changed = {"agreement": str(made.pk), "version": "0", "changed": "The gate is kinder"}
    assert client.post(page, changed).status_code == 302
    assert client.post(page, {**changed, "changed": "Mine"}).status_code == 409
    assert client.post(page, {"agreement": str(made.pk), "end": "1"}).status_code == 302
    made.refresh_from_db()
    assert made.ended_on == TODAY
    assert "The gate is kinder" in text(client.get(reverse("voice:listening")))


def test_what_somebody_typed_with_markup_stays_words(house: House, signed_in: SignIn) -> None:
    theme = surveys.a_theme(house)
    ledger.put_up(by=surveys.head(house))
    client = signed_in(house, "headteacher")
    said = {"did": "done", "answer": "<script>alert(1)</script>", "shown": "1", "version": "0"}
    client.post(reverse("voice:theme", args=[theme.pk]), said)
    board = ledger.board_of(surveys.head(house))
    assert board
    shown = text(Client().get(reverse("board", args=[board.code])))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_a_theme_is_handed_on_to_another_adult_and_another_day(
    house: House, signed_in: SignIn
) -> None:
    theme = a_theme(house)
    page, head = reverse("voice:hand_on", args=[theme.pk]), signed_in(house, "headteacher")
    tutor = house.adults["tutor"]
    to = {"owner": str(tutor.adult_id), "due": "2026-12-11", "version": "0"}
    assert signed_in(house, "tutor").post(page, to).status_code == 403
    assert head.post(page, to).status_code == 302
    theme.refresh_from_db()
    assert (theme.owner_id, theme.due) == (tutor.adult_id, dt.date(2026, 12, 11))
    assert f"{tutor.adult.name} answers it by Fri 11 Dec 2026" in text(
        head.get(reverse("voice:you_said"))
    )
    assert ledger.waits_for(tutor) == [dt.date(2026, 12, 11)]

    late = head.post(page, to | {"due": "2026-12-18"})
    assert late.status_code == 409
    assert tutor.adult.name in text(late)
    assert "2026-12-18" in text(late)
    gone_by = head.post(page, to | {"due": "2026-01-01", "version": "1"})
    assert gone_by.status_code == 422
    theme.refresh_from_db()
    assert theme.due == dt.date(2026, 12, 11)


def test_what_is_answered_is_not_handed_on(house: House, signed_in: SignIn) -> None:
    theme, head = a_theme(house), signed_in(house, "headteacher")
    said = {"did": "done", "answer": "It is open.", "version": "0"}
    head.post(reverse("voice:theme", args=[theme.pk]), said)
    to = {"owner": str(house.adults["tutor"].adult_id), "due": "2026-12-11", "version": "1"}
    answer = head.post(reverse("voice:hand_on", args=[theme.pk]), to)
    assert answer.status_code == 422
    assert "answered meanwhile" in text(answer)


def test_the_ledger_tells_that_who_answers_has_left(house: House, signed_in: SignIn) -> None:
    theme = a_theme(house)
    head, tutor = signed_in(house, "headteacher"), house.adults["tutor"]
    to = {"owner": str(tutor.adult_id), "due": "2026-12-11", "version": "0"}
    head.post(reverse("voice:hand_on", args=[theme.pk]), to)
    Membership.objects.filter(adult=tutor.adult).update(ends=TODAY - dt.timedelta(days=1))
    said = text(head.get(reverse("voice:you_said")))
    assert f"{tutor.adult.name} is not here any more. Give it to somebody else." in said
