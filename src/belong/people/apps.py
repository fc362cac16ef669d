"""The app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Schools, adults, children and the trail."""

    name = "belong.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of the end of a day."""
        from belong.people import anchor_mail, being_away, days_end, waiting_mail

        days_end.swept.connect(anchor_mail.swept, dispatch_uid="people: anchors that went out")
        days_end.swept.connect(being_away.swept, dispatch_uid="people: a day is over")
        days_end.swept.connect(
            waiting_mail.swept, dispatch_uid="people: e-mails of days that are over"
        )
