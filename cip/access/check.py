"""Ask a policy without raising: what views use to show, hide or disable (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

from cip.kernel.errors import NotAllowed, WrongState

P = ParamSpec("P")


@dataclass(frozen=True)
class Allowed:
    """Truthy when allowed; otherwise `reason` is the sentence for the disabled button."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


def allowed(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> Allowed:
    """Run a `check_can_...` policy and turn its refusal into a value."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, WrongState) as refusal:
        return Allowed(False, refusal.message)
    return Allowed(True)
