"""The app of pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for people."""

    name = "belong.web"
    label = "web"

    def ready(self) -> None:
        """Listen to signing in."""
        from belong.web import idle, second_factor, slow_lane, still_you

        second_factor.listen()
        slow_lane.listen()
        idle.listen()
        still_you.listen()
