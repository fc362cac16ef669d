"""Addresses of early warnings."""

from django.urls import path

from belong.web.warm_words import views

app_name = "warm_words"
urlpatterns = [
    path("", views.warm_words, name="warm_words"),
    path("how-good/", views.how_good, name="how_good"),
    path("how-soon/", views.how_soon, name="how_soon"),
    path("<int:pupil_id>/", views.answer, name="answer"),
]
