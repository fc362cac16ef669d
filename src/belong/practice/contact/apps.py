"""This practice as a Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    """What was said with a child's home."""

    name = "belong.practice.contact"
    label = "contact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one, and of the end of a day."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.contact import moving, sweeping, trying, words_moving

        records_joined.connect(trying.joined, dispatch_uid="contact: records joined")
        records_joined.connect(moving.joined, dispatch_uid="contact: in touch, records joined")
        records_joined.connect(words_moving.joined, dispatch_uid="contact: words, records joined")
        days_end.swept.connect(sweeping.swept, dispatch_uid="contact: a day is over")
