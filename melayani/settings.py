"""Settings: one file, values from the environment (docs/operators/settings.md), secrets also from files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from melayani.foundation.audit.keyring import read_or_make_secret
from melayani.foundation.people.rules import oidc_provider

BASE_DIR = Path(__file__).resolve().parent


def env(name: str, default: str = "") -> str:
    """Read MELAYANI_<name>, or the file that MELAYANI_<name>_FILE names (for secrets mounted as files)."""
    file = os.environ.get(f"MELAYANI_{name}_FILE")
    return Path(file).read_text().strip() if file else os.environ.get(f"MELAYANI_{name}", default)


def env_flag(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    """A whole number; anything else ends the program with a sentence that names the setting."""
    text = env(name, str(default)).strip()
    if not (text.isascii() and text.isdigit()):
        raise SystemExit(f"MELAYANI_{name} must be a whole number such as {default}; it is {text!r}.")
    return int(text)


def env_one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of `allowed`, in any letter case; anything else ends the program with a sentence that names the setting."""
    text = env(name, default).strip()
    found = next((word for word in allowed if word.lower() == text.lower()), None)
    if found is None:
        raise SystemExit(f"MELAYANI_{name} is {text!r}; it may be: {', '.join(word or 'empty' for word in allowed)}.")
    return found


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


# --- where things are -------------------------------------------------------------------------------------------------
DATA_DIR = Path(env("DATA", "var")).resolve()
KEYS_DIR = Path(env("KEYS", str(DATA_DIR / "keys")))
FILES_DIR = Path(env("FILES", str(DATA_DIR / "files")))
SEAL_NOTES_DIR = Path(env("SEAL_NOTES", str(DATA_DIR / "seals")))
FIELD_KEYS_FILE = KEYS_DIR / "field_keys.json"

