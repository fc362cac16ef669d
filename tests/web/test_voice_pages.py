"""The pages of those who ask: preparing, codes, slips, closing, and what people wrote."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from tests.people import TODAY, House, SignIn
from tests.surveys import (
    ASKED,
    NAMED,
    NOW,
    PUPILS,
    closed,
    code_of,
    head,
    opened,
    prepared,
    send,
)  # fmt: skip

from belong.insight.questions.said_around import HERE
from belong.practice.voice import closing, codes, queries
from belong.practice.voice.models import LanguageRead, OwnScale, Said, Slip, Survey

FORM = {
    "title": "How school feels", "purpose": "To make break times better", "audience": "families",
    "how": "anonymous", "breakdown": "", "scale": "", "asked": "40",
    "opens_on": TODAY.isoformat(), "closes_on": (TODAY + dt.timedelta(days=7)).isoformat(),
    "bands": "",
}  # fmt: skip


def test_one_is_prepared_opened_and_closed(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    made = client.post("/voice/new/", FORM)
    survey = Survey.objects.get()
    assert made.headers["Location"] == f"/voice/{survey.pk}/"
    page = client.get(f"/voice/{survey.pk}/").content.decode()
    assert "Nobody can answer it yet." in page
    client.post(f"/voice/{survey.pk}/open/")
    code = code_of(survey)
    for _ in range(11):
        send(code)
    page = client.get(f"/voice/{survey.pk}/").content.decode()
    assert f"{code[:3]}-{code[3:6]}-{code[6:]}" in page
    assert "Ten or more answers so far." in page
    assert "11 answers" not in page
    unsure = client.post(f"/voice/{survey.pk}/close/")
    assert unsure.status_code == 422
    survey.refresh_from_db()
    assert survey.closed_on is None
    client.post(f"/voice/{survey.pk}/close/", {"sure": "1"})
    survey.refresh_from_db()
    assert survey.closed_on == TODAY


def test_what_was_typed_stays_where_it_does_not_fit(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    for wrong in ({"purpose": ""}, {"opens_on": ""}, {"closes_on": "2026-13-99"}, {"asked": "x"}):
        answer = client.post("/voice/new/", FORM | wrong)
        assert answer.status_code == 422, wrong
        assert 'value="How school feels"' in answer.content.decode()
        assert "Nothing has changed." in answer.content.decode()
    assert not Survey.objects.exists()


def test_slips_are_shown_once_and_kept_as_sums(house: House, signed_in: SignIn) -> None:
    survey = opened(house)
    (group,) = queries.groups(survey)
    client = signed_in(house, "mental_health_lead")
    body = client.post(f"/voice/{survey.pk}/slips/", {"group": group.pk, "n": "3"}).content.decode()
    found = re.findall(r'class="code">([A-Z0-9-]{11})<', body)
    assert len(found) == 3
    assert len(set(re.findall(r'<title id="(square-\d)"', body))) == 3
    assert Slip.objects.count() == 3
    page = client.get(f"/voice/{survey.pk}/").content.decode()
    assert not any(code in page for code in found)
    send(found[0])
    assert Slip.objects.count() == 3, "one that was used looks like any other"
    assert client.post(
        f"/voice/{survey.pk}/slips/", {"group": group.pk, "n": "99"}
    ).status_code == 422  # fmt: skip
    client.post(f"/voice/{survey.pk}/end-slips/", {"group": group.pk})
    assert not Slip.objects.exists()


def test_codes_are_printed_for_each_group(house: House, signed_in: SignIn) -> None:
    survey = opened(house, replace(PUPILS, breakdown="year"))
    client = signed_in(house, "headteacher")
    body = client.get(f"/voice/{survey.pk}/codes/").content.decode()
    assert [name for name in ("Year 7", "Year 8", "Year 11") if f"<h2>{name}</h2>" in body] == [
        "Year 7", "Year 8", "Year 11",
    ]  # fmt: skip
    first = queries.groups(survey)[0]
    client.post(f"/voice/{survey.pk}/shut/", {"group": first.pk, "shut": "1"})
    assert "<h2>Year 7</h2>" not in client.get(f"/voice/{survey.pk}/codes/").content.decode()


def test_what_people_wrote_is_let_through_or_kept_back(house: House, signed_in: SignIn) -> None:
    survey = closed(house)
    client = signed_in(house, "headteacher")
    at = f"/voice/{survey.pk}/words/"
    assert client.get(at).content.decode().count("A longer break, please") == 12
    one, other = Said.objects.order_by("pk")[:2]
    client.post(at, {"said": str(one.pk), "how": "through"})
    client.post(at, {"said": str(other.pk), "how": "back"})
    assert [Said.objects.get(pk=row.pk).state for row in (one, other)] == ["through", "back"]
    assert client.post(at, {"said": "x", "how": "back"}).status_code == 404
    assert "10 notes wait to be read" in client.get(f"/voice/{survey.pk}/").content.decode()


def test_nobody_reads_words_while_it_is_open(house: House, signed_in: SignIn) -> None:
    survey = opened(house)
    send(code_of(survey), words="Only for later")
    client = signed_in(house, "headteacher")
    assert client.get(f"/voice/{survey.pk}/words/").status_code == 404
    key = Said.objects.get().pk
    assert client.post(f"/voice/{survey.pk}/words/", {"said": str(key)}).status_code == 404
    assert "Only for later" not in client.get(f"/voice/{survey.pk}/").content.decode()


@pytest.mark.parametrize("name", ["", "open/", "close/", "take-back/", "shut/", "slips/", "words/"])
def test_another_schools_survey_is_not_there(
    house: House, next_door: House, signed_in: SignIn, name: str
) -> None:
    survey = prepared(house)
    client = signed_in(next_door, "headteacher")
    for key in (survey.pk, 999999):
        post = name not in ("", "words/")
        ask = client.post if post else client.get
        assert ask(f"/voice/{key}/{name}", {"sure": "1"}).status_code == 404


def test_a_survey_that_was_never_open_is_taken_back(house: House, signed_in: SignIn) -> None:
    survey, other = prepared(house), opened(house)
    client = signed_in(house, "headteacher")
    client.post(f"/voice/{survey.pk}/take-back/")
    assert client.post(f"/voice/{other.pk}/take-back/").status_code == 404
    assert list(Survey.objects.values_list("pk", flat=True)) == [other.pk]


def test_whoever_reads_sees_which_are_open_and_no_way_in(house: House, signed_in: SignIn) -> None:
    prepared(house, replace(ASKED, title="Not yet"))
    survey = opened(house)
    body = signed_in(house, "governor").get("/voice/").content.decode()
    assert "How school feels" in body
    assert "Not yet" not in body
    assert f"/voice/{survey.pk}/" not in body
    assert "Prepare a survey" not in body


def test_an_empty_list_teaches(house: House, signed_in: SignIn) -> None:
    body = signed_in(house, "headteacher").get("/voice/").content.decode()
    assert "Nobody has been asked yet" in body
    assert "/voice/new/" in body


def test_a_questionnaire_of_ones_own(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    typed = {
        "name": "Ours", "source": "Our school council, 2026", "licence": "our own",
        "statements": "Friends | I am often alone (-)\nFriends | Somebody waits for me\n\nI like"
        " it",
        "answers": "Never\nSometimes\nAlways", "share": "80",
    }  # fmt: skip
    for wrong in ({"name": ""}, {"statements": ""}, {"statements": "x\n" * 41}, {"answers": "Yes"},
                  {"share": "0"}, {"answers": "x\n" * 8}, {"licence": " "}):  # fmt: skip
        refused = client.post("/voice/own/", typed | wrong)
        assert refused.status_code == 422, wrong
    assert not OwnScale.objects.exists()
    assert client.post("/voice/own/", typed).status_code == 302
    assert not OwnScale.objects.get().adds_up
    validated = typed | {"name": "Another of ours", "adds_up": "1"}
    assert client.post("/voice/own/", validated).status_code == 302
    assert OwnScale.objects.get(name="Another of ours").adds_up
    assert client.post("/voice/own/", typed).status_code == 422, "one of a name"
    scale = OwnScale.objects.get(name="Ours")
    rows = list(scale.statements.order_by("nth").values_list("part", "words", "reverse"))
    assert rows == [
        ("Friends", "I am often alone", True), ("Friends", "Somebody waits for me", False),
        ("", "I like it", False),
    ]  # fmt: skip
    client.post("/voice/new/", FORM | {"scale": str(scale.pk)})
    survey = Survey.objects.get()
    client.post(f"/voice/{survey.pk}/open/")
    assert send(code_of(survey), "1-3")


def test_a_language_is_offered_once_somebody_has_read_it(house: House, signed_in: SignIn) -> None:
    survey = opened(house, PUPILS)
    client = signed_in(house, "headteacher")
    start = f"/answer/{code_of(survey)}/"
    assert "Polski" not in client.get(start).content.decode()
    client.post("/voice/languages/", {"language": "pl", "checked_by": " Mrs Nowak "})
    assert LanguageRead.objects.get().checked_by == "Mrs Nowak"
    assert "Polski" in client.get(start).content.decode()
    too_long = client.post("/voice/languages/", {"language": "pl", "checked_by": "x" * 81})
    assert too_long.status_code == 422
    LanguageRead.objects.update(sum="of other words")
    assert "Polski" not in client.get(start).content.decode(), "words changed: read them again"
    client.post("/voice/languages/", {"language": "pl", "checked_by": ""})
    assert not LanguageRead.objects.exists()
    assert (
        client.post("/voice/languages/", {"language": "xx", "checked_by": "a"}).status_code == 404
    )


def test_a_language_is_read_beside_its_english(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    body = client.get("/voice/languages/").content.decode()
    for said in ("How true is this for you?", "Leave quickly", HERE["pupils_words"]):
        assert f"<dt>{said}</dt>" in body
    assert not [key for key in HERE if f"<dt>{key}</dt>" in body]
    assert "(if you like)" not in body, "the name is what offers it"


def test_who_prepares_a_survey_sees_its_languages(house: House, signed_in: SignIn) -> None:
    client = signed_in(house, "headteacher")
    assert "answer the pulse in: English." in client.get("/voice/new/").content.decode()
    client.post("/voice/languages/", {"language": "pl", "checked_by": "Mrs Nowak"})
    body = client.get("/voice/new/").content.decode()
    assert "answer the pulse in: English, Polish." in body
    assert 'href="/voice/languages/"' in body


@pytest.mark.parametrize(
    ("audience", "says"),
    [("pupils", "on each tablet"), ("families", "post one to each family"),
     ("staff", "let each colleague draw one")],
)  # fmt: skip
def test_how_codes_are_given_out_fits_who_is_asked(
    house: House, signed_in: SignIn, audience: str, says: str
) -> None:
    survey = opened(house, replace(PUPILS, audience=audience, asked=60))
    body = signed_in(house, "headteacher").get(f"/voice/{survey.pk}/").content.decode()
    assert says in body
    assert ("tablet" in body) == ("not in school" in body) == (audience == "pupils")
    code = codes.in_threes(code_of(survey))
    assert (body.index("Make slips<") > body.index(code)) == (audience == "pupils")


def test_what_was_said_in_a_survey_leads_into_the_ledger(house: House, signed_in: SignIn) -> None:
    survey = closed(house, replace(ASKED, asked=60), n=50)
    head = signed_in(house, "headteacher")
    shown = head.get(f"/voice/{survey.pk}/results/")
    head_of_page = shown.content.decode().split("page-head", 1)[1].split("</header>", 1)[0]
    assert f"{survey.title}. Families, closed" in " ".join(head_of_page.split())
    statements = [one.words for one in queries.statements(survey)]
    body = shown.content.decode()
    assert body.count('name="begin"') == len(statements)
    assert "words=" not in "".join(re.findall(r'(?:href|action)="[^"]*"', body))
    begun = {"begin": 1, "survey": survey.pk, "origin": "survey", "who": "families"}
    form = head.post("/voice/you-said/new/", begun | {"words": statements[0]})
    assert form.status_code == 200
    assert f'value="{statements[0]}"' in form.content.decode()
    for chosen in (survey.pk, "families", "survey"):
        assert f'<option value="{chosen}" selected>' in form.content.decode()
    theirs = signed_in(house, "tutor").get(f"/voice/{survey.pk}/results/")
    assert 'name="begin"' not in theirs.content.decode()


def test_a_sheet_of_slips_is_a_stretch_of_paper(house: House, signed_in: SignIn) -> None:
    survey = opened(house, replace(ASKED, asked=900))
    (group,) = queries.groups(survey)
    client = signed_in(house, "headteacher")
    assert "at most 200" in client.get(f"/voice/{survey.pk}/").content.decode()
    answer = client.post(f"/voice/{survey.pk}/slips/", {"group": group.pk, "n": "201"})
    assert answer.status_code == 422
    assert "at most 200 slips" in answer.content.decode()
    assert not Slip.objects.exists()


def test_slips_whose_page_fails_were_never_made(
    house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> str:
        raise RuntimeError("no ink")

    survey = opened(house)
    (group,) = queries.groups(survey)
    client = signed_in(house, "headteacher")
    monkeypatch.setattr("belong.web.square.svg", broken)
    with pytest.raises(RuntimeError, match="no ink"):
        client.post(f"/voice/{survey.pk}/slips/", {"group": group.pk, "n": "3"})
    assert not Slip.objects.exists()


def test_where_nothing_is_told_one_sentence_says_so_and_methods_are_folded(
    house: House, signed_in: SignIn
) -> None:
    few, client = closed(house, n=12), signed_in(house, "headteacher")
    page = client.get(f"/voice/{few.pk}/results/").content.decode()
    assert page.count("so that nobody can be found: it may be") == 1
    assert page.count("<details") == 1
    folded = page.split("<details")[1].split("</details>")[0]
    assert "How this is counted" in folded
    assert "Newcombe" in folded
    many = closed(house, replace(ASKED, asked=60), n=50)
    page = client.get(f"/voice/{many.pk}/results/").content.decode()
    assert "What was said to the" not in page
    assert page.count("<details") > 11


def test_each_reader_is_told_what_is_true_of_them(house: House, signed_in: SignIn) -> None:
    survey = opened(house, NAMED)
    closing.close(by=head(house), survey_id=survey.pk, at=NOW)
    opened(house)
    for role, leads in (("headteacher", True), ("tutor", False), ("governor", False)):
        page = signed_in(house, role).get("/voice/").content.decode()
        assert "In a survey without names nobody learns who said what" in page
        assert ("What was said stands here after that." in page) is not leads
        assert (f'href="/voice/{survey.pk}/"' in page) is leads
