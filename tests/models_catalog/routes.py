"""Routes of the catalog for the outsider sweep, all of models that belong to the victim."""

from typing import Any

from models_catalog.models import (
    Crosswalk,
    ImportRun,
    Mapping,
    MaturityModel,
    ModelVersion,
    Node,
    Question,
    Scale,
)
from tests.architecture.registry import Victim, nothing
from tests.factories.catalog import (
    CrosswalkFactory,
    ImportRunFactory,
    MappingFactory,
    MaturityModelFactory,
    ModelVersionFactory,
    NodeFactory,
    QuestionFactory,
    ScaleFactory,
)


def model(victim: Victim) -> MaturityModel:
    return MaturityModelFactory(organization=victim)


def version(victim: Victim) -> ModelVersion:
    return ModelVersionFactory(model=model(victim))


def node(victim: Victim) -> Node:
    return NodeFactory(version=version(victim))


def question(victim: Victim) -> Question:
    return QuestionFactory(node=node(victim))


def scale(victim: Victim) -> Scale:
    return ScaleFactory(version=version(victim))


def nothing_found(victim: Victim) -> None:
    """Found only by words; no address names one."""


def crosswalk(victim: Victim) -> Crosswalk:
    return CrosswalkFactory(organization=victim)


def mapping(victim: Victim) -> Mapping:
    return MappingFactory(crosswalk=crosswalk(victim))


def of_crosswalk(victim: Victim) -> dict[str, Any]:
    return {"pk": crosswalk(victim).pk}


def of_version(victim: Victim) -> dict[str, Any]:
    return {"pk": version(victim).pk}


def of_node(victim: Victim) -> dict[str, Any]:
    found = node(victim)
    return {"pk": found.version_id, "code": found.code}


def of_section(victim: Victim) -> dict[str, Any]:
    return {"pk": version(victim).pk, "section": "scales"}


def of_word(victim: Victim) -> dict[str, Any]:
    found = scale(victim)
    return {"pk": found.version_id, "section": "scales", "code": found.code}


PAGES = {
    "catalog:search": nothing,
    "catalog:crosswalks": nothing,
    "catalog:crosswalk_import": nothing,
    "catalog:crosswalk": of_crosswalk,
    "catalog:crosswalk_download": of_crosswalk,
    "catalog:crosswalk_delete": of_crosswalk,
    "catalog:list": nothing,
    "catalog:import": nothing,
    "catalog:version": of_version,
    "catalog:difference": of_version,
    "catalog:download": of_version,
    "catalog:publish": of_version,
    "catalog:retire": of_version,
    "catalog:next": of_version,
    "catalog:tailor": of_version,
    "catalog:upgrade": of_version,
    "catalog:discard": of_version,
    "catalog:map": of_version,
    "catalog:nodes": of_version,
    "catalog:node": of_node,
}


def of_model(victim: Victim) -> dict[str, Any]:
    return {"pk": model(victim).pk}


PAGES |= {
    "catalog:model": of_model,
    "catalog:start": nothing,
    "catalog:edit": of_version,
    "catalog:edit_add": of_version,
    "catalog:edit_act": of_version,
    "catalog:edit_history": of_version,
    "catalog:edit_check": of_version,
    "catalog:edit_about": of_version,
    "catalog:edit_words": of_section,
    "catalog:edit_word_add": of_section,
    "catalog:edit_word": of_word,
    "catalog:edit_word_act": of_word,
}


def import_run(victim: Victim) -> ImportRun:
    return ImportRunFactory(organization=victim)


def of_import(victim: Victim) -> dict[str, Any]:
    return {"pk": import_run(victim).pk}


PAGES |= {
    "catalog:import_run": of_import,
    "catalog:import_store": of_import,
    "catalog:import_cancel": of_import,
    "catalog:import_retry": of_import,
    "catalog:import_discard": of_import,
}

API = {
    "model-import": import_run,
    "catalog-search": nothing_found,
    "crosswalk": crosswalk,
    "mapping": mapping,
    "maturity-model": model,
    "model-version": version,
    "node": node,
    "question": question,
    "scale": scale,
}
