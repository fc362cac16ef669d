"""Addresses of words that help."""

from django.urls import path

from belong.web.library import views

app_name = "library"
urlpatterns = [
    path("", views.words, name="words"),
    path("new/", views.new, name="new"),
    path("<slug:name>/", views.text, name="text"),
    path("<slug:name>/hide/", views.hide, name="hide"),
    path("<slug:name>/language/", views.translate, name="translate"),
]
