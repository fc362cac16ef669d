"""What leaves a look: the plan in three files, the governors' pages, and then and now."""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib

import docx
import openpyxl
import pytest
from tests import trail_lines
from tests.looks import NOW, a_look, a_step, member, question, rated
from tests.people import ROLE_NAMES, TODAY, House, SignIn
from tests.web.test_audit import page, text

from belong.people.trail import Verb
from belong.practice.audit import actions, agreeing, showing
from belong.practice.audit.agreeing import Wanted
from belong.practice.audit.models import Agreed
from belong.practice.audit.showing import Figure
from belong.web.audit import files

SLY = '=HYPERLINK("http://x")'


def unpacked(pdf: bytes) -> bytes:
    """What stands in a PDF, its packed parts opened."""
    found = [pdf]
    for part in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(part))
        except zlib.error:
            found.append(part)
    return b"\n".join(found)


@pytest.fixture
def agreed(house: House) -> House:
    """A look with three things agreed, one piece of evidence, a step that waits and one done."""
    rated(house, "tutor", "some", "Year 9 rush past.")
    look, by = a_look(house), member(house, "headteacher")
    for item, rag, shows, thought in (
        ("3B.1", "strong", "Both gates.", "Also at lunch."), ("3B.4", "some", SLY, ""),
        ("3B.5", "notyet", "", "A list of parts."),
    ):  # fmt: skip
        agreeing.agree(by=by, question=question(look, item), rag=rag, evidence=shows,
                       thought=thought, version=0, at=NOW)  # fmt: skip
    figure = Figure("gate_met", "", TODAY)
    showing.answer(by=by, question=question(look), figure=figure, taken=True, note="", version=0,
                   at=NOW)  # fmt: skip
    a_step(house)
    done = a_step(house, what=SLY)
    agreeing.do_step(by=by, step=done, outcome="They chose a nod.", version=1, at=NOW)
    return house


def test_the_plan_stands_by_block_with_owner_and_date(agreed: House, signed_in: SignIn) -> None:
    shown = page(signed_in(agreed, "tutor"), f"/audit/{a_look(agreed).pk}/plan/")
    assert "Relationships: what we do" in shown
    assert "Everyone is greeted warmly. Strong Both gates." in shown
    assert "Ask Year 9 about hellos. Mr Begum. By Tue 8 Dec 2026." in shown
    assert "Too few to say here" in shown
    assert "2 of 3" not in shown
    assert "Some statements are not agreed yet, in: Feeling safe: what we believe" in shown


