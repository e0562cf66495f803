"""Settings of the real web server that tests start: static files straight from the apps."""

from tests.faults.settings import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
