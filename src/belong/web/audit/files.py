"""The plan as a document, a table and a PDF; the governors' pages as a PDF. Nothing is fetched from
anywhere, and text stays text."""

from __future__ import annotations

import io
from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from belong.basics.errors import BelongError
from belong.basics.letters import seen
from belong.basics.spreadsheets import plain
from belong.insight.questions.audit_governors import Governors
from belong.insight.questions.audit_plan import Plan, PlanItem

HEADS = ("Block", "Statement", "We agree", "What shows it", "Next step", "Who", "When", "Outcome")
WIDTHS = (22, 44, 12, 44, 44, 20, 22, 30)
OURS = "belong:fonts/"
"""The one thing a PDF may ask for: a font that ships with Belong."""


class NoPaper(BelongError):
    """What makes a PDF is not installed on this machine."""


def docx(plan: Plan) -> bytes:
    """The plan as a document of Word."""
    import docx as word

    plan = without_unseen(plan)
    out = word.Document()
    out.core_properties.title, out.core_properties.author = plan.title, plan.school
    out.core_properties.language = "en-GB"
    out.add_heading(_("What we agreed, and what we do next"), 0)
    out.add_paragraph(f"{plan.school}. {plan.title}. {plan.kicker}")
    for block in plan.blocks:
        out.add_heading(block.title, 1)
        if block.note:
            out.add_paragraph(block.note)
        for item in block.items:
            _in_word(out, item)
    for rest in (plan.waits, plan.source):
        out.add_paragraph(rest)
    return _saved(out)


def without_unseen(part: Any) -> Any:
    """The same, without letters that Word refuses: some were kept before they were dropped where
    people type."""
    if isinstance(part, str):
        return seen(part)
    if isinstance(part, tuple):
        return tuple(without_unseen(one) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        changed = {one.name: without_unseen(getattr(part, one.name)) for one in fields(part)}
        return replace(part, **changed)
    return part


def _in_word(out: Any, item: PlanItem) -> None:
    out.add_heading(item.text, 2)
    out.add_paragraph(_agreed(item))
    for sentence in (*item.evidence, *_thought(item)):
        out.add_paragraph(sentence)
    if not item.steps:
        return
    table = out.add_table(rows=1, cols=3, style="Table Grid")
    heads = (_("Next step"), _("Who"), _("When"))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for step in item.steps:
        line = (f"{step.what} {step.outcome}".strip(), step.owner, step.when)
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text


def _thought(item: PlanItem) -> list[str]:
    """What the school thinks of next, said to be that; nothing for no thought."""
    return [f"{_('Next we think of:')} {item.thought}"] if item.thought else []


def _agreed(item: PlanItem) -> str:
    if item.mark is None:
        return _("Not agreed yet")
    return _("We agree: {word}").format(word=item.mark.word)


def xlsx(plan: Plan) -> bytes:
    """The plan as a table of Excel, one line a step."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None, "a new book has a sheet"
    sheet.title = "Plan"
    for row in [[_(head) for head in HEADS], *_rows(plan)]:
        sheet.append([plain(cell) for cell in row])
    for cell in [cell for row in sheet.iter_rows() for cell in row]:
        cell.data_type = "s"  # never a formula, whatever somebody typed
        cell.alignment = openpyxl.styles.Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    return _saved(book)


def _rows(plan: Plan) -> list[list[str]]:
    found = []
    for block in plan.blocks:
        for item in block.items:
            word = item.mark.word if item.mark else _("Not agreed yet")
            first = [block.title, item.text, word, " ".join(item.evidence)]
            steps = [[s.what, s.owner, s.when, s.outcome] for s in item.steps]
            thought = [[words, "", "", ""] for words in _thought(item)]
            found += [first + line for line in [*steps, *thought] or [[""] * 4]]
    return found


def _saved(out: Any) -> bytes:
    held = io.BytesIO()
    out.save(held)
    return held.getvalue()


def plan_pdf(plan: Plan) -> bytes:
    """The plan as a PDF. Raises NoPaper."""
    title = _("What we agreed, and what we do next")
    return _pdf(plan, title, "audit/plan_said.html")


def governors_pdf(answer: Governors) -> bytes:
    """The governors' pages as a PDF. Raises NoPaper."""
    title = _("What is true of us, and what is not yet")
    return _pdf(answer, title, "audit/governors_said.html")


def _pdf(answer: Plan | Governors, title: str, part: str) -> bytes:
    try:
        import weasyprint
    except OSError:
        raise NoPaper(
            _("PDFs cannot be made on this machine: Pango is missing."),
            do=_("Ask whoever looks after Belong to install it (on Debian: libpango-1.0-0 and "
                 "libpangoft2-1.0-0). Until then, print this page."),
        ) from None  # fmt: skip
    context = {"answer": answer, "title": title, "part": part}
    page = seen(render_to_string("audit/paper.html", context))
    style = files(__package__).joinpath("paper.css").read_text(encoding="utf-8")
    ask, fonts = _fetcher(weasyprint.urls), weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=style, url_fetcher=ask, font_config=fonts)
    html = weasyprint.HTML(string=page, url_fetcher=ask)
    made: bytes = html.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
    return made


def _fetcher(urls: Any) -> Any:
    """What a PDF asks by: nothing but our own fonts, and no network at all."""

    class Ours(urls.URLFetcher):
        def fetch(self, url: str, headers: object = None) -> Any:
            return urls.URLFetcherResponse(url, only_ours(url), {"Content-Type": "font/woff2"})

    return Ours(allow_redirects=False)


def only_ours(url: str) -> bytes:
    """Our own fonts, by name. Raises ValueError for anything else: a PDF asks nobody."""
    name = url.removeprefix(OURS)
    if not url.startswith(OURS) or "/" in name or not name.endswith(".woff2"):
        raise ValueError("a PDF asks for nothing but our own fonts")
    return files("belong.web").joinpath("static/belong/fonts", name).read_bytes()
