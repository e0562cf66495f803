"""Malformed model files and exactly what is said about them: what, file, (line, path, message)s."""

# ruff: noqa: E501 - files and messages stand here as they are

from __future__ import annotations

HEAD = """\
format: cip-maturity-model/1
model: {code: T, name: Test model, kind: maturity}
version: {number: "1"}
scales:
  - code: maturity
    name: Levels
    use: level
    levels: [{value: 1, code: "1", name: Low}, {value: 5, code: "5", name: High}]
  - code: answers
    name: Answers
    use: answer
    levels: [{code: yes, name: Yes, value: 1}, {code: no, name: No, value: 0}]
dimensions: [{code: TECH, name: Technology}]
node_types:
  - {code: area, name: Area, plural: Areas, rateable: true}
  - {code: practice, name: Practice, plural: Practices, parents: [area], askable: true, attributes: [{code: note, name: Note}]}
link_kinds:
  - {code: needs, name: needs, inverse: is needed by, acyclic: true}
  - {code: helps, name: helps, inverse: is helped by, from: [practice], to: [area]}
"""
"""Twenty lines with line 1 being the format; `nodes:` of a case starts on line 20."""

Said = list[tuple[int, str, str]]

NODES: list[tuple[str, str, Said]] = [
    (
        "a level that the scale does not have",
        "nodes:\n  - {code: A, type: area, title: A, level: 7}\n",
        [(21, "nodes[0].level", "7 is not a level of scale 'maturity' (1, 5)")],
    ),
    (
        "a level that is no number",
        "nodes:\n  - {code: A, type: area, title: A, level: high}\n",
        [(21, "nodes[0].level", "must be a whole number, not the text 'high'")],
    ),
    (
        "a level that is a decimal number",
        "nodes:\n  - {code: A, type: area, title: A, level: 1.0}\n",
        [(21, "nodes[0].level", "must be a whole number, not the number 1.0")],
    ),
    (
        "codes used twice, far apart",
        "nodes:\n  - code: A\n    type: area\n    title: A\n"
        "    children: [{code: P, type: practice, title: P}]\n  - {code: P, type: area, title: B}\n",
        [(25, "nodes[1].code", "the code 'P' is already used at nodes[0].children[0]")],
    ),
    (
        "a code with a space and a code with a line feed",
        'nodes:\n  - {code: A 1, type: area, title: A}\n  - {code: "B\\n", type: area, title: B}\n',
        [
            (
                21,
                "nodes[0].code",
                "'A 1' is not a code: begin with a letter or digit, "
                "then only letters, digits, dot, hyphen, underscore",
            ),
            (
                22,
                "nodes[1].code",
                "'B' is not a code: begin with a letter or digit, "
                "then only letters, digits, dot, hyphen, underscore",
            ),
        ],
    ),
    (
        "an unknown key with a near one and one without",
        "nodes:\n  - {code: A, type: area, title: A, titel: B}\n  - {code: B, type: area, title: B, zzz: 1}\n",
        [
            (21, "nodes[0].titel", "unknown key 'titel'; did you mean 'title'?"),
            (
                22,
                "nodes[1].zzz",
                "unknown key 'zzz'; known here: code, type, title, text, level, dimension, optional, "
                "may_not_apply, replaces, attributes, question, questions, descriptors, links, "
                "children",
            ),
        ],
    ),
    (
        "missing and empty keys",
        'nodes:\n  - code: A\n    type: area\n  - {code: B, type: area, title: ""}\n'
        "  - code: C\n    type: area\n    title:\n",
        [
            (21, "nodes[0]", "'title' is missing"),
            (23, "nodes[1].title", "must be one line of text and not empty"),
            (26, "nodes[2].title", "is empty; must be a text"),
        ],
    ),
    (
        "a title that YAML reads as a number or truth value",
        "nodes:\n  - {code: A, type: area, title: 2024}\n  - {code: B, type: area, title: true}\n",
        [
            (21, "nodes[0].title", "must be a text; 2024 is read as a number: put it in quotes"),
            (
                22,
                "nodes[1].title",
                "must be a text; true is read as true or false: put it in quotes",
            ),
        ],
    ),
    (
        "types unknown, at the wrong place, under the wrong node",
        "nodes:\n  - {code: A, type: aera, title: A}\n  - {code: B, type: practice, title: B}\n"
        "  - code: C\n    type: area\n    title: C\n    children: [{code: D, type: area, title: D}]\n",
        [
            (21, "nodes[0].type", "no node type 'aera'; declared: area, practice"),
            (22, "nodes[1].type", "'practice' cannot stand at the top; only under area"),
            (26, "nodes[2].children[0].type", "'area' cannot stand under 'area'; only at the top"),
        ],
    ),
    (
        "attributes undeclared and of the wrong form",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    attributes: {note: x}\n    children:\n"
        "      - {code: P, type: practice, title: P, attributes: {note: [x]}}\n",
        [
            (
                24,
                "nodes[0].attributes.note",
                "node type 'area' declares no attribute 'note'; none is declared",
            ),
            (
                26,
                "nodes[0].children[0].attributes.note",
                "must be a text, as node type 'practice' declares",
            ),
        ],
    ),
    (
        "questions about what is not askable, twice over, without a code, with a wrong response set",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    question: {text: Why?}\n    children:\n"
        "      - code: P\n        type: practice\n        title: P\n        question: {text: One?}\n"
        "        questions:\n          - {code: P.Q, text: Two?}\n          - {text: Three?}\n"
        "          - {code: P.4, text: Four?, response_set: maturity}\n",
        [
            (
                24,
                "nodes[0].question",
                "node type 'area' is not askable, so its nodes have no questions",
            ),
            (
                30,
                "nodes[0].children[0].questions",
                "use either `question` or `questions`, not both",
            ),
            (
                31,
                "nodes[0].children[0].questions[0].code",
                "the question code 'P.Q' is already used at nodes[0].children[0].question",
            ),
            (
                32,
                "nodes[0].children[0].questions[1]",
                "'code' is missing; only the entry under `question` may do without",
            ),
            (
                33,
                "nodes[0].children[0].questions[2].response_set",
                "scale 'maturity' has use 'level'; here it must be 'answer'",
            ),
        ],
    ),
    (
        "descriptors of unknown levels and dimensions and of the same cell",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    descriptors:\n"
        "      - {level: 2, text: x}\n      - {level: 1, dimension: PEOPLE, text: x}\n"
        "      - {level: 1, text: x}\n      - {level: 1, text: y}\n",
        [
            (25, "nodes[0].descriptors[0].level", "2 is not a level of scale 'maturity' (1, 5)"),
            (26, "nodes[0].descriptors[1].dimension", "no dimension 'PEOPLE'; declared: TECH"),
            (
                28,
                "nodes[0].descriptors[3]",
                "this level and dimension are already described at descriptors[2]",
            ),
        ],
    ),
    (
        "replaced codes that are none, that are still there, that stand twice",
        'nodes:\n  - {code: A, type: area, title: A, replaces: [B, "C D", OLD, OLD]}\n'
        "  - {code: B, type: area, title: B, replaces: [OLD, B]}\n",
        [
            (21, "nodes[0].replaces[0]", "the code 'B' is not replaced: it is used at nodes[1]"),
            (
                21,
                "nodes[0].replaces[1]",
                "'C D' is not a code: begin with a letter or digit, "
                "then only letters, digits, dot, hyphen, underscore",
            ),
            (21, "nodes[0].replaces[3]", "the code 'OLD' already stands at replaces[2]"),
            (22, "nodes[1].replaces[1]", "the code 'B' is not replaced: it is used at nodes[1]"),
        ],
    ),
    (
        "a question about a dimension that is none",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    children:\n"
        "      - {code: P, type: practice, title: P, question: {text: Why?, dimension: TASTE}}\n",
        [
            (
                25,
                "nodes[0].children[0].question.dimension",
                "no dimension 'TASTE'; declared: TECH",
            )
        ],
    ),
    (
        "links to nowhere, to itself, twice, of no kind, from and to the wrong type",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    links:\n"
        "      - {kind: needs, to: Z}\n      - {kind: needs, to: A}\n      - {kind: needs, to: B}\n"
        "      - {kind: needs, to: B}\n      - {kind: likes, to: B}\n      - {kind: helps, to: B}\n"
        "  - code: B\n    type: area\n    title: B\n    children:\n"
        "      - {code: P, type: practice, title: P, links: [{kind: helps, to: P2}]}\n"
        "      - {code: P2, type: practice, title: P}\n",
        [
            (25, "nodes[0].links[0].to", "no node has the code 'Z'"),
            (26, "nodes[0].links[1].to", "the node links to itself"),
            (28, "nodes[0].links[3]", "the same link as links[2]"),
            (29, "nodes[0].links[4].kind", "no link kind 'likes'; declared: needs, helps"),
            (30, "nodes[0].links[5].kind", "a link 'helps' starts from practice, not from area"),
            (
                35,
                "nodes[1].children[0].links[0].to",
                "a link 'helps' leads to area, not to practice",
            ),
        ],
    ),
    (
        "a circle of links of an acyclic kind",
        "nodes:\n  - {code: A, type: area, title: A, links: [{kind: needs, to: B}]}\n"
        "  - {code: B, type: area, title: B, links: [{kind: needs, to: C}]}\n"
        "  - {code: C, type: area, title: C, links: [{kind: needs, to: A}]}\n",
        [(23, "nodes[2].links[0].to", "the link closes a circle of 'needs': A -> B -> C -> A")],
    ),
    (
        "lists and mappings where texts should be, and the reverse",
        "nodes:\n  - {code: A, type: area, title: [x], children: none}\n  - B\n",
        [
            (21, "nodes[0].title", "must be a text, not a list"),
            (21, "nodes[0].children", "must be a list, not the text 'none'"),
            (22, "nodes[1]", "must be a mapping of keys and values, not the text 'B'"),
        ],
    ),
    (
        "a key written twice",
        "nodes:\n  - code: A\n    type: area\n    title: A\n    code: B\n",
        [(24, "nodes[0].code", "the key 'code' is here twice; first on line 21")],
    ),
    (
        "an escaped NUL and an escaped lone surrogate do not become text",
        'nodes:\n  - {code: A, type: area, title: A, text: "a\\0b"}\n',
        [(21, "nodes[0].text", "the text holds a control character, U+0000; remove it")],
    ),
    (
        "a text that is too long",
        f"nodes:\n  - {{code: A, type: area, title: A, text: {'x' * 20001}}}\n",
        [(21, "nodes[0].text", "has 20001 characters; at most 20000 are allowed")],
    ),
]
"""Cases after HEAD."""

