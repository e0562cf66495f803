"""What the pages of appraisals share."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import Assessment
from assessments.queries.appraisal import Appraisal, appraisal
from assessments.views.result_frame import frame, load_assessment
from cip.access.actor import granted
from cip.access.check import allowed
from cip.access.permissions import Permission
from cip.web.links import org_url
from cip.web.loading import ActorRequest


def load_appraisal(request: ActorRequest, pk: UUID) -> tuple[Assessment, Appraisal]:
    """The assessment and its appraisal; 404 outside and for models that are not appraised."""
    row = load_assessment(request, pk)
    policies.check_can_see_characterizations(request.actor, row)
    found = appraisal(row, for_team=granted(request.actor, Permission.RATE))
    if found is None:
        raise Http404
    return row, found


def appraisal_frame(
    request: ActorRequest, row: Assessment, title: str, *steps: tuple[str, str | None]
) -> dict[str, Any]:
    """The frame of a page below the profile."""
    profile = _("Appraisal"), org_url(request.actor, "assessments:appraisal", row.pk)
    crumbs = (profile, *steps) if steps else ((_("Appraisal"), None),)
    return frame(request, row, title, *crumbs) | {
        "can_characterize": allowed(policies.check_can_characterize, request.actor, row),
        "can_sample": allowed(policies.check_can_sample, request.actor, row),
    }
