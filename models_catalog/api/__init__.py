"""API of the catalog."""

from rest_framework.routers import BaseRouter

from models_catalog.api import crosswalks, imports, search, versions


def register(router: BaseRouter) -> None:
    """Add this app's viewsets to the one router."""
    versions.register(router)
    crosswalks.register(router)
    search.register(router)
    imports.register(router)
