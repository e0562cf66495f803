"""A version as a file in one of the formats."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cip.kernel.errors import WrongState
from models_catalog.models import ModelVersion
from models_catalog.queries.document import document_of
from models_catalog.rules.exporting import EXPORTS
from models_catalog.rules.spreadsheet.writing import TooLong


@dataclass(frozen=True)
class ExportedFile:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def exported_file(version: ModelVersion, name: str) -> ExportedFile:
    """The version in the format with this name, a key of `EXPORTS`.

    Raises WrongState when a text does not fit into a cell of a spreadsheet.
    """
    export = EXPORTS[name]
    try:
        content = export.write(document_of(version))
    except TooLong as error:
        raise WrongState(
            _("A text is too long for a cell (%(place)s). Take the YAML file instead.")
            % {"place": error}
        ) from error
    stem = f"{version.model.code}-{version.number}"
    return ExportedFile(f"{stem}.{export.suffix}", export.content_type, content)
