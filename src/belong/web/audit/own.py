"""A list of statements that a school brings itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belong.basics.errors import BelongError
from belong.insight.questions import audit_looks
from belong.people.permissions import Permission
from belong.practice.audit import bringing
from belong.practice.audit.bringing import About
from belong.practice.audit.wrong import NotKept
from belong.web import clock, page
from belong.web.audit import asked
from belong.web.gate import SignedIn, needs

FIELDS = ("title", "licence", "source", "author")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.AUDIT_LEAD)
def lists(request: SignedIn) -> HttpResponse:
    """The lists of a school, and the place to bring one."""
    wrong: BelongError | None = None
    said = asked.typed(request, *FIELDS)
    if request.method == "POST":
        try:
            _bring(request, About(**said))
            messages.success(request, _("Kept. You can open a look with it now."))
            return redirect("audit:looks")
        except NotKept as error:
            wrong = error
    own = [one for one in audit_looks.ask(request.membership, clock.today()).lists if one.own]
    context: dict[str, object] = {"lists": own, "wrong": wrong, "typed": said}
    return page.show(request, "audit/lists.html", context, status=422 if wrong else 200)


def _bring(request: SignedIn, about: About) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise NotKept("No file is chosen yet.", do="Choose one, then bring it.")
    bringing.bring(
        by=request.membership, name=file.name or "", body=file.read(bringing.MOST_BYTES + 1),
        about=about, at=clock.now(),
    )  # fmt: skip


@require_POST
@needs(Permission.AUDIT_LEAD)
def take_away(request: SignedIn) -> HttpResponse:
    """Take a list away."""
    key = request.POST.get("list", "").removeprefix("own-")
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else -1
    try:
        bringing.take_away(by=request.membership, key=number)
    except NotKept as error:
        messages.error(request, str(error))
        return redirect("audit:lists")
    messages.success(request, _("Taken away. Looks that were opened with it stay."))
    return redirect("audit:lists")
