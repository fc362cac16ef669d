"""Addresses of the Calendar."""

from django.urls import path

from belong.web.calendar import files, views

app_name = "calendar"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("say/", views.say, name="say"),
    path("term/", views.term, name="term"),
    path("answer/", views.answer, name="answer"),
    path("take-back/", views.take_back, name="take_back"),
    path("take-term-back/", views.take_term_back, name="take_term_back"),
    path("file/", files.file, name="file"),
    path("file/read/", files.read, name="read"),
    path("file/keep/", files.keep, name="keep"),
    path("file/set-aside/", files.set_aside, name="set_aside"),
]
