"""Every address."""

from django.urls import include, path

from belong.web import health
from belong.web.invitation.views import invitation
from belong.web.voice.said import board

urlpatterns = [
    path("", include("belong.web.today.urls")),
    path("today/", include("belong.web.today.mine_urls")),
    path("greet/", include("belong.web.greet.urls")),
    path("gate/", include("belong.web.at_gate.urls")),
    path("first-day/", include("belong.web.first_day.urls")),
    path("words-today/", include("belong.web.word_today.urls")),
    path("words-that-help/", include("belong.web.library.urls")),
    path("days-ahead/", include("belong.web.days_ahead.urls")),
    path("seen/", include("belong.web.seen.urls")),
    path("device/", include("belong.web.at_device.urls")),
    path("early-warnings/", include("belong.web.warm_words.urls")),
    path("children/", include("belong.web.children.urls")),
    path("check-ins/", include("belong.web.checkins.urls")),
    path("good-things/", include("belong.web.good.urls")),
    path("class-round/", include("belong.web.class_round.urls")),
    path("in-touch/", include("belong.web.in_touch.urls")),
    path("noticing/", include("belong.web.noticing.urls")),
    path("explain/", include("belong.web.explain.urls")),
    path("registers/", include("belong.web.registers_in.urls")),
    path("calendar/", include("belong.web.calendar.urls")),
    path("trail/", include("belong.web.trail.urls")),
    path("data-quality/", include("belong.web.quality.urls")),
    path("", include("belong.web.helps.urls")),
    path("notices/", include("belong.web.notices.urls")),
    path("", include("belong.web.how.urls")),
    path("audit/", include("belong.web.audit.urls")),
    path("kitchen-sink/", include("belong.web.kitchen.urls")),
    path("people/", include("belong.web.staff.urls")),
    path("school/settings/", include("belong.web.settings_page.urls")),
    path("security/", include("belong.web.security.urls")),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("board/<str:code>/", board, name="board"),
    path("with/", include("belong.web.visit.urls")),
    path("voice/", include("belong.web.voice.urls")),
    path("answer/", include("belong.web.answer.urls")),
    path("account/", include("belong.web.account_urls")),
    path("healthz", health.healthz, name="healthz"),
]

handler400 = "belong.web.wrong.bad_request"
handler403 = "belong.web.wrong.forbidden"
handler404 = "belong.web.wrong.not_found"
handler500 = "belong.web.wrong.broken"
