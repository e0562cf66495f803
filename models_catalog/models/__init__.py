"""Rows of the catalog."""

from models_catalog.models.content import (
    Dimension,
    Level,
    LevelDescriptor,
    LinkKind,
    Node,
    NodeLink,
    NodeType,
    Question,
    Scale,
)
from models_catalog.models.crosswalk import Crosswalk, Mapping
from models_catalog.models.edit import Edit
from models_catalog.models.import_run import ImportRun
from models_catalog.models.model import MaturityModel, ModelVersion
from models_catalog.models.search import SearchEntry

__all__ = [
    "Crosswalk",
    "Dimension",
    "Edit",
    "ImportRun",
    "Level",
    "LevelDescriptor",
    "LinkKind",
    "Mapping",
    "MaturityModel",
    "ModelVersion",
    "Node",
    "NodeLink",
    "NodeType",
    "Question",
    "Scale",
    "SearchEntry",
]
