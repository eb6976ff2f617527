"""What evaluation is told: the rules of the network, and the flat facts of one entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, Identity, Nat
from hollowbeam.protocol.relayer.funding import Origin, Rates
from hollowbeam.protocol.sequencer.state import Route

NO_MESSAGE: Final = Identity("")


@unique
class Purpose(StrEnum):
    """What a message is for: the contract, or the kernel."""

    ACT = "ACT"
    SPAWN = "SPAWN"
    REDELIVER = "REDELIVER"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a network fixes for every process: rates, and how many processes one may spawn."""

    rates: Rates
    spawn_quota: Nat


@dataclass(frozen=True, slots=True)
class Context:
    """What a node knows at the anchor of an assignment, each a function of that anchor.

    ``route`` says who assigns in the assignment's term, and which slots. ``is_seen`` says that the
    node sees the anchor's block on Arweave itself, with its confirmations. ``is_admissible`` says
    that the lane admits the message: a new digest, a relay that is the next of its pair and whose
    source slot is durable and guaranteed. ``stake`` is the participant stake of a wallet that
    signed; ``budget`` and ``hops`` are what it pays for. A relay brings its own.
    """

    rules: Rules
    route: Route
    is_seen: bool
    is_admissible: bool = True
    stake: Nat = ZERO
    budget: Nat = ZERO
    hops: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Facts:
    """A message as the kernel judges it.

    ``is_admissible`` is false of what should never have been assigned. ``identity`` is that of a
    relay; of a redelivery that of the parked Bounce. ``source`` is whom a Bounce would go to, and
    ``branch`` that of the source. ``expires`` is the last anchor height at which the message may be
    assigned, zero for no limit.
    """

    origin: Origin
    purpose: Purpose
    height: Nat
    expires: Nat = ZERO
    stake: Nat = ZERO
    budget: Nat = ZERO
    hops: Nat = ZERO
    identity: Identity = NO_MESSAGE
    source: Address = NOBODY
    branch: Nat = ZERO
    is_admissible: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answered, as far as the kernel pays for it and numbers it.

    ``processes`` counts the messages to processes, ``spawns`` those among them that spawn one.
    ``is_reserved``: one of them names an action that is the kernel's alone.
    """

    processes: Nat = ZERO
    spawns: Nat = ZERO
    is_reserved: bool = False
