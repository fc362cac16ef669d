"""One page for how somebody signs in, and where they are signed in now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy

from belong.people import second_steps, waiting_hours
from belong.people.models import Adult
from belong.web import devices, second_factor

FEW = 3
"""With so few codes left the page says so."""


@dataclass(frozen=True)
class SignedInAt:
    """One browser in which somebody is signed in."""

    words: str
    since: datetime
    here: bool


class HowYouSignIn(IndexView):
    """Second steps, codes and sessions of whoever is signed in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page needs, beside what allauth gives."""
        adult = self.request.user
        assert isinstance(adult, Adult), "nobody else is let this far"
        given = super().get_context_data(**kwargs)
        kept = given["authenticators"].get("recovery_codes")
        left = len(kept.get_unused_codes()) if kept else 0
        return given | {
            "mail_works": settings.MAIL_WORKS,
            "mail_from": waiting_hours.rules().goes_from,
            "has_one": second_steps.has_one(adult),
            "let_off": second_factor.let_off(self.request),
            "codes_left": left,
            "few_left": left <= FEW,
            "sessions": _sessions(self.request, adult),
        }


def _sessions(request: HttpRequest, adult: Adult) -> list[SignedInAt]:
    here = request.session.session_key
    return [
        SignedInAt(devices.in_words(s.user_agent), s.created_at, s.session_key == here)
        for s in second_steps.sessions(adult)
    ]


class EndOthers(ListUserSessionsView):
    """Ends every other session of whoever presses the button."""

    success_url = reverse_lazy("mfa_index")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list is a part of the page about signing in."""
        return HttpResponseRedirect(reverse("mfa_index"))


how_you_sign_in = HowYouSignIn.as_view()
end_others = EndOthers.as_view()