DEBUG = env_flag("DEBUG")
PORT = env_int("PORT", 8000)
BIND = env("BIND", "127.0.0.1")
PUBLIC_URL = env("PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SECRET_KEY = env("SECRET_KEY") or read_or_make_secret(KEYS_DIR / "secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", f"{urlsplit(PUBLIC_URL).hostname},127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
WSGI_APPLICATION = "melayani.wsgi.application"
ROOT_URLCONF = "melayani.urls"
SILENCED_SYSTEM_CHECKS = env_list("SILENCED_CHECKS")

# --- database ---------------------------------------------------------------------------------------------------------
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"


def database(url: str) -> dict[str, Any]:
    """Turn postgresql://user:password@host:port/name?host=/socket into Django's dictionary; empty means SQLite."""
    if url and not url.startswith(("postgresql:", "postgres:", "sqlite:///")):
        raise SystemExit("MELAYANI_DATABASE_URL must begin with postgresql:// or sqlite:///, or be empty for SQLite.")
    if not url or url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:///") or str(DATA_DIR / "melayani.sqlite3")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_START, "timeout": 15}
        # tests use a file as well: several connections must meet the same locks as in production
        proof = {"NAME": f"{path}.test"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options, "TEST": proof}
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

# --- applications -----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "melayani.foundation.ui",
    "melayani.foundation.numbers",
    "melayani.foundation.audit",
    "melayani.foundation.organisations",
    "melayani.foundation.attachments",
    "melayani.foundation.messaging",
    "melayani.foundation.people",
    "melayani.foundation.workdays",
    "melayani.foundation.documents",
    "melayani.foundation.webhooks",
    "melayani.delivery.catalogue",
    "melayani.delivery.applications",
    "melayani.delivery.appointments",
    "melayani.delivery.queues",
    "melayani.delivery.announcements",
    "melayani.voice.complaints",
    "melayani.voice.disclosure",
    "melayani.voice.surveys",
    "melayani.voice.consultations",
    "melayani.oversight.facilities",
    "melayani.oversight.innovations",
    "melayani.oversight.reporting",
    "melayani.oversight.training",
    "melayani.oversight.evaluation",
    "melayani.entrances.portal",
    "melayani.entrances.office",
    "melayani.entrances.api",
    "melayani.entrances.open311",
    "melayani.entrances.mailbox",
    "melayani.entrances.whatsapp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "treebeard",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "melayani.foundation.attachments.middleware.RefuseOversizedUpload",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "melayani.foundation.ui.middleware.ReadOnlyDatabase",
    "melayani.foundation.ui.middleware.FitQuestions",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "melayani.foundation.people.middleware.LoginRequired",
    "melayani.foundation.people.middleware.AttachActor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "melayani.entrances.portal.errors.NotAllowedPage",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["melayani.foundation.ui.templatetags.ui", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "melayani.entrances.portal.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "melayani.foundation.ui.forms.Renderer"

# --- people and sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kantor/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "melayani.foundation.people.sign_in.InvitationOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an officer's address is proven by the invitation link
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Many officers share one address: failures count per account; the limit per address is far above an office's use
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,10/300s/key",
    "reset_password": "100/m/ip,5/h/key",
    "reset_password_from_key": "100/m/ip",
}
ACCOUNT_SESSION_REMEMBER = True  # a session lasts SESSION_COOKIE_AGE, whether or not the browser is closed between
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, the others end
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "melayani.foundation.people.sign_in.SecondFactor"
MFA_FORMS = {
    "activate_totp": "melayani.foundation.people.sign_in.ActivateTotp",
    "authenticate": "melayani.foundation.people.sign_in.EnterCode",
    "reauthenticate": "melayani.foundation.people.sign_in.CodeAgain",
}
ACCOUNT_FORMS = {
    "login": "melayani.foundation.people.sign_in.SignIn",
    "change_password": "melayani.foundation.people.sign_in.ChangePassword",
    "reset_password": "melayani.foundation.people.sign_in.AskForNewPassword",
    "reset_password_from_key": "melayani.foundation.people.sign_in.NewPassword",
    "reauthenticate": "melayani.foundation.people.sign_in.PasswordAgain",
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # the agency's own provider
MFA_TOTP_ISSUER = "Melayani"
MFA_TOTP_TOLERANCE = 1  # a code typed slowly is not refused: one step of delay, as RFC 6238, 5.2 advises
OIDC_ISSUER = env("OIDC_ISSUER").rstrip("/")  # an agency's own sign-in; empty means the button is not there
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET")
OIDC_NAME = env("OIDC_NAME", "akun instansi")
OIDC_ORGANISATION = env("OIDC_ORGANISATION")  # slug: only officers at or below it come in by the provider
SOCIALACCOUNT_ADAPTER = "melayani.foundation.people.sign_in.KnownPeopleOnly"
SOCIALACCOUNT_PROVIDERS = oidc_provider(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- security ---------------------------------------------------------------------------------------------------------
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if env("PROXY_HEADER"):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{env('PROXY_HEADER').upper().replace('-', '_')}", "https")
X_FRAME_OPTIONS = "DENY"
MESSAGE_TAGS = {10: "note", 20: "note", 25: "good", 30: "warn", 40: "bad"}  # Django's levels as tones of the bands
CSRF_FAILURE_VIEW = "melayani.entrances.portal.errors.csrf_failure"
MAP_TILES = env("MAP_TILES")  # https://…/{z}/{x}/{y}.png of a map server; empty: points on a graticule alone
MAP_CREDIT = env("MAP_CREDIT")  # what the owner of those pictures asks to be said beside them
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([f"https://{urlsplit(MAP_TILES).netloc}"] if MAP_TILES else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, f"https://{urlsplit(OIDC_ISSUER).netloc}"] if OIDC_ISSUER else [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)  # how many reverse proxies stand in front and append X-Forwarded-For
PEOPLE_PER_ADDRESS = env_int("PEOPLE_PER_ADDRESS", 6000)  # honest people an hour behind one shared address
API_REQUESTS_PER_MINUTE = env_int("API_REQUESTS_PER_MINUTE", 600)

PLAN_ONCE = env_flag("PLAN_ONCE", default=True)  # off behind a pooler that changes connections between transactions
KEEP_IN_MEMORY = env_flag("KEEP_IN_MEMORY", default=True)  # calendars and published standards that nobody changed

# --- files ------------------------------------------------------------------------------------------------------------
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", 10) * 1_000_000
UPLOAD_REQUEST_MAX_BYTES = UPLOAD_MAX_BYTES + 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
CLAMD_ADDRESS = env("CLAMD")  # host:port or the path of a socket; empty means no antivirus
THEME = env_one_of("THEME", "", ("", "panrb"))  # empty, or panrb for the ministry's red
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_DIR)}},
    "staticfiles": {
        "BACKEND": env("STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage"),
    },
}

