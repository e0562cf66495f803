"""Methods that can be used on a model."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.models import MethodVersion
from assessments.rules.method import Method, Shape
from models_catalog.models import ModelVersion, NodeType, Question, Scale
from models_catalog.rules.document import Kind

FULL_STOP = ". "


@dataclass(frozen=True)
class MethodChoice:
    """A method that fits a model, with a sentence that says why and what it is."""

    pk: UUID
    label: str
    sentence: str


def fitting_methods(version_id: UUID) -> list[MethodChoice]:
    """The newest edition of each method that fits, those made for the model first. Two queries."""
    model = ModelVersion.objects.select_related("model").annotate(**_OFFERS).get(pk=version_id)
    offers = frozenset(shape for shape in Shape if getattr(model, f"offers_{shape.value}"))
    code, kind = model.model.code, Kind(model.model.kind)
    newest: dict[str, MethodVersion] = {}
    for row in MethodVersion.objects.order_by("code", "loaded_at"):
        newest[row.code] = row
    fitting = [
        (code not in method.fit.made_for, row.name, row, method)
        for row, method in ((row, row.method) for row in newest.values())
        if method.fit.fits(code, kind, offers)
    ]
    return [
        MethodChoice(row.pk, str(row), _sentence(method, is_made_for=not is_general))
        for is_general, _name, row, method in sorted(fitting, key=lambda found: found[:2])
    ]


_OF_VERSION = {"version": OuterRef("pk")}
_OFFERS = {
    "offers_levels": Exists(Scale.objects.filter(**_OF_VERSION, use=Scale.Use.LEVEL)),
    "offers_ratings": Exists(NodeType.objects.filter(**_OF_VERSION, is_rateable=True)),
    "offers_questions": Exists(Question.objects.filter(**_OF_VERSION)),
    "offers_dimensions": Exists(NodeType.objects.filter(**_OF_VERSION, is_rated_by_dimension=True)),
}


def _sentence(method: Method, *, is_made_for: bool) -> str:
    why = _("Made for this model.") if is_made_for else _("For every model of this kind.")
    what = " ".join(method.description.split()).partition(FULL_STOP)[0].rstrip(".")
    return f"{why} {what}." if what else why
