"""Settings of the real worker behind the browser's journey: its mails are files."""

import os

from tests.faults.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["MAIL_DIRECTORY"]
BASE_URL = os.environ["BASE_URL"]
