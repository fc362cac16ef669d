"""This practice as a Django app."""

from django.apps import AppConfig


class NoticingConfig(AppConfig):
    """The good things somebody noticed."""

    name = "belong.practice.noticing"
    label = "noticing"
    default_auto_field = "django.db.models.BigAutoField"
