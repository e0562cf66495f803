"""Secrets for links and tokens: made once, stored only as a hash."""

import hashlib
import secrets


def new_secret() -> str:
    """A fresh secret of 256 bits for a link or token."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is stored. A plain hash suffices: the secret is random and long."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
