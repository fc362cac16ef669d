"""Addresses of Noticing."""

from django.urls import path

from belong.web.noticing import views

app_name = "noticing"
urlpatterns = [
    path("", views.noticing, name="noticing"),
    path("school/", views.school, name="school"),
    path("school/children/", views.behind, name="behind"),
]
