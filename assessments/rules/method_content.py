"""What tells two editions of a method apart."""

import hashlib
import json

from models_catalog.rules.plain import Plain


def checksum_of(document: Plain) -> str:
    """SHA-256 of what a method file says, whatever its layout and comments."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
