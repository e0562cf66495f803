"""Save one answer, open all questions: plain DRF, plain JSON, plain template."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.utils import timezone
from rest_framework import parsers, permissions, renderers, serializers
from rest_framework.request import Request
from rest_framework.response import Response as Reply
from rest_framework.views import APIView

from assessments.models import Answer, QuestionnaireItem
from models_catalog.models import Level
from tools.bench.floor.token import PlainToken, check


class AnswerIn(serializers.Serializer[Any]):
    """One answer."""

    item = serializers.UUIDField()
    choice = serializers.CharField(max_length=40)
    comment = serializers.CharField(allow_blank=True)
    evidence = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField(min_value=0)


class Save(APIView):
    """Token, serializer, one UPDATE."""

    authentication_classes = (PlainToken,)
    permission_classes = (permissions.IsAuthenticated,)
    throttle_classes = ()
    parser_classes = (parsers.JSONParser,)
    renderer_classes = (renderers.JSONRenderer,)

    def put(self, request: Request, response_id: UUID) -> Reply:
        """Store it."""
        serializer = AnswerIn(data=request.data)
        serializer.is_valid(raise_exception=True)
        data = serializer.validated_data
        now = timezone.now()
        Answer.objects.filter(response_id=response_id, item_id=data["item"]).update(
            choice=data["choice"],
            comment=data["comment"],
            evidence=data["evidence"],
            version=F("version") + 1,
            answered_at=now,
        )
        return Reply({"item": data["item"], "saved_at": now})


def as_json(request: HttpRequest, response_id: UUID) -> JsonResponse:
    """Every question with its choices and the stored answer."""
    check(request)
    return JsonResponse({"answers": _rows(response_id)})


def as_page(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """The same as a form; `?area=` for one area's questions."""
    check(request)
    return HttpResponse(_PAGE.render({"rows": _rows(response_id, request.GET.get("area", ""))}))


def _rows(response_id: UUID, area: str = "") -> list[dict[str, Any]]:
    items = QuestionnaireItem.objects.filter(questionnaire__responses=response_id)
    if area:
        items = items.filter(group__code=area)
    questions = items.order_by("position").values_list(
        "pk",
        "position",
        "question__code",
        "question__text",
        "question__help",
        "group__code",
        "question__response_set_id",
    )
    mine = {
        item: rest
        for item, *rest in Answer.objects.filter(response_id=response_id).values_list(
            "item_id", "choice", "comment", "evidence", "version"
        )
    }
    offered: dict[UUID, list[dict[str, str]]] = {}
    levels = Level.objects.filter(scale__questions__in=items.values("question")).distinct()
    for scale, code, name, text in levels.order_by("scale", "position").values_list(
        "scale_id", "code", "name", "text"
    ):
        offered.setdefault(scale, []).append({"code": code, "name": name, "text": text})
    rows = []
    for pk, number, code, text, help_, area_code, scale in questions:
        choice, comment, evidence, version = mine.get(pk, ("", "", "", 0))
        rows.append(
            {
                "id": str(pk),
                "number": number,
                "code": code,
                "text": text,
                "help": help_,
                "area": area_code,
                "choices": offered[scale],
                "choice": choice,
                "comment": comment,
                "evidence": evidence,
                "version": version,
            }
        )
    return rows


_PAGE = engines["django"].from_string("""<!doctype html>
<html lang="en"><head><title>Questionnaire</title></head><body><form method="post">
{% for row in rows %}<fieldset id="q-{{ row.id }}">
<legend>{{ row.number }}. {{ row.text }}</legend><p>{{ row.help }}</p>
{% for choice in row.choices %}<label title="{{ choice.text }}"><input type="radio"
 name="choice-{{ row.id }}" value="{{ choice.code }}"
{% if choice.code == row.choice %} checked{% endif %}>
{{ choice.name }}</label>{% endfor %}
<label for="comment-{{ row.id }}">Comment</label>
<textarea id="comment-{{ row.id }}" name="comment-{{ row.id }}">{{ row.comment }}</textarea>
<label for="evidence-{{ row.id }}">What shows this?</label>
<textarea id="evidence-{{ row.id }}" name="evidence-{{ row.id }}">{{ row.evidence }}</textarea>
<input type="hidden" name="version-{{ row.id }}" value="{{ row.version }}">
</fieldset>{% endfor %}
<button>Save</button></form></body></html>""")
