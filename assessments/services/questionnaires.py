"""Draft a questionnaire, open it, and give out a changed one as its next version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from assessments import policies
from assessments.models import (
    Assessment,
    Questionnaire,
    QuestionnaireDraft,
    QuestionnaireItem,
    Response,
)
from assessments.queries.drafting import DraftSheet, draft_sheet, planned_rows, rules_data
from assessments.queries.versions import ItemRow, changes_between, item_rows
from assessments.rules.audience import Roles, role_keys, singles_out
from assessments.rules.draft_data import data_of
from assessments.rules.drafting import SHIPPED_SET, Aspect, Card, Draft, Item, OwnQuestion
from assessments.services.additions import begin_additions
from cip.access.actor import Actor
from cip.audit import services as audit
from cip.kernel import texts
from cip.kernel.errors import FieldConflict, InvalidInput, StaleWrite

MOST_OWN, MOST_RULES = 100, 200


@transaction.atomic
def set_draft(
    *, actor: Actor, assessment: Assessment, expected_version: int, draft: Draft
) -> QuestionnaireDraft:
    """Store what is changed about the questions; `expected_version` 0 says "nothing stored yet".

    Raises InvalidInput by field with every problem, StaleWrite when somebody changed the draft in
    between. Skip rules may be in conflict meanwhile; opening checks them.
    """
    policies.check_can_edit_questions(actor, assessment)
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_edit_questions(actor, locked)
    sheet = draft_sheet(assessment)
    _check_draft(draft, sheet)
    if sheet.version != expected_version:
        raise StaleWrite(
            _("Somebody else changed the questions in the meantime. Look at them and try again."),
            current_version=sheet.version,
            conflicts=[FieldConflict(str(_("Questions")), _summary(sheet.draft), _summary(draft))],
        )
    row, is_new = QuestionnaireDraft.objects.get_or_create(
        assessment=assessment, defaults={"content": data_of(draft)}
    )
    if not is_new:
        if draft == sheet.draft:
            return row
        row.content, row.version = data_of(draft), row.version + 1
        row.save(update_fields=["content", "version"])
    audit.record(
        actor,
        "questionnaire.drafted",
        assessment,
        program_id=assessment.program_id,
        changes={"questions": [_summary(sheet.draft), _summary(draft)]},
    )
    return row


def issue_first(assessment: Assessment, sheet: DraftSheet) -> Questionnaire:
    """Version 1 with its items; the caller has checked who may, and that the draft is sound."""
    questionnaire = Questionnaire.objects.create(assessment=assessment, rules=rules_data(sheet))
    _add_items(questionnaire, sheet, {})
    return questionnaire


@transaction.atomic
def issue_next_version(
    *, actor: Actor, assessment: Assessment, expected_version: int
) -> Questionnaire:
    """Give out the changed questions as the next version while answers are collected.

    Begun responses move to it and keep their answers to unchanged questions; what was answered to
    others stays stored and comes back with the question. Submitted ones stay with their version;
    their people are asked the new questions in an addition.
    Raises InvalidInput when nothing was changed or the draft is not sound.
    """
    policies.check_can_issue_version(actor, assessment)
    locked = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    policies.check_can_issue_version(actor, locked)
    sheet = draft_sheet(assessment)
    if sheet.version != expected_version:
        raise StaleWrite(
            _("Somebody else changed the questions in the meantime. Look at them and try again."),
            current_version=sheet.version,
            conflicts=[],
        )
    earlier = item_rows(assessment)
    newest = Questionnaire.objects.filter(assessment=assessment).latest("number")
    check_sound(sheet)
    check_singles_nobody_out(locked, map(sheet.roles, sheet.asked))
    wanted = planned_rows(sheet)
    changes = changes_between([row for row in earlier if row.number == newest.number], wanted)
    if changes.is_empty and newest.rules == rules_data(sheet):
        raise InvalidInput(fields={"": [_("Nothing was changed since the last version.")]})
    made = Questionnaire.objects.create(
        assessment=assessment, number=newest.number + 1, rules=rules_data(sheet)
    )
    _add_items(made, sheet, {row.mark: row for row in reversed(earlier)})
    moved = _move_begun(made)
    added = begin_additions(made)
    audit.record(
        actor,
        "questionnaire.version_issued",
        assessment,
        program_id=assessment.program_id,
        changes={
            "number": [newest.number, made.number],
            "added": len(changes.added),
            "removed": len(changes.removed),
            "responses_moved": moved,
            "people_asked_more": added,
        },
    )
    return made


def check_sound(sheet: DraftSheet) -> None:
    """Raise InvalidInput with all that keeps the draft from being opened."""
    if not sheet.asked:
        raise InvalidInput(
            fields={"": [_("Choose at least one area that applies and has questions.")]}
        )
    if sheet.problems:
        raise InvalidInput(fields={"": list(sheet.problems)})


def check_singles_nobody_out(assessment: Assessment, limited: Iterable[Roles]) -> None:
    """Raise InvalidInput when what is asked in an anonymous assessment tells who few people are."""
    if assessment.mode != Assessment.Mode.ANONYMOUS:
        return
    people = assessment.participants.filter(revoked_at__isnull=True).values_list("role", flat=True)
    threshold = assessment.anonymity_threshold
    if singles_out(people, limited, threshold):
        refusal = _(
            "Fewer than %(n)s people would be asked the same questions, so that their answers "
            "would tell who they are. Ask more roles, or everybody."
        )
        raise InvalidInput(refusal % {"n": threshold})


def _add_items(
    questionnaire: Questionnaire, sheet: DraftSheet, known: Mapping[object, ItemRow]
) -> None:
    """The rows of all items; `known` are those of earlier versions by mark."""
    planned = iter(planned_rows(sheet))
    areas = {area.code: area.node_id for area in sheet.areas}
    rows: list[QuestionnaireItem] = []
    for number, card in enumerate(sheet.asked, start=1):
        for item in card.items:
            before = known.get(next(planned).mark)
            rows.append(
                QuestionnaireItem(
                    questionnaire=questionnaire,
                    group_id=areas[card.area],
                    position=len(rows) + 1,
                    number=number,
                    origin_id=before.root if before else None,
                    since=before.since if before else questionnaire.number,
                    roles=list(sheet.roles(card)),
                    **_content(card, item, sheet),
                )
            )
    QuestionnaireItem.objects.bulk_create(rows, batch_size=1000)


def _content(card: Card, item: Item, sheet: DraftSheet) -> dict[str, Any]:
    if item.question is not None:
        return {"question_id": item.question, "aspect": item.aspect}
    is_shipped = item.response_set.startswith(SHIPPED_SET)
    return {
        "aspect": Aspect.AS_IS,
        "own_code": card.code,
        "own_text": item.text,
        "own_help": item.help,
        "shipped_set": item.response_set.removeprefix(SHIPPED_SET) if is_shipped else "",
        "response_set_id": sheet.sets[item.response_set].scale_id,
    }


# Answers follow their question into the new version, also from a version that asked it long ago.
_MOVE_ANSWERS = """
UPDATE assessments_answer AS answer SET item_id = new.id
  FROM assessments_questionnaireitem AS old, assessments_questionnaireitem AS new,
       assessments_response AS response
 WHERE new.questionnaire_id = %(made)s AND old.questionnaire_id <> new.questionnaire_id
   AND COALESCE(old.origin_id, old.id) = new.origin_id
   AND answer.item_id = old.id AND response.id = answer.response_id
   AND response.questionnaire_id = %(made)s
