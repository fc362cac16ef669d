"""This practice as a Django app."""

from django.apps import AppConfig


class AheadConfig(AppConfig):
    """What is different on a day to come."""

    name = "belong.practice.ahead"
    label = "ahead"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.ahead import tender

        records_joined.connect(tender.joined, dispatch_uid="ahead: records joined")
        days_end.swept.connect(tender.swept, dispatch_uid="ahead: a day is over")
