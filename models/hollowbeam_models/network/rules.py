"""What every node of a network knows from its beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hollowbeam.kernel.actor import Module
from hollowbeam.kernel.vocabulary import Address, AssignmentHash, ModuleId, Nat
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.relayer.funding import Rates
from hollowbeam.protocol.relayer.state import Terms
from hollowbeam.protocol.sequencer.state import Route


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a process, as the registry has it: its host, and the durable head it begins at."""

    term: Nat
    host: Address
    start: Nat
    head: AssignmentHash


@dataclass(frozen=True, slots=True)
class Network:
    """The parameters of a network, and the code that its nodes have.

    ``depth`` is the number of blocks that may be reorganised: so many confirmations make an anchor
    of a block, and durable what lies in it. ``budget`` and ``hops`` are what each message of a
    wallet pays for.
    """

    name: str = "hollow-1"
    depth: int = 2
    budget: int = 1_000
    hops: int = 8
    step: int = 1
    bounce: int = 1
    patience: int = 3
    deadline: int = 12
    spawn_quota: int = 4
    modules: Mapping[ModuleId, Module] = field(default_factory=dict)

    @property
    def rates(self) -> Rates:
        """What evaluations cost."""
        return Rates(Nat(self.step), Nat(self.bounce))

    @property
    def terms(self) -> Terms:
        """What binds a relayer."""
        return Terms(self.rates, Nat(self.patience), Nat(self.deadline))

    def context(self, *, route: Route, is_seen: bool, stake: Nat) -> Context:
        """Give what evaluation is told of one entry."""
        rules = Rules(self.rates, Nat(self.spawn_quota))
        return Context(
            rules,
            route,
            is_seen,
            stake=stake,
            budget=Nat(self.budget),
            hops=Nat(self.hops),
        )
