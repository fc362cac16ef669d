"""This practice as a Django app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What pupils, families and staff say, and what we did."""

    name = "belong.practice.voice"
    label = "voice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of the end of a day, and of two records that became one."""
        from belong.people import days_end
        from belong.people.joined import records_joined
        from belong.practice.voice import asking_help, by_name, class_round, closing, heard_long_ago

        days_end.swept.connect(closing.swept, dispatch_uid="voice: a day is over")
        days_end.swept.connect(asking_help.swept, dispatch_uid="voice: help long ago")
        days_end.swept.connect(class_round.swept, dispatch_uid="voice: rounds long ago")
        days_end.swept.connect(heard_long_ago.swept, dispatch_uid="voice: heard long ago")
        days_end.swept.connect(by_name.swept, dispatch_uid="voice: answers by name long ago")
        records_joined.connect(by_name.joined, dispatch_uid="voice: answers by name joined")
        records_joined.connect(class_round.joined, dispatch_uid="voice: records joined")
