"""Where a tap on Today leads, and what else waits for an adult."""

from __future__ import annotations

import datetime as dt

from tests import surveys
from tests.people import ADA, BEN, TODAY, House, SignIn
from tests.web import test_today
from tests.web.test_today import page

back = test_today.back


def test_a_tap_leads_back_to_the_same_child(back: House, signed_in: SignIn) -> None:
    ben = back.child(BEN).pk
    sent = signed_in(back, "tutor").post("/today/done/", {"kind": "welcome", "child": ben})
    assert sent.headers["Location"] == f"/today/#welcome-{ben}"
    assert f'id="welcome-{ben}"' in signed_in(back, "tutor").get("/today/").content.decode()


def test_a_hello_said_from_the_list_leads_back_to_the_list(back: House, signed_in: SignIn) -> None:
    sent = {"kind": "hello", "child": back.child(ADA).pk, "from": "hello"}
    client = signed_in(back, "headteacher")
    answer = client.post("/today/done/", sent, follow=True)
    assert answer.redirect_chain == [("/today/due-a-hello/", 302)]
    assert "Kept. They come off this list." in answer.content.decode()


def test_what_waits_for_ones_own_answer_stands_on_top(back: House, signed_in: SignIn) -> None:
    client = signed_in(back, "headteacher")
    assert "Nobody is waiting for you" in page(client)
    theme = surveys.a_theme(back)
    type(theme).objects.update(due=TODAY)
    said = page(client)
    assert "One thing that was said waits for your answer" in said
    assert "Nobody is waiting for you" not in said
    type(theme).objects.update(due=TODAY + dt.timedelta(days=1))
    assert "waits for your answer, by" in page(client), "also before its day"
