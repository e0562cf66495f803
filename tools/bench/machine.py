"""What the machine does meanwhile: CPU time of ourselves, our PostgreSQL and everybody else."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

PROC = Path("/proc")


@dataclass(frozen=True)
class Reading:
    """Seconds of CPU so far; `all` and `ours` are None where there is no /proc."""

    at: float
    all: float | None
    ours: float | None

    def foreign_since(self, before: "Reading") -> float | None:
        """Cores kept busy by others since `before`."""
        if None in (self.all, self.ours, before.all, before.ours):
            return None
        busy = self.all - before.all  # type: ignore[operator]
        return max(0.0, (busy - (self.ours - before.ours)) / (self.at - before.at))  # type: ignore[operator]


def reading() -> Reading:
    """Read now. Ours: this process, its finished children, and the whole database server."""
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    busy, server = _busy(), _server()
    ours = None if server is None else own + server
    return Reading(time.monotonic(), busy, ours)


def cpu() -> float:
    """Seconds of CPU of this process and of its database connection's server process."""
    return time.process_time() + _backend()


def group(leader: int) -> float:
    """Seconds of CPU of the processes that run in the leader's process group."""
    total = 0.0
    for folder in PROC.iterdir():
        try:
            if folder.name.isdigit() and os.getpgid(int(folder.name)) == leader:
                found = _stat(int(folder.name))
                total += found[2] if found else 0.0
        except ProcessLookupError:
            continue
    return total


def _busy() -> float | None:
    try:
        fields = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _idle, _wait, irq, softirq, *_rest = map(int, fields)
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _backend() -> float:
    """Seconds of the server process behind our connection; 0 where it cannot be seen."""
    try:
        return int((PROC / str(_backend_pid()) / "schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def _backend_pid() -> int:
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def _server() -> float | None:
    """Seconds of the whole database server, when it runs on this machine."""
    status = _stat(_backend_pid())
    if status is None or "postgres" not in status[0]:
        return None
    postmaster = status[1]
    total = 0.0
    for folder in PROC.iterdir():
        found = _stat(int(folder.name)) if folder.name.isdigit() else None
        if found and (found[1] == postmaster or int(folder.name) == postmaster):
            total += found[2]
            if int(folder.name) == postmaster:
                total += found[3]
    return total


def _stat(pid: int) -> tuple[str, int, float, float] | None:
    """Name, parent, own seconds, and seconds of ended children of a process."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    name, _, rest = text.partition("(")[2].rpartition(")")
    fields = rest.split()
    tick = os.sysconf("SC_CLK_TCK")
    times = [int(value) / tick for value in fields[11:15]]
    return name, int(fields[1]), times[0] + times[1], times[2] + times[3]
