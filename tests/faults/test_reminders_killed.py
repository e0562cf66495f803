"""A killed worker sends no reminder twice; what it did not reach is sent by the next."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from assessments.models import Assessment, Dispatch, Participant, Reminder
from assessments.services.mailing import queue_reminder
from cip.jobs.models import Job
from cip.jobs.services import enqueue
from cip.kernel import clock
from tests.factories.assessments import AssessmentFactory, ParticipantFactory
from tests.faults.conftest import Crew, wait_until

pytestmark = pytest.mark.faults
PEOPLE = 40


def mailed(directory: Path) -> Counter[str]:
    """How many mails each address got."""
    text = "".join(file.read_text() for file in directory.glob("*.log"))
    return Counter(re.findall(r"^To: (\S+)$", text, re.MULTILINE))


def due_reminder() -> Assessment:
    """An open assessment whose first reminder is due now, for everybody."""
    now = clock.now()
    assessment = AssessmentFactory(
        state="collecting", mode="anonymous", opened_at=now - timedelta(days=9)
    )
    ParticipantFactory.create_batch(
        PEOPLE, assessment=assessment, invited_at=now - timedelta(days=8)
    )
    reminder = Reminder.objects.create(assessment=assessment, number=1, planned_on=now.date())
    queue_reminder(reminder, now - timedelta(seconds=1))
    return assessment


def test_killed_in_the_middle_of_a_round(crew: Crew, redis, tmp_path) -> None:
    box = tmp_path / "mail"
    crew.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.faults.mail_settings",
        "MAIL_DIRECTORY": str(box),
    }
    assessment = due_reminder()
    # A second job for the same outbox: two workers send side by side.
    enqueue("questionnaire_mail", {"assessment": assessment.pk})
    crew.start()
    wait_until(lambda: sum(mailed(box).values()) >= 8, seconds=60, what="8 mails", log=crew.log)
    crew.kill()
    assert Dispatch.objects.filter(state="waiting").exists()
    redis.flushall()

    crew.start()
    wait_until(
        lambda: (
            not Dispatch.objects.filter(state="waiting").exists()
            and not Job.objects.exclude(state="done").exists()
        ),
        seconds=90,
        what="the rest of the round",
        log=crew.log,
    )
    found = mailed(box)
    assert max(found.values()) == 1
    unclear = Dispatch.objects.filter(state="sending").count()
    assert unclear <= 2
    assert Dispatch.objects.filter(state="sent").count() == PEOPLE - unclear
    assert PEOPLE - unclear <= len(found) <= PEOPLE
    assert Participant.objects.filter(dispatches__number=1).count() == PEOPLE
