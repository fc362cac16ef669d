"""This practice as a Django app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What pupils, families and staff say, and what we did."""

    name = "belong.practice.voice"
    label = "voice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of the end of a day."""
        from belong.people import days_end
        from belong.practice.voice import asking_help, closing

        days_end.swept.connect(closing.swept, dispatch_uid="voice: a day is over")
        days_end.swept.connect(asking_help.swept, dispatch_uid="voice: help long ago")
