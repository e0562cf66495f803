"""The real web server."""

from collections.abc import Iterator

import pytest

from cip.live import services
from tests.faults.conftest import Crew, broker, crew, redis  # noqa: F401 - fixtures
from tests.live.serving import APPLICATION_NAME, Web


@pytest.fixture
def web(crew: Crew, broker: str, settings, monkeypatch, tmp_path) -> Iterator[Web]:  # noqa: F811
    """The running server; this process publishes to the same broker."""
    settings.LIVE_PUBLISH = True
    settings.REDIS_URL = broker
    monkeypatch.setattr(services, "_quiet_until", 0.0)
    services._client.cache_clear()
    environment = crew.environment | {
        "PGAPPNAME": APPLICATION_NAME,
        "DJANGO_SETTINGS_MODULE": "tests.live.settings",
        "WEB_THREADS": "2",
    }
    made = Web(environment, tmp_path / "web.log")
    made.start()
    yield made
    made.stop(10)
    made.hang_up()
    services._client().close()
    services._client.cache_clear()
