"""Names in texts that are to be released, with the words of the model set aside."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from assessments.models import Assessment
from assessments.queries.findings import people_names
from assessments.rules.naming import names_in, parts_of
from models_catalog.models import Node

_WORD = re.compile(r"\w+")


def names_found(assessment: Assessment, texts: Iterable[str]) -> list[str]:
    """Names of participants and members in the texts; two queries, and one when there are any."""
    text = "\n".join(texts)
    found = names_in(text, people_names(assessment))
    return names_in(text, found, own_words(assessment, found)) if found else []


def own_words(assessment: Assessment, names: Iterable[str]) -> frozenset[str]:
    """Parts of these names that the model uses in its titles, casefolded; one query."""
    parts = {part for name in names for part in parts_of(name)}
    if not parts:
        return frozenset()
    asked = reduce(or_, (Q(title__icontains=part) for part in sorted(parts)))
    rows = Node.objects.filter(asked, version_id=assessment.model_version_id)
    titles = " ".join(rows.values_list("title", flat=True)).casefold()
    return frozenset(_WORD.findall(titles)).intersection(part.casefold() for part in parts)
