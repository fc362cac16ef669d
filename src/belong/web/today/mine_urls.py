"""Addresses of Today."""

from django.urls import path

from belong.web.today import mine, setting

app_name = "mine"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("done/", mine.done, name="done"),
    path("words/", mine.words, name="words"),
    path("take-back/", setting.take_back, name="take_back"),
    path("for/<int:pupil_id>/", setting.set_down, name="set"),
    path("due-a-hello/", mine.hello, name="hello"),
    path("without-enough/", mine.passed_on, name="passed_on"),
]
