"""Addresses of the page about security."""

from django.urls import path

from belong.web.security import views

app_name = "security"
urlpatterns = [path("", views.security, name="security")]
