"""This practice as a Django app."""

from django.apps import AppConfig


class CuriosityConfig(AppConfig):
    """What people saw, and what may be behind it."""

    name = "belong.practice.curiosity"
    label = "curiosity"
    default_auto_field = "django.db.models.BigAutoField"
