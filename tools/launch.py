"""The commands of `./run`."""

import signal
import sys
from collections.abc import Callable, Sequence

from tools import check, environment, lock, processes, serve, services, settings, system
from tools.console import PYTHON, StopLaunch, say, warn

HELP = """\
./run [--host H] [--port P]   start everything: database, queue, web, worker, beat; Ctrl-C stops it
./run test [pytest options]   all tests on throw-away services, browser tests included
./run check                   format, lint, types, layers, migrations, settings, API schema
./run fix                     format, simple lint fixes, docs/api-schema.yaml
./run bench [options]         measure pages and jobs on throw-away services
./run demo [options]          build the demonstration program and list its logins
./run migrate [options]       bring the database up to date
./run manage COMMAND ...      any manage.py command, with the services up
./run shell                   a Python shell inside the application
./run lock [--upgrade]        pin requirements/*.in again
./run help                    this page

DATABASE_URL and REDIS_URL in the environment point to servers of your own; without them the
embedded ones under .data/ are used. All other settings: .env.example.
"""


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    processes.raise_on_signals()
    name, rest = "run", list(arguments)
    if rest and not rest[0].startswith("-"):
        name, rest = rest[0], rest[1:]
    if rest[:1] in (["-h"], ["--help"]) and name == "run":
        name = "help"
    command = COMMANDS.get(name)
    if command is None:
        warn(f"there is no command {name!r}; see ./run help")
        return 2
    try:
        return command(rest)
    except StopLaunch as reason:
        warn(str(reason))
        return 1
    except processes.Interrupted as ended:
        say("Stopped.")
        return 0 if name == "run" and ended.number == signal.SIGINT else 128 + ended.number


def help_page(_arguments: Sequence[str]) -> int:
    """Say what there is."""
    say(HELP.strip())
    return 0


def test(arguments: Sequence[str]) -> int:
    """All tests, or the ones that the arguments choose."""
    environment.ensure(environment.DEV_GROUPS)
    if not system.ensure_pdf():
        raise StopLaunch(f"{system.PDF_ADVICE}.")
    env = settings.base()
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling the tests takes as long as loading them
    browser = system.ensure_browser(env)
    if browser:
        env["CIP_CHROMIUM"] = browser
    with services.throw_away() as urls:
        chosen = list(arguments) or ["-n", "2", "--dist", "worksteal"]
        return processes.foreground([PYTHON, "-m", "pytest", *chosen], env=env | urls)


def check_all(_arguments: Sequence[str]) -> int:
    """All checks, on an empty database."""
    environment.ensure(environment.DEV_GROUPS)
    system.ensure_pdf()
    with services.throw_away() as urls:
        return check.main(urls)


def fix(_arguments: Sequence[str]) -> int:
    """What a program can put right."""
    environment.ensure(environment.DEV_GROUPS)
    system.ensure_pdf()
    with services.throw_away() as urls:
        return check.fix(urls)


def bench(arguments: Sequence[str]) -> int:
    """Measurements on throw-away services with a database that really writes to disk."""
    environment.ensure(environment.DEV_GROUPS)
    system.ensure_pdf()
    with services.throw_away(durable=True) as urls:
        env = settings.local(urls) | {"DJANGO_SETTINGS_MODULE": "cip.settings"}
        return processes.foreground([PYTHON, "-m", "tools.bench", *arguments], env=env)


def manage(arguments: Sequence[str]) -> int:
    """One manage.py command on the lasting database."""
    return _manage(list(arguments))


def migrate(arguments: Sequence[str]) -> int:
    """manage.py migrate."""
    return _manage(["migrate", *arguments])


def shell(arguments: Sequence[str]) -> int:
    """manage.py shell."""
    return _manage(["shell", *arguments])


def demo(arguments: Sequence[str]) -> int:
    """The demonstration program and who can log in to it."""
    build = ["build_demo", *(arguments or ["--if-missing"])]
    return _manage(
        ["migrate", "-v", "0"], ["load_catalog"], ["load_methods"], build, ["demo_logins"]
    )


def lock_requirements(arguments: Sequence[str]) -> int:
    """Pin again; no services needed."""
    return lock.main(arguments)


def _manage(*commands: list[str]) -> int:
    environment.ensure(environment.RUN_GROUPS)
    system.ensure_pdf()
    with services.lasting(" ".join(commands[-1][:1])) as urls:
        env = settings.local(urls)
        for command in commands:
            code = processes.foreground([PYTHON, "manage.py", *command], env=env)
            if code:
                return code
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": serve.main,
    "test": test,
    "check": check_all,
    "fix": fix,
    "bench": bench,
    "demo": demo,
    "migrate": migrate,
    "manage": manage,
    "shell": shell,
    "lock": lock_requirements,
    "help": help_page,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
