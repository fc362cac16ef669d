"""Settings every installation shares. Read from the environment here and nowhere else."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import environ

from belong import __version__
from belong.config.settings import databases, school_accounts

env = environ.Env()

PACKAGE = Path(__file__).resolve().parents[2]
HOME = Path(env.str("BELONG_HOME", default=str(Path.cwd() / "var"))).resolve()
VERSION = __version__
DEMO = env.bool("BELONG_DEMO", default=False)
FIXED_NOW = env.str("BELONG_NOW", default="")
"""For pictures and rehearsals: the moment the pages believe it is."""
READ_IN_A_CELL = True
"""A stranger's file is read by a process that can write nothing and reach nobody."""
REGISTERS = HOME / "registers"
UPLOADS = HOME / "uploads"
ANCHORS = HOME / "anchors"
"""How long the trail was on each day, kept outside the database."""

DEBUG = False
SECRET_KEY = env.str("BELONG_SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("BELONG_OLD_SECRET_KEYS", default=[])
"""Keys from before: what was signed or locked with them is still read."""
ALLOWED_HOSTS = env.list("BELONG_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
AUTH_USER_MODEL = "people.Adult"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "belong.config.urls"
WSGI_APPLICATION = "belong.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "belong.people",
    "belong.acts",
    "belong.practice.ahead",
    "belong.practice.asking",
    "belong.practice.audit",
    "belong.practice.checkins",
    "belong.practice.contact",
    "belong.practice.curiosity",
    "belong.practice.noticing",
    "belong.practice.profiles",
    "belong.practice.restricted",
    "belong.practice.voice",
    "belong.intake",
    "belong.web",
    "belong.config",
]
MIDDLEWARE = [
    "belong.web.walled.Walled",
    "belong.web.answer.nobody.NobodyAnswers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "belong.web.waiting_words.WaitingWords",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "belong.web.leavers.LeaversAreOut",
    # The second step first: the lock keeps what was typed and does it afterwards, so it may only
    # ever keep what somebody typed who had shown both.
    "belong.web.second_factor.SecondFactorFirst",
    "belong.web.idle.IdleLock",
    "belong.web.slow_lane.SlowLane",
    "belong.web.headers.NothingIsKept",
    "belong.web.wrong.NothingNewOnAFullDisk",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "belong.web.frame.frame",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
COTTON_DIR = "components"

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": HOME / "belong.sqlite3",
    "OPTIONS": {
        # IMMEDIATE: a deferred transaction that later writes fails with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
        "PRAGMA cell_size_check=ON;",
    },
}
DATABASES = {
    "default": databases.walled(env.db("DATABASE_URL")) if "DATABASE_URL" in env.ENVIRON else SQLITE
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "belong.web.account.ClosedDoor"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A school shares one address, so failures are counted for an account, never for the address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/300s/key",
    "reset_password": "5/300s/key",
    "reset_password_from_key": None,
    "reauthenticate": "5/300s/user",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
SCHOOL_ACCOUNTS = school_accounts.read(partial(env.str, default=""))
"""The school's accounts elsewhere that staff may come in with; none unless they are named."""
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": school_accounts.apps(SCHOOL_ACCOUNTS)}}
SOCIALACCOUNT_ADAPTER = "belong.web.school_account.SchoolAccounts"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ADAPTER = "belong.web.second_factor.Factors"
# A passkey cannot be guessed, and counting by address would keep a whole school out.
MFA_RATE_LIMITS = {"webauthn_login": None}
# No browser is trusted to go without the second factor, and a code is good in its own half minute
# only: a wider window would let a code that somebody looked at be used once more.
MFA_TRUST_ENABLED = False
MFA_TOTP_TOLERANCE = 0
IDLE_MINUTES = env.int("BELONG_IDLE_MINUTES", default=15)
"""Without a click for so long, the next one asks who it is. Staffroom computers are shared."""
PIN_IDLE_MINUTES = env.int("BELONG_PIN_IDLE_MINUTES", default=15)
"""The same on a shared device, for whoever came in with a PIN: the next click finds the names."""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Counts of failures lie here. With Django's 300 rows, 300 new keys push them out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

EMAIL = env.email_url("EMAIL_URL", default="consolemail://")
MAIL_WORKS = "EMAIL_URL" in env.ENVIRON
"""Without an address to send through, the pages for a forgotten password say whom to ask."""
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = bool(EMAIL.get("EMAIL_USE_TLS"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("BELONG_MAIL_FROM", default="belong@localhost")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "belong.web.served_files.ServedFiles"},
}
MEDIA_ROOT = UPLOADS
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *school_accounts.origins(SCHOOL_ACCOUNTS)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
# Not no-referrer: with it a browser sends "Origin: null" from our own forms, and CSRF refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "belong.web.wrong.from_an_older_page"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
BEHIND_PROXY = env.bool("BELONG_BEHIND_PROXY", default=False)
"""Whether a proxy of ours stands in front, speaks HTTPS and says so in its headers."""
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SECURE_SSL_REDIRECT = env.bool("BELONG_HTTPS", default=not DEMO)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if DEMO else 31536000
# W005 and W021 ask for HTTPS on every other name of the school's domain, now and for ever. That is
# for whoever owns the domain to say; Belong answers for its own name.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "without_links": {"()": "belong.web.quiet_log.WithoutLinks"},
        "without_refusals": {"()": "belong.web.quiet_log.WithoutRefusals"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_links", "without_refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
