"""Addresses of words for today."""

from django.urls import path

from belong.web.word_today import views

app_name = "word_today"
urlpatterns = [
    path("", views.words, name="words"),
    path("told/", views.told, name="told"),
    path("take-back/", views.take_back, name="take_back"),
    path("<int:pupil_id>/way/", views.way, name="way"),
]
