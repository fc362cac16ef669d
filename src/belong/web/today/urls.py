"""Addresses of School today."""

from django.urls import path

from belong.web.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("today.csv", views.saved, name="saved"),
]
