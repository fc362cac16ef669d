"""This practice as a Django app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """What helps a child, in their own words."""

    name = "belong.practice.profiles"
    label = "profiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of two records that became one."""
        from belong.people.joined import records_joined
        from belong.practice.profiles import moving

        records_joined.connect(moving.joined, dispatch_uid="profiles: records joined")
