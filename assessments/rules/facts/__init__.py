"""The fixed vocabulary of facts that the gates of methods ask about.

A service computes the values, a method file names the facts, and the sentences stand here.
"""

from collections.abc import Mapping

from assessments.rules.facts.appraising import APPRAISING
from assessments.rules.facts.asking import ASKING
from assessments.rules.facts.concluding import CONCLUDING
from assessments.rules.facts.fact import Fact, FactKind
from assessments.rules.facts.it_cmf import IT_CMF
from assessments.rules.facts.preparing import PREPARING
from assessments.rules.facts.scoring import SCORING
from assessments.rules.facts.studying import STUDYING

__all__ = ["FACTS", "Fact", "FactKind"]

FACTS: Mapping[str, Fact] = {
    fact.name: fact
    for facts in (PREPARING, ASKING, CONCLUDING, APPRAISING, IT_CMF, SCORING, STUDYING)
    for fact in facts
}
"""Every fact by its name."""
