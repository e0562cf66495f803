"""Pages of this app."""

from django.urls import path, register_converter

from models_catalog.views import (
    crosswalks,
    differences,
    editor,
    files,
    imports,
    lifecycle,
    map,
    model,
    search,
    starting,
    upgrades,
    versions,
    words,
)


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
    path("catalog/", versions.list_, name="list"),
    path("catalog/import/", files.import_, name="import"),
    path("catalog/search/", search.search_page, name="search"),
    path("catalog/crosswalks/", crosswalks.list_, name="crosswalks"),
    path("catalog/crosswalks/import/", crosswalks.import_, name="crosswalk_import"),
    path("catalog/crosswalks/<uuid:pk>/", crosswalks.detail, name="crosswalk"),
    path("catalog/crosswalks/<uuid:pk>/download/", crosswalks.download, name="crosswalk_download"),
    path("catalog/crosswalks/<uuid:pk>/delete/", crosswalks.delete, name="crosswalk_delete"),
    path("catalog/models/<uuid:pk>/", model.model, name="model"),
    path("catalog/<uuid:pk>/", versions.version, name="version"),
    path("catalog/<uuid:pk>/difference/", differences.difference, name="difference"),
    path("catalog/<uuid:pk>/map/", map.map_page, name="map"),
    path("catalog/<uuid:pk>/download/", files.download, name="download"),
    path("catalog/<uuid:pk>/publish/", lifecycle.publish, name="publish"),
    path("catalog/<uuid:pk>/retire/", lifecycle.retire, name="retire"),
    path("catalog/<uuid:pk>/next/", lifecycle.next_, name="next"),
    path("catalog/<uuid:pk>/tailor/", lifecycle.tailor, name="tailor"),
    path("catalog/<uuid:pk>/upgrade/", upgrades.upgrade, name="upgrade"),
    path("catalog/<uuid:pk>/discard/", versions.discard, name="discard"),
    path("catalog/<uuid:pk>/nodes/", versions.nodes, name="nodes"),
    path("catalog/<uuid:pk>/nodes/<node_code:code>/", versions.node, name="node"),
    path("catalog/new/", starting.start, name="start"),
    path("catalog/<uuid:pk>/edit/", editor.edit, name="edit"),
    path("catalog/<uuid:pk>/edit/add/", editor.add, name="edit_add"),
    path("catalog/<uuid:pk>/edit/act/", editor.act, name="edit_act"),
    path("catalog/<uuid:pk>/edit/history/", editor.steps, name="edit_history"),
    path("catalog/<uuid:pk>/edit/check/", editor.check, name="edit_check"),
    path("catalog/<uuid:pk>/edit/about/", words.about, name="edit_about"),
    path("catalog/<uuid:pk>/edit/words/<slug:section>/", words.words, name="edit_words"),
    path("catalog/<uuid:pk>/edit/words/<slug:section>/add/", words.word_add, name="edit_word_add"),
    path(
        "catalog/<uuid:pk>/edit/words/<slug:section>/of/<node_code:code>/",
        words.word,
        name="edit_word",
    ),
    path(
        "catalog/<uuid:pk>/edit/words/<slug:section>/of/<node_code:code>/act/",
        words.word_act,
        name="edit_word_act",
    ),
]

urlpatterns += [
    path("catalog/imports/<uuid:pk>/", imports.run, name="import_run"),
    path("catalog/imports/<uuid:pk>/store/", imports.store, name="import_store"),
    path("catalog/imports/<uuid:pk>/cancel/", imports.cancel, name="import_cancel"),
    path("catalog/imports/<uuid:pk>/retry/", imports.retry, name="import_retry"),
    path("catalog/imports/<uuid:pk>/discard/", imports.discard, name="import_discard"),
]
