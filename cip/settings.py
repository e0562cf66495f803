"""One settings file; what differs between places comes from the environment (.env.example)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from cip import env

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
# Trying out on this machine without HTTPS; never set it where others can reach the server.
INSECURE_LOCAL = env.flag("INSECURE_LOCAL", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "cip.web",
    "cip.audit",
    "cip.live",
    "cip.jobs",
    "cip.accounts",
    "cip.reports",
    "cip.programs",
    "models_catalog",
    "assessments",
    "workshops",
    "roadmap",
    "cip.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cip.home.failures.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cip.web.middleware.RequestIdMiddleware",
    "cip.web.middleware.DomainErrorMiddleware",
    "cip.doors.ActorMiddleware",
]

ROOT_URLCONF = "cip.urls"
WSGI_APPLICATION = "cip.wsgi.application"

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
                "cip.home.context.frame",
            ],
            "builtins": ["cip.web.templatetags.components"],
        },
    },
]

# Database ------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL"),
        conn_max_age=env.number("DB_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis and Celery ----------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # Parts of pages that never change; in the process itself, so that they need no other server.
    "published": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "published",
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
    # Head and navigation of pages, by all that they depend on (cip.home.context).
    "frames": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "frames",
        "OPTIONS": {"MAX_ENTRIES": 600},
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The prefork parent imports the renderer once (WeasyPrint takes 1.5 s to import).
CELERY_IMPORTS = ("cip.jobs.tasks", "cip.reports.rendering")
JOB_SWEEP_SECONDS = env.number("JOB_SWEEP_SECONDS", 15)
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "cip.jobs.sweep",
        "schedule": float(JOB_SWEEP_SECONDS),
        # While all workers are busy, sweeps do not pile up.
        "options": {"expires": float(JOB_SWEEP_SECONDS)},
    },
}

# Jobs: kind -> dotted path of its handler `f(handle, payload)`; see cip.jobs.services
JOB_HANDLERS = {
    "report": "cip.reports.handlers.render_report",
    "mail": "cip.accounts.mail.send_mail_job",
    "artefact_scan": "cip.programs.scanning.scan_artefact",
    "questionnaire_mail": "assessments.tasks.send_questionnaire_mail",
    "model_import": "models_catalog.handlers.import_model_file",
    "forget_model_import": "models_catalog.handlers.forget_model_file",
}
JOBS_PUBLISH = True
JOBS_CELERY_APP = "cip.celery.app"
JOB_LEASE_SECONDS = env.number("JOB_LEASE_SECONDS", 60)
JOB_REPUBLISH_SECONDS = env.number("JOB_REPUBLISH_SECONDS", 30)
JOB_RETRY_SECONDS = env.number("JOB_RETRY_SECONDS", 10)

# Live: kind of topic -> dotted path of `f(actor, ids) -> {id: version}`; see cip.live.topics
LIVE_TOPICS = {"job": "cip.home.places.visible_job_versions"}
LIVE_PUBLISH = True
# How often a page asks by itself, for browsers whose stream is cut off.
LIVE_POLL_SECONDS = env.number("LIVE_POLL_SECONDS", 10)

# Reports: kind -> dotted path of a `ReportKind`; see cip.reports.registry
REPORTS = {
    "assessment": "assessments.reports.ASSESSMENT_REPORT",
    "kick-off": "assessments.kickoff_report.KICKOFF_PACK",
    "preliminary": "assessments.preliminary_report.PRELIMINARY_FINDINGS",
    "assessment-data": "assessments.data_pack.DATA_PACK",
    "comparison": "assessments.comparison_report.COMPARISON_REPORT",
    "roadmap": "roadmap.reports.ROADMAP_REPORT",
    "questionnaire": "assessments.paper.QUESTIONNAIRE_ON_PAPER",
    "model": "models_catalog.reports.MODEL_BOOKLET",
}
# f(actor, program_id) -> the visible program, for the frame of report pages; raises Http404
REPORT_PROGRAM = "cip.home.places.visible_program"

# f(ids of action items) -> those that went into a workplan; the lower app asks about the upper one
ACTIONS_TAKEN = "roadmap.queries.sources.taken_action_items"

# People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# The address is unique by a functional constraint on lower(email), which the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["cip.doors.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "cip.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "cip.accounts.forms.SignupForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# Without an invitation nobody can sign up unless the operator opens the door.
SIGNUP_OPEN = env.flag("SIGNUP_OPEN", default=False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "cip.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "CIP platform <no-reply@localhost>")

# Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "cip" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / ".data" / "static"))
MEDIA_ROOT = env.text("MEDIA_ROOT", str(BASE_DIR / ".data" / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cip.web.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# WhiteNoise's own list, and source maps: compressing those took most of collectstatic.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br"),
    *("swf", "flv", "woff", "woff2", "3gp", "3gpp", "asf", "avi", "m4v", "mov", "mp4"),
    *("mpeg", "mpg", "webm", "wmv", "map"),
)
FILE_UPLOAD_PERMISSIONS = 0o640
# Forms carry text; a comment of 10 MB is answered with a field error, not with a broken request.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Evidence of an assessment counts as old after so many months.
EVIDENCE_STALE_MONTHS = env.number("EVIDENCE_STALE_MONTHS", 12)
# A command that checks a file for viruses (exit code 0: clean, 1: infected, else: try again).
# Files stay in quarantine until it has said clean; empty: nothing is checked.
ARTEFACT_SCAN_COMMAND = env.text("ARTEFACT_SCAN_COMMAND", "")
ARTEFACT_SCAN_SECONDS = 300
ARTEFACT_MAX_BYTES = 25 * 1024 * 1024
# What is larger is refused unread: the largest file and some room for the form around it.
LARGEST_REQUEST = ARTEFACT_MAX_BYTES + 1024 * 1024

# Security ------------------------------------------------------------------------------------
_HTTPS = not (DEBUG or INSECURE_LOCAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["cip.doors.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["cip.api.permissions.ScopedTokenRequired"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "cip.api.parsers.StrictJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "cip.api.pagination.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": [
        "cip.api.filters.StrictFilterBackend",
        "cip.api.filters.StrictOrderingFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cip.api.exceptions.error_response",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env.text("API_RATE", "6000/minute")},
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CIP platform API",
    "DESCRIPTION": "Capability-improvement programs, from the first answer to the roadmap.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Several rows have a "state"; each enum gets the name of its row.
    "ENUM_NAME_OVERRIDES": {
        "ProbeGroundEnum": "assessments.serializers.analysis.GROUNDS",
        "AssessmentStateEnum": "assessments.models.Assessment.State",
        "ResponseStateEnum": "assessments.models.Response.State",
        "ParticipantStageEnum": ["invited", "opened", "answering", "submitted"],
        "AssessmentModeEnum": "assessments.models.Assessment.Mode",
        "MailTextKindEnum": "assessments.models.MailText.Kind",
        "FindingStateEnum": "assessments.models.Finding.State",
        "FindingKindEnum": "assessments.models.Finding.Kind",
        "ActionItemStateEnum": "assessments.models.ActionItem.State",
        "InterviewKindEnum": "assessments.models.Interview.Kind",
        "InterviewStateEnum": "assessments.models.Interview.State",
        "ConsentEnum": "assessments.models.Interview.Consent",
        "NoteKindEnum": "assessments.models.InterviewNote.Kind",
        "SaysEnum": "assessments.models.Says",
        "EvidenceSourceEnum": "assessments.models.Evidence.Source",
        "CollectedSourceEnum": "assessments.serializers.evidence.COLLECTED",
        "CorroborationEnum": ["corroborated", "contradicted", "single_source", "no_evidence"],
        "DiscussionStateEnum": "assessments.models.Discussion.State",
        "DiscussionOutcomeKindEnum": "assessments.models.DiscussionOutcome.Kind",
        "GoalValueEnum": "assessments.models.AgreedRating.Value",
        "AppraisedGoalValueEnum": "assessments.serializers.appraisal.GOALS",
        "CharacterizationValueEnum": "assessments.models.Characterization.Value",
        "WorkplanStateEnum": "roadmap.models.Workplan.State",
        "InitiativeStateEnum": "roadmap.models.Initiative.State",
        "WorkItemStateEnum": "roadmap.models.WorkItem.State",
        "BudgetLineKindEnum": "roadmap.models.BudgetLine.Kind",
        "AttendancePartEnum": "workshops.models.Attendance.Part",
        "JobStateEnum": "cip.jobs.models.Job.State",
        "ImportStandingEnum": "models_catalog.models.ImportRun.Standing",
        "ImportOutcomeEnum": "models_catalog.models.ImportRun.Outcome",
        "OutcomeEnum": ["created", "replaced", "unchanged"],
        "SearchPartEnum": "models_catalog.models.SearchEntry.Part",
        "ModelVersionStateEnum": "models_catalog.models.ModelVersion.State",
        "OutcomeKindEnum": "workshops.models.Outcome.Kind",
        "WorkshopStageEnum": "workshops.models.Workshop.Stage",
        "AgreedActionKindEnum": "roadmap.serializers.computed.ACTION_KINDS",
        "WorkshopStateEnum": "workshops.models.Workshop.State",
        "AgreementStateEnum": "workshops.models.Agreement.State",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "cip.api.schema.add_error_responses",
    ],
}

# Logs ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "filters": {"request_id": {"()": "cip.web.middleware.RequestIdFilter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        },
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
    },
}
