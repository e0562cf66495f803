"""PostgreSQL and Redis for one command: yours, a running `./run`'s, or our own."""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from tools import postgres, processes, valkey
from tools.console import DATA, StopLaunch, last_lines


@dataclass(frozen=True)
class Running:
    """What `.data/services.json` says about the command that holds the embedded services."""

    pid: int
    command: str
    database_url: str
    redis_url: str
    address: str = ""


class Instance:
    """The right to use `.data`, held by one command at a time.

    The lock is the kernel's: it ends with the process, so a leftover file never blocks a start.
    """

    def __init__(self, data: Path) -> None:
        self.record = data / "services.json"
        self.lock = data / "services.lock"
        self._handle: IO[str] | None = None

    def take(self) -> bool:
        """Become the holder; no if somebody else is."""
        self.lock.parent.mkdir(exist_ok=True)
        handle = self.lock.open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return False
        self._handle = handle
        self.record.unlink(missing_ok=True)
        return True

    def give_up(self) -> None:
        """Stop being the holder."""
        self.record.unlink(missing_ok=True)
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def publish(self, running: Running) -> None:
        """Tell other commands where the services are; for the owner only (it holds passwords)."""
        new = self.record.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(asdict(running), indent=2))
        new.replace(self.record)

    def held(self) -> bool:
        """Whether some command, this one included, is the holder now."""
        if not self.lock.exists():
            return False
        with self.lock.open("r") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def running(self) -> Running | None:
        """The holder's services, if it is alive and both of them accept connections."""
        if not self.held():
            return None
        with contextlib.suppress(OSError, ValueError, TypeError):
            running = Running(**json.loads(self.record.read_text()))
            if accepts(running.database_url) and accepts(running.redis_url):
                return running
        return None


def accepts(url: str) -> bool:
    """Whether the server of a URL accepts connections."""
    parts = urlsplit(url)
    return bool(parts.hostname and parts.port) and processes.listens(
        str(parts.hostname), int(parts.port or 0)
    )


class Services:
    """PostgreSQL and Redis started by us, except where the environment names other ones."""

    def __init__(self, *, database_home: Path, redis_home: Path, durable: bool) -> None:
        self.database_url = os.environ.get("DATABASE_URL", "")
        self.redis_url = os.environ.get("REDIS_URL", "")
        self.own: list[tuple[str, postgres.Postgres | valkey.Valkey]] = []
        if not self.database_url:
            self.own.append(("database", postgres.Postgres(database_home, durable=durable)))
        if not self.redis_url:
            self.own.append(("redis", valkey.Valkey(redis_home)))

    def start(self) -> None:
        """Start what is ours."""
        for name, service in self.own:
            url = service.start()
            if name == "database":
                self.database_url = url
            else:
                self.redis_url = url

    def stop(self) -> None:
        """Stop what is ours, the database last."""
        for _, service in reversed(self.own):
            service.stop()

    def look_after(self) -> None:
        """Stop the launch when a service of ours has died: its log says why."""
        for name, service in self.own:
            if service.process is not None and service.process.poll() is not None:
                raise StopLaunch(f"The embedded {name} ended:\n{last_lines(service.log)}")

    def urls(self) -> dict[str, str]:
        """The two variables that settings read."""
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


@contextlib.contextmanager
def throw_away(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """Fresh services in a temporary folder, gone afterwards with all other temporary files."""
    home = Path(tempfile.mkdtemp(prefix="cip-", dir=_temporary_place()))
    home.chmod(0o711)
    rubbish = home / "tmp"
    rubbish.mkdir(mode=0o700)
    services = None
    try:
        services = Services(
            database_home=home / "postgres", redis_home=home / "redis", durable=durable
        )
        services.start()
        yield services.urls() | {"TMPDIR": str(rubbish)}
    finally:
        with processes.signals_held():
            if services is not None:
                services.stop()
            shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def lasting(command: str) -> Iterator[dict[str, str]]:
    """The services over `.data`: those of a running `./run`, else our own for this command."""
    if len(given()) == 2:
        yield given()
        return
    instance = Instance(DATA)
    running = instance.running()
    if running is not None:
        yield {"DATABASE_URL": running.database_url, "REDIS_URL": running.redis_url} | given()
        return
    with held(instance, command) as services:
        yield services.urls()


@contextlib.contextmanager
def held(instance: Instance, command: str) -> Iterator[Services]:
    """Hold `.data` and run the services in it; other commands find them through services.json."""
    if not instance.take():
        raise StopLaunch(
            "Another ./run command is just starting or stopping; try again in a moment."
        )
    services = None
    try:
        services = lasting_services()
        services.start()
        instance.publish(Running(os.getpid(), command, services.database_url, services.redis_url))
        yield services
    finally:
        with processes.signals_held():
            if services is not None:
                services.stop()
            instance.give_up()


def lasting_services() -> Services:
    """Services over `.data`, not started yet."""
    DATA.chmod(0o711 if os.geteuid() == 0 else 0o700)
    home = DATA if os.environ.get("DATABASE_URL") else postgres.home_for(DATA)
    return Services(database_home=home, redis_home=DATA / "redis", durable=True)


def given() -> dict[str, str]:
    """The services that the environment names."""
    return {
        name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)
    }


def _temporary_place() -> str | None:
    """None for the usual place, or /tmp when the user nobody cannot reach the usual one."""
    usual = Path(tempfile.gettempdir())
    if os.geteuid() != 0 or postgres.reachable_by_others(usual):
        return None
    return "/tmp"  # noqa: S108 - mkdtemp makes a private folder inside
