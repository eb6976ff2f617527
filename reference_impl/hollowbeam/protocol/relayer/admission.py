"""Whether a relay is admitted to the log of its target (RLY-10 to RLY-16).

The host of the target asks; whoever replays its log asks again. No set of seen relays is kept: the
next sequence of each pair is enough, so a repeated, raced or retried relay is refused by number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.vocabulary import NOBODY, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.protocol.commitments import signer_of
from hollowbeam.protocol.relayer.envelope import Claims, Relay, check, claims_of

Pair: TypeAlias = tuple[ProcessId, Nat, Address]
"""Who emits to whom, on which branch of the source: (source, branch, target)."""

Received: TypeAlias = Map[Pair, Nat]
"""How many relays of each pair a log holds, which is the sequence of the next."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a node knows of a relay's source slot that the relay itself cannot prove.

    ``host`` is who may attest the result (``attester``), or nobody. ``surviving`` is the
    assignment that is durable at the result's slot; it counts only where ``durable``.
    ``guaranteed`` says that the result meets the guarantee of the target, and is not convicted.
    """

    host: Address
    durable: bool
    surviving: AssignmentHash
    guaranteed: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What admission asks of a relay. ``evaluator`` signed it, ``assignment`` is what it names."""

    claims: Claims
    source: ProcessId
    branch: Nat
    target: Address
    sequence: Nat
    evaluator: Address
    assignment: AssignmentHash
    evidence: Evidence


def facts_of(relay: Relay, network: str, target: Address, evidence: Evidence) -> Facts:
    """Reduce a relay that is brought to a process to what admission asks of it."""
    message, attestation = relay.message, relay.attestation
    return Facts(
        claims=claims_of(relay, network, target),
        source=message.source,
        branch=message.branch,
        target=message.target,
        sequence=message.sequence,
        evaluator=signer_of(attestation.signature),
        assignment=attestation.result.assignment,
        evidence=evidence,
    )


@implements("SEQ-9", "RLY-10")
def attester(signer: Address, hosts: Mapping[Nat, Address], term: Nat) -> Address:
    """Give who may attest a result of a term, given who hosts its process in each term.

    It is the signer if it hosts the process in that term or in a later one, since it inherits the
    log; else the host of that term, or nobody.
    """
    heirs = {host for each, host in hosts.items() if each >= term}
    return signer if signer in heirs else hosts.get(term, NOBODY)


@implements("RLY-10")
def check_evaluator(evaluator: Address, host: Address) -> None:
    """Refuse a result that somebody else attests than ``host``, who may (``attester``).

    Rejects: NOT_EVALUATOR (RLY-10).
    """
    require(evaluator == host, Reason.NOT_EVALUATOR)


@implements("RLY-11", "RLY-12", "RLY-13")
def check_source(facts: Facts) -> None:
    """Refuse a relay whose source slot may still be lost, or that its evaluator may not attest.

    Rejects, in this order: NOT_EVALUATOR (RLY-10), NOT_DURABLE (RLY-11), ABANDONED (RLY-12),
    NOT_GUARANTEED (RLY-13).
    """
    evidence = facts.evidence
    check_evaluator(facts.evaluator, evidence.host)
    require(evidence.durable, Reason.NOT_DURABLE)
    require(facts.assignment == evidence.surviving, Reason.ABANDONED)
    require(evidence.guaranteed, Reason.NOT_GUARANTEED)


@implements("RLY-16")
def admit(received: Received, facts: Facts) -> Received:
    """Admit the next relay of its pair, and count it.

    Rejects, in this order: as ``check``, as ``check_source``, as ``next_after``.
    """
    check(facts.claims)
    check_source(facts)
    pair: Pair = (facts.source, facts.branch, facts.target)
    return received.set(pair, next_after(received.get(pair), facts.sequence))


@implements("RLY-14", "RLY-15", "RLY-16")
def next_after(expected: Nat, sequence: Nat) -> Nat:
    """Take the next relay of a pair, and give the sequence of the one after it.

    Rejects: ALREADY_RELAYED (RLY-14), OUT_OF_SEQUENCE (RLY-15).
    """
    require(sequence >= expected, Reason.ALREADY_RELAYED)
    require(sequence <= expected, Reason.OUT_OF_SEQUENCE)
    return Nat(expected + 1)
