from django.apps import AppConfig


class ModelsCatalogConfig(AppConfig):
    """App registration."""

    name = "models_catalog"
