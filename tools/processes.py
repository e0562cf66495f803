"""Starting and stopping programs so that nothing outlives the launcher."""

import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO, Any

from tools.console import ROOT, StopLaunch

PR_SET_PDEATHSIG = 1
ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_print_lock = threading.Lock()


class Interrupted(BaseException):
    """A signal asked the launcher to end; raised in the main thread so that `finally` runs."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def raise_on_signals() -> None:
    """Turn Ctrl-C, SIGTERM and a closed terminal into `Interrupted`."""

    def ended(number: int, _frame: FrameType | None) -> None:
        raise Interrupted(number)

    for number in ENDING_SIGNALS:
        signal.signal(number, ended)


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """While cleaning up, a second Ctrl-C changes nothing."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent(number: int) -> Callable[[], None] | None:
    """Code for the child: the kernel sends it `number` when the launcher is gone, however it went.

    The signal is tied to the thread that forked, so children are started from the main thread.
    """
    libc = _libc()
    if libc is None:
        return None
    parent = os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return arrange


def spawn(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    output: int | IO[bytes],
    user: pwd.struct_passwd | None = None,
    death_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a background program in its own process group; it dies with the launcher."""
    as_user: dict[str, Any] = {}
    if user is not None:
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.Popen(
        [str(part) for part in argv],
        cwd="/" if user is not None else ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        process_group=0,
        preexec_fn=_die_with_parent(death_signal),  # noqa: PLW1509 - threads here only copy output
        **as_user,
    )


def stop(process: subprocess.Popen[bytes], *steps: tuple[int, float]) -> None:
    """Send each signal in turn, waiting its seconds; whatever is left of the group is killed."""
    for number, seconds in steps:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def foreground(argv: Sequence[str | Path], *, env: Mapping[str, str]) -> int:
    """Run a program on the terminal and give its exit code; signals are the program's business."""
    child = subprocess.Popen(
        [str(part) for part in argv],
        cwd=ROOT,
        env=dict(env),
        preexec_fn=_die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no thread runs yet
    )
    on_terminal = os.isatty(0)

    def hand_on(number: int, _frame: FrameType | None) -> None:
        # On a terminal Ctrl-C reaches the program by itself, as one of the same group.
        if not (on_terminal and number == signal.SIGINT):
            child.send_signal(number)

    before = {number: signal.signal(number, hand_on) for number in ENDING_SIGNALS}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def quiet(argv: Sequence[str | Path], *, env: Mapping[str, str], what: str) -> str:
    """Run a program to its end and give what it printed; a failure shows it and stops."""
    done = subprocess.run(
        [str(part) for part in argv],
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise StopLaunch(f"{what} failed; its output is above.")
    return done.stdout


def copy_lines(name: str, source: IO[bytes]) -> threading.Thread:
    """Print each line of a child behind its name."""

    def copy() -> None:
        for line in source:
            text = line.decode(errors="replace").rstrip()
            with _print_lock:
                sys.stdout.write(f"{name:<6} | {text}\n")
                sys.stdout.flush()

    thread = threading.Thread(target=copy, name=f"lines of {name}", daemon=True)
    thread.start()
    return thread


def listens(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def can_bind(host: str, port: int) -> bool:
    """Whether a server could be started there now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """A port on 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def next_free_port(host: str, first: int, tries: int = 50) -> int:
    """`first`, or the next port that is free."""
    for port in range(first, first + tries):
        if can_bind(host, port):
            return port
    raise StopLaunch(f"No port from {first} to {first + tries - 1} is free; name one with --port.")


def wait_until(ready: Callable[[], bool], *, seconds: float, pause: float = 0.02) -> bool:
    """Ask until the answer is yes; no after so many seconds."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
