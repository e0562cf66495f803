"""Who may change the catalog."""

from uuid import UUID

from django.utils.translation import gettext as _

from cip.access.actor import Actor, ActorKind, granted
from cip.access.permissions import Permission
from cip.kernel.errors import NotAllowed, WrongState
from models_catalog.models import ImportRun, ModelVersion


def check_can_import(actor: Actor, organization_id: UUID | None) -> None:
    """Shared models: the operator. An organization's own: its program leads and facilitators."""
    if organization_id is None:
        if actor.kind is not ActorKind.SYSTEM:
            raise NotAllowed(_("Only the operator can change models that everybody uses."))
        return
    if organization_id != actor.organization_id or not granted(actor, Permission.EDIT_CATALOG):
        raise NotAllowed(_("Only a program lead or a facilitator can bring in models."))


def check_can_edit(actor: Actor, version: ModelVersion) -> None:
    """The same people who may import; drafts of the organization's own models only."""
    check_can_import(actor, version.model.organization_id)
    if version.state != ModelVersion.State.DRAFT:
        raise WrongState(_("Published content never changes; only a draft can be edited."))


def check_can_continue(actor: Actor, version: ModelVersion) -> None:
    """A next version: the same people who may import; of what was published once."""
    check_can_import(actor, version.model.organization_id)
    if version.state == ModelVersion.State.DRAFT:
        raise WrongState(_("This version is a draft itself; edit or publish it first."))


def check_can_tailor(actor: Actor, version: ModelVersion) -> None:
    """A variant of one's own: whoever may import into the organization; published versions only."""
    check_can_import(actor, actor.organization_id)
    if version.state != ModelVersion.State.PUBLISHED:
        raise WrongState(_("A variant is made from a published version."))


def check_can_upgrade(actor: Actor, version: ModelVersion) -> None:
    """The same people who may import; variants only."""
    check_can_import(actor, version.model.organization_id)
    if version.based_on_id is None:
        raise WrongState(_("Only a variant of another model can be upgraded."))


def check_can_publish(actor: Actor, version: ModelVersion) -> None:
    """The same people who may import; drafts only."""
    check_can_import(actor, version.model.organization_id)
    if version.state != ModelVersion.State.DRAFT:
        raise WrongState(_("Only a draft can be published."))


def check_can_retire(actor: Actor, version: ModelVersion) -> None:
    """The same people who may import; published versions only."""
    check_can_import(actor, version.model.organization_id)
    if version.state != ModelVersion.State.PUBLISHED:
        raise WrongState(_("Only a published version can be retired."))


def check_can_discard(actor: Actor, version: ModelVersion) -> None:
    """The same people who may import; drafts only, for published content never goes away."""
    check_can_import(actor, version.model.organization_id)
    if version.state != ModelVersion.State.DRAFT:
        raise WrongState(_("Only a draft can be discarded; a published version can be retired."))


def check_can_store_import(actor: Actor, run: ImportRun) -> None:
    """The same people who may import; once the file was found to be without problems."""
    check_can_import(actor, run.organization_id)
    if not run.can_be_stored:
        raise WrongState(_("There is nothing to store: only a checked file with something new is."))


def check_can_cancel_import(actor: Actor, run: ImportRun) -> None:
    """The same people who may import; only while it waits or is read."""
    check_can_import(actor, run.organization_id)
    if run.job.is_over:
        raise WrongState(_("This import has already ended."))


def check_can_retry_import(actor: Actor, run: ImportRun) -> None:
    """The same people who may import; after a failure, and not after a cancel: the file is gone."""
    check_can_import(actor, run.organization_id)
    if run.job.state != run.job.State.FAILED:
        raise WrongState(_("Only an import that failed can be tried again."))


def check_can_discard_import(actor: Actor, run: ImportRun) -> None:
    """The same people who may import; only what is over."""
    check_can_import(actor, run.organization_id)
    if not run.job.is_over:
        raise WrongState(_("This import is still under way; cancel it first."))
