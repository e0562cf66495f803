"""`./run`: everything from an empty machine to an address in the browser."""

import argparse
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import environment, processes, services, settings, system
from tools.console import DATA, PYTHON, StopLaunch, say, warn
from tools.prepare import prepare

BIN = PYTHON.parent
RESTARTS = 5
PATIENCE = 90


@dataclass
class Child:
    """One program of the platform, started again when it dies, a few times."""

    name: str
    argv: Sequence[str | Path]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    restarts: int = field(default=0)

    def start(self) -> None:
        """Start it; its lines appear behind its name."""
        self.process = processes.spawn(self.argv, env=self.env, output=subprocess.PIPE)
        if self.process.stdout is not None:
            processes.copy_lines(self.name, self.process.stdout)

    def look_after(self) -> None:
        """Start it again if it died; give up after a few times."""
        if self.process is None or self.process.poll() is None:
            return
        if self.restarts == RESTARTS:
            raise StopLaunch(f"{self.name} died {RESTARTS + 1} times; its last lines are above.")
        self.restarts += 1
        warn(f"{self.name} ended unexpectedly ({self.process.returncode}); starting it again.")
        processes.stop(self.process)
        self.start()


def main(arguments: Sequence[str]) -> int:
    """Set up, start, and stay until Ctrl-C."""
    options = _options(arguments)
    instance = services.Instance(DATA)
    if _already_running(instance):
        return 1
    environment.ensure(environment.RUN_GROUPS)
    if not system.ensure_pdf():
        warn(f"{system.PDF_ADVICE}. Everything else works without it.")
    port = _port(options)
    with services.held(instance, "run") as own:
        env = settings.local(own.urls(), host=options.host, port=port)
        prepare(env, fresh=bool(services.given()))
        address = f"http://{settings.shown(options.host)}:{port}"
        children = _children(env, options.host, port)
        try:
            # The page first; the others need the same two cores to start.
            children[0].start()
            _wait_for_health(address, children)
            for child in children[1:]:
                child.start()
            instance.publish(
                services.Running(os.getpid(), "run", own.database_url, own.redis_url, address)
            )
            _welcome(address, env)
            _stay(children, own)
        finally:
            with processes.signals_held():
                _stop(children)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run", description="Start the platform on this machine."
    )
    parser.add_argument("--host", default=settings.ADDRESS, help="address to listen on")
    parser.add_argument(
        "--port", type=int, help="port to listen on (default: 8000 or the next free one)"
    )
    return parser.parse_args(arguments)


def _already_running(instance: services.Instance) -> bool:
    if not instance.held():
        return False
    running = instance.running()
    if running is None:
        warn("Another ./run command is just starting or stopping; try again in a moment.")
    elif running.address:
        warn(
            f"Already running at {running.address} (process {running.pid}); Ctrl-C there stops it."
        )
    else:
        warn(
            f"./run {running.command} (process {running.pid}) is using the services; end it first."
        )
    return True


def _port(options: argparse.Namespace) -> int:
    if options.port is None:
        return processes.next_free_port(options.host, 8000)
    if not processes.can_bind(options.host, options.port):
        raise StopLaunch(f"Port {options.port} is taken; name another one or leave --port out.")
    return int(options.port)


def web_command(host: str, port: int) -> list[str | Path]:
    """How the web server is started; the Dockerfile starts it the same way."""
    return [
        *(BIN / "uvicorn", "cip.asgi:application", "--host", host, "--port", str(port)),
        *("--workers", "2", "--timeout-worker-healthcheck", "30"),
        *("--timeout-graceful-shutdown", "3", "--no-server-header", "--no-proxy-headers"),
        *("--no-access-log", "--log-level", "warning"),
    ]


def _children(env: dict[str, str], host: str, port: int) -> list[Child]:
    # Celery advises against root; on a machine for trying out there is often nobody else.
    calm = env | {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    celery: list[str | Path] = [BIN / "celery", "-q", "-A", "cip"]
    worker: list[str | Path] = [
        *celery,
        "worker",
        "--loglevel",
        "WARNING",
        "--concurrency",
        "2",
        "--without-gossip",
    ]
    beat: list[str | Path] = [
        *celery,
        "beat",
        "--loglevel",
        "WARNING",
        "--pidfile=",
        "-s",
        DATA / "beat-schedule",
    ]
    return [
        Child("web", web_command(host, port), env),
        Child("worker", worker, calm),
        Child("beat", beat, env),
    ]


def _wait_for_health(address: str, children: Sequence[Child]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _healthy(address):
        for child in children:
            child.look_after()
        if time.monotonic() > deadline:
            raise StopLaunch(f"{address}/healthz did not answer within {PATIENCE} seconds.")
        time.sleep(0.1)


def _healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - http
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        raise StopLaunch(f"{address}/healthz answers {error.code}; see the lines above.") from error
    except OSError:
        return False


def _welcome(address: str, env: dict[str, str]) -> None:
    logins = processes.quiet(
        [PYTHON, "manage.py", "demo_logins"], env=env, what="Listing the demo logins"
    )
    say(f"\nThe CIP platform runs at {address}\n\n{logins.strip()}\n\nCtrl-C stops it.\n")


def _stay(children: Sequence[Child], own: services.Services) -> None:
    while True:
        time.sleep(0.5)
        own.look_after()
        for child in children:
            child.look_after()


def _stop(children: Sequence[Child]) -> None:
    """Ask all at once, so that the slowest decides; then end what is left, running jobs included.

    A job that is cut off is taken up again at the next start: its row is the truth.
    """
    say("Stopping ...")
    running = [child.process for child in children if child.process is not None]
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    processes.wait_until(lambda: all(p.poll() is not None for p in running), seconds=5, pause=0.05)
    for process in running:
        processes.stop(process, (signal.SIGQUIT, 0.5))
