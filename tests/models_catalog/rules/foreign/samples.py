"""Small files of other people's formats, with invented content."""

# ruff: noqa: E501 - files stand here as they are

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

CISO = """\
urn: urn:tea:risk:library:tea-1
locale: en
ref_id: TEA-RULES
name: Tea rules
description: Rules for tea rooms.
copyright: The Tea Society, free to share
version: 3
provider: The Tea Society
packager: tea
translations: {fr: {name: Regles}}
objects:
  threats:
    - {urn: "urn:tea:risk:threat:cold", ref_id: COLD, name: Cold tea}
  framework:
    urn: urn:tea:risk:framework:tea-1
    ref_id: TEA-RULES
    name: Tea rules
    min_score: 1
    max_score: 2
    scores_definition:
      - {score: 2, name: Always, description: Every pot.}
      - {score: 1, name: Sometimes, description: null}
    implementation_groups_definition:
      - {ref_id: S, name: Small rooms, description: null}
    requirement_nodes:
      - {urn: "urn:tea:risk:req_node:tea-1:brew", assessable: false, depth: 1, ref_id: BREW, name: Brewing}
      - urn: urn:tea:risk:req_node:tea-1:brew.1
        assessable: true
        depth: 2
        parent_urn: urn:tea:risk:req_node:tea-1:brew
        ref_id: BREW.1
        description: "Water is measured. It is hot enough."
        annotation: A kettle helps.
        typical_evidence: A thermometer.
        implementation_groups: [S]
        threats: ["urn:tea:risk:threat:cold"]
        questions:
          urn:tea:risk:req_node:tea-1:brew.1:question:1:
            type: unique_choice
            text: Is the water measured?
            choices:
              - {urn: c1, value: "Yes", add_score: 2}
              - {urn: c2, value: "No", add_score: 0}
              - {urn: c3, value: N/A}
          urn:tea:risk:req_node:tea-1:brew.1:question:2:
            type: text
            text: How?
      - {urn: "urn:tea:risk:req_node:tea-1:brew.2", assessable: true, depth: 2, parent_urn: "urn:tea:risk:req_node:tea-1:brew", ref_id: "BREW 2/b", name: Steeping is timed}
      - {urn: "urn:tea:risk:req_node:tea-1:lost", assessable: true, depth: 2, parent_urn: "urn:tea:none", name: Lost}
"""

MAPPING = """\
urn: urn:tea:risk:library:map
locale: en
ref_id: MAP
name: Tea to coffee
version: 1
objects:
  requirement_mapping_set:
    urn: urn:tea:risk:requirement_mapping_set:map
    ref_id: MAP
    name: Tea to coffee
    source_framework_urn: urn:tea:risk:framework:tea-1
    target_framework_urn: urn:tea:risk:framework:coffee-1
    requirement_mappings:
      - {source_requirement_urn: "t:1", target_requirement_urn: "c:1", relationship: intersect, rationale: semantic, annotation: Both are hot., strength_of_relationship: 9}
      - {source_requirement_urn: "t:1", target_requirement_urn: "c:2", relationship: equal}
      - {source_requirement_urn: "t:2", target_requirement_urn: "c:1", relationship: not_related}
      - {source_requirement_urn: "t:9", target_requirement_urn: "c:1", relationship: subset}
"""

DSOMM = """\
---
meta:
  version: 9.1.0
  publisher: https://example.org/dsomm
---
Kitchen and Service:
  Kettle:
    Clean kettle:
      uuid: 11111111-1111-4111-8111-111111111111
      description: |
        Clean it *daily*.
      risk: Stale taste.
      measure: Clean it.
      level: 1
      difficultyOfImplementation: {knowledge: 1, time: 2, resources: 1}
      usefulness: 4
      implementation:
        - {uuid: 1, name: Brush, tags: [], url: "https://example.org/brush"}
      references:
        samm2: [K-1, K-2]
        iso: ["1.1"]
      isImplemented: false
      evidence: ""
      tags: [none]
    Descale kettle:
      uuid: 22222222-2222-4222-8222-222222222222
      risk: Chalk.
      measure: Descale it.
      level: 3
      dependsOn: [Clean kettle, Buy kettle]
      teamsImplemented: {A: true}
    Notes: later
"""

