"""This practice as a Django app."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    """A child would like to talk to somebody."""

    name = "belong.practice.asking"
    label = "asking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.asking import actions

        records_joined.connect(actions.joined, dispatch_uid="asking: records joined")
        days_end.swept.connect(actions.swept, dispatch_uid="asking: a day is over")
