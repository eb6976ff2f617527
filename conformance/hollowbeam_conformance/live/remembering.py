"""What the reference remembers in a session: signatures that it checked, for items come again.

A check is a pure function, so the answers are the same; half of the time of some roles is checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from hollowbeam.kernel import signatures

CHECKS: Final = 16_384
"""So many checks are remembered of each type of signature."""


@contextmanager
def remembered_checks() -> Iterator[None]:
    """Let the checks of this process be remembered for a while."""
    checks: list[Any] = [signatures.verify_ed25519, signatures.verify_rsa]
    before = [check.function for check in checks]
    for check in checks:
        check.function = lru_cache(maxsize=CHECKS)(check.function)
    try:
        yield
    finally:
        for check, function in zip(checks, before, strict=True):
            check.function = function
