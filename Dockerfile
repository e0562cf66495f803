# One image for web, worker, beat and migrations; docker-compose.yml says which command each runs.
FROM python:3.11-slim AS libraries
RUN python -m venv /opt/venv
COPY requirements/base.lock /tmp/base.lock
RUN /opt/venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r /tmp/base.lock

FROM python:3.11-slim
# Pango and fontconfig are for PDF reports; the fonts are in the repository.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/cip cip \
    && install -d -o cip -g cip /var/lib/cip/media
COPY --from=libraries /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cip.settings \
    MEDIA_ROOT=/var/lib/cip/media \
    STATIC_ROOT=/app/static
WORKDIR /app
COPY . .
# Collecting reads the settings but talks to no server; these values do not stay in the image.
RUN SECRET_KEY=unused DATABASE_URL=postgres://unused@localhost/unused REDIS_URL=redis://localhost \
    python manage.py collectstatic --noinput -v 0 \
    && python -m compileall -q cip models_catalog assessments workshops roadmap
USER cip
VOLUME /var/lib/cip/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "tools.healthcheck"]
# Streams end at once when it is asked to stop; pages get 8 seconds.
CMD ["sh", "-c", "exec uvicorn cip.asgi:application --host 0.0.0.0 --port 8000 \
--workers ${WEB_WORKERS:-2} --timeout-worker-healthcheck 30 --timeout-graceful-shutdown 8 \
--no-server-header --no-proxy-headers --limit-max-requests 5000 --limit-max-requests-jitter 500"]
