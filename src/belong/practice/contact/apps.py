"""This practice as a Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """What was said with a child's home."""

    name = "belong.practice.contact"
    label = "contact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one."""
        from belong.people.joined import records_joined
        from belong.practice.contact import moving, trying

        records_joined.connect(trying.joined, dispatch_uid="contact: records joined")
        records_joined.connect(moving.joined, dispatch_uid="contact: words of records joined")
