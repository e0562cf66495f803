"""Sign of life for work that cannot report progress for longer than a lease."""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import Error, connection

from cip.jobs.handle import JobCanceled, JobHandle, LeaseLost, lease

log = logging.getLogger(__name__)


class Heartbeat:
    """Renews the lease from a thread with a database connection of its own, three times a lease.

    `with Heartbeat(handle) as heart: ...` around the long work, outside any transaction; the work
    calls `heart.check()` where it can stop. Leaving the block stops the thread, then checks once
    more, so that no result of a lost or canceled job goes further.
    """

    def __init__(self, handle: JobHandle) -> None:
        self._handle = handle
        self._stop = Event()
        self._ended: JobCanceled | LeaseLost | None = None
        self._thread = Thread(target=self._beat, name=f"heartbeat-{handle.job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(timeout=10)
        if kind is None:
            self.check()

    def check(self) -> None:
        """Raise JobCanceled or LeaseLost if the last beat found so."""
        if self._ended is not None:
            raise self._ended

    def _beat(self) -> None:
        try:
            while not self._stop.wait(lease().total_seconds() / 3):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            self._handle.renew()
        except (JobCanceled, LeaseLost) as ended:
            self._ended = ended
            self._stop.set()
        except Error as error:
            # The database may come back within the lease; if not, the claim is lost: so be it.
            log.warning("job %s: no sign of life, %s", self._handle.job_id, error)
            connection.close()
