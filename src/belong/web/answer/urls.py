"""Addresses of answering a survey."""

from django.urls import path

from belong.web.answer import views

app_name = "answer"
urlpatterns = [
    path("", views.door, name="door"),
    path("away/", views.away, name="away"),
    path("thanks/", views.thanks, name="thanks"),
    path("<str:code>/", views.survey, name="survey"),
]
