"""Model files that are large enough for a worker."""

from models_catalog.rules.document import ModelDocument
from models_catalog.rules.model_file import SMALL, is_large
from models_catalog.rules.writing import write_document
from tests.models_catalog.documents import small_document

REMARK = "# remark\n"


def large_file(document: ModelDocument | None = None) -> bytes:
    """The document as YAML, with remarks until it is large."""
    text = write_document(document or small_document())
    data = (text + REMARK * (SMALL // len(REMARK))).encode()
    assert is_large(data)
    return data
