"""Settings for the tests: fast hashing, no hashed static names, a fixed day."""

import tempfile
from pathlib import Path

from belong.config.settings import databases
from belong.config.settings.base import *  # noqa: F403
from belong.config.settings.base import env

SECRET_KEY = "only for tests"  # noqa: S105
HOME = Path(tempfile.mkdtemp(prefix="belong-test-"))
REGISTERS = HOME / "registers"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir()
UPLOADS = MEDIA_ROOT = HOME / "uploads"
ANCHORS = HOME / "anchors"
READ_IN_A_CELL = False
FIXED_NOW = "2026-11-24T09:18:00"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
ALLOWED_HOSTS = ["*"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MAIL_WORKS = True
_postgres = env.str("BELONG_TEST_POSTGRES", default="")
if _postgres:
    DATABASES = {"default": databases.walled(env.db_url_config(_postgres))}
