"""The app of imports."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Bringing files in."""

    name = "belong.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
