"""Addresses of Noticing."""

from django.urls import path

from belong.web.noticing import views

app_name = "noticing"
urlpatterns = [path("", views.noticing, name="noticing")]
