"""Publishing: after commit, and quietly when Redis is away."""

import logging
from contextlib import suppress

import pytest
from django.db import transaction
from redis import Redis

from cip.live import services
from tests.faults.conftest import broker, redis  # noqa: F401 - fixtures

TOPIC = "job:00000000-0000-0000-0000-000000000001"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publishing(settings, monkeypatch):
    """publishing(url): from now on events go to that server."""

    def begin(url: str) -> None:
        settings.LIVE_PUBLISH = True
        settings.REDIS_URL = url
        monkeypatch.setattr(services, "_quiet_until", 0.0)
        services._client.cache_clear()

    yield begin
    services._client().close()
    services._client.cache_clear()


@pytest.fixture
def ear(redis: Redis):  # noqa: F811
    """Hears what is published."""
    with redis.pubsub(ignore_subscribe_messages=True) as listening:
        listening.subscribe(services.CHANNEL)
        listening.get_message(timeout=5)
        yield lambda: (listening.get_message(timeout=0.3) or {}).get("data")


def test_event_after_commit_and_none_after_rollback(publishing, broker, ear):  # noqa: F811
    publishing(broker)
    with transaction.atomic():
        services.publish(TOPIC, 1)
        assert ear() is None
    assert ear() == f"{TOPIC}@1".encode()
    with suppress(KeyError), transaction.atomic():
        services.publish(TOPIC, 2)
        raise KeyError
    assert ear() is None


def test_a_forgotten_connection_is_made_again(publishing, broker, redis, ear):  # noqa: F811
    publishing(broker)
    services.publish(TOPIC, 1)
    assert ear() == f"{TOPIC}@1".encode()
    redis.execute_command("CLIENT KILL TYPE normal SKIPME yes")
    services.publish(TOPIC, 2)
    assert ear() == f"{TOPIC}@2".encode()


def test_without_redis_the_change_stands_and_redis_is_left_alone(publishing, caplog):
    publishing("redis://127.0.0.1:1/0")
    with caplog.at_level(logging.WARNING, "cip.live.services"):
        services.publish(TOPIC, 1)
        services.publish(TOPIC, 2)
    assert [record.args[:2] for record in caplog.records] == [(TOPIC, 1)]


def test_switched_off(settings, monkeypatch):
    settings.LIVE_PUBLISH = False
    monkeypatch.setattr(services, "_send", pytest.fail)
    services.publish(TOPIC, 1)
