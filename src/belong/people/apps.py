"""The app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Schools, adults, children and the trail."""

    name = "belong.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
