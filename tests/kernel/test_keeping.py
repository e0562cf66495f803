"""What was worked out once is given again, and only so much of it is kept."""

from cip.kernel.keeping import Kept


def test_a_key_is_worked_out_once():
    made = []
    kept = Kept(most=2)
    for key in ("a", "a", "b", "a"):
        assert kept.get(key, lambda key=key: made.append(key) or key) == key
    assert made == ["a", "b"]


def test_none_is_kept_too():
    made = []
    kept = Kept(most=1)
    assert kept.get("a", lambda: made.append(1)) is None
    assert kept.get("a", lambda: made.append(2)) is None
    assert made == [1]


def test_what_was_not_asked_for_longest_goes_first():
    kept = Kept(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)
    assert kept.get("a", lambda: "new") == "a"
    assert kept.get("b", lambda: "new") == "new"
