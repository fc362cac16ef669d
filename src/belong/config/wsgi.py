"""The door granian opens."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
application = get_wsgi_application()