OSCAL: dict[str, Any] = {
    "catalog": {
        "uuid": "33333333-3333-4333-8333-333333333333",
        "metadata": {
            "title": "Tea Controls",
            "version": "1.2",
            "oscal-version": "1.1.2",
            "parties": [{"uuid": "p", "type": "organization", "name": "The Tea Society"}],
            "remarks": "Controls for tea rooms.",
        },
        "groups": [
            {
                "id": "br",
                "title": "Brewing",
                "controls": [
                    {
                        "id": "br-1",
                        "class": "TEA",
                        "title": "Water",
                        "props": [
                            {"name": "label", "value": "BR-01", "class": "padded"},
                            {"name": "label", "value": "BR-1"},
                        ],
                        "params": [
                            {"id": "br-1_prm_1", "label": "a temperature"},
                            {"id": "br-1_prm_2", "select": {"choice": ["at {{ insert: param, br-1_prm_1 }}", "hot"]}},
                            {"id": "br-1_prm_3", "values": ["weekly"]},
                        ],
                        "links": [
                            {"rel": "related", "href": "#br-2"},
                            {"rel": "reference", "href": "#some-uuid"},
                        ],
                        "parts": [
                            {"id": "g", "name": "guidance", "prose": "Use a kettle, checked {{ insert: param, br-1_prm_3 }}."},
                            {
                                "id": "s",
                                "name": "statement",
                                "prose": "Brew {{ insert: param, br-1_prm_2 }} and {{ insert: param, nowhere }}:",
                                "parts": [
                                    {
                                        "name": "item",
                                        "props": [{"name": "label", "value": "a."}],
                                        "prose": "in a pot;",
                                    }
                                ],
                            },
                        ],
                        "controls": [{"id": "br-1.1", "title": "Soft water", "parts": []}],
                    },
                    {"id": "br-2", "title": "Time"},
                    {
                        "id": "br-3",
                        "title": "Sugar",
                        "props": [{"name": "status", "value": "withdrawn"}],
                    },
                ],
            }
        ],
        "back-matter": {"resources": [{"uuid": "r"}]},
    }
}  # fmt: skip

_SAMM = {
    "model/maturity_levels/1.yml": "id: l1\nnumber: 1\ndescription: Best effort.\ntype: MaturityLevel\n",
    "model/maturity_levels/2.yml": "id: l2\nnumber: 2\ndescription: Everywhere.\ntype: MaturityLevel\n",
    "model/business_functions/Kitchen.yml": (
        "id: f1\nname: Kitchen\ndescription: Where tea is made.\norder: 1\nlogo: x\ntype: Function\n"
    ),
    "model/security_practices/K-Brewing.yml": (
        "id: p1\nfunction: f1\nname: Brewing\nshortName: BR\nlongDescription: How to brew.\norder: 1\n"
        "type: Practice\n"
    ),
    "model/practice_levels/K-BR-1.yml": (
        "id: pl1\npractice: p1\nmaturityLevel: l1\nobjective: Hot tea.\ntype: PracticeLevel\n"
    ),
    "model/practice_levels/K-BR-2.yml": (
        "id: pl2\npractice: p1\nmaturityLevel: l2\nobjective: Good tea.\ntype: PracticeLevel\n"
    ),
    "model/streams/K-BR-A.yml": (
        "id: s1\npractice: p1\nname: Water\nletter: A\ndescription: About water.\norder: 1\ntype: Stream\n"
    ),
    "model/activities/K-BR-1-A.yml": (
        "id: a1\nstream: s1\nlevel: pl1\ntitle: Boil water\nbenefit: It is hot\n"
        "shortDescription: Boil it.\nlongDescription: |\n  Boil it *well*.\nresults:\nmetrics: [Degrees]\n"
        "relatedActivities: [b]\ntype: Activity\n"
    ),
    "model/questions/K-BR-1-A.yml": (
        "id: q1\nactivity: a1\nanswerSet: as1\ntext: Do you boil water?\norder: 1\n"
        "quality:\n- It bubbles\n- It steams\ntype: Question\n"
    ),
    "model/answer_sets/A.yml": (
        "id: as1\nvalues:\n- {text: 'Yes, always', value: 1, weight: 1, order: 2}\n"
        "- {text: 'No', value: 0, weight: 1, order: 0}\n"
        "- {text: 'Yes, sometimes', value: 0.5, weight: 1, order: 1}\ntype: AnswerSet\n"
    ),
    "model/activities/lost.yml": "id: a9\nstream: nowhere\nlevel: pl1\ntitle: Lost\ntype: Activity\n",
    "README.md": "# Tea\n",
    ".github/workflows/build.yml": "on: push\n",
}


def oscal() -> bytes:
    """The catalog as a file."""
    return json.dumps(OSCAL).encode()


def samm(prefix: str = "core-2.1.0/", **changed: str) -> bytes:
    """The tree as a zip file; `changed` adds or replaces files by path."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for path, content in {**_SAMM, **changed}.items():
            archive.writestr(f"{prefix}{path}", content)
    return file.getvalue()
