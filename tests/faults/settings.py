"""Settings of the real worker that fault tests start: test settings with the bell on."""

import os

from cip.settings_test import *  # noqa: F403

JOBS_PUBLISH = LIVE_PUBLISH = True
MEDIA_ROOT = os.environ["MEDIA_ROOT"]
