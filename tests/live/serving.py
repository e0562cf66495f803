"""A real web server on the test's own database and broker, and browsers' ears for its streams."""

import subprocess
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.faults.conftest import ROOT, wait_until
from tools.processes import any_free_port, listens

APPLICATION_NAME = "web under test"
"""What PostgreSQL calls the server's sessions."""


@dataclass
class Web:
    """uvicorn with one worker process, as the product starts it."""

    environment: dict[str, str]
    log: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    opened: list[HTTPConnection | HTTPResponse] = field(default_factory=list)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.port = any_free_port()
        options = ["--port", str(self.port), "--timeout-graceful-shutdown", "3"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", "cip.asgi:application", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.wait_for(lambda: listens("127.0.0.1", self.port), "the web server")

    def stop(self, seconds: float) -> None:
        """Ask it to stop; an error if it needs longer."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(seconds)

    def wait_for(self, met, what: str) -> None:
        """Come back when `met`; fail with the server's last words after 30 seconds."""
        wait_until(met, seconds=30, what=what, log=self.log)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, person=None, method: str = "GET", **options) -> HTTPResponse:
        """The answer, not read yet; `person` brings the session."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = options.pop("headers", {})
        if person is not None:
            cookies = person.client.cookies
            headers["Cookie"] = "; ".join(f"{name}={c.value}" for name, c in cookies.items())
        connection.request(method, path, headers=headers, **options)
        answer = connection.getresponse()
        self.opened += [answer, connection]
        return answer

    def ear(self, person, topics: str) -> "Ear":
        """A stream that is open and flows."""
        answer = self.get(f"/o/acme/live/{topics}/", person)
        assert (answer.status, answer.getheader("Content-Type")) == (200, "text/event-stream")
        assert answer.readline().startswith(b"retry: ")
        return Ear(answer)

    def hang_up(self) -> None:
        """Close all connections of these browsers."""
        for one in self.opened:
            one.close()


@dataclass
class Ear:
    """A browser that listens."""

    answer: HTTPResponse

    def event(self) -> str | None:
        """Data of the next event; None at the end of the stream."""
        for line in self.answer:
            if line.startswith(b"data: "):
                return line.decode().removeprefix("data: ").strip()
        return None
