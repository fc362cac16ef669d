"""A child draws their own face: lines on a square, and nothing else, under the child's own word."""

from __future__ import annotations

import pytest
from tests.app.test_checkins import agreed
from tests.people import House, SignIn
from tests.web.test_checkins import address

from belong.practice.checkins.models import Choice
from belong.practice.checkins.wrong import NotKept

LINES = "M8 8L8 8M56 8L56 8M10 40L20 52L44 52L54 40"
FACES = (("big", "Yay"), ("none", "Pass"), ("own-1", "Me"))


def test_it_stands_on_the_childs_screen_and_in_the_form(house: House, signed_in: SignIn) -> None:
    agreed(house, faces=FACES, drawn=(("own-1", LINES), ("own-2", "M1 1L2 2")))
    assert list(Choice.objects.exclude(drawn="").values_list("word", "drawn")) == [("Me", LINES)]
    client = signed_in(house, "key_person")
    for more in ("", "for-you/", "design/"):
        assert f'd="{LINES}"' in client.get(address(house, more)).content.decode(), more


@pytest.mark.parametrize(
    "lines",
    ["", "8 8", "M8 8", "M8 8L8", "M800 8L8 8", 'M8 8L8 8"/><script>', "M8 8C1 1 2 2 3 3",
     "M1 1" + "L1 1" * 600],
)  # fmt: skip
def test_nothing_but_lines_is_kept(house: House, lines: str) -> None:
    with pytest.raises(NotKept, match="no drawing"):
        agreed(house, faces=FACES, drawn=(("own-1", lines),))
    assert not Choice.objects.exists()


def test_what_was_drawn_stays_in_a_form_that_is_not_kept(house: House, signed_in: SignIn) -> None:
    sent = {"place": "by the pond", "face-own-1": "Me", "drawn-own-1": LINES,
            "face-own-2": '"><script>', "drawn-own-2": '"><script>'}  # fmt: skip
    answer = signed_in(house, "key_person").post(address(house, "design/"), sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert f'd="{LINES}"' in body
    assert 'value="Me"' in body
    assert "<script>" not in body.split("face-own-2", 1)[1].split("</fieldset>", 1)[0]


def test_a_drawing_of_no_word_is_no_face(house: House) -> None:
    faces = (("big", "Yay"), ("good", "Fine"), ("none", "Pass"))
    agreed(house, faces=faces, drawn=(("own-1", LINES),))
    assert not Choice.objects.exclude(drawn="").exists()
