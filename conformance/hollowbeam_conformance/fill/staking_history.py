"""Words for the cases of room staking: who there is, how a network starts, who does what when.

Ids are hashes of names, so that a case says who acts and not with which key. Numbers are plain here
and become decimal strings in the calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from hollowbeam.kernel.encoding import Json, base64url, decimal
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Address, Digest
from hollowbeam_conformance.fill.cases import Act, Look
from hollowbeam_contracts.staking.slashing import commitment_of


def identifier(name: str) -> str:
    """Give the id that stands for a name."""
    return base64url(sha256(name.encode()).digest())


ALICE = identifier("Alice")
BOB = identifier("Bob")
CAROL = identifier("Carol")
DAVE = identifier("Dave, who has nothing")
JUDGE = identifier("the adjudicator")
FISHER = identifier("a fisher")
PROCESS = identifier("a process")
OTHER_PROCESS = identifier("another process")
EVIDENCE = identifier("a proof")
OTHER_EVIDENCE = identifier("another proof")
DISPUTE = identifier("a dispute")
OTHER_DISPUTE = identifier("another dispute")

ROLES = ("PARTICIPANT", "DRE", "RELAYER", "SEQUENCER")
DUTIES = ROLES[1:]
KINDS = ("EQUIVOCATION", "INVALID_ASSIGNMENT", "WRONG_RESULT", "OMISSION")

EPOCH = 100
WINDOW = 50
BOUND = 30
DEPOSIT = 10
MINIMA = {"DRE": 100, "RELAYER": 60, "SEQUENCER": 40}

PARAMETERS: Mapping[str, int | str] = {
    "adjudicator": JUDGE,
    "epoch_length": EPOCH,
    "evidence_window": WINDOW,
    "dispute_bound": BOUND,
    "dispute_deposit": DEPOSIT,
    "minimum_dre": MINIMA["DRE"],
    "minimum_relayer": MINIMA["RELAYER"],
    "minimum_sequencer": MINIMA["SEQUENCER"],
    "rate_equivocation": 10_000,
    "rate_invalid_assignment": 5_000,
    "rate_wrong_result": 2_500,
    "rate_omission": 1_000,
    "reward_rate": 0,
    "emission": 1_000,
    "cap": 1_000_000,
}
HOLDINGS: tuple[tuple[str, int], ...] = ((ALICE, 5_000), (BOB, 1_000), (CAROL, 500))


def network(
    holdings: tuple[tuple[str, int], ...] = HOLDINGS, /, **parameters: int | str
) -> dict[str, Json]:
    """Give a genesis: who holds what, and the parameters that differ from the usual ones."""
    chosen = {**PARAMETERS, **parameters}
    return {
        "parameters": {name: _text(value) for name, value in chosen.items()},
        "allocations": [{"address": who, "amount": decimal(amount)} for who, amount in holdings],
    }


def call(
    op: str,
    caller: str,
    anchor: int,
    /,
    reason: Reason | None = None,
    **fields: int | str,
) -> Act:
    """Call an action at an anchor; with a reason, it is refused for it."""
    return raw(op, caller, anchor, {name: _text(value) for name, value in fields.items()}, reason)


def raw(op: str, caller: str, anchor: int, data: Json, reason: Reason | None = None) -> Act:
    """Call an action with an input of any form."""
    return Act(op, {"caller": caller, "anchor": decimal(anchor), "input": data}, reason)


def transfer(
    caller: str, anchor: int, recipient: str, amount: int, reason: Reason | None = None
) -> Act:
    """Call Transfer."""
    return call("Transfer", caller, anchor, reason, recipient=recipient, amount=amount)


def stake(caller: str, anchor: int, role: str, amount: int, reason: Reason | None = None) -> Act:
    """Call Stake."""
    return call("Stake", caller, anchor, reason, role=role, amount=amount)


def unstake(caller: str, anchor: int, role: str, amount: int, reason: Reason | None = None) -> Act:
    """Call Unstake."""
    return call("Unstake", caller, anchor, reason, role=role, amount=amount)


def withdraw(caller: str, anchor: int, role: str, reason: Reason | None = None) -> Act:
    """Call Withdraw."""
    return call("Withdraw", caller, anchor, reason, role=role)


def commit(
    anchor: int,
    evidence: str = EVIDENCE,
    fisher: str = FISHER,
    reason: Reason | None = None,
    caller: str = CAROL,
) -> Act:
    """Call Commit with the commitment of a fisher to some evidence."""
    commitment = commitment_of(Digest(evidence), Address(fisher))
    return call("Commit", caller, anchor, reason, commitment=commitment)


FAULT: Mapping[str, int | str] = {
    "offender": ALICE,
    "role": "DRE",
    "process": PROCESS,
    "term": 0,
    "slot": 0,
}


def slash(
    anchor: int,
    kind: str,
    height: int,
    reason: Reason | None = None,
    caller: str = JUDGE,
    **fields: int | str,
) -> Act:
    """Call Slash: usually for Alice's fault as a DRE, shown by the fisher."""
    shown: dict[str, int | str] = {"evidence": EVIDENCE, "fisher": FISHER}
    named = {**FAULT, **shown, **fields}
    return call("Slash", caller, anchor, reason, kind=kind, height=height, **named)


def settle(
    anchor: int, reason: Reason | None = None, caller: str = CAROL, **fields: int | str
) -> Act:
    """Call Settle, usually of Alice's fault as a DRE."""
    return call("Settle", caller, anchor, reason, **{**FAULT, **fields})


def mint(caller: str, anchor: int, role: str, reason: Reason | None = None) -> Act:
    """Call Mint."""
    return call("Mint", caller, anchor, reason, role=role)


def open_dispute(
    anchor: int,
    dispute: str = DISPUTE,
    reason: Reason | None = None,
    caller: str = BOB,
    **fields: int | str,
) -> Act:
    """Call Open-Dispute, usually by Bob against Alice as a DRE."""
    named: dict[str, int | str] = {"holder": ALICE, "role": "DRE", **fields}
    return call("Open-Dispute", caller, anchor, reason, dispute=dispute, **named)


def close_dispute(
    anchor: int,
    dispute: str = DISPUTE,
    reason: Reason | None = None,
    caller: str = JUDGE,
    upheld: bool = True,
) -> Act:
    """Call Close-Dispute, usually by the adjudicator for the challenger."""
    return call("Close-Dispute", caller, anchor, reason, dispute=dispute, upheld=upheld)


def _text(value: int | str) -> Json:
    """Write a number as a decimal string; leave booleans and strings as they are."""
    return value if isinstance(value, str | bool) else decimal(value)


def liquid(who: str) -> Look:
    """Look at a liquid balance."""
    return Look(f"liquid/{who}")


def bond(who: str, role: str = "DRE") -> Look:
    """Look at a bond."""
    return Look(f"bonds/{who}/{role}")
