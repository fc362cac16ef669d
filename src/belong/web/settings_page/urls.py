"""Addresses of the settings."""

from django.urls import path

from belong.web.settings_page import views

app_name = "settings"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("pupils-or-students/", views.called, name="called"),
    path("support/", views.support_edges, name="support"),
    path("anchor-e-mail/", views.anchor_mail, name="anchor_mail"),
]
