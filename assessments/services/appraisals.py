"""Begin a CMMI appraisal, and choose the instances it looks at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment, Characterization, Instance, Scope
from assessments.queries.appraised_model import is_appraised
from assessments.rules import lifecycle
from assessments.services import gates
from assessments.services.locking import lock_assessment
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.db.versions import save_version
from cip.kernel.errors import InvalidInput, WrongState

MOST_INSTANCES = 30


@transaction.atomic
def begin_appraisal(*, actor: Actor, assessment: Assessment, now: datetime) -> Assessment:
    """Fix the scope and go to analyzing without a questionnaire.

    Raises WrongState for models that are not appraised, InvalidInput without an area in scope,
    GatesBlock while steps of the method before it are not passed.
    """
    lock_assessment(assessment)
    policies.check_can_begin_appraisal(actor, assessment)
    if not is_appraised(assessment.model_version_id):
        raise WrongState(_("Only an appraisal can begin without a questionnaire."))
    if not Scope.objects.filter(assessment=assessment, is_applicable=True).exists():
        raise InvalidInput(_("Choose at least one process area that applies."))
    gates.check_may_begin(assessment, now)
    assessment.state = lifecycle.ANALYZING
    assessment.collection_closed_at = now
    assessment.version += 1
    assessment.save(update_fields=["state", "collection_closed_at", "version", "updated_at"])
    audit.record(actor, "appraisal.begun", assessment, program_id=assessment.program_id)
    return assessment


@transaction.atomic
def add_instance(
    *, actor: Actor, assessment: Assessment, name: str, unit: str = "", reason: str = ""
) -> Instance:
    """One more instance, behind the others."""
    lock_assessment(assessment)
    policies.check_can_sample(actor, assessment)
    own = Instance.objects.filter(assessment=assessment)
    _check_name(own, name)
    if own.count() >= MOST_INSTANCES:
        raise InvalidInput(_("%s instances are as many as fit.") % MOST_INSTANCES)
    last = own.aggregate(last=Max("position"))["last"]
    row = Instance.objects.create(
        assessment=assessment,
        name=name,
        unit=unit,
        reason=reason,
        position=0 if last is None else last + 1,
    )
    audit.record(
        actor,
        "instance.added",
        row,
        program_id=assessment.program_id,
        changes={"unit": unit, "reason": reason},
    )
    return row


@transaction.atomic
def edit_instance(
    *, actor: Actor, instance: Instance, expected_version: int, values: Mapping[str, Any]
) -> Instance:
    """Change name, unit or reason."""
    assessment = instance.assessment
    lock_assessment(assessment)
    policies.check_can_sample(actor, assessment)
    if "name" in values:
        others = Instance.objects.filter(assessment=assessment).exclude(pk=instance.pk)
        _check_name(others, values["name"])
    changes = save_version(instance, expected_version=expected_version, values=values)
    if changes:
        audit.record(
            actor,
            "instance.edited",
            instance,
            program_id=assessment.program_id,
            changes=changes,
        )
    return instance


@transaction.atomic
def remove_instance(*, actor: Actor, instance: Instance) -> None:
    """Take an instance out; refused once values were recorded for it."""
    assessment = instance.assessment
    lock_assessment(assessment)
    policies.check_can_sample(actor, assessment)
    if Characterization.objects.filter(instance=instance).exclude(value="", note="").exists():
        raise WrongState(_("Values are on record for this instance. Clear them first."))
    audit.record(actor, "instance.removed", instance, program_id=assessment.program_id)
    instance.delete()


def _check_name(others: Any, name: str) -> None:
    if not name:
        raise InvalidInput(fields={"name": [_("Give the instance a name.")]})
    if others.filter(name__iexact=name).exists():
        raise InvalidInput(fields={"name": [_("Another instance has this name.")]})
