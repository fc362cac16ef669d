"""Addresses of answering a survey."""

from django.urls import path

from belong.web.answer import helping, views

app_name = "answer"
urlpatterns = [
    path("", views.door, name="type_code"),
    path("away/", views.away, name="leave_quickly"),
    path("thanks/", views.thanks, name="sent"),
    path("asked/", views.asked, name="help_is_coming"),
    path("<str:code>/help/", helping.help_, name="ask_for_help"),
    path("<str:code>/", views.survey, name="with_a_code"),
]
