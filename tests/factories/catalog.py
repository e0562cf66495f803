"""A small maturity model, row by row."""

import factory

from cip.kernel import clock
from models_catalog.models import (
    Crosswalk,
    Dimension,
    Edit,
    ImportRun,
    Level,
    LevelDescriptor,
    LinkKind,
    Mapping,
    MaturityModel,
    ModelVersion,
    Node,
    NodeLink,
    NodeType,
    Question,
    Scale,
)
from tests.factories.accounts import OrganizationFactory
from tests.factories.jobs import JobFactory


class MaturityModelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MaturityModel

    code = factory.Sequence(lambda n: f"MODEL{n}")
    name = factory.Sequence(lambda n: f"Model {n}")
    kind = "maturity"


class ModelVersionFactory(factory.django.DjangoModelFactory):
    """A draft, so that tests can add content; `published` is a trait."""

    class Meta:
        model = ModelVersion

    class Params:
        published = factory.Trait(state="published", published_at=factory.LazyFunction(clock.now))

    model = factory.SubFactory(MaturityModelFactory)
    number = "1.0"


class ScaleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scale

    version = factory.SubFactory(ModelVersionFactory)
    code = factory.Sequence(lambda n: f"scale{n}")
    name = "Practice in use"
    use = "answer"
    position = factory.Sequence(lambda n: n)


class LevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Level

    scale = factory.SubFactory(ScaleFactory)
    code = factory.Sequence(lambda n: f"level{n}")
    name = "Level"
    value = 1
    position = factory.Sequence(lambda n: n)


class DimensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dimension

    version = factory.SubFactory(ModelVersionFactory)
    code = factory.Sequence(lambda n: f"dimension{n}")
    name = "Dimension"
    position = factory.Sequence(lambda n: n)


class NodeTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeType

    version = factory.SubFactory(ModelVersionFactory)
    code = factory.Sequence(lambda n: f"type{n}")
    name = "Key process area"
    plural = "Key process areas"
    position = factory.Sequence(lambda n: n)


class NodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Node

    version = factory.SubFactory(ModelVersionFactory)
    type = factory.SubFactory(NodeTypeFactory, version=factory.SelfAttribute("..version"))
    code = factory.Sequence(lambda n: f"N{n}")
    title = factory.Sequence(lambda n: f"Node {n}")
    position = factory.Sequence(lambda n: n)
    last_position = factory.SelfAttribute("position")
    depth = 0


class LinkKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LinkKind

    version = factory.SubFactory(ModelVersionFactory)
    code = factory.Sequence(lambda n: f"kind{n}")
    name = "supports"
    inverse = "is supported by"


class NodeLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeLink

    kind = factory.SubFactory(LinkKindFactory)
    source = factory.SubFactory(NodeFactory, version=factory.SelfAttribute("..kind.version"))
    target = factory.SubFactory(NodeFactory, version=factory.SelfAttribute("..kind.version"))


class LevelDescriptorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LevelDescriptor

    node = factory.SubFactory(NodeFactory)
    level = 1
    text = "What level 1 looks like"


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    node = factory.SubFactory(NodeFactory)
    version = factory.SelfAttribute("node.version")
    code = factory.Sequence(lambda n: f"Q{n}")
    text = factory.Sequence(lambda n: f"Question {n}?")
    response_set = factory.SubFactory(ScaleFactory, version=factory.SelfAttribute("..version"))
    position = factory.Sequence(lambda n: n)


class CrosswalkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Crosswalk

    code = factory.Sequence(lambda n: f"WALK{n}")
    name = factory.Sequence(lambda n: f"Crosswalk {n}")
    source = factory.SubFactory(ModelVersionFactory)
    target = factory.SubFactory(ModelVersionFactory)
    checksum = "0" * 64


class MappingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mapping

    crosswalk = factory.SubFactory(CrosswalkFactory)
    source = factory.SubFactory(NodeFactory, version=factory.SelfAttribute("..crosswalk.source"))
    target = factory.SubFactory(NodeFactory, version=factory.SelfAttribute("..crosswalk.target"))
    relation = "intersects"
    rationale = "Both look at the same thing."
    confidence = "medium"
    position = factory.Sequence(lambda n: n)


class EditFactory(factory.django.DjangoModelFactory):
    """A step that renamed a node; `do` and `undo` are plain edits."""

    class Meta:
        model = Edit

    version = factory.SubFactory(ModelVersionFactory)
    number = factory.Sequence(lambda n: n + 1)
    made_at = factory.LazyFunction(clock.now)
    do = factory.LazyFunction(lambda: [{"do": "change_node", "code": "N", "set": {"title": "B"}}])
    undo = factory.LazyFunction(lambda: [{"do": "change_node", "code": "N", "set": {"title": "A"}}])
    subject = "A"
    touches = factory.LazyFunction(lambda: ["node:N"])
    revision = factory.SelfAttribute("number")


class ImportRunFactory(factory.django.DjangoModelFactory):
    """A file that waits for a worker."""

    class Meta:
        model = ImportRun

    organization = factory.SubFactory(OrganizationFactory)
    requested_by_label = "Somebody"
    requested_at = factory.LazyFunction(clock.now)
    content = b"nothing"
    file_name = "model.yaml"
    size = 7
    checksum = "0" * 64
    is_dry_run = True
    job = factory.SubFactory(JobFactory, kind="model_import")
