"""One page that shows every component in every state, for eyes, for axe and for screenshots."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from belong.people.permissions import Permission
from belong.web.gate import needs
from belong.web.kitchen import drawings, samples


@require_safe
@needs(Permission.KITCHEN_SINK)
def kitchen(request: HttpRequest) -> HttpResponse:
    """Show every component. Nothing is read from the database; every name is invented."""
    return render(request, "kitchen/page.html", context())


def context() -> dict[str, object]:
    """What the page is shown with: the same on every day and in every school."""
    return {
        "longest": samples.LONGEST_NAME,
        "reasons": samples.REASONS,
        "years": samples.YEARS,
        "noticed": samples.NOTICED,
        "kept_back": samples.KEPT_BACK,
        "opens": samples.OPENS,
        "one_bar": samples.YEARS[:1],
        "counted": samples.COUNTED,
        "nobody": samples.NOBODY,
        "legend": samples.LEGEND,
        "sums": samples.SUMS,
        "helps": samples.HELPS,
        "mistakes": samples.MISTAKES,
        "adults": samples.ADULTS,
        "register": drawings.register(),
        "chart": drawings.chart(),
    }
