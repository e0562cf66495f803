"""The cases by name, in the order of the table; `--help` needs no application for them."""

CASES = (
    "save-page",
    "save-link",
    "save-api",
    "open-api",
    "open-page",
    "open-pages",
    "rollup-query",
    "rollup-api",
    "rollup-page",
    "recompute",
    "roadmap-api",
    "roadmap-api-unchanged",
    "roadmap-page",
    "roadmap-page-unchanged",
    "catalog-import",
    "catalog-top",
    "catalog-branch",
    "catalog-search",
    "pdf",
)
