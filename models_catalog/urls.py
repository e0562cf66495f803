"""Pages of this app."""

from django.urls import path, register_converter

from models_catalog import views


class NodeCodeConverter:
    """A code as the file format allows it: letters, digits, dot, hyphen, underscore."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"

    def to_python(self, value: str) -> str:
        """The code itself."""
        return value

    def to_url(self, value: str) -> str:
        """The code itself."""
        return value


register_converter(NodeCodeConverter, "node_code")

app_name = "catalog"

urlpatterns = [
    path("catalog/", views.list_, name="list"),
    path("catalog/import/", views.import_, name="import"),
    path("catalog/<uuid:pk>/", views.version, name="version"),
    path("catalog/<uuid:pk>/download/", views.download, name="download"),
    path("catalog/<uuid:pk>/publish/", views.publish, name="publish"),
    path("catalog/<uuid:pk>/retire/", views.retire, name="retire"),
    path("catalog/<uuid:pk>/discard/", views.discard, name="discard"),
    path("catalog/<uuid:pk>/nodes/", views.nodes, name="nodes"),
    path("catalog/<uuid:pk>/nodes/<node_code:code>/", views.node, name="node"),
]
