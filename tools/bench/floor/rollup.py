"""What all answers say together: one statement over the kept counts, or over the answers."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines

from assessments.rules.analysis import SPLIT_FROM
from tools.bench.floor.token import check

_BY_QUESTION = """
SELECT area.code, area.title, area.level, item.position, question.code, question.text,
       node.title, tally.choice, tally.count
  FROM assessments_questionnaireitem AS item
  JOIN models_catalog_question AS question ON question.id = item.question_id
  JOIN models_catalog_node AS node ON node.id = question.node_id
  JOIN models_catalog_node AS area ON area.id = item.group_id
  JOIN assessments_itemtally AS tally ON tally.item_id = item.id
 WHERE item.questionnaire_id = %s
 ORDER BY item.position
"""
_EXACT = """
SELECT answer.item_id, answer.choice, count(*)
  FROM assessments_answer AS answer
  JOIN assessments_response AS response ON response.id = answer.response_id
 WHERE response.questionnaire_id = %s AND response.state = 'submitted'
 GROUP BY 1, 2
"""


def by_question(questionnaire_id: UUID) -> list[dict[str, Any]]:
    """Areas with their questions, each with its counts."""
    areas: dict[str, dict[str, Any]] = {}
    items: dict[int, dict[str, Any]] = {}
    for area, title, level, number, code, text, node, choice, count in _all(
        _BY_QUESTION, questionnaire_id
    ):
        group = areas.setdefault(
            area, {"code": area, "title": title, "level": level, "counts": {}, "items": []}
        )
        if number not in items:
            items[number] = {
                "number": number,
                "code": code,
                "text": text,
                "node": node,
                "counts": {},
            }
            group["items"].append(items[number])
        items[number]["counts"][choice] = count
        group["counts"][choice] = group["counts"].get(choice, 0) + count
    return list(areas.values())


def exact(questionnaire_id: UUID) -> dict[tuple[UUID, str], int]:
    """Every answer counted anew."""
    return {(item, choice): count for item, choice, count in _all(_EXACT, questionnaire_id)}


def as_json(request: HttpRequest, questionnaire_id: UUID) -> JsonResponse:
    """Counts of every question and area."""
    check(request)
    return JsonResponse({"areas": by_question(questionnaire_id)})


def as_page(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """A table of the areas, and the questions on which people are split."""
    check(request)
    areas = by_question(questionnaire_id)
    split = [item for area in areas for item in area["items"] if _is_split(item["counts"])]
    return HttpResponse(_PAGE.render({"areas": areas, "split": split}))


def _is_split(counts: dict[str, int]) -> bool:
    yes, no = counts.get("yes", 0), counts.get("no", 0)
    return min(yes, no) >= SPLIT_FROM * (yes + no)


def _all(sql: str, questionnaire_id: UUID) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [questionnaire_id])
        return list(cursor.fetchall())


_PAGE = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Analysis</title></head><body><table>
<tr><th>Area</th><th>Level</th><th>Yes</th><th>No</th><th>Don't know</th>
<th>Does not apply</th></tr>
{% for area in areas %}<tr><th>{{ area.code }} {{ area.title }}</th><td>{{ area.level }}</td>
<td>{{ area.counts.yes|default:0 }}</td><td>{{ area.counts.no|default:0 }}</td>
<td>{{ area.counts.dont_know|default:0 }}</td><td>{{ area.counts.does_not_apply|default:0 }}</td>
</tr>{% endfor %}</table>
<ul>{% for item in split %}<li>{{ item.number }}. {{ item.text }}: yes {{ item.counts.yes }},
no {{ item.counts.no }}, don't know {{ item.counts.dont_know|default:0 }}</li>{% endfor %}</ul>
</body></html>""")