def test_the_plan_for_word_and_excel_says_the_same_and_starts_no_formula(
    agreed: House, signed_in: SignIn
) -> None:
    head, at = signed_in(agreed, "headteacher"), f"/audit/{a_look(agreed).pk}/plan"
    mark = trail_lines.newest()
    word = docx.Document(io.BytesIO(head.get(f"{at}.docx").content))
    said = "\n".join(p.text for p in word.paragraphs)
    assert "Everyone is greeted warmly." in said
    assert "Both gates." in said
    assert "Next we think of: Also at lunch." in said.splitlines()
    assert "Also at lunch." not in said.splitlines()
    assert word.tables[0].rows[1].cells[1].text == "Mr Begum"
    sheet = openpyxl.load_workbook(io.BytesIO(head.get(f"{at}.xlsx").content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    texts = [str(cell.value) for cell in cells]
    assert "Ask Year 9 about hellos." in texts
    assert "Next we think of: Also at lunch." in texts, "also beside a step"
    assert "Next we think of: A list of parts." in texts
    assert f"'{SLY}" in texts
    assert not any(t.startswith("=") for t in texts)
    verbs = [line.verb for line in trail_lines.since(mark)]
    assert verbs == [Verb.AUDIT_EXPORTED, Verb.AUDIT_EXPORTED]


def test_a_pdf_is_made_and_asks_for_nothing(agreed: House, signed_in: SignIn) -> None:
    head, at = signed_in(agreed, "headteacher"), f"/audit/{a_look(agreed).pk}/"
    for name in ("plan.pdf", "governors.pdf"):
        answer = head.get(at + name)
        assert answer.content.startswith(b"%PDF-1.7")
        inside = unpacked(answer.content)
        assert b"pdfuaid:part" in inside
        assert b"Atkinson" in inside, "the font of the school's pages"
        assert b"/StructTreeRoot" in inside
    for url in ("https://elsewhere.example/x.woff2", "file:///etc/passwd",
                "belong:fonts/../x.woff2", "belong:fonts/x.css", "data:text/css,x"):  # fmt: skip
        with pytest.raises(ValueError, match="nothing but our own"):
            files.only_ours(url)


def test_without_pango_a_page_says_what_to_install(
    agreed: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library")
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    answer = signed_in(agreed, "headteacher").get(f"/audit/{a_look(agreed).pk}/governors.pdf")
    assert answer.status_code == 503
    assert "libpango" in text(answer.content)


def test_governors_read_what_is_not_yet_true_and_no_name_of_an_adult(
    agreed: House, signed_in: SignIn
) -> None:
    shown = page(signed_in(agreed, "governor"), f"/audit/{a_look(agreed).pk}/governors/")
    assert "What is not yet true of us Every child has a part to play here." in shown
    assert "What is true in places We describe what a child did" in shown
    assert "statements were not talked about yet" in shown
    assert "Ask Year 9 about hellos. By Tue 8 Dec 2026." in shown
    assert "They chose a nod." in shown
    assert "Too few to say here" in shown
    assert "2 of 3" not in shown
    assert [name for name in ROLE_NAMES.values() if name in shown] == []


def test_governors_read_where_we_differ_and_what_comes_next_by_its_day(
    house: House, signed_in: SignIn
) -> None:
    rated(house, "headteacher", "strong")
    rated(house, "tutor", "notyet", note="Not at my door.")
    by, look = member(house, "headteacher"), a_look(house)
    for item, what, days in (("1A.1", "The later one.", 20), ("3B.1", "The sooner one.", 9)):
        wanted = Wanted(what, by.adult_id, NOW.date() + dt.timedelta(days=days))
        agreeing.set_step(by=by, question=question(look, item), wanted=wanted, at=NOW)
    shown = page(signed_in(house, "governor"), f"/audit/{look.pk}/governors/")
    assert "Everyone is greeted warmly. Leaders say strong. Staff say not yet." in shown
    assert "Not at my door." not in shown
    assert shown.index("The sooner one.") < shown.index("The later one.")


def test_governors_are_told_of_nothing_when_nothing_is_agreed(
    house: House, signed_in: SignIn
) -> None:
    shown = page(signed_in(house, "governor"), f"/audit/{a_look(house).pk}/governors/")
    assert "Nothing was agreed yet, so nothing can be said here." in shown
    nothing = "There is nothing yet of which we agreed that it is not yet true."
    assert f"What is not yet true of us {nothing}" in shown


def test_then_and_now_statement_by_statement(agreed: House, signed_in: SignIn) -> None:
    by, first = member(agreed, "headteacher"), a_look(agreed)
    actions.close(by=by, look=first, at=NOW)
    later = NOW + dt.timedelta(days=1)
    look = actions.open_look(by=by, key="relational", at=later)
    for item, rag in (("3B.1", "strong"), ("3B.4", "strong"), ("3C.1", "some")):
        agreeing.agree(by=by, question=question(look, item), rag=rag, evidence="", thought="",
                       version=0, at=later)  # fmt: skip
    client = signed_in(agreed, "tutor")
    shown = page(client, f"/audit/{look.pk}/compared/")
    moved, rest = shown.split("What stayed")
    assert "Then: Some Now: Strong There is more of it now." in moved
    stayed, one_only = rest.split("Agreed in one of the two only")
    assert "It is as it was." in stayed
    assert "They chose a nod." in stayed
    assert "Not talked about again yet." in one_only
    assert "Nothing was agreed about it before." in one_only
    assert "nothing to compare it with" in page(client, f"/audit/{first.pk}/compared/")


def test_nothing_anywhere_is_a_total_or_a_percentage_of_answers(
    agreed: House, signed_in: SignIn
) -> None:
    at = f"/audit/{a_look(agreed).pk}/"
    for name in ("", "plan/", "governors/", "meeting/7/", "block/7/"):
        shown = page(signed_in(agreed, "headteacher"), at + name)
        assert "%" not in shown, name
        assert "score" not in shown.lower(), name


PASTED = "seen\x02here\x1b\ufffe, \U0001f600"


def test_what_was_pasted_with_letters_nobody_sees_is_kept_without_them(agreed: House) -> None:
    look = a_look(agreed)
    by = member(agreed, "headteacher")
    said = agreeing.agree(by=by, question=question(look, "2A.1"), rag="some", evidence=PASTED,
                          thought="", version=0, at=NOW)  # fmt: skip
    assert said.evidence == "seenhere, \U0001f600"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_what_stands_with_such_letters_from_before_goes_out_without_them(
    agreed: House, signed_in: SignIn, kind: str
) -> None:
    Agreed.objects.update(evidence=PASTED)
    at = f"/audit/{a_look(agreed).pk}/plan"
    answer = signed_in(agreed, "headteacher").get(f"{at}.{kind}")
    assert answer.status_code == 200
    if kind == "docx":
        said = [one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs]
        assert "seenhere, \U0001f600" in said