"""
_COUNT_ANSWERED = """
UPDATE assessments_response AS response
   SET answered_count = (
       SELECT count(*) FROM assessments_answer AS answer
         JOIN assessments_questionnaireitem AS item ON item.id = answer.item_id
        WHERE answer.response_id = response.id AND answer.choice <> ''
          AND item.questionnaire_id = response.questionnaire_id)
 WHERE response.questionnaire_id = %(made)s
"""


def _move_begun(made: Questionnaire) -> int:
    """Take all begun responses of the assessment to the new version; how many."""
    begun = Response.objects.filter(
        questionnaire__assessment_id=made.assessment_id, state=Response.State.STARTED
    )
    keys: list[UUID] = list(
        begun.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    )
    Response.objects.filter(pk__in=keys).update(questionnaire=made)
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_ANSWERS, {"made": made.pk})
        cursor.execute(_COUNT_ANSWERED, {"made": made.pk})
    return len(keys)


def _check_draft(draft: Draft, sheet: DraftSheet) -> None:
    found: dict[str, list[str]] = {}
    codes = {card.code for card in sheet.cards} | {question.code for question in draft.own}
    if not set(draft.aspects) <= set(Aspect) or not draft.aspects:
        found["aspects"] = [_("Ask for at least one of: today, target, importance.")]
    for name, values, known in (
        ("kinds", draft.kinds, set(sheet.kinds)),
        ("levels", draft.levels, set(sheet.levels)),
    ):
        if not set(values) <= known:
            found[name] = [_("Choose only what is in scope.")]
    if len(draft.own) > MOST_OWN:
        found["own"] = [_("Add at most %(n)s questions of your own.") % {"n": MOST_OWN}]
    if len(draft.rules) > MOST_RULES:
        found["rules"] = [_("Add at most %(n)s skip rules.") % {"n": MOST_RULES}]
    found |= _own_problems(draft.own, sheet) | _asked_of_problems(draft, codes, sheet)
    for index, rule in enumerate(draft.rules):
        missing = sorted(set(rule.targets) - codes)
        if missing or not rule.targets or not rule.when:
            found[f"rules[{index}]"] = [
                _("Not in the questionnaire: %(codes)s.") % {"codes": ", ".join(missing)}
                if missing
                else _("Say when to skip, and what.")
            ]
    if found:
        raise InvalidInput(fields=found)


def _asked_of_problems(
    draft: Draft, codes: Collection[str], sheet: DraftSheet
) -> dict[str, list[str]]:
    places = {*codes, *(area.code for area in sheet.areas)}
    found = {}
    for index, one in enumerate(draft.asked_of):
        if one.target not in places:
            found[f"asked_of[{index}].target"] = [_("Choose a part or question in scope.")]
        if not role_keys(one.roles) or any(len(role) > texts.SHORT for role in one.roles):
            found[f"asked_of[{index}].roles"] = [_("Name at least one role, each in a few words.")]
    return found


def _own_problems(own: Sequence[OwnQuestion], sheet: DraftSheet) -> dict[str, list[str]]:
    areas = {area.code for area in sheet.areas} | {q.area for q in sheet.draft.own}
    catalog = {card.code for card in sheet.cards if not card.is_own}
    codes = [question.code for question in own]
    found: dict[str, list[str]] = {}
    for index, question in enumerate(own):
        place = f"own[{index}]"
        if codes.count(question.code) > 1 or question.code in catalog:
            found[f"{place}.code"] = [_("This code is taken.")]
        if question.area not in areas:
            found[f"{place}.area"] = [_("Choose a part of this questionnaire.")]
        if question.response_set not in sheet.sets:
            found[f"{place}.response_set"] = [_("Choose one of the offered response sets.")]
        if not question.text.strip():
            found[f"{place}.text"] = [_("Write the question.")]
        for name in ("text", "help"):
            problem = texts.problem_in(getattr(question, name), limit=texts.LONG)
            if problem:
                found.setdefault(f"{place}.{name}", []).append(problem)
    return found


def _summary(draft: Draft) -> str:
    """A draft in one line, for the audit trail and for conflicts."""
    return _("%(own)s own, %(out)s left out, %(rules)s skip rules") % {
        "own": len(draft.own),
        "out": len(draft.left_out),
        "rules": len(draft.rules),
    }
