from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """App registration."""

    name = "roadmap"
