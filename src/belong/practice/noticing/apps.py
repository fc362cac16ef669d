"""This practice as a Django app."""

from django.apps import AppConfig


class NoticingConfig(AppConfig):
    """The good things somebody noticed."""

    name = "belong.practice.noticing"
    label = "noticing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one."""
        from belong.people.joined import records_joined
        from belong.practice.noticing import moving

        records_joined.connect(moving.joined, dispatch_uid="noticing: records joined")