# --- e-mail -----------------------------------------------------------------------------------------------------------
SMTP_URL = env("SMTP_URL")  # smtp://user:password@host:587?tls=starttls; empty means the channel is off
MAIL_PROVIDER = env("MAIL_PROVIDER")  # instead: {"name": "postmark", "server_token": "…"}, by django-anymail
EMAIL_FROM = env("EMAIL_FROM")
MESSAGE_RETENTION_DAYS = env_int("MESSAGE_RETENTION_DAYS", 365)
ERASURE_ANSWER_DAYS = env_int("ERASURE_ANSWER_DAYS", 3)  # 3 x 24 hours, as UU 27/2022 has it for its other requests
ERASURE_KEEP_DAYS = env_int("ERASURE_KEEP_DAYS", 0)  # so long the archive keeps personal data of a closed case
OPEN_DATA_LICENCE = env("OPEN_DATA_LICENCE", "CC-BY-4.0")  # SPDX name, told with every file of /data/
INNOVATION_CHECK_MONTHS = env_int("INNOVATION_CHECK_MONTHS", 6)
DEFAULT_FROM_EMAIL = EMAIL_FROM or "melayani@localhost"
MAIL_ADDRESS = env("MAIL_ADDRESS").lower()  # where citizens write; its plus-addresses lead to units and cases
IMAP_URL = env("IMAP_URL")  # imaps://user:password@host/INBOX?done=Selesai; empty means the mailbox is not fetched
MAIL_SECRET = env("MAIL_SECRET")  # signs POST /webhooks/mail/; empty means that address is not there
MAIL_MAX_BYTES = env_int("MAIL_MAX_MB", 30) * 1_000_000
LONG_BODIES = {"/webhooks/mail/": MAIL_MAX_BYTES}  # addresses that take more than an upload, and how many bytes

# --- web push ---------------------------------------------------------------------------------------------------------
PUSH_CONTACT = env("PUSH_CONTACT")  # mailto: or https:, for the push services; empty means the channel is off
PUSH_KEY = read_or_make_secret(KEYS_DIR / "push_key") if PUSH_CONTACT else ""
PUSH_HOSTS = env_list(
    "PUSH_HOSTS", "fcm.googleapis.com,updates.push.services.mozilla.com,.push.apple.com,.notify.windows.com"
)

# --- chat for officers' alerts ----------------------------------------------------------------------------------------
TELEGRAM_TOKEN = env("TELEGRAM_TOKEN")  # of a bot; empty means the channel is off
TELEGRAM_URL = env("TELEGRAM_URL", "https://api.telegram.org").rstrip("/")

# --- the message of the morning to officers -------------------------------------------------------------------------
MORNING_AT = env("MORNING_AT", "07:00")  # local time of the unit; empty means there is none

# --- on-line rooms ----------------------------------------------------------------------------------------------------
BBB_URL = env("BBB_URL").rstrip("/")  # https://rapat.example/bigbluebutton/api; empty means the connector is off
BBB_SECRET = env("BBB_SECRET")
BBB_CHECKSUM = env("BBB_CHECKSUM", "sha256")  # or sha1, for a server older than 2.7

# --- outgoing webhooks -----------------------------------------------------------------------------------------------
WEBHOOKS_ANYWHERE = env_flag("WEBHOOKS_ANYWHERE")  # http and private addresses, for a trial on one's own machine

# --- logs -------------------------------------------------------------------------------------------------------------
LOGGING_CONFIG = None  # structlog is configured in melayani/foundation/ui/logs.py
LOG_FORMAT = env_one_of("LOG_FORMAT", "text", ("text", "json"))
LOG_LEVEL = env_one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))

# --- WhatsApp ---------------------------------------------------------------------------------------------------------
WHATSAPP_APP_SECRET = env("WHATSAPP_APP_SECRET")  # signs what comes in; the channel is off while its settings are empty
WHATSAPP_VERIFY_TOKEN = env("WHATSAPP_VERIFY_TOKEN")  # said back once, when the webhook is entered at Meta
WHATSAPP_NUMBER_ID = env("WHATSAPP_NUMBER_ID")
WHATSAPP_TOKEN = env("WHATSAPP_TOKEN")
WHATSAPP_URL = env("WHATSAPP_URL", "https://graph.facebook.com").rstrip("/")
WHATSAPP_VERSION = env("WHATSAPP_VERSION", "v23.0")
WHATSAPP_PER_SECOND = env_int("WHATSAPP_PER_SECOND", 80)  # 20 for a number that the WhatsApp app uses too
WHATSAPP_PER_DAY = env_int("WHATSAPP_PER_DAY", 250)  # people written to first within 24 hours, by Meta's tier

# --- SMS --------------------------------------------------------------------------------------------------------------
SMS_GATEWAY = env("SMS_GATEWAY")  # a JSON object (docs/operators/messages.md); empty means the channel is off
