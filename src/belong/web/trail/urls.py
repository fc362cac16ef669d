"""Addresses of the trail."""

from django.urls import path

from belong.web.trail import search

app_name = "trail"
urlpatterns = [
    path("", search.trail, name="trail"),
    path("list.csv", search.saved, name="saved"),
]
