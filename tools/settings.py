"""The environment variables that the application's settings read, with values for this machine."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from tools.console import DATA, VENV

ADDRESS = "127.0.0.1"


def base() -> dict[str, str]:
    """The caller's environment with the virtual environment in front."""
    environment = dict(os.environ)
    environment.pop("PYTHONHOME", None)
    environment["VIRTUAL_ENV"] = str(VENV)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment["PYTHONUTF8"] = "1"
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


def local(urls: Mapping[str, str], *, host: str = ADDRESS, port: int = 8000) -> dict[str, str]:
    """For working on this machine without HTTPS; whatever the caller has set stays."""
    environment = base()
    names = list(dict.fromkeys(["localhost", ADDRESS, shown(host)]))
    defaults = {
        "DEBUG": "0",
        "INSECURE_LOCAL": "1",
        "ALLOWED_HOSTS": ",".join(names),
        "BASE_URL": f"http://{shown(host)}:{port}",
        "MEDIA_ROOT": str(DATA / "media"),
        "STATIC_ROOT": str(DATA / "static"),
    }
    if not environment.get("SECRET_KEY"):
        defaults["SECRET_KEY"] = secret_key(DATA / "secret_key")
    return defaults | {k: v for k, v in environment.items() if v or k not in defaults} | dict(urls)


def shown(host: str) -> str:
    """The name to type into a browser for the address that the server listens on."""
    return "localhost" if host in {ADDRESS, "0.0.0.0", "::"} else host  # noqa: S104 - compared


def like_production(urls: Mapping[str, str]) -> dict[str, str]:
    """For `check --deploy`: nothing that a production machine would not set."""
    environment = base()
    environment.pop("INSECURE_LOCAL", None)
    return environment | {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "cip.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://cip.example.org",
        "BASE_URL": "https://cip.example.org",
        "DJANGO_SETTINGS_MODULE": "cip.settings",
        **urls,
    }


def secret_key(path: Path) -> str:
    """The key of this installation, made once and readable by its owner only."""
    path.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()
