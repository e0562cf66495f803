"""From Redis to the hub: one connection a process, however many browsers listen."""

import asyncio
import logging
from typing import Any

from redis import RedisError
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from cip.live.hub import Hub
from cip.live.services import CHANNEL
from cip.live.topics import read

log = logging.getLogger(__name__)

SILENCE_SECONDS = 15
LONGEST_PAUSE_SECONDS = 10


async def listen(url: str, hub: Hub) -> None:
    """Hand every event to the hub, until canceled. A lost connection is made again, for ever."""
    pause = 1
    while True:
        try:
            async with (
                Redis.from_url(url, socket_connect_timeout=2) as client,
                client.pubsub() as ear,
            ):
                await ear.subscribe(CHANNEL)
                log.info("live: listening")
                hub.doubt()
                pause = 1
                await _hand_on(ear, hub)
        except (RedisError, OSError) as error:
            log.warning("live: Redis is away, trying again in %s s: %s", pause, error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def _hand_on(ear: PubSub, hub: Hub) -> None:
    has_asked = False
    while True:
        message = await ear.get_message(timeout=SILENCE_SECONDS)
        if message is None and has_asked:
            raise ConnectionError("no answer to a ping")
        has_asked = message is None
        if message is None:
            await ear.ping()
        elif message["type"] == "message":
            _tell(hub, message["data"])


def _tell(hub: Hub, data: Any) -> None:
    try:
        hub.tell(read(data.decode()))
    except ValueError as error:
        log.warning("live: left out what is no event: %s", error)
