"""Every setting, in one file; values come from the environment.

It starts on SQLite inside one process (EMBEDDED=1) and on PostgreSQL with Redis
alike. A combination that could leak or lose something is refused at start by
`ImproperlyConfigured`, which names the setting to change.
"""

import os
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from kit.encryption import KeyRing
from kit.zones import read_the_locked_rules

read_the_locked_rules()  # before anything asks for a zone


def env(name: str, default: str = "") -> str:
    """Return an environment value without surrounding blanks."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Return True for 1, true, yes, on; False for 0, false, no, off, empty."""
    value = env(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}: write 1 or 0, not {value!r}.")


def number(name: str, default: int) -> int:
    """Return a whole number of 0 or more."""
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}: write a whole number, not {value!r}.")
    return int(value)


def required(name: str, why: str) -> str:
    """Return a value that has no safe default."""
    value = env(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return value


BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED = flag("EMBEDDED")
DEBUG = flag("DEBUG")
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "var")))
WEB_CONCURRENCY = number("WEB_CONCURRENCY", 1)

# --- Keys -------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", "write 50 random characters.")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure"):
    raise ImproperlyConfigured("SECRET_KEY is too weak: write at least 50 random characters.")
if not EMBEDDED and SECRET_KEY.startswith("embedded-"):
    raise ImproperlyConfigured("SECRET_KEY is one of the embedded demo's: write one of your own.")
try:
    KEY_RING = KeyRing.parse(required("FIELD_KEYS", "write name:key, the key being 32 bytes in base64."))
except ValueError as problem:
    raise ImproperlyConfigured(f"FIELD_KEYS: {problem}") from None
if not EMBEDDED and KEY_RING.current.startswith("embedded"):
    raise ImproperlyConfigured("FIELD_KEYS holds the embedded demo's key: write one of your own.")

# --- Where it is served -----------------------------------------------------
SITE_NAME = env("SITE_NAME", "Daybook")
SITE_URL = (env("SITE_URL") or ("http://localhost:8000" if EMBEDDED else "")).rstrip("/")
EXIT_URL = env("EXIT_URL", "https://www.wikipedia.org/")
ALLOWED_HOSTS = [host for host in env("ALLOWED_HOSTS").split(",") if host]
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
if EMBEDDED:
    ALLOWED_HOSTS = ALLOWED_HOSTS or sorted(LOOPBACK)
    if not set(ALLOWED_HOSTS) <= LOOPBACK:
        raise ImproperlyConfigured("EMBEDDED=1 is for this machine alone: leave ALLOWED_HOSTS empty.")
else:
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts that are served, without a star.")
    if urlsplit(SITE_URL).scheme not in {"https", "http"}:
        raise ImproperlyConfigured("SITE_URL: write the address people use, with https://.")
    if DEBUG and not set(ALLOWED_HOSTS) <= LOOPBACK:
        raise ImproperlyConfigured("DEBUG is on while ALLOWED_HOSTS names a public host: set DEBUG=0.")
SECURE = SITE_URL.startswith("https://")
if not EMBEDDED and not SECURE and not set(ALLOWED_HOSTS) <= LOOPBACK | {"testserver"}:
    raise ImproperlyConfigured("SITE_URL: a public host needs https://.")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
if SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_SSL_REDIRECT = flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    # Whether other hosts of the domain speak only TLS is not known here.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{PREFIX}daybook"
CSRF_COOKIE_NAME = f"{PREFIX}form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"  # no-referrer makes browsers post with "Origin: null", which CSRF refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
CSRF_FAILURE_VIEW = "home.views.errors.csrf_failure"

# --- The application --------------------------------------------------------
ROOT_URLCONF = "trustrebuild.urls"
WSGI_APPLICATION = "trustrebuild.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "accounts",
    "notices",
    "couples",
    "checkins",
    "repair",
    "trajectory",
    "therapy",
    "home",
    *(["demo"] if find_spec("demo") else []),  # the image leaves it out
    "accounts.staff.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trustrebuild.middleware.readable_request",
    "trustrebuild.middleware.private_pages",
    "home.middleware.SafePages",  # before the session: these pages stand without any row
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.living_session",
    "accounts.middleware.second_factor",
    "accounts.middleware.own_zone",
    "accounts.middleware.refused_form",
    "accounts.middleware.lost_texts",
    "trustrebuild.middleware.refusals_in_frame",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "kit.drawing.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Where rows live --------------------------------------------------------
DATABASE_URL = env("DATABASE_URL") or (f"sqlite:///{DATA_DIR / 'daybook.sqlite3'}" if EMBEDDED else "")
if not DATABASE_URL:
    raise ImproperlyConfigured("DATABASE_URL is not set: write postgres://user:password@host/name.")
