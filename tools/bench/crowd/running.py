"""Lets the people come one after the other over some seconds, then counts everything again."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db.models import Sum

from assessments.models import Answer, ItemTally, Participant, Response
from assessments.queries.progress import wrong_tallies
from cip.audit.models import AuditEvent
from tools import processes
from tools.bench import machine
from tools.bench.crowd.visit import Visit
from tools.bench.crowd.world import CrowdWorld, crowd_world
from tools.bench.database import settle
from tools.console import StopLaunch
from tools.serve import web_command

HOST = "127.0.0.1"
KINDS = ("welcome", "begin", "area", "save", "review", "submit", "done")


def run(people: int, seconds: float, saves: int) -> int:
    """Print what came of it; 0 when every answer is there and nothing failed."""
    world = crowd_world(people)
    settle()
    with _served() as (address, server):
        before, server_before = machine.reading(), machine.group(server)
        visits = _come(world, address, seconds, saves)
        after, served = machine.reading(), machine.group(server) - server_before
    faults = [fault for visit in visits for fault in visit.faults] + _lost(world, visits)
    took = max(visit.ended_at for visit in visits) - before.at
    print(
        f"{people} people came within {seconds:.0f} s, saved {saves} answers each and submitted: "
        f"{took:.1f} s, {60 * people / took:.0f} people a minute."
    )
    foreign = after.foreign_since(before)
    if foreign is not None and before.ours is not None and after.ours is not None:
        ours = after.ours - before.ours + served
        print(
            f"Processor time: {1000 * ours / people:.0f} ms a person, {1000 * served / people:.0f} "
            f"of them in the web server, the rest in PostgreSQL and in the people. "
            f"Foreign cores: {max(0.0, foreign - served / (after.at - before.at)):.2f}."
        )
    _print_times(visits)
    for fault in faults[:20]:
        print(f"FAULT  {fault}")
    print(f"{len(faults)} faults." if faults else "No error, and nothing was lost.")
    return 1 if faults else 0


@contextlib.contextmanager
def _served() -> Iterator[tuple[tuple[str, int], int]]:
    """Address and process group of the web server, started as for people: two processes."""
    port = processes.any_free_port()
    server = processes.spawn(
        web_command(HOST, port), env=dict(os.environ), output=subprocess.DEVNULL
    )
    try:
        if not processes.wait_until(lambda: processes.listens(HOST, port), seconds=60):
            raise StopLaunch("the web server did not start")
        _warm((HOST, port))
        yield (HOST, port), server.pid
    finally:
        processes.stop(server, (15, 10.0))


def _warm(address: tuple[str, int]) -> None:
    """A few strangers look in, so that both processes have loaded what they need."""
    visits = [Visit("Stranger", "unknown", "", address, 0) for _ in range(16)]
    with ThreadPoolExecutor(len(visits)) as pool:
        list(pool.map(Visit.run, visits))


def _come(
    world: CrowdWorld, address: tuple[str, int], seconds: float, saves: int
) -> Sequence[Visit]:
    """Everybody comes at their own moment, evenly spread, and goes on as fast as answers come."""
    visits = [
        Visit(name, secret, world.area, address, saves) for name, secret in world.secrets.items()
    ]
    begun = time.monotonic()

    def visit(number: int) -> Visit:
        time.sleep(max(0.0, begun + seconds * number / len(visits) - time.monotonic()))
        return visits[number].run()

    with ThreadPoolExecutor(len(visits)) as pool:
        return list(pool.map(visit, range(len(visits))))


def _lost(world: CrowdWorld, visits: Sequence[Visit]) -> list[str]:
    """What is stored otherwise than it was sent, or counted wrongly."""
    sheet = world.questionnaire
    responses = Response.objects.filter(questionnaire=sheet, state=Response.State.SUBMITTED)
    stored: dict[str, dict[UUID, tuple[str, str, str]]] = {}
    rows = Answer.objects.filter(response__in=responses, version__gt=0)
    for name, item, choice, comment, evidence in rows.values_list(
        "response__participant__name", "item_id", "choice", "comment", "evidence"
    ):
        stored.setdefault(name, {})[item] = (choice, comment, evidence)
    found = [
        f"{visit.name}: question {item} is {stored.get(visit.name, {}).get(UUID(item))}, not {sent}"
        for visit in visits
        for item, sent in visit.saved.items()
        if stored.get(visit.name, {}).get(UUID(item)) != sent
    ]
    questions = sheet.items.count()
    tallies = ItemTally.objects.filter(item__questionnaire=sheet)
    for what, number, wanted in (
        ("submitted", responses.count(), len(visits)),
        ("participants done", Participant.objects.exclude(responded_on=None).count(), len(visits)),
        ("audited", AuditEvent.objects.filter(action="response.submitted").count(), len(visits)),
        ("counted", tallies.aggregate(n=Sum("count"))["n"], len(visits) * questions),
        ("wrong tallies", len(wrong_tallies(sheet.pk)), 0),
    ):
        if number != wanted:
            found.append(f"{what}: {number}, not {wanted}")
    return found


def _print_times(visits: Sequence[Visit]) -> None:
    print("\n| request | n | p50 ms | p95 ms | max ms |\n| --- | --: | --: | --: | --: |")
    for kind in KINDS:
        times = sorted(
            1000 * one.seconds for visit in visits for one in visit.requests if one.what == kind
        )
        if times:
            middle, most = times[len(times) // 2], times[int(len(times) * 0.95)]
            print(f"| {kind} | {len(times)} | {middle:.0f} | {most:.0f} | {times[-1]:.0f} |")
    print()
