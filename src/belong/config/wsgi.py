"""The door granian opens. It stays shut on unsafe settings: a server runs no checks of its own."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
application = get_wsgi_application()

from django.core import checks  # noqa: E402  needs the settings above

wrong = [m for m in checks.run_checks(databases=["default"]) if m.level >= checks.ERROR]
if wrong:
    sys.exit("\n".join(str(message) for message in wrong))
