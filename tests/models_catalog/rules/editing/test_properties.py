"""Whatever is edited can be taken back, and an edited document is a good document."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models_catalog.rules.editing.applying import apply
from models_catalog.rules.editing.check import applied
from models_catalog.rules.editing.edits import plain_edit, read_edit
from models_catalog.rules.reading import complaints
from models_catalog.rules.writing import plain_document
from tests.models_catalog.rules.editing.drawing import edits
from tests.models_catalog.rules.strategies import documents

PROFILE = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@PROFILE
@given(st.data())
def test_any_sequence_undone_gives_the_start(data: st.DataObject) -> None:
    start = document = data.draw(documents())
    taken_back = []
    for _ in range(data.draw(st.integers(1, 5))):
        edit = data.draw(edits(document))
        assert read_edit(plain_edit(edit)) == edit
        result = applied(document, [edit])
        if result.problems:
            assert all(problem.message for problem in result.problems)
            continue
        assert list(complaints(plain_document(result.document))) == []
        document = result.document
        taken_back[:0] = result.undo
    for edit in taken_back:
        document = apply(document, edit)
    assert document == start


@PROFILE
@given(st.data())
def test_a_batch_is_its_edits_one_by_one(data: st.DataObject) -> None:
    document = data.draw(documents())
    first = data.draw(edits(document))
    one = applied(document, [first])
    if one.problems:
        return
    second = data.draw(edits(one.document))
    two = applied(one.document, [second])
    if two.problems:
        return
    both = applied(document, [first, second])
    assert (both.document, both.problems) == (two.document, [])
    for edit in both.undo:
        both.document = apply(both.document, edit)
    assert both.document == document
