"""Lists of people, reminders, words of mails, opt-outs, delegated parts."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response as Reply
from rest_framework.routers import BaseRouter

from assessments import policies
from assessments.models import Assessment, Delegation, MailText, OptOut, Participant, Reminder
from assessments.queries.progress import collection
from assessments.queries.rates import response_rates
from assessments.rules.participants import PastedList, read_list
from assessments.rules.people_file import BadFile, read_file
from assessments.serializers import asking as shapes
from assessments.serializers.setup import ParticipantOut
from assessments.services import reminders as mail_services
from assessments.services.adding import add_team, add_unit
from assessments.services.delegations import delegate_parts, take_back
from assessments.services.participants import NewPerson, add_participants, edit_participant
from cip.access.actor import Actor, acting_person
from cip.api.parsers import StrictJSONParser
from cip.api.views import ReadMixin, ScopedViewSet
from cip.db.lookups import named_row
from cip.kernel import clock
from cip.kernel.errors import InvalidInput


def assessment_named(actor: Actor, pk: UUID) -> Assessment:
    """The visible assessment with that key; InvalidInput on `assessment` otherwise."""
    rows = Assessment.objects.select_related("program")
    return named_row(rows, actor, pk, field="assessment")


class AddingViewSet(ScopedViewSet):
    """Participants from a list, a file, a team or a unit; what is known about one; the rates."""

    parser_classes = (StrictJSONParser, MultiPartParser)

    @extend_schema(request=shapes.ParticipantChange, responses=ParticipantOut)
    def partial_update(self, request: Request, pk: UUID) -> Reply:
        """Change unit, role and what is known about somebody."""
        row = self.get_object()
        values = self.validated(request, shapes.ParticipantChange)
        edit_participant(actor=self.actor, participant=row, values=values)
        return self.rendered(self.get_object())

    @extend_schema(
        request=shapes.ImportIn,
        responses={200: shapes.ImportOut, 201: shapes.ImportOut},
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="import", pagination_class=None)
    def import_list(self, request: Request) -> Reply:
        """Add people from text or a file: all or nobody, every wrong row told at once."""
        data = self.validated(request, shapes.ImportIn)
        actor: Actor = self.actor
        assessment = assessment_named(actor, data["assessment"])
        policies.check_can_manage_participants(actor, assessment)
        found = _read(data)
        body = {"added": 0, "people": [asdict(person) for person in found.people]}
        if data["dry_run"]:
            return Reply(body)
        people = [NewPerson(p.name, p.email, p.unit, p.role) for p in found.people]
        made = add_participants(actor=actor, assessment=assessment, people=people, now=clock.now())
        return Reply(body | {"added": len(made)}, status=201)

    @extend_schema(request=shapes.TeamIn, responses={201: ParticipantOut(many=True)}, filters=False)
    @action(detail=False, methods=["post"], url_path="add-team", pagination_class=None)
    def add_team(self, request: Request) -> Reply:
        """Add all members of a CI team who do not take part yet."""
        data = self.validated(request, shapes.TeamIn)
        actor: Actor = self.actor
        assessment = assessment_named(actor, data["assessment"])
        made = add_team(actor=actor, assessment=assessment, team_id=data["team"], now=clock.now())
        return _people(made, request)

    @extend_schema(request=shapes.UnitIn, responses={201: ParticipantOut(many=True)}, filters=False)
    @action(detail=False, methods=["post"], url_path="add-unit", pagination_class=None)
    def add_unit(self, request: Request) -> Reply:
        """Add everybody asked in that unit in another assessment who does not take part yet."""
        data = self.validated(request, shapes.UnitIn)
        actor: Actor = self.actor
        assessment = assessment_named(actor, data["assessment"])
        made = add_unit(actor=actor, assessment=assessment, unit=data["unit"], now=clock.now())
        return _people(made, request)


def _people(made: list[Participant], request: Request) -> Reply:
    context = {"request": request}
    return Reply(ParticipantOut(made, many=True, context=context).data, status=201)  # type: ignore[arg-type]


def _read(data: dict[str, Any]) -> PastedList:
    """What the text or the file says; InvalidInput on its field with every wrong row."""
    field = "file" if data.get("file") else "text"
    try:
        found = (
            read_file(data["file"].read()) if data.get("file") else read_list(data.get("text", ""))
        )
    except BadFile as error:
        raise InvalidInput(fields={field: [str(error)]}) from error
    if found.errors:
        raise InvalidInput(fields={field: found.sentences})
    if not found.people:
        raise InvalidInput(fields={field: [_("Name at least one person.")]})
    return found


class OfAssessment(filters.FilterSet):
    """By assessment."""

    assessment = filters.UUIDFilter(field_name="assessment_id")


class ResponseRateViewSet(ScopedViewSet):
    """Response rates by AAPOR's names."""

    area = "assessments"
    model = Assessment
    serializer_class = shapes.RatesOut

    def retrieve(self, request: Request, pk: UUID) -> Reply:
        """Rates of one assessment: counts of people, no answers."""
        policies.check_can_see_progress(self.actor)
        row = self.get_object()
        found = response_rates(row, collection(row))
        return Reply(shapes.RatesOut(found).data)

    def get_queryset(self) -> Any:
        """With the program, whose organization is asked."""
        return super().get_queryset().select_related("program")


