"""Registers in: give a file, see what it would do, say yes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from belong.basics.errors import BelongError
from belong.insight import words
from belong.insight.questions import changes, people
from belong.intake import actions, asking, background, jobs, queries, undoing
from belong.intake.models import Import
from belong.people.fetch import NotYours
from belong.people.permissions import Permission
from belong.web import clock, page
from belong.web.gate import SignedIn, needs
from belong.web.registers_in.forms import FileForm


def _folder() -> Path:
    return Path(settings.UPLOADS)


def _import(request: SignedIn, import_id: int) -> Import:
    found = queries.one_import(request.membership.school_id, import_id)
    if found is None:
        raise NotYours("import")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REGISTERS_READ)
def registers(request: SignedIn) -> HttpResponse:
    """What came in, and the form for the next file."""
    if request.method == "POST":
        request.membership.must(Permission.REGISTERS_IMPORT)
    may_import = request.membership.may(Permission.REGISTERS_IMPORT)
    form = FileForm(request.POST or None, request.FILES or None) if may_import else None
    wrong: BelongError | None = None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            return redirect("registers:one", _read(request, form).pk)
        except BelongError as error:
            wrong = error
    context: dict[str, object] = {
        "form": form,
        "wrong": wrong,
        "imports": queries.imports(request.membership.school_id),
    }
    answer = page.show(request, "registers_in/registers.html", context)
    answer.status_code = 422 if request.method == "POST" else 200
    return answer


def _read(request: SignedIn, form: FileForm) -> Import:
    file = form.cleaned_data["file"]
    return actions.read_in(
        by=request.membership,
        file_name=Path(file.name).name,
        body=file.chunks(),
        folder=_folder(),
        as_of=clock.today(),
        kind=form.cleaned_data["kind"],
        day_first=form.day_first(),
    )


@require_safe
@needs(Permission.REGISTERS_READ)
def one(request: SignedIn, import_id: int) -> HttpResponse:
    """What a file would do, or did."""
    brought = _import(request, import_id)
    may = request.membership.may(Permission.REGISTERS_IMPORT)
    waiting = brought.stage == Import.Stage.READ
    kept = brought.stage == Import.Stage.KEPT
    context: dict[str, object] = {
        "brought": brought,
        "preview": brought.preview,
        "asks": any(w["ask"] for w in brought.preview.get("warnings", ())),
        "changes": changes.would_change(request.membership, brought),
        "listed": changes.LISTED,
        "steps": background.STEPS,
        "may_undo": kept and may,
        "why_not": undoing.why_not(brought) if kept and may else (),
        "when": _when(brought.preview),
        "columns": _columns(brought.preview.get("columns", {})),
        "waiting": waiting and may,
        "people": people.would_change(request.membership, brought),
        "otherwise": people.named_otherwise(request.membership, brought),
        "records": _records(brought.preview),
    }
    if brought.stage == Import.Stage.ASKING and may:
        context |= _asked(request, brought)
    answer = page.show(request, "registers_in/one.html", context, "progress")
    if brought.stage != Import.Stage.KEEPING and getattr(request, "htmx", None):
        answer["HX-Refresh"] = "true"  # it is done: the whole page says what it did
    return answer


COLUMNS = {
    "pupil": _("Child"), "date": _("Date"), "session": _("Morning or afternoon"),
    "mark": _("Mark"), "minutes": _("Minutes late"), "form": _("Form"), "school": _("School"),
    "surname": _("Surname"), "forename": _("Forename"), "year": _("Year"), "name": _("Name"),
}  # fmt: skip
"""What our names for columns are called on a page; a name without words is left out."""


def _columns(found: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(COLUMNS[ours]), theirs) for ours, theirs in found.items() if ours in COLUMNS]


def _records(preview: dict[str, Any]) -> list[dict[str, Any]]:
    """What each kind of record adds up to. A pupils file may hold none of some kind: left out."""
    every = list(preview.get("records", {}).values())
    said = [one for one in every if one["new"] or one["changed"] or one["same"]]
    return said if said or preview.get("pupils") else every


def _when(preview: dict[str, str]) -> str:
    if not preview.get("from"):
        return ""
    first, last = (dt.date.fromisoformat(preview[end]) for end in ("from", "until"))
    return words.stretch(first, last)


def _asked(request: SignedIn, brought: Import) -> dict[str, object]:
    """What a file asks: its kind, and once that is said, what its columns are."""
    kind = request.GET.get("kind", brought.preview.get("kind") or "")
    known = {name for name, _title in asking.choices()}
    kind = kind if kind in known else ""
    return {
        "asking": True,
        "kind": kind,
        "kinds": asking.choices(),
        "columns_asked": asking.columns_of(kind),
    }


@require_POST
@needs(Permission.REGISTERS_IMPORT)
def say(request: SignedIn, import_id: int) -> HttpResponse:
    """Say what a file holds and what its columns are."""
    brought = _import(request, import_id)
    kind = request.POST.get("kind", "")
    if kind not in {name for name, _title in asking.choices()}:
        messages.error(request, _("Choose what is in the file."))
        return redirect("registers:one", import_id)
    wanted = {asked.name: request.POST.get(asked.name, "") for asked in asking.columns_of(kind)}
    try:
        actions.say(
            by=request.membership, brought=brought, folder=_folder(), kind=kind,
            mapping={name: heading for name, heading in wanted.items() if heading},
        )  # fmt: skip
        if brought.stage == Import.Stage.ASKING:
            messages.warning(request, str(brought.preview["why"]))
    except BelongError as error:
        messages.error(request, str(error))
    return redirect("registers:one", import_id)


@require_POST
@needs(Permission.REGISTERS_IMPORT)
def recognise(request: SignedIn, import_id: int) -> HttpResponse:
    """Say whose number a file uses."""
    brought = _import(request, import_id)
    try:
        actions.recognise(
            by=request.membership, brought=brought, folder=_folder(),
            number=request.POST.get("number", ""), known_as=request.POST.get("known_as", ""),
        )  # fmt: skip
        messages.success(request, _("Recognised. The number finds this child from now on."))
    except BelongError as error:
        messages.error(request, str(error))
    return redirect("registers:one", import_id)


@require_POST
@needs(Permission.REGISTERS_IMPORT)
def keep(request: SignedIn, import_id: int) -> HttpResponse:
    """Yes: make it part of the register. The worker does it, and the page can be left."""
    brought = _import(request, import_id)
    try:
        background.ask(
            by=request.membership, brought=brought, confirmed="looked" in request.POST,
            leave_out=request.POST.getlist("leave_out"),
        )  # fmt: skip
        jobs.keep_import.enqueue(brought.pk)
    except BelongError as error:
        messages.error(request, str(error))
    return redirect("registers:one", import_id)


@require_POST
@needs(Permission.REGISTERS_IMPORT)
def undo(request: SignedIn, import_id: int) -> HttpResponse:
    """Take a kept file back."""
    brought = _import(request, import_id)
    try:
        undoing.undo(by=request.membership, brought=brought)
        messages.success(request, _("Taken back. The register is as it was before this file."))
    except BelongError as error:
        messages.error(request, str(error))
    return redirect("registers:one", import_id)


@require_safe
@needs(Permission.REGISTERS_READ)
def refused(request: SignedIn, import_id: int) -> HttpResponseBase:
    """The lines that were not taken, as a spreadsheet for whoever puts them right."""
    brought = _import(request, import_id)
    rows = [(r["line"], r["reason"], r["marks"]) for r in brought.preview.get("refused", ())]
    return page.spreadsheet(f"not-taken-{brought.pk}", ("Line", "Why", "Marks"), rows)


@require_POST
@needs(Permission.REGISTERS_IMPORT)
def set_aside(request: SignedIn, import_id: int) -> HttpResponse:
    """No: leave the register as it is."""
    brought = _import(request, import_id)
    try:
        actions.set_aside(by=request.membership, brought=brought, folder=_folder())
        messages.info(request, _("Set aside. Nothing has changed."))
    except BelongError as error:
        messages.error(request, str(error))
    return redirect("registers:registers")
