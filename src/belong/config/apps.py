"""Wires the house when Django starts."""

from django.apps import AppConfig


class FuseBox(AppConfig):
    """Hands the register store to intake, and refuses to start on unsafe settings."""

    name = "belong.config"
    label = "fuse_box"

    def ready(self) -> None:
        """Open what settings name, once."""
        from django.conf import settings

        from belong.config import checks
        from belong.intake import shelf
        from belong.people import ballast

        shelf.open_at(settings.REGISTERS, uploads=settings.UPLOADS, careful=settings.READ_IN_A_CELL)
        ballast.lies_in(settings.HOME)
        checks.register_all()
