"""Addresses of the first-day list."""

from django.urls import path

from belong.web.first_day import views

app_name = "first_day"
urlpatterns = [
    path("", views.first_day, name="first_day"),
    path("tried/", views.tried, name="tried"),
    path("take-back/", views.take_back, name="take_back"),
]
