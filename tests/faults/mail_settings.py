"""Settings of the real worker whose mails are files."""

import os

from tests.faults.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.faults.slow_mail.SlowBackend"
EMAIL_FILE_PATH = os.environ["MAIL_DIRECTORY"]
