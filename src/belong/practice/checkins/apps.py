"""This practice as a Django app."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """Check-ins agreed with a child."""

    name = "belong.practice.checkins"
    label = "checkins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.checkins import moving

        records_joined.connect(moving.joined, dispatch_uid="checkins: records joined")
        days_end.swept.connect(moving.swept, dispatch_uid="checkins: a day is over")
