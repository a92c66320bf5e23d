"""Django's settings. Values that differ between machines come from ``environment``."""

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mappa.config import environment, logs, own_files
from mappa.config.connections import database_settings

try:
    ENVIRONMENT = environment.read()
except environment.SettingsError as error:
    raise ImproperlyConfigured(str(error)) from error

# Lowest first: the order of the import contract.
APPS = [
    "kernel",
    "govuk",
    "audit",
    "agencies",
    "accounts",
    "people",
    "sharing",
    "matching",
    "offending",
    "assessments",
    "determinations",
    "cases",
    "pdp",
    "access",
    "referrals",
    "plans",
    "cooperation",
    "disclosures",
    "diversity",
    "ledger",
    "nominals",
    "notices",
    "duties",
    "meetings",
    "record",
    "victims",
    "offender",
    "casereviews",
    "documents",
    "imports",
    "worklists",
    "statistics",
    "histories",
    "governance",
    "web",
    "administration",
]

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key or own_files.demonstration_secret(ENVIRONMENT.data_dir)
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "mappa.config.urls"
WSGI_APPLICATION = "mappa.config.wsgi.application"

INSTALLED_APPS = [
    "mappa.config",
    *[f"mappa.{app}" for app in APPS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "mappa.config.middleware.RequestLog",
    "mappa.config.middleware.guard_every_answer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mappa.config.middleware.end_sessions_in_time",
    "django.contrib.messages.middleware.MessageMiddleware",
    "mappa.config.middleware.AnswerProblems",
    "mappa.config.denials.record_denials",
    "mappa.config.merged.follow_merged_references",
    "mappa.config.new_day.derive_what_the_day_changes",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "mappa.web.context.furniture",
            ],
        },
    },
]

DATABASES = {"default": database_settings(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["mappa.accounts.backends.UserWithPlace"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/signin"
# allauth keeps authenticators and speaks their protocols; none of its pages has an address here
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "mappa.accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STATIC_BUILT = ENVIRONMENT.static_files is environment.StaticFiles.BUILT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "mappa.config.static_files.HashedStaticFiles"
        if STATIC_BUILT
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not STATIC_BUILT
WHITENOISE_AUTOREFRESH = not STATIC_BUILT

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "mappa.accounts.sessions"
# an hour longer than a session may last, so that its end is told and recorded by us
SESSION_COOKIE_AGE = (ENVIRONMENT.session_hours + 1) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure_cookies
SESSION_COOKIE_NAME = "__Host-session" if SESSION_COOKIE_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if CSRF_COOKIE_SECURE else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if SESSION_COOKIE_SECURE else "device"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS] if ENVIRONMENT.live else []

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.live else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.live else None
SECURE_SSL_REDIRECT = ENVIRONMENT.live
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

MASTER_KEYS_FILE = ENVIRONMENT.master_keys_file or own_files.demonstration_master_keys(ENVIRONMENT.data_dir)
AUDIT_KEY_FILE = ENVIRONMENT.audit_key_file or ENVIRONMENT.data_dir / "audit_key"

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "mappa.config.sent_files.NoMoreThanTaken",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = logs.configure(ENVIRONMENT.log_level)