class ReminderViewSet(ReadMixin, ScopedViewSet):
    """Planned rounds of mail to who has not submitted."""

    area = "assessments"
    model = Reminder
    serializer_class = shapes.ReminderOut
    filterset_class = OfAssessment
    ordering_fields = ("number", "planned_on")
    ordering = ("planned_on",)

    def get_queryset(self) -> Any:
        """For those who manage participants."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_see_progress(self.actor)
        return super().get_queryset()

    @extend_schema(
        request=shapes.RemindersIn,
        responses={201: shapes.ReminderOut(many=True)},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    def plan(self, request: Request) -> Reply:
        """Replace the rounds still to come."""
        data = self.validated(request, shapes.RemindersIn)
        made = mail_services.plan_reminders(
            actor=self.actor,
            assessment=assessment_named(self.actor, data["assessment"]),
            days=data["days"],
            now=clock.now(),
        )
        return Reply(shapes.ReminderOut(made, many=True).data, status=201)  # type: ignore[arg-type]


class MailTextViewSet(ReadMixin, ScopedViewSet):
    """Words of invitations and reminders that were changed; without a row they are ours."""

    area = "assessments"
    model = MailText
    serializer_class = shapes.MailTextOut
    filterset_class = OfAssessment
    ordering_fields = ("kind",)
    ordering = ("kind",)

    def get_queryset(self) -> Any:
        """For those who manage participants."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_see_progress(self.actor)
        return super().get_queryset()

    @extend_schema(request=shapes.MailTextIn, responses=shapes.MailTextOut)
    def create(self, request: Request) -> Reply:
        """Change the words; 409 with both texts when somebody else did in between."""
        data = self.validated(request, shapes.MailTextIn)
        row = mail_services.edit_mail_text(
            actor=self.actor,
            assessment=assessment_named(self.actor, data["assessment"]),
            kind=data["kind"],
            subject=data["subject"],
            body=data["body"],
            expected_version=data["version"],
        )
        return self.rendered(row)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Reply:
        """Go back to our words."""
        row = self.get_object()
        assessment = assessment_named(self.actor, row.assessment_id)
        mail_services.restore_mail_text(actor=self.actor, assessment=assessment, kind=row.kind)
        return Reply(status=204)


class OptOutViewSet(ReadMixin, ScopedViewSet):
    """Addresses that want no more mail about questionnaires of the organization."""

    area = "assessments"
    model = OptOut
    serializer_class = shapes.OptOutOut
    ordering_fields = ("email", "created_at")
    ordering = ("email",)

    def get_queryset(self) -> Any:
        """For those who manage participants."""
        if not getattr(self, "swagger_fake_view", False):
            policies.check_can_see_progress(self.actor)
        return super().get_queryset()


class MyDelegationViewSet(ReadMixin, ScopedViewSet):
    """Parts of the caller's own questionnaires that colleagues have."""

    area = "assessments"
    model = Delegation
    serializer_class = shapes.DelegationOut
    ordering_fields = ("created_at",)
    ordering = ("-created_at",)

    def get_queryset(self) -> Any:
        """The caller's own only."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        mine = rows.filter(participant__user_id=acting_person(self.actor))
        return mine.select_related("participant").prefetch_related("areas")

    @extend_schema(request=shapes.DelegationIn, responses={201: shapes.DelegationOut})
    def create(self, request: Request) -> Reply:
        """Send a colleague a link for these areas only."""
        data = self.validated(request, shapes.DelegationIn)
        participant = (
            Participant.objects.visible_to(self.actor)
            .filter(assessment_id=data["assessment"], user_id=acting_person(self.actor))
            .first()
        )
        if participant is None:
            raise InvalidInput(fields={"assessment": [_("You are not among its participants.")]})
        made = delegate_parts(
            actor=self.actor,
            participant=participant,
            name=data["name"],
            email=data["email"],
            area_ids=data["areas"],
            now=clock.now(),
        )
        return self.rendered(self.get_queryset().get(pk=made.pk), status=201)

    @extend_schema(request=None, responses=shapes.DelegationOut)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: UUID) -> Reply:
        """End the colleague's link; what was answered stays."""
        take_back(actor=self.actor, delegation=self.get_object(), now=clock.now())
        return self.rendered(self.get_object())


def register(router: BaseRouter) -> None:
    """Add the viewsets of this module."""
    router.register("response-rates", ResponseRateViewSet, basename="response-rate")
    router.register("reminders", ReminderViewSet, basename="reminder")
    router.register("mail-texts", MailTextViewSet, basename="mail-text")
    router.register("opt-outs", OptOutViewSet, basename="opt-out")
    router.register("my-delegations", MyDelegationViewSet, basename="my-delegation")
