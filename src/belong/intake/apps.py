"""The app of imports."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Bringing files in."""

    name = "belong.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A child or a stay that is removed anywhere makes the register in memory old."""
        from django.db.models.signals import post_delete

        from belong.intake import revisions
        from belong.people.models import Enrolment, Pupil

        for model in (Pupil, Enrolment):
            post_delete.connect(revisions.after_removal, sender=model)
