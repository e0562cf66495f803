"""Topics as text, and who may watch them."""

from uuid import UUID, uuid4

import pytest
from django.http import Http404

from cip.live import topics
from tests.factories.reports import ReportRunFactory

ONE, TWO = (f"job:{UUID(int=number)}" for number in (1, 2))


def test_text_reads_back():
    versions = {ONE: 0, TWO: 17}
    assert topics.written(versions) == f"{ONE}@0,{TWO}@17"
    assert topics.read(f"{ONE}@0,{TWO}@17") == versions


@pytest.mark.parametrize(
    "text",
    ["", ",", ONE, f"{ONE}@", f"{ONE}@-1", f"{ONE}@1 ", f"{ONE}@{'9' * 19}", "job:x@1", "job:@1"],
)
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match="names no topic"):
        topics.read(text)


def test_too_many_topics_are_refused():
    many = {f"job:{UUID(int=number)}": 0 for number in range(51)}
    with pytest.raises(ValueError, match="more than 50"):
        topics.read(topics.written(many))
    many.popitem()
    assert len(topics.read(topics.written(many))) == 50


class TestCurrent:
    def test_versions_in_one_query(self, alice, django_assert_num_queries):
        runs = [ReportRunFactory(organization=alice.organization) for _ in range(3)]
        names = {topics.topic("job", run.job_id) for run in runs}
        actor = alice.actor
        with django_assert_num_queries(1):
            assert topics.current(actor, names) == dict.fromkeys(names, 0)

    def test_one_foreign_topic_hides_all(self, alice):
        mine, foreign = ReportRunFactory(organization=alice.organization), ReportRunFactory()
        names = {topics.topic("job", run.job_id) for run in (mine, foreign)}
        with pytest.raises(Http404):
            topics.current(alice.actor, names)

    def test_unknown_kind(self, alice):
        with pytest.raises(Http404):
            topics.current(alice.actor, {topics.topic("secret", uuid4())})


def test_check_names_what_cannot_be_loaded(settings):
    assert topics.check_registry(None) == []
    settings.LIVE_TOPICS = {"job": "cip.nothing.here"}
    assert [problem.id for problem in topics.check_registry(None)] == ["live.E001"]
