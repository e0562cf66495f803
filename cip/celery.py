"""The Celery application. Tasks carry ids only; the job row is the truth (ADR 0005)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cip.settings")

app = Celery("cip")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
