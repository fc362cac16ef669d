"""This practice as a Django app."""

from django.apps import AppConfig


class RestrictedConfig(AppConfig):
    """Notes for few people."""

    name = "belong.practice.restricted"
    label = "restricted"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.restricted import moving

        records_joined.connect(moving.joined, dispatch_uid="restricted: records joined")
        days_end.swept.connect(moving.swept, dispatch_uid="restricted: a day is over")
