"""Settings to serve with: the demo and a school's own server."""

from django.core.exceptions import ImproperlyConfigured

from belong.config.settings.base import *  # noqa: F403
from belong.config.settings.base import HOME, SECRET_KEY

if not SECRET_KEY:
    secret = HOME / "secret-key"
    if not secret.exists():
        raise ImproperlyConfigured(
            f"No secret key: set BELONG_SECRET_KEY or put one in {secret}. ./demo makes one itself."
        )
    SECRET_KEY = secret.read_text(encoding="utf-8").strip()
