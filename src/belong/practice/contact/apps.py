"""This practice as a Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """What was said with a child's home."""

    name = "belong.practice.contact"
    label = "contact"
    default_auto_field = "django.db.models.BigAutoField"
