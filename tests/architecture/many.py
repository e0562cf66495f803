"""An organization with `rows` of everything, and the arguments of every page about it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile

from assessments.models import Delegation, Dispatch, Participant
from assessments.services.releasing import release_answers
from cip.accounts.models import Organization
from cip.jobs.changes import topic_of
from cip.kernel import clock
from cip.live.topics import written
from cip.programs.models import Activity, CITeam, Phase, Program
from models_catalog.models import MaturityModel, ModelVersion
from models_catalog.services.importing import import_document
from models_catalog.services.tailoring import tailor_version
from models_catalog.services.versions import publish_version
from roadmap.models import Initiative, Workplan
from tests.assessments.a2i import shipped
from tests.assessments.appraisal_world import appraisal_world
from tests.assessments.leveled_world import leveled_world, many_levels
from tests.assessments.results_world import World, make_world
from tests.assessments.setting import collecting
from tests.conftest import Person
from tests.factories.accounts import (
    ApiTokenFactory,
    InvitationFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.assessments import (
    ActionItemFactory,
    AssessmentFactory,
    DiscussionFactory,
    EvidenceFactory,
    FindingFactory,
    GateWaiverFactory,
    InterviewFactory,
    InterviewNoteFactory,
    ParticipantFactory,
    PracticeEvidenceFactory,
    QuestionnaireDraftFactory,
    QuestionnaireFactory,
    ResponseFactory,
    ResultSnapshotFactory,
    SnapshotMedianFactory,
    SnapshotRatingFactory,
    StatementFactory,
    StepRecordFactory,
    TargetFactory,
)
from tests.factories.catalog import (
    CrosswalkFactory,
    EditFactory,
    ImportRunFactory,
    MappingFactory,
    MaturityModelFactory,
    ModelVersionFactory,
)
from tests.factories.jobs import AuditEventFactory, JobFactory
from tests.factories.programs import (
    ArtefactCommentFactory,
    ArtefactFactory,
    ArtefactVersionFactory,
    CITeamFactory,
    DeliverableFactory,
    TeamMembershipFactory,
)
from tests.factories.reports import ReportRunFactory
from tests.factories.roadmap import (
    BudgetLineFactory,
    DependencyFactory,
    InitiativeFactory,
    InitiativeSourceFactory,
    MilestoneFactory,
    WorkItemFactory,
    WorkplanFactory,
)
from tests.factories.workshops import (
    AgendaItemFactory,
    AgreementFactory,
    AttendanceFactory,
    OutcomeFactory,
    WorkshopFactory,
)
from tests.models_catalog.documents import small_document
from tests.models_catalog.mapped import mapped_version
from tests.programs.helpers import make_program
from workshops.queries.agreements import agreement_content
from workshops.queries.workshops import with_teams

DAY = date(2026, 3, 2)
Arguments = dict[str, dict[str, Any]]


class Many:
    """Makes the rows; `arguments` says for each page that names objects which ones."""

    def __init__(self, person: Person, rows: int) -> None:
        self.person = person
        self.numbers = range(rows)
        self.arguments: Arguments = {}
        self.program: Program = make_program(person, name="Reliable IT")
        self.members = [self._member() for _ in self.numbers]
        self._accounts()
        self._programs()
        self.world = self._results()
        self._findings()
        self._steps()
        self._evidence()
        self._snapshots()
        self._appraisal(rows)
        self._levels(rows)
        self._questionnaire(rows)
        self._catalog()
        self._workshops()
        self._roadmap()
        self._reports()

    @property
    def organization(self) -> Organization:
        """The one the person belongs to."""
        return self.person.organization

    def _member(self) -> Any:
        return MembershipFactory(organization=self.organization, user=UserFactory()).user

    def _pages(self, app: str, names: str, **kwargs: UUID | str) -> None:
        for name in names.split():
            self.arguments[f"{app}:{name}"] = kwargs

    def _accounts(self) -> None:
        for _ in self.numbers:
            InvitationFactory(organization=self.organization)
            ApiTokenFactory(organization=self.organization, user=self.person.user)
            AuditEventFactory(organization_id=self.organization.pk)
        member = self.organization.memberships.get(user=self.members[0])
        self._pages("accounts", "member", pk=member.pk)

    def _programs(self) -> None:
        phase: Phase = self.program.phases.get(position=1)
        first = phase.activities.order_by("number")[0]
        artefact = ArtefactFactory(program=self.program)
        for number in self.numbers:
            make_program(self.person, name=f"Other {number}")
            DeliverableFactory(activity=first, position=100 + number)
            Activity.objects.create(
                phase=phase, number=100 + number, title="More", owner=self.members[number]
            )
            ArtefactFactory(program=self.program)
            ArtefactCommentFactory(artefact=artefact, author=self.members[number])
            version = ArtefactVersionFactory(artefact=artefact, uploaded_by=self.members[number])
        self.teams = [CITeamFactory(program=self.program) for _ in self.numbers]
        self.team: CITeam = self.teams[0]
        for user in self.members:
            TeamMembershipFactory(team=self.team, user=user)
        self._pages("home", "program", pk=self.program.pk)
        self._pages(
            "programs",
            "edit plan teams team_create artefacts artefact_create",
            program_id=self.program.pk,
        )
        self._pages("programs", "activity", pk=first.pk)
        self._pages("programs", "deliverable", pk=first.deliverables.all()[0].pk)
        self._pages("programs", "phase", pk=phase.pk)
        self._pages("programs", "team team_edit", pk=self.team.pk)
        self._pages(
            "programs",
            "artefact artefact_edit",
            pk=artefact.pk,
        )
        self._pages("programs", "artefact_download", pk=version.pk)

    def _results(self) -> World:
        rows = len(self.numbers)
        world = make_world(
            self.organization, self.person.user, people=5 + rows, practices=rows, areas=("SCM",)
        )
        for code in world.items:
            said = [f"Comment {n}" for n in self.numbers]
            world.answer(code, ["yes"] * (5 + rows), said, [f"Page {n}" for n in self.numbers])
        release_answers(world.assessment, clock.now())
        for assessment in (AssessmentFactory(program=self.program) for _ in self.numbers):
            ParticipantFactory(assessment=assessment)
        pk, area, goal = world.assessment.pk, world.node("SCM"), world.node("SCM-G1")
        program = {"program_id": self.program.pk}
        self._pages("assessments", "list create method_choices", **program)
        self._pages("assessments", "analysis ratings results findings", pk=pk)
        self._pages("assessments", "analysis_units analysis_probes analysis_workbook", pk=pk)
        self._pages("assessments", "finding_new action_item_new", pk=pk)
        self._pages("assessments", "agree", pk=pk)
        self.target = TargetFactory(profile__assessment=world.assessment, node=area)
        self._pages("assessments", "gaps", pk=pk)
        self._pages("assessments", "target", pk=pk, node_id=area.pk)
        agreed = AssessmentFactory(
            program=self.program,
            state="agreed",
            lead=self.person.user,
            model_version=ModelVersionFactory(published=True),
        )
        self._pages("assessments", "take_up_again", pk=agreed.pk)
        self._pages("assessments", "analysis_area", pk=pk, area_id=area.pk)
        self._pages("assessments", "rate goal", pk=pk, goal_id=goal.pk)
        return world

    def _snapshots(self) -> None:
        """Two results on one version with rows of everything, and other results to choose."""
        assessment = self.world.assessment
        former = ResultSnapshotFactory(
            assessment=assessment,
            state="superseded",
            superseded_at=clock.now(),
            superseded_reason="Seen more",
        )
        newest = ResultSnapshotFactory(assessment=assessment, number=2)
        nodes = list(self.world.model.nodes.values())
        for number in self.numbers:
            node = nodes[number]
            other = AssessmentFactory(
                program=assessment.program,
                model_version=assessment.model_version,
                state="agreed",
            )
            ResultSnapshotFactory(assessment=other)
            for row in (former, newest):
                for kind in ("area", "goal", "practice"):
                    SnapshotRatingFactory(snapshot=row, kind=kind, code=f"N{number}")
                SnapshotMedianFactory(snapshot=row, node=node)
                for unit in ("Desk", "Net"):
                    SnapshotMedianFactory(snapshot=row, node=node, is_whole=False, unit=unit)
        self._pages("assessments", "snapshots", pk=assessment.pk)
        self._pages("assessments", "snapshot snapshot_units compare_choose", pk=newest.pk)
        self._pages("assessments", "compare compare_workbook", pk=newest.pk, other_id=former.pk)

    def _appraisal(self, rows: int) -> None:
        person = self.person
        world = appraisal_world(
            self.organization, person.user, person.actor, instances=min(rows, 10)
        )
        world.all_at("LI", "SST", goals=["SG1"])
        self._pages("assessments", "appraisal instances", pk=world.assessment.pk)
        self._pages("assessments", "appraisal_area", pk=world.assessment.pk, code="SST")
        place = {"code": "SST", "practice": "SST.SP1.1"}
        self._pages("assessments", "appraisal_practice", pk=world.assessment.pk, **place)
        self._pages("assessments", "instance_edit", pk=world.instances[0].pk)

    def _levels(self, rows: int) -> None:
        person = self.person
        world = leveled_world(self.organization, person.user, person.actor, parts=rows)
        many_levels(world, person.user)
        pk, node = world.assessment.pk, world.nodes["CFP-A1"]
        self._pages("assessments", "levels", pk=pk)
        self._pages("assessments", "level", pk=pk, node_id=node.pk)

    def _findings(self) -> None:
        for user in self.members:
            finding = self._finding(user)
        for user in self.members:
            action = ActionItemFactory(
                assessment=self.world.assessment, finding=finding, owner=user
            )
        for item in self.world.items.values():
            EvidenceFactory(finding=finding, source="questionnaire", item=item)
            EvidenceFactory(finding=finding)
        self.finding, self.action = finding, action
        self._pages(
            "assessments",
            "finding finding_edit finding_action_new",
            pk=finding.pk,
        )
        self._pages("assessments", "action_item", pk=action.pk)

    def _steps(self) -> None:
        assessment = self.world.assessment
        assessment.method_version = shipped("a2i")
        assessment.save()
        for user in self.members:
            StepRecordFactory(assessment=assessment, step="E1", said_by=user)
            GateWaiverFactory(assessment=assessment, said_by=user, withdrawn_at=clock.now())
            StatementFactory(assessment=assessment, said_by=user, withdrawn_at=clock.now())
        StatementFactory(assessment=assessment, said_by=self.members[0])
        GateWaiverFactory(assessment=assessment, said_by=self.members[0])
        self._pages("assessments", "steps", pk=assessment.pk)
        self._pages("assessments", "step", pk=assessment.pk, code="E1")

    def _evidence(self) -> None:
        assessment, node = self.world.assessment, self.world.node("SCM-P1")
        for _ in self.numbers:
            interview = InterviewFactory(assessment=assessment)
        for user in self.members:
            note = InterviewNoteFactory(interview=interview, nodes=[node], written_by=user)
            PracticeEvidenceFactory(
                assessment=assessment,
                node=node,
                source="interview",
                interview_note=note,
                added_by=user,
            )
            piece = PracticeEvidenceFactory(assessment=assessment, node=node, added_by=user)
            EvidenceFactory(finding=self.finding, source="observation", taken_from=piece)
            area = self.world.node("SCM")
            discussion = DiscussionFactory(assessment=assessment, node=area)
        for user in self.members:
            ActionItemFactory(
                assessment=assessment, finding=self.finding, discussion=discussion, owner=user
            )
        pk = assessment.pk
        self._pages("assessments", "interviews interview_new evidence discussions", pk=pk)
        self._pages("assessments", "interview interview_edit", pk=interview.pk)
        self._pages("assessments", "note_edit", pk=note.pk)
        self._pages("assessments", "evidence_area", pk=pk, area_id=area.pk)
        self._pages("assessments", "evidence_node", pk=pk, node_id=node.pk)
        self._pages("assessments", "discussion", pk=discussion.pk)
        self._pages(
            "assessments", "discussion_outcome", pk=discussion.pk, finding_id=self.finding.pk
        )

    def _finding(self, user: Any) -> Any:
        node = self.world.node("SCM-G1")
        return FindingFactory(
            assessment=self.world.assessment, node=node, written_by=user, state="discussed"
        )

    def _questionnaire(self, rows: int) -> None:
        # The setting makes a model and a program of the same names again.
        MaturityModel.objects.filter(code="SMALL").update(code="FIRST")
        Program.objects.filter(name="Better IT").update(name="Best IT")
        setting = collecting(self.person, practices=rows, people=rows)
        mine = ParticipantFactory(assessment=setting.assessment, user=self.person.user)
        setting.begin(mine)
        self.setting, assessment = setting, setting.assessment
        begun, submitted, new = (ParticipantFactory(assessment=assessment) for _ in range(3))
        setting.begin(begun)
        setting.submit(submitted)
        self.links = {"links:fill": setting.link(new), "links:fill_done": setting.link(submitted)}
        self.link = setting.link(begun)
        welcome, done = self._in_collecting(), self._in_collecting()
        ResponseFactory(
            questionnaire=QuestionnaireFactory(assessment=done.assessment),
            participant=done,
            state="submitted",
            submitted_at=clock.now(),
        )
        self._pages(
            "assessments",
            "detail edit scope close_collection participants participants_add mails "
            "response_rates fill_save fill_review fill_answers fill_delegate fill_sheet "
            "fill_sheet_file fill_sheet_take fill_paper fill_summary fill_summary_pdf fill_whole",
            pk=assessment.pk,
        )
        self._drafting(rows)
        self._pages("assessments", "participant", pk=assessment.pk, participant_id=begun.pk)
        self._pages("assessments", "mail_text", pk=assessment.pk, kind="reminder")
        for _ in self.numbers:
            self._delegate(mine)
            self._delegate(begun)
        self.dispatch = Dispatch.objects.filter(participant__assessment=assessment)[0]
        self._pages("assessments", "fill", pk=welcome.assessment_id)
        self._pages("assessments", "fill_done", pk=done.assessment_id)
        self._pages("assessments", "fill_area", pk=assessment.pk, code="SCM")

    def _drafting(self, rows: int) -> None:
        assessment = self.setting.assessment
        own = [
            {
                "code": f"OWN-{n}",
                "area": "SCM",
                "text": f"Own question {n}?",
                "help": "",
                "response_set": "shipped:presence",
            }
            for n in range(1, rows + 1)
        ]
        rules = [
            {"when": [{"question": "SCM-P1", "codes": ["no"]}], "targets": [f"OWN-{n}"]}
            for n in range(1, rows + 1)
        ]
        QuestionnaireDraftFactory(assessment=assessment, content={"own": own, "rules": rules})
        self._pages(
            "assessments",
            "questions question_own_new question_rule_new questions_preview",
            pk=assessment.pk,
        )
        self._pages("assessments", "question_own question_roles", pk=assessment.pk, code="OWN-1")

    def _delegate(self, participant: Participant) -> None:
        row = Delegation.objects.create(participant=participant, name="C", email="c@example.org")
        row.areas.set(self.setting.model.areas)

    def _in_collecting(self) -> Participant:
        """The person, taking part in another open questionnaire."""
        model_version = self.setting.assessment.model_version
        return ParticipantFactory(
            user=self.person.user,
            assessment__program=self.program,
            assessment__model_version=model_version,
            assessment__state="collecting",
        )

    def _catalog(self) -> None:
        for _ in self.numbers:
            ModelVersionFactory(model=MaturityModelFactory(organization=self.organization))
        version = self.setting.assessment.model_version
        self._pages("catalog", "version download nodes", pk=version.pk)
        self._pages("catalog", "node", pk=version.pk, code="SCM")
        self._versions()
        self._pages("catalog", "map", pk=mapped_version(self.organization, self.numbers).pk)
        self._editor()
        walk = CrosswalkFactory(organization=self.organization)
        for _ in self.numbers:
            CrosswalkFactory(organization=self.organization)
            MappingFactory(crosswalk=walk)
        self._pages("catalog", "crosswalk crosswalk_download", pk=walk.pk)
        for _ in self.numbers:
            run = ImportRunFactory(organization=self.organization)
        self._pages("catalog", "import_run", pk=run.pk)

    def _editor(self) -> None:
        draft = import_document(
            actor=self.person.actor,
            document=small_document(areas=len(self.numbers), practices=2),
            organization_id=self.organization.pk,
        ).version
        for _ in self.numbers:
            EditFactory(version=draft, made_by=self.person.user)
        self._pages("catalog", "edit edit_add edit_history edit_check edit_about", pk=draft.pk)
        self._pages("catalog", "edit_words edit_word_add", pk=draft.pk, section="scales")
        self._pages("catalog", "edit_word", pk=draft.pk, section="scales", code="maturity")

    def _versions(self) -> None:
        rows = len(self.numbers)
        for number in self.numbers:
            self._stored("EDITIONS", f"1.{number}", 1)
        newest = self._stored("EDITIONS", "2.0", 2 * rows)
        self._pages("catalog", "difference publish", pk=newest.pk)
        upstream = self._published("1.0", rows)
        variant = tailor_version(
            actor=self.person.actor, version=upstream, name="Variant", code="VARIANT"
        )
        newer = self._published("2.0", 2 * rows)
        self._pages("catalog", "retire next tailor", pk=newer.pk)
        self._pages("catalog", "upgrade", pk=variant.pk)
        self._model(newest)

    def _model(self, version: ModelVersion) -> None:
        """With as many variants and booklets as there are rows; its versions are there already."""
        for number in self.numbers:
            model = MaturityModelFactory(organization=self.organization)
            ModelVersionFactory(model=model, based_on=version)
            retired = ModelVersionFactory(model=version.model, number=f"0.{number}")
            AuditEventFactory(
                organization_id=self.organization.pk,
                subject_type="modelversion",
                subject_id=str(retired.pk),
                action="model_version.retired",
            )
            job = JobFactory(kind="report", state="done")
            ReportRunFactory(
                organization=self.organization,
                kind="model",
                subject_id=version.pk,
                job=job,
                pages=3,
                size=2048,
            )
        self._pages("catalog", "model", pk=version.model_id)

    def _published(self, number: str, areas: int) -> ModelVersion:
        draft = self._stored("UPSTREAM", number, areas)
        return publish_version(actor=self.person.actor, version=draft, now=clock.now())

    def _stored(self, code: str, number: str, areas: int) -> ModelVersion:
        return import_document(
            actor=self.person.actor,
            document=small_document(code=code, number=number, areas=areas),
            organization_id=self.organization.pk,
        ).version

    def _workshops(self) -> None:
        for user in self.members:
            workshop = WorkshopFactory(program=self.program, facilitator=user)
        for user in self.members:
            item = AgendaItemFactory(workshop=workshop)
            attendance = AttendanceFactory(workshop=workshop, user=user)
            self.outcome = OutcomeFactory(
                workshop=workshop,
                agenda_item=item,
                owner=user,
                recorded_by=user,
                kind="action",
                due_on=DAY,
                team=self.team,
            )
        content = agreement_content(with_teams().get(pk=workshop.pk))
        for user in self.members:
            agreement = AgreementFactory(
                workshop=workshop, requested_by=user, state="superseded", content=content
            )
        self._pages("workshops", "list create", program_id=self.program.pk)
        self._pages(
            "workshops",
            "detail edit agenda agenda_print attendance agreements hold outcomes outcomes_export",
            pk=workshop.pk,
        )
        self._pages("workshops", "agenda_item", pk=item.pk)
        self._pages("workshops", "agenda_section", pk=workshop.pk, number=item.section_number)
        self._pages("workshops", "attendance_edit", pk=attendance.pk)
        self._pages("workshops", "agreement", pk=agreement.pk)
        self._pages("workshops", "outcome", pk=self.outcome.pk)

    def _roadmap(self) -> None:
        plans = [WorkplanFactory(team=team, state="agreed") for team in self.teams]
        first = self._initiative(plans[0])
        InitiativeSourceFactory(initiative=first, finding=self.finding)
        for plan in plans:
            self._initiative(plan)
            after = self._initiative(plans[0])
            line = BudgetLineFactory(initiative=first)
            DependencyFactory(predecessor=first, successor=after)
            item = WorkItemFactory(workplan=plans[0], initiative=first, owner=self.members[0])
            milestone = MilestoneFactory(workplan=plans[0], initiative=first)
        self._pages("roadmap", "roadmap sources", program_id=self.program.pk)
        self._pages(
            "roadmap",
            "workplan workplan_edit initiative_new work_item_new milestone_new",
            pk=plans[0].pk,
        )
        self._pages(
            "roadmap",
            "initiative initiative_edit budget_line_new dependency_new",
            pk=first.pk,
        )
        self._pages("roadmap", "budget_line_edit", pk=line.pk)
        self._pages("roadmap", "work_item_edit", pk=item.pk)
        self._pages("roadmap", "milestone_edit", pk=milestone.pk)
        self._pages("roadmap", "from_finding", pk=self._finding(self.members[0]).pk)
        for plan in plans:
            InitiativeSourceFactory(
                initiative=self._initiative(plan), finding=None, gap=self.target
            )
        self._pages("roadmap", "from_gap", pk=self.target.pk)
        self._pages("roadmap", "gap_initiatives", pk=self.world.assessment.pk)
        self._pages("roadmap", "from_action_item", pk=self.action.pk)
        self._pages("roadmap", "take_outcome", pk=self.outcome.pk)

    def _initiative(self, plan: Workplan) -> Initiative:
        return InitiativeFactory(workplan=plan, owner=self.members[0])

    def _reports(self) -> None:
        subject = self.world.assessment.pk
        watched = {}
        for _ in self.numbers:
            run = ReportRunFactory(
                organization=self.organization,
                program_id=self.program.pk,
                subject_id=subject,
                pages=3,
                size=2048,
                job=JobFactory(kind="report", state="done"),
            )
            watched[topic_of(run.job_id)] = 0
        self._pages("live", "stream", asked=written(watched))
        run.file.save("report.pdf", ContentFile(b"%PDF-1.7 one"))
        self._pages("reports", "list", program_id=self.program.pk)
        self._pages("reports", "run download", pk=run.pk)
        self._pages("reports", "preview", kind="assessment", subject_id=subject)
