"""This practice as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The school's own review of how relational it is."""

    name = "belong.practice.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
