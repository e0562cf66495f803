"""What a model calls its areas, what the team judges in them, and what people are asked about."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.queries.appraised_model import AREA, GENERIC
from models_catalog.models import ModelVersion, NodeType
from models_catalog.queries.kept import kept


@dataclass(frozen=True)
class Name:
    """One word of a model, as at the start of a line: of one thing and of many."""

    one: str
    many: str

    @property
    def within(self) -> str:
        """Of one, within a sentence."""
        return _within(self.one)

    @property
    def many_within(self) -> str:
        """Of many, within a sentence."""
        return _within(self.many)


@dataclass(frozen=True)
class ModelWords:
    """Area: what a scope is made of. Part: what the team judges. Asked: what evidence is about."""

    area: Name
    part: Name
    asked: Name

    def plain(self) -> dict[str, dict[str, str]]:
        """The same for documents, which hold plain data only."""
        return {key: _plain(getattr(self, key)) for key in ("area", "part", "asked")}


def model_words(version: ModelVersion) -> ModelWords:
    """The words of the version, neutral ones where it has none; one query, none the second time."""
    return kept(version, "assessed-words", lambda: _words(list(_types(version))))


def _types(version: ModelVersion) -> Iterable[NodeType]:
    return NodeType.objects.filter(version=version).order_by("position")


def _words(types: list[NodeType]) -> ModelWords:
    codes = {each.code: each for each in types}
    if GENERIC[0] in codes:  # specific and generic ones stand together under one word
        return ModelWords(
            area=_name(codes[AREA]) if AREA in codes else _area(),
            part=Name(_("Goal"), _("Goals")),
            asked=Name(_("Practice"), _("Practices")),
        )
    judged = _lowest(each for each in types if each.is_rateable)
    asked = _lowest(each for each in types if each.is_askable)
    above = codes.get(judged.parents[0]) if judged and judged.parents else judged
    return ModelWords(
        area=_name(above) if above else _area(),
        part=_name(judged) if judged else Name(_("Part"), _("Parts")),
        asked=_name(asked) if asked else Name(_("Practice"), _("Practices")),
    )


def _lowest(types: Iterable[NodeType]) -> NodeType | None:
    """The first type that holds none of the others, rather one that stands below something."""
    found = list(types)
    holding = {code for each in found for code in each.parents}
    lowest = [each for each in found if each.code not in holding]
    return next((each for each in lowest if each.parents), lowest[0] if lowest else None)


def _name(found: NodeType) -> Name:
    return Name(found.name, found.plural)


def _area() -> Name:
    return Name(_("Area"), _("Areas"))


def _plain(name: Name) -> dict[str, str]:
    forms = ("one", "many", "within", "many_within")
    return {form: getattr(name, form) for form in forms}


def _within(text: str) -> str:
    is_short_form = text[1:2].isupper()
    return text if is_short_form else text[:1].lower() + text[1:]
