"""The acts room as a Django app."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """What one adult does for one child."""

    name = "belong.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"
