"""What was shown of each theorem: the results that the prover writes, and whether they are fresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

RESULTS = "models/hollowbeam_models/results.json"

CLAIM = "claim"
"""The status of a theorem of which nothing was shown, or of other sources than these."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the prover found of one theorem."""

    theorem: str
    status: str
    is_fresh: bool
    paths: int
    conditions: int
    assumptions: tuple[str, ...]
    refuted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The results of all theorems."""

    by_theorem: Mapping[str, Result] = field(default_factory=dict)

    def of(self, theorem: str) -> Result | None:
        """Give the result of a theorem; None where it was never run."""
        return self.by_theorem.get(theorem)

    def status(self, theorem: str) -> str:
        """Say what may be said of a theorem: never more than was shown."""
        result = self.of(theorem)
        if result is None:
            return CLAIM
        return result.status if result.is_fresh else f"{CLAIM} (stale)"


def read_results(root: Path) -> Results:
    """Read the results of a checkout; there are none where the prover never wrote any."""
    path = root / RESULTS
    if not path.is_file():
        return Results()
    return Results()
