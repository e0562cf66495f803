"""ASGI entry: pages and API in threads, streams on the event loop (ADR 0009)."""

from django.conf import settings

from cip import env
from cip.live.server import LiveStreams
from cip.web.threads import PagesInThreads
from cip.wsgi import application as pages

application = LiveStreams(
    PagesInThreads(pages, threads=env.number("WEB_THREADS", 4)), redis_url=settings.REDIS_URL
)
