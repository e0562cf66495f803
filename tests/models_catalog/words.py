"""The vocabulary of a version, for queries that want it."""

from models_catalog.models import ModelVersion
from models_catalog.queries.vocabulary import Vocabulary, vocabulary_of, with_vocabulary


def words_of(version: ModelVersion) -> Vocabulary:
    """Loaded anew. One query."""
    return vocabulary_of(with_vocabulary(ModelVersion.objects.all()).get(pk=version.pk))
