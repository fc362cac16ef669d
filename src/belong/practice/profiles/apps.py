"""This practice as a Django app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """What helps a child, in their own words."""

    name = "belong.practice.profiles"
    label = "profiles"
    default_auto_field = "django.db.models.BigAutoField"
