"""This practice as a Django app."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """Check-ins agreed with a child."""

    name = "belong.practice.checkins"
    label = "checkins"
    default_auto_field = "django.db.models.BigAutoField"
