"""`./run bench`: a database of its own, the chosen cases, one table."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence

from tools.bench import database, table
from tools.bench.measure import Result
from tools.bench.names import CASES


def main(arguments: Sequence[str]) -> int:
    """Run the chosen cases (all without names) and print their table."""
    options = _options(arguments)
    with database.own(os.environ["DATABASE_URL"]) as url, tempfile.TemporaryDirectory() as rubbish:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cip.settings",
            "DEBUG": "0",
            "LOG_LEVEL": "ERROR",
            # One connection for the whole run: making a new one is not what is measured.
            "DB_CONN_MAX_AGE": "3600",
            "STATIC_ROOT": f"{rubbish}/static",
            "MEDIA_ROOT": f"{rubbish}/media",
        }
        database.prepare()
        # Only now: these modules import the application, which reads its settings at once.
        if options.crowd:
            from tools.bench.crowd import running as crowd  # noqa: PLC0415

            try:
                return crowd.run(options.crowd, options.seconds, options.saves)
            finally:
                database.close()
        from tools.bench import running  # noqa: PLC0415

        results: list[Result] = []
        try:
            for result in running.run(
                options.case or CASES, rounds=options.rounds, look=options.look
            ):
                results.append(result)
        finally:  # what was measured before an error stands
            print(f"\n{table.machine()}\n\n{table.markdown(results)}", flush=True)
            database.close()
    return 0


def _case(name: str) -> str:
    if name not in CASES:
        raise argparse.ArgumentTypeError(f"there is no case {name!r}")
    return name


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run bench", description="Measure against floors (docs/benchmarks.md)."
    )
    parser.add_argument(
        "case", nargs="*", type=_case, metavar="CASE", help=f"all, or some of {', '.join(CASES)}"
    )
    parser.add_argument("--rounds", type=int, default=7, help="rounds per case, at least 5")
    parser.add_argument(
        "--look", action="store_true", help="also print the statements and a profile of our side"
    )
    parser.add_argument(
        "--crowd",
        type=int,
        metavar="PEOPLE",
        help="no cases: so many people answer and submit at the same time, through the web server",
    )
    parser.add_argument(
        "--seconds", type=float, default=50, help="with --crowd: how long people keep coming"
    )
    parser.add_argument(
        "--saves", type=int, default=6, help="with --crowd: answers that each of them saves"
    )
    options = parser.parse_args(arguments)
    if options.rounds < 5:
        parser.error("fewer than 5 rounds say nothing")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
