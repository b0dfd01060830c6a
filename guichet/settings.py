"""Django settings, fed by the typed configuration of `guichet.ground.config`."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from guichet.ground.config import Config
from guichet.ground.lean import generic, with_empty, without

with without("rich"):  # the colours of a terminal: our logs have none
    import structlog
with with_empty("django_stubs_ext", monkeypatch=generic("django.utils.connection", "BaseConnectionHandler")):
    # It makes Django's classes generic, for type checkers, by loading the whole administration: one is enough.
    import django_tasks  # noqa: F401

try:
    # A system's SQLite may lose committed writes in WAL mode: the one that comes with pysqlite3 does not.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
except ImportError:  # pragma: no cover -- `guichet check` then tells whether the system's own is sound
    pass

CONFIG = Config.from_env(os.environ)
BASE_DIR = Path(__file__).resolve().parent

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
DEMO = CONFIG.demo
ALLOWED_HOSTS = CONFIG.hosts
BASE_URL = CONFIG.base_url
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if CONFIG.oidc_issuer else []),
    "allauth.mfa",
    "django_tasks",
    "guichet.ground.ui",
    "guichet.ground.journal",
    "guichet.ground.queue",
    "guichet.ground.outbox",
    "guichet.ground.files",
    "guichet.ground.keeping",
    "guichet.ground.search",
    "guichet.areas.people",
    "guichet.areas.glossary",
    "guichet.areas.catalogue",
    "guichet.areas.inventory",
    "guichet.areas.finding",
    "guichet.areas.tickets",
    "guichet.areas.guidance",
    "guichet.areas.forms",
    "guichet.areas.knowledge",
    "guichet.areas.sla",
    "guichet.areas.macros",
    "guichet.areas.triage",
    "guichet.areas.problems",
    "guichet.areas.automation",
    "guichet.areas.upkeep",
    "guichet.areas.intake",
    "guichet.areas.surveys",
    "guichet.areas.sight",
    "guichet.areas.notifications",
    "guichet.areas.metrics",
    "guichet.doors.portal",
    "guichet.doors.desk",
    "guichet.doors.office",
    "guichet.doors.api",
    "guichet.doors.email",
    "guichet.doors.scenario",
    "guichet.doors.exchange",
    "guichet.doors.demo",
    "guichet.doors.time",
]

MIDDLEWARE = [
    "guichet.ground.ui.middleware.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guichet.viewing.ViewerMiddleware",
    "guichet.doors.desk.second_factor.SecondFactor",
    "guichet.doors.desk.interrupted.SignInPlace",
]
ROOT_URLCONF = "guichet.urls"
WSGI_APPLICATION = "guichet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Our sign-in pages go before those that come with the library, wherever it stands among the applications.
        "DIRS": [BASE_DIR / "doors" / "portal" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "guichet.ground.ui.folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guichet.ground.ui.context.institution",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    if CONFIG.is_postgresql:
        address = CONFIG.postgresql_settings()
        # Compiling a question as it comes takes longer than any answer here; the plan of a repeated one is kept.
        usual = {"options": "-c jit=off -c plan_cache_mode=force_generic_plan", "prepare_threshold": 1}
        options = {**usual, **address.pop("OPTIONS"), "pool": {"min_size": 2, "max_size": 8, "timeout": 10}}
        return {"ENGINE": "django.db.backends.postgresql", **address, "OPTIONS": options}
    pragmas = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    pragmas += "PRAGMA cache_size=-16384;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas}
    # Tests have a file of their own, so that other processes and threads can share it as in a running desk.
    test = {"NAME": str(CONFIG.data_dir / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")}
    return {
        "ENGINE": "guichet.ground.database.fair", "NAME": str(CONFIG.sqlite_path), "CONN_MAX_AGE": None,
        "OPTIONS": options, "TEST": test,
    }  # fmt: skip


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Limits on tries are counted for every process together.
    "limits": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_limits"},
}
TASKS = {"default": {"BACKEND": "guichet.ground.queue.backend.LeasedBackend", "QUEUES": []}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["guichet.doors.portal.accounts.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "guichet.doors.portal.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"request_login_code": "guichet.doors.portal.accounts.RequestCodeForm"}
SOCIALACCOUNT_ADAPTER = "guichet.doors.portal.accounts.Institution"
MFA_ADAPTER = "guichet.doors.portal.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIG.is_https
MFA_TOTP_ISSUER = "Guichet"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
if CONFIG.oidc_issuer:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "institution", "name": CONFIG.institution_name_en,
                    "client_id": CONFIG.oidc_client_id, "secret": CONFIG.oidc_client_secret,
                    "settings": {"server_url": CONFIG.oidc_issuer},
                },
            ],
        },
    }  # fmt: skip

LANGUAGE_CODE = CONFIG.default_language
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIG.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.data_dir / "static"
# Names carry a hash of what they hold, so that browsers keep them for good; `guichet prepare` collects them.

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guichet.ground.ui.storage.Collected"},
}
FILES_DIR = CONFIG.data_dir / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = CONFIG.max_upload_mb * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_UPLOAD = CONFIG.max_upload_mb * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "guichet.ground.files.uploads.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SESSION_ENGINE = "guichet.ground.database.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
SESSION_COOKIE_NAME = "__Host-session" if CONFIG.is_https else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if CONFIG.is_https else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it
X_FRAME_OPTIONS = "DENY"
# Limits count networks: behind a proxy that we believe, the one it forwards; whatever others claim is not read.
TRUSTED_PROXIES = CONFIG.trusted_proxies
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

INSTITUTION = {
    "name_fr": CONFIG.institution_name_fr, "name_en": CONFIG.institution_name_en,
    "short_fr": CONFIG.institution_short_fr, "short_en": CONFIG.institution_short_en,
    "address_fr": CONFIG.institution_address_fr, "address_en": CONFIG.institution_address_en,
    "phone": CONFIG.institution_phone, "email": CONFIG.institution_email,
    "accent": CONFIG.institution_accent, "wall": CONFIG.institution_wall,
}  # fmt: skip
TRIAGE = CONFIG.triage
EMERGENCY_MINUTES = CONFIG.emergency_minutes
ACCESS_LOG_DAYS = CONFIG.access_log_days
INVENTORY_DRAFTS = CONFIG.inventory_drafts
LINKS_OUTSIDE = CONFIG.links_outside
LINK_HOSTS = CONFIG.link_hosts
MAILBOX = CONFIG.mailbox
MAIL_DOMAIN = CONFIG.mail_domain
REPLY_KEYS = CONFIG.reply_key_ring
ACCESS_KEY = CONFIG.derived_key("access codes")
# Nothing is mailed at once: every letter goes through the outbox, so that no page waits for a mail server.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = CONFIG.mailbox
# Streams are served by a process of their own: behind a proxy at the same origin, otherwise on the next port.
LIVE_URL = (
    "/desk/live/" if CONFIG.is_https else f"http://{urlsplit(CONFIG.base_url).hostname}:{CONFIG.live_port}/desk/live/"
)
SMTP_OUT = {
    "host": CONFIG.smtp_out_host, "port": CONFIG.smtp_out_port, "starttls": CONFIG.smtp_out_starttls,
    "user": CONFIG.smtp_out_user, "password": CONFIG.smtp_out_password,
}  # fmt: skip
SILENCED_SYSTEM_CHECKS = ["security.W008"]
structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,  # frames only: the values in them are people's words
        structlog.processors.JSONRenderer(),
    ],
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1, "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "guichet.ground.discretion.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}  # fmt: skip
