"""A roadmap without permissions: load the rows, find the critical path, write them out."""

from collections import defaultdict, deque
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines

from roadmap.models import Dependency, Initiative
from tools.bench.floor.token import check


def ping(request: HttpRequest) -> HttpResponse:
    """Who calls, and nothing else."""
    check(request)
    return HttpResponse(status=304)


def as_json(request: HttpRequest, program_id: UUID) -> JsonResponse:
    """Bars and links."""
    check(request)
    return JsonResponse(_roadmap(program_id))


def as_page(request: HttpRequest, program_id: UUID) -> HttpResponse:
    """Bars as rectangles, links as lines, the bars once more as a table."""
    check(request)
    found = _roadmap(program_id)
    first = min(bar["starts_on"] for bar in found["bars"])
    for row, bar in enumerate(found["bars"]):
        bar["x"], bar["y"] = (bar["starts_on"] - first).days, row * 20
        bar["width"] = (bar["due_on"] - bar["starts_on"]).days + 1
    places = {bar["id"]: bar for bar in found["bars"]}
    links = [(places[link["from"]], places[link["to"]]) for link in found["links"]]
    return HttpResponse(_PAGE.render({"bars": found["bars"], "links": links}))


def _roadmap(program_id: UUID) -> dict[str, Any]:
    rows = list(
        Initiative.objects.filter(workplan__program_id=program_id)
        .order_by("starts_on")
        .values_list(
            "pk", "workplan_id", "title", "starts_on", "due_on", "state", "progress", "owner__name"
        )
    )
    links = list(
        Dependency.objects.filter(successor__workplan__program_id=program_id).values_list(
            "predecessor_id", "successor_id", "lag_days"
        )
    )
    slack = _slack({row[0]: (row[3], row[4]) for row in rows}, links)
    bars = [
        {
            "id": str(pk),
            "workplan": str(workplan),
            "title": title,
            "starts_on": starts_on,
            "due_on": due_on,
            "state": state,
            "progress": progress,
            "owner": owner,
            "slack_days": slack[pk],
        }
        for pk, workplan, title, starts_on, due_on, state, progress, owner in rows
    ]
    return {
        "bars": bars,
        "links": [{"from": str(a), "to": str(b), "lag_days": lag} for a, b, lag in links],
    }


def _slack(
    bars: dict[UUID, tuple[date, date]], links: list[tuple[UUID, UUID, int]]
) -> dict[UUID, int]:
    """Days each bar can move: forward pass in dependency order, then backward."""
    following: dict[UUID, list[tuple[UUID, int]]] = defaultdict(list)
    waiting = dict.fromkeys(bars, 0)
    for before, after, lag in links:
        following[before].append((after, lag + 1))
        waiting[after] += 1
    start = {key: first.toordinal() for key, (first, _last) in bars.items()}
    length = {key: (last - first).days for key, (first, last) in bars.items()}
    ready, order = deque(key for key, n in waiting.items() if n == 0), []
    while ready:
        key = ready.popleft()
        order.append(key)
        for after, gap in following[key]:
            start[after] = max(start[after], start[key] + length[key] + gap)
            waiting[after] -= 1
            if waiting[after] == 0:
                ready.append(after)
    end = max((start[key] + length[key] for key in order), default=0)
    latest = dict.fromkeys(bars, end)
    for key in reversed(order):
        for after, gap in following[key]:
            latest[key] = min(latest[key], latest[after] - length[after] - gap)
    return {key: latest[key] - start[key] - length[key] for key in bars}


_PAGE = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Roadmap</title></head><body><svg>
{% for bar in bars %}<rect x="{{ bar.x }}" y="{{ bar.y }}" width="{{ bar.width }}" height="14"/>
<text x="{{ bar.x }}" y="{{ bar.y }}">{{ bar.title }}</text>{% endfor %}
{% for a, b in links %}<line x1="{{ a.x }}" y1="{{ a.y }}"
 x2="{{ b.x }}" y2="{{ b.y }}"/>{% endfor %}
</svg><table>{% for bar in bars %}<tr><th>{{ bar.title }}</th><td>{{ bar.owner }}</td>
<td>{{ bar.starts_on|date:"Y-m-d" }}</td><td>{{ bar.due_on|date:"Y-m-d" }}</td>
<td>{{ bar.state }}</td><td>{{ bar.slack_days }}</td></tr>{% endfor %}</table></body></html>""")
