"""A ModelDocument as a library of CISO Assistant (YAML) with one framework. Levels become
implementation groups; what the format has no place for (descriptors, links, dimensions) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator

from models_catalog.rules.building import default_level_scale
from models_catalog.rules.document import ModelDocument, Node, NodeType
from models_catalog.rules.emitting import yaml_text
from models_catalog.rules.foreign.shapes import kept
from models_catalog.rules.plain import Plain
from models_catalog.rules.scale import Level, Meaning, Scale
from models_catalog.rules.structure import Placed, walk


def write_ciso(document: ModelDocument) -> str:
    """The library, ending in a line feed."""
    model = document.model
    edition = f"{model.code}-{document.version.number}".lower()
    described = model.description or model.name
    return yaml_text(
        kept(
            {
                "urn": f"urn:cip:risk:library:{edition}",
                "locale": model.language,
                "ref_id": model.code,
                "name": model.name,
                "description": described,
                "copyright": model.attribution or model.owner,
                "version": 1,
                "provider": model.owner,
                "packager": "cip",
                "objects": {"framework": _framework(document, edition, described)},
            }
        )
    )


def _framework(document: ModelDocument, edition: str, described: str) -> Plain:
    scale = document.scale(default_level_scale(document.scales) or "")
    levels = scale.ordered if scale else ()
    values = [level.value for level in levels if level.value is not None]
    head: Plain = {
        "urn": f"urn:cip:risk:framework:{edition}",
        "ref_id": document.model.code,
        "name": document.model.name,
        "description": described,
    }
    if values:
        head |= {"min_score": values[0], "max_score": values[-1]}
    nodes = _Nodes(document, edition)
    return {
        **head,
        **kept(
            {
                "scores_definition": [_score(level) for level in levels],
                "implementation_groups_definition": [_group(level) for level in levels],
                "requirement_nodes": [nodes.plain(placed) for placed in walk(document)],
            }
        ),
    }


def _score(level: Level) -> Plain:
    return {"score": level.value, **kept({"name": level.name, "description": level.text})}


def _group(level: Level) -> Plain:
    return kept({"ref_id": f"L{level.value}", "name": level.name, "description": level.text})


class _Nodes:
    """Nodes as the flat list of the format, each naming the URN of its parent."""

    def __init__(self, document: ModelDocument, edition: str) -> None:
        self._types = {each.code: each for each in document.node_types}
        self._scales = {each.code: each for each in document.scales}
        self._base = f"urn:cip:risk:req_node:{edition}"

    def plain(self, placed: Placed) -> Plain:
        """One node."""
        node, parent = placed.node, placed.parent
        return {
            "urn": self._urn(node),
            "assessable": self._is_assessable(self._types[node.type]),
            "depth": placed.depth + 1,
            **kept(
                {
                    "parent_urn": self._urn(parent) if parent else None,
                    "ref_id": node.code,
                    "name": node.title,
                    "description": node.text,
                    "implementation_groups": [] if node.level is None else [f"L{node.level}"],
                    "questions": dict(self._questions(node)),
                }
            ),
        }

    def _urn(self, node: Node) -> str:
        return f"{self._base}:{node.code.lower()}"

    @staticmethod
    def _is_assessable(node_type: NodeType) -> bool:
        return node_type.rateable or node_type.askable

    def _questions(self, node: Node) -> Iterator[tuple[str, Plain]]:
        for number, question in enumerate(node.questions, start=1):
            urn = f"{self._urn(node)}:question:{number}"
            yield (
                urn,
                {
                    "type": "unique_choice",
                    "text": question.text,
                    "choices": list(_choices(urn, self._scales[question.response_set])),
                },
            )


def _choices(urn: str, scale: Scale) -> Iterator[Plain]:
    for number, level in enumerate(scale.levels, start=1):
        choice: Plain = {"urn": f"{urn}:choice:{number}", "value": level.name}
        if level.meaning is Meaning.VALUE:
            choice["add_score"] = level.value
        yield choice
