"""`manage.py run_jobs`."""

from io import StringIO

import pytest
from django.core.management import call_command

from cip.jobs.models import Job
from tests.factories.jobs import JobFactory


@pytest.mark.django_db
def test_command_works_off_everything_that_is_due(settings):
    settings.JOB_HANDLERS = {
        "good": "tests.jobs.handlers.succeed",
        "bad": "tests.jobs.handlers.refuse",
    }
    JobFactory.create_batch(3, kind="good")
    JobFactory(kind="bad")
    out = StringIO()
    call_command("run_jobs", stdout=out)
    assert out.getvalue() == "4 jobs run.\n"
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "done", "done", "failed"]
