"""Who listens to what in this process; no network, no database. For one event loop only."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping

from cip.live.topics import Versions


class Listener:
    """What one browser has not been told yet: the last version of each of its topics, no more.

    `must_ask` says that events may have been lost, `is_over` that the server is stopping.
    """

    def __init__(self, told: Mapping[str, int]) -> None:
        self._told = dict(told)
        self._news: Versions = {}
        self._bell = asyncio.Event()
        self.must_ask = False
        self.is_over = False

    @property
    def topics(self) -> Iterable[str]:
        """What the browser watches."""
        return self._told.keys()

    def hear(self, versions: Mapping[str, int]) -> None:
        """Keep what is newer than what the browser has."""
        for topic, version in versions.items():
            if version > max(self._told[topic], self._news.get(topic, -1)):
                self._news[topic] = version
                self.wake()

    def take(self) -> Versions:
        """What to tell the browser now; it counts as told."""
        news, self._news = self._news, {}
        self._told |= news
        return news

    def wake(self) -> None:
        """End the wait."""
        self._bell.set()

    async def wait(self, seconds: float) -> None:
        """Until there is something to do, at most so long."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            return
        self._bell.clear()


class Hub:
    """All listeners of this process."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._is_closed = False

    def join(self, told: Mapping[str, int]) -> Listener:
        """A listener for a browser that has these versions."""
        listener = Listener(told)
        listener.is_over = self._is_closed
        for topic in told:
            self._listeners[topic].add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget it."""
        for topic in listener.topics:
            self._listeners[topic].discard(listener)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def tell(self, versions: Mapping[str, int]) -> None:
        """There are new versions."""
        for topic, version in versions.items():
            for listener in self._listeners.get(topic, ()):
                listener.hear({topic: version})

    def doubt(self) -> None:
        """Events may have been lost: everybody has to ask."""
        for listener in self._everybody():
            listener.must_ask = True
            listener.wake()

    def close(self) -> None:
        """End all streams, those to come too."""
        self._is_closed = True
        for listener in self._everybody():
            listener.is_over = True
            listener.wake()

    def __len__(self) -> int:
        return len(self._everybody())

    def _everybody(self) -> set[Listener]:
        return {listener for group in self._listeners.values() for listener in group}
