"""Addresses of Notices."""

from django.urls import path

from belong.web.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read, name="read"),
    path("answer/", views.answer, name="answer"),
]
