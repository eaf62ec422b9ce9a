"""All settings, read from the environment (see `.env.example`) and safe when nothing is set."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg import IsolationLevel
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def _required(name: str) -> str:
    value = _text(name)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `bin/run` sets it for you on this machine; on a server, see docs/operations.md."
        )
    return value


def _flag(name: str, *, default: bool = False) -> bool:
    value = _text(name).strip().lower()
    return default if value == "" else value in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in _text(name, default).split(",") if item.strip()]


def _database(url: str) -> dict[str, object]:
    """One PostgreSQL database from its address; locking is only right in READ COMMITTED."""
    parts = conninfo_to_dict(url)
    known = {"dbname", "user", "password", "host", "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "proeftuin"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **{key: value for key, value in parts.items() if key not in known},
            "isolation_level": IsolationLevel.READ_COMMITTED,
        },
    }


# What differs between machines -------------------------------------------------------------------

SECRET_KEY = _required("PROEFTUIN_SECRET_KEY")
DATABASES = {"default": _database(_required("DATABASE_URL"))}
VAR_DIR = Path(_text("PROEFTUIN_VAR", str(BASE_DIR / "var")))
SITE_URL = _text("PROEFTUIN_SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = _list("PROEFTUIN_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
ON_LOCALHOST = _flag("PROEFTUIN_LOCALHOST")  # `bin/run` and tests: plain http, no proxy
ROLE_SWITCHER = ON_LOCALHOST and _flag("PROEFTUIN_ROLE_SWITCHER")
STAFF_NEEDS_SECOND_FACTOR = _flag("PROEFTUIN_SECOND_FACTOR", default=True)
BEHIND_PROXY = _flag("PROEFTUIN_BEHIND_PROXY")

OPERATOR = {
    "name": _text("PROEFTUIN_OPERATOR_NAME", "Proeftuin"),
    "email": _text("PROEFTUIN_OPERATOR_EMAIL", "proeftuin@example.org"),
    "logo": _text("PROEFTUIN_OPERATOR_LOGO"),
    "colour": _text("PROEFTUIN_OPERATOR_COLOUR", "#0b5d4e"),
    "accent": _text("PROEFTUIN_OPERATOR_ACCENT", "#b3401f"),
}

# Squares of a basemap come through our own server; off without an address with {z}, {x} and {y}.
BASEMAP = {"url": _text("PROEFTUIN_BASEMAP_URL"), "credit": _text("PROEFTUIN_BASEMAP_CREDIT")}

# The project -------------------------------------------------------------------------------------

DEBUG = False
ROOT_URLCONF = "proeftuin.urls"
WSGI_APPLICATION = "proeftuin.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "proeftuin.desk",
    "proeftuin.website",
    "proeftuin.pilots",
    "proeftuin.calls",
    "proeftuin.studies",
    "proeftuin.events",
    "proeftuin.newsletter",
    "proeftuin.library",
    "proeftuin.sites",
    "proeftuin.pathways",
    "proeftuin.accounts",
    "proeftuin.record",
    "proeftuin.files",
    "proeftuin.places",
    "proeftuin.mail",
    "proeftuin.core",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "proeftuin.website.middleware.CMSPolicyMiddleware",
    "proeftuin.core.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "proeftuin.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "proeftuin.core.middleware.PlainAddressMiddleware",
]

FORM_RENDERER = "proeftuin.core.forms.HouseRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "proeftuin.core.context.house",
                "proeftuin.website.context.navigation",
                "proeftuin.desk.context.signed_in",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "proeftuin.core.templatetags.house",
            ],
        },
    }
]

# Language and time -------------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

# Files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
FILES_ROOT = VAR_DIR / "files"  # confidential: served by `files.views` only
WHITENOISE_USE_FINDERS = ON_LOCALHOST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "confidential": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ON_LOCALHOST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = 20 * 1024 * 1024
PIXEL_LIMIT = 50_000_000

CACHES = {
    "default": {  # counts requests: few entries or a short time would wash the counts away
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
PAGE_CACHE = _flag("PROEFTUIN_PAGE_CACHE", default=True)

# Signing in --------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "proeftuin.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "proeftuin.accounts.forms.people.SignupDetails"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "30/m/ip,8/h/key"}
ACCOUNT_FORMS = {
    "login": "proeftuin.accounts.forms.entrance.PasswordForm",
    "request_login_code": "proeftuin.accounts.forms.entrance.RequestCodeForm",
    "confirm_login_code": "proeftuin.accounts.forms.entrance.LoginCodeForm",
    "confirm_email_verification_code": "proeftuin.accounts.forms.entrance.ConfirmAddressForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "proeftuin.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "proeftuin.accounts.forms.keys.AddKeyForm",
    "edit_webauthn": "proeftuin.accounts.forms.keys.EditKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_LOCALHOST
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# Safe by default ---------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not ON_LOCALHOST
SECURE_HSTS_SECONDS = 0 if ON_LOCALHOST else int(timedelta(days=730).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ON_LOCALHOST
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "session" if ON_LOCALHOST else "__Host-session"
CSRF_FAILURE_VIEW = "proeftuin.core.views.form_expired"
CSRF_COOKIE_NAME = "csrf" if ON_LOCALHOST else "__Host-csrf"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],  # `website.middleware` gives the CMS its own, wider policy
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# Mail --------------------------------------------------------------------------------------------

MAIL_KEPT = _flag("PROEFTUIN_MAIL_KEPT")  # `bin/run`: nothing leaves, the outbox screen shows it
EMAIL_HOST = _text("PROEFTUIN_SMTP_HOST", "localhost")
EMAIL_PORT = int(_text("PROEFTUIN_SMTP_PORT", "25"))
EMAIL_HOST_USER = _text("PROEFTUIN_SMTP_USER")
EMAIL_HOST_PASSWORD = _text("PROEFTUIN_SMTP_PASSWORD")
EMAIL_USE_TLS = _flag("PROEFTUIN_SMTP_STARTTLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _text("PROEFTUIN_FROM", f"{OPERATOR['name']} <{OPERATOR['email']}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Wagtail: public editorial pages, and no word to third parties -----------------------------------

WAGTAIL_SITE_NAME = OPERATOR["name"]
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/account/login/code/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Workflows and comments send mail past the outbox, the one way out: editors publish themselves.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILIMAGES_MAX_IMAGE_PIXELS = PIXEL_LIMIT
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "vtt"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"}
}
TAGGIT_CASE_INSENSITIVE = True

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"links": {"()": "proeftuin.core.logs.WithoutLinks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["links"]}},
    "root": {"handlers": ["console"], "level": _text("PROEFTUIN_LOG_LEVEL", "WARNING")},
}
