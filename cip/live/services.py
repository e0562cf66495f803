"""Say that a topic has a new version."""

import logging
from functools import cache, partial
from time import monotonic

from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from cip.live.topics import written

log = logging.getLogger(__name__)

# Redis knows no databases here: installations that share a server hear each other's topics, which
# name rows that exist in one of them only.
CHANNEL = "cip.live"
QUIET_SECONDS = 10
_quiet_until = 0.0


def publish(topic: str, version: int) -> None:
    """Tell all browsers that watch the topic, after commit.

    When Redis is away nobody is told, the browsers' slow poll finds out; this process then leaves
    Redis alone for QUIET_SECONDS, so that requests do not queue up behind it.
    """
    if settings.LIVE_PUBLISH:
        # robust: what was committed stands and the request goes on.
        transaction.on_commit(partial(_send, topic, version), robust=True)


def _send(topic: str, version: int) -> None:
    global _quiet_until  # noqa: PLW0603 - one circuit breaker a process
    if monotonic() < _quiet_until:
        return
    try:
        _client().publish(CHANNEL, written({topic: version}))
    except (RedisError, OSError) as error:
        _quiet_until = monotonic() + QUIET_SECONDS
        log.warning("%s@%s not published, browsers will poll: %s", topic, version, error)


@cache
def _client() -> Redis:
    # One more try at once: the connection may be one that a restarted server has forgotten.
    return Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=1,
        socket_timeout=1,
        retry=Retry(NoBackoff(), retries=1),
    )
