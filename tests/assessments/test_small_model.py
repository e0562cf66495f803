"""The helper itself: other tests lean on its shape."""

import pytest

from models_catalog.models import Node
from tests.small_model import small_model

pytestmark = pytest.mark.django_db


def test_small_model_shape():
    made = small_model(practices=2)
    assert [(a.code, a.level, a.position, a.last_position) for a in made.areas] == [
        ("SCM", 2, 1, 5),
        ("SPM", 3, 6, 10),
        ("SRM", 2, 12, 16),
    ]
    assert made.version.state == "published"
    assert list(made.questions) == ["SCM-P1", "SCM-P2", "SPM-P1", "SPM-P2", "SRM-P1", "SRM-P2"]
    assert [level.code for level in made.answers.levels.order_by("position")] == [
        "yes",
        "no",
        "does_not_apply",
        "dont_know",
    ]
    top = Node.objects.get(code="management")
    assert (top.position, top.last_position) == (0, 10)
    links = made.nodes["SCM-P1"].links_out.get(), made.nodes["SCM-P2"].links_out.get()
    assert [link.target.code for link in links] == ["SCM-G1", "SCM-G2"]
