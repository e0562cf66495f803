"""Static files with hashed names, also inside our ES modules that import each other."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js"` to hashed names, so only hashed files are kept.

    Only in our own modules: words in the comments of libraries look like imports to Django.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns: ClassVar[tuple[object, ...]] = (
        "cip/js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
