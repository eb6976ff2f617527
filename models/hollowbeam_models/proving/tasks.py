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
class Replay:
    """The JSON of the arguments that the body of a theorem is called with.

    ``origin`` is the id of the saboteur against which they are a witness, if any.
    """

    theorem: str
    witness: Any
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work.

    ``module`` is where the theorem stands; of ``list`` it is the package of all theorems.
    With a saboteur, it happens on the sabotaged source. ``replays``: what ``replay`` runs, of one
    module; to run a witness takes less time than to start a process for it.
    """

    verb: Verb
    module: str
    theorem: str = ""
    seeds: tuple[int, ...] = ()
    saboteur: Saboteur | None = None
    replays: tuple[Replay, ...] = ()

    @property
    def place(self) -> str:
        """Name the process that is prepared for such tasks, by the module that it is about."""
        return self.module if self.saboteur is None else f"without {self.saboteur.module}"

    def to_json(self) -> dict[str, Any]:
        """Write the task for the pipe."""
        return asdict(self)


def task_from_json(value: Mapping[str, Any]) -> Task:
    """Read a task from the pipe; tuples were arrays there."""
    fields = {**value, "verb": Verb(value["verb"]), "seeds": tuple(value["seeds"])}
    fields["replays"] = tuple(Replay(**replay) for replay in value["replays"])
    if fields["saboteur"] is not None:
        theorems = tuple(fields["saboteur"]["theorems"])
        fields["saboteur"] = Saboteur(**{**fields["saboteur"], "theorems": theorems})
    return Task(**fields)
