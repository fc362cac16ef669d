"""This practice as a Django app."""

from django.apps import AppConfig


class CuriosityConfig(AppConfig):
    """What people saw of a child, and who came in the morning."""

    name = "belong.practice.curiosity"
    label = "curiosity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.curiosity import moving, sweeping

        records_joined.connect(moving.joined, dispatch_uid="curiosity: records joined")
        days_end.swept.connect(sweeping.swept, dispatch_uid="curiosity: a day is over")
