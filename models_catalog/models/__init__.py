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
from models_catalog.models.model import MaturityModel, ModelVersion

__all__ = [
    "Dimension",
    "Level",
    "LevelDescriptor",
    "LinkKind",
    "MaturityModel",
    "ModelVersion",
    "Node",
    "NodeLink",
    "NodeType",
    "Question",
    "Scale",
]
