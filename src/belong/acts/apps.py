"""The acts room as a Django app."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """What one adult does for one child."""

    name = "belong.acts"
    label = "acts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of the end of a day."""
        from belong.acts import sweeping
        from belong.people import days_end

        days_end.swept.connect(sweeping.swept, dispatch_uid="acts: a day is over")