DATABASES: dict[str, dict[str, Any]] = {"default": {**dj_database_url.parse(DATABASE_URL)}}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if ON_SQLITE:
    if WEB_CONCURRENCY > 1:
        raise ImproperlyConfigured("WEB_CONCURRENCY: SQLite serves one process; use PostgreSQL for more.")
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"].update(
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=True,
        OPTIONS={
            # Help is drawn without the database once it is given up: nobody should wait long for that.
            "pool": {"min_size": 1, "max_size": number("DATABASE_POOL", 10), "timeout": 3},
            "connect_timeout": 3,
            "tcp_user_timeout": 5000,  # milliseconds; without it a cut line is waited for a quarter of an hour
            "server_side_binding": True,
            "prepare_threshold": 3,
        },
    )

# --- Broker, cache, jobs ----------------------------------------------------
REDIS_URL = env("REDIS_URL")
if not REDIS_URL and not EMBEDDED:
    raise ImproperlyConfigured("REDIS_URL is not set: the worker and the limits need a shared Redis.")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "kit.cache.SteadyCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
        }
    }
else:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
    CACHES = {"default": memory}
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1) or "memory://localhost"
if not EMBEDDED and CELERY_BROKER_URL.startswith("memory:"):
    raise ImproperlyConfigured("REDIS_URL: memory:// works inside one process only.")
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.2}
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 300,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 75, 90  # under the visibility timeout: no task is given out twice
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Rows are the queue and ticks only look; one that waited longer than its own beat is dropped.
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "notices.tasks.relay", "schedule": 3, "options": {"expires": 3}},
    "reminders": {"task": "notices.tasks.tick", "schedule": 15, "options": {"expires": 15}},
    "weeks": {"task": "trajectory.tasks.tick", "schedule": crontab(minute=5), "options": {"expires": 3600}},
    "heads-ups": {"task": "repair.tasks.tick", "schedule": crontab(minute=10), "options": {"expires": 3600}},
    "ended sessions": {
        "task": "home.tasks.forget_sessions",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    "housekeeping": {
        "task": "home.tasks.housekeep",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 24 * 3600},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # since the last use; staff and therapists: accounts.middleware.living_session

# --- Sign-in ----------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["accounts.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.NotTheAddressValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "notices.adapter.PostingAccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignUpForm",
    "login": "accounts.forms.SignInForm",
    "request_login_code": "accounts.forms.CodeRequestForm",
    "confirm_login_code": "accounts.codes.MailedCodeForm",
    "confirm_email_verification_code": "accounts.codes.AddressCodeForm",
    "add_email": "accounts.forms.AddressForm",
    "change_email": "accounts.forms.OtherAddressForm",
    "reset_password": "accounts.forms.ResetForm",
    "reset_password_from_key": "accounts.forms.ResetKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900  # both are said in accounts/messages.py
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/email/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the changed hash ends all other sessions; this one goes on
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# "ip" is a network, "key" an account within it: nobody's guesses lock an account for its owner.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "20/m/ip,5/m/key",
    "known_device": "10/m/key",
    "signup": "60/h/ip",
    "signed_up": "10/h/ip",
    "reset_password": "10/h/ip,3/h/key",
    "request_login_code": "20/h/ip,5/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = number("ALLAUTH_TRUSTED_PROXY_COUNT", 0 if EMBEDDED else 1)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.codes.SecondStepForm",
    "reauthenticate": "accounts.codes.SecondStepAgainForm",
    "activate_totp": "accounts.codes.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
    "login_webauthn": "accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED or DEBUG
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail -------------------------------------------------------------------
EMAIL_URL = env("EMAIL_URL")
MAIL_FROM = env("MAIL_FROM", f"{SITE_NAME} <post@localhost>" if EMBEDDED else "")
if EMBEDDED and not EMAIL_URL:
    EMAIL_BACKEND = "notices.mail.FolderBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:
    _mail = urlsplit(EMAIL_URL)
    if _mail.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise ImproperlyConfigured("EMAIL_URL: write smtp+tls://user:password@host:port.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.scheme == "smtp+tls", _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 20
    if not MAIL_FROM:
        raise ImproperlyConfigured("MAIL_FROM is not set: write the sender, such as Daybook <post@example.org>.")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
CONTACT_ADDRESS = env("CONTACT_ADDRESS", parseaddr(MAIL_FROM)[1])  # who is written to when an account was taken over

# --- Language, time ---------------------------------------------------------
TIME_ZONE = "UTC"
USE_TZ = USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "wording"]  # other words for what the sign-in library says

# --- Static files -----------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None if EMBEDDED else Path(env("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = EMBEDDED or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT and STATIC_ROOT.is_dir()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- What a page may load ---------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- What the deployer may turn on: nothing reads these yet -------------------
LEAVE_MAY_LOOK_PAUSED = flag("LEAVE_MAY_LOOK_PAUSED")  # a leaving that first looks like a pause: issue 13
CSI4_ENABLED = flag("CSI4_ENABLED")  # a questionnaire that needs a licence, beside the measure of issue 12
METRICS_TOKEN = env("METRICS_TOKEN")  # who may read the figures of operation: issue 15

# --- Logs: ids and codes, never content --------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "trustrebuild.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "trustrebuild": {"level": "INFO"},
    },
}
