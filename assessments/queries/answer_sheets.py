"""What a filled-in sheet is held against: the questions of its person, also of earlier versions."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models.functions import Coalesce

from assessments.models import QuestionnaireItem, Response
from assessments.rules.answer_sheet import SheetQuestion


def questions_by_key(
    response: Response, known: Mapping[str, SheetQuestion], keys: Iterable[str]
) -> dict[str, SheetQuestion | None]:
    """What each key of a sheet means now; None was asked in an earlier version and is no more.

    Keys that never belonged to the questionnaire are left out. No query for a sheet of the newest
    version, otherwise two.
    """
    found: dict[str, SheetQuestion | None] = dict(known)
    missing = {uuid for key in keys if key not in known and (uuid := _uuid(key))}
    if missing:
        now = _moved(response, missing)
        found |= {str(old): known.get(str(new)) for old, new in now.items()}
    return found


def _moved(response: Response, missing: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Old item -> the item of the newest version that asks the same."""
    root = Coalesce("origin_id", "pk")
    old = QuestionnaireItem.objects.filter(
        pk__in=missing, questionnaire__assessment_id=response.questionnaire.assessment_id
    )
    roots = dict(old.values_list("pk", root))
    newest = (
        QuestionnaireItem.objects.filter(questionnaire_id=response.questionnaire_id)
        .annotate(root=root)
        .filter(root__in=roots.values())
    )
    by_root = dict(newest.values_list("root", "pk"))
    return {item: by_root.get(asked) for item, asked in roots.items()}


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
