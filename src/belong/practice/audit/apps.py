"""This practice as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The school's own review of how relational it is."""

    name = "belong.practice.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of the end of a day."""
        from belong.people import days_end
        from belong.practice.audit import sweeping

        days_end.swept.connect(sweeping.swept, dispatch_uid="audit: a day is over")