WHOLE: list[tuple[str, str, Said]] = [
    ("nothing", "", [(1, "", "the file is empty")]),
    ("a comment only", "# no model yet\n", [(1, "", "the file is empty")]),
    ("a word", "hello\n", [(1, "", "must be a mapping of keys and values, not the text 'hello'")]),
    (
        "another format",
        "format: cip-maturity-model/2\nmodel: {code: T, name: T, kind: ladder}\nversion: {number: 1.0}\n"
        "node_types: []\nnodes: []\n",
        [
            (1, "format", "must be 'cip-maturity-model/1', not 'cip-maturity-model/2'"),
            (2, "model.kind", "'ladder' is none of: maturity, reference"),
            (3, "version.number", "must be a text; 1.0 is read as a number: put it in quotes"),
            (4, "node_types", "needs at least 1"),
        ],
    ),
    (
        "a tab",
        "format: cip-maturity-model/1\nmodel:\n\tcode: T\n",
        [(3, "", "a tab stands where YAML wants spaces; indent with spaces")],
    ),
    (
        "a text that begins with @",
        "format: @home\n",
        [(1, "", "a text cannot begin with '@'; put it in quotes")],
    ),
    (
        "a colon inside an unquoted text",
        "format: cip-maturity-model/1\nmodel:\n  name: CIP: the model\n",
        [
            (
                3,
                "",
                "a colon and a space inside an unquoted text, or an indentation that does not fit",
            )
        ],
    ),
    (
        "a quotation mark never closed",
        'format: "cip\nmodel: x\n',
        [(3, "", "a quotation mark is opened and never closed")],
    ),
    (
        "a bracket never closed",
        "format: [a, b\nmodel: x\n",
        [(2, "", "a bracket is opened and not closed, or a comma is missing")],
    ),
    (
        "indentation that does not fit",
        "format: x\n  model: y\n",
        [
            (
                2,
                "",
                "a colon and a space inside an unquoted text, or an indentation that does not fit",
            )
        ],
    ),
    (
        "two documents",
        "format: a\n---\nformat: b\n",
        [(2, "", "a second document starts here; one file holds one model")],
    ),
    (
        "a tag that would make a Python object",
        'format: !!python/object/apply:os.system ["true"]\nmodel: {code: T, name: T, kind: maturity}\n'
        'version: {number: "1"}\nnode_types: [{code: a, name: a, plural: a}]\nnodes: []\n',
        [
            (
                1,
                "format",
                "the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; plain values only",
            )
        ],
    ),
    (
        "a mapping as a key",
        "{a: 1}: b\n",
        [(1, "", "a key must be a word, not a list or mapping")],
    ),
    (
        "a merge key",
        "<<: {a: 1}\nformat: cip-maturity-model/1\nmodel: {code: T, name: T, kind: maturity}\n"
        'version: {number: "1"}\nnode_types: [{code: a, name: a, plural: a}]\nnodes: []\n',
        [
            (
                1,
                "<<",
                "unknown key '<<'; known here: format, model, version, scales, dimensions, node_types, "
                "link_kinds, nodes",
            )
        ],
    ),
    (
        "a vocabulary that contradicts itself",
        'format: cip-maturity-model/1\nmodel: {code: T, name: T, kind: maturity, home_page: "javascript:x"}\n'
        'version: {number: "1"}\nscales:\n'
        "  - code: m\n    name: M\n    use: level\n    levels:\n"
        "      - {code: a, name: A, value: 2}\n      - {code: b, name: B, value: 1}\n"
        "      - {code: a, name: C, value: 2}\n      - {code: d, name: D}\n"
        "      - {code: e, name: E, value: 9, meaning: dont_know}\n"
        "  - {code: m, name: N, use: answer, levels: [{code: x, name: X, value: 1}]}\n"
        "node_types:\n"
        "  - {code: t, name: t, plural: t, parents: [u], level_scale: n, by_dimension: true}\n"
        "link_kinds:\n  - {code: k, name: k, inverse: k, from: [v]}\n"
        "nodes: []\n",
        [
            (
                2,
                "model.home_page",
                "'javascript:x' is not an address that begins with http:// or https://",
            ),
            (10, "scales[0].levels[1].value", "1 stands after 2; levels are listed lowest first"),
            (11, "scales[0].levels[2].code", "the code 'a' is already used at scales[0].levels[0]"),
            (11, "scales[0].levels[2].value", "the value 2 is already used at levels[0]"),
            (12, "scales[0].levels[3]", "'value' is missing"),
            (
                13,
                "scales[0].levels[4].value",
                "a level with meaning 'dont_know' has no value; remove it",
            ),
            (
                13,
                "scales[0].levels[4].meaning",
                "a scale with use 'level' has only levels with meaning 'value'",
            ),
            (14, "scales[1].code", "the code 'm' is already used at scales[0]"),
            (16, "node_types[0].parents[0]", "no node type 'u'; declared: t"),
            (16, "node_types[0].level_scale", "no scale 'n'; none is declared"),
            (16, "node_types[0].by_dimension", "the model has no dimensions"),
            (18, "link_kinds[0].from[0]", "no node type 'v'; declared: t"),
        ],
    ),
]
"""Cases that are whole files."""
