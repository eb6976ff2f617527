"""What the prover asks of a worker: one task, in one fresh process. Both sides speak JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum, unique
from typing import Any

from hollowbeam_models.saboteur import Saboteur

OUR_PACKAGES = ("hollowbeam", "hollowbeam_contracts", "hollowbeam_models")
"""Whose modules are the sources of a result."""


@unique
class Verb(StrEnum):
    """What a worker can do."""

    LIST = "list"
    PROVE = "prove"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work.

    ``module`` is where the theorem stands; of ``list`` it is the package of all theorems.
    ``is_repeat``: another seed looks after the rules of counting. ``witness`` is the JSON of the
    arguments that ``replay`` calls the body with. With a saboteur, all of it happens on the
    sabotaged source. ``origin`` is the id of the saboteur whose witness is replayed on the shipped
    source.
    """

    verb: Verb
    module: str
    theorem: str = ""
    seed: int = 0
    is_repeat: bool = False
    saboteur: Saboteur | None = None
    witness: Any = None
    origin: str = ""

    def to_json(self) -> dict[str, Any]:
        """Write the task for the pipe."""
        return asdict(self)


def task_from_json(value: Mapping[str, Any]) -> Task:
    """Read a task from the pipe; the saboteur's tuple was an array there."""
    fields = dict(value)
    fields["verb"] = Verb(fields["verb"])
    if fields["saboteur"] is not None:
        theorems = tuple(fields["saboteur"]["theorems"])
        fields["saboteur"] = Saboteur(**{**fields["saboteur"], "theorems": theorems})
    return Task(**fields)
