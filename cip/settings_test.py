"""What tests change, and nothing else: hasher, mail, storage, bell of jobs, static files."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("INSECURE_LOCAL", "1")

from cip.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="cip-test-media-")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Unit tests run jobs by hand (`tests.jobs.run_jobs`); fault tests start a real worker.
JOBS_PUBLISH = LIVE_PUBLISH = False
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
ALLOWED_HOSTS = ["*"]
# A kind of report that needs no other app.
REPORTS = {"sample": "tests.reports.sample.SAMPLE_REPORT", **REPORTS}  # noqa: F405
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "reports" / "templates"]  # type: ignore[misc]  # noqa: F405
