"""The app of pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people."""

    name = "belong.web"
    label = "web"
