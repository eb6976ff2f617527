"""Histories of room staking for live testing: a small network, and steps near its boundaries."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import BASIS_POINTS, NAT_LIMIT, Address, Digest
from hollowbeam_contracts.staking.slashing import commitment_of
from hollowbeam_contracts.staking.state import (
    DisputeId,
    DisputeStatus,
    FaultKind,
    FaultStatus,
    Parameters,
    Role,
    StakingState,
)
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.spoiled import Move, spoil
from hollowbeam_models.strategies import pool

HOLDERS: Final = pool()
JUDGE: Final = base64url(sha256(b"the adjudicator").digest())
PROCESS: Final = base64url(sha256(b"a process").digest())
PROOFS: Final = [base64url(sha256(b"proof %d" % number).digest()) for number in range(2)]
DISPUTES: Final = [base64url(sha256(b"dispute %d" % number).digest()) for number in range(3)]

_FEW: Final[dict[str, tuple[int, ...]]] = {
    "epoch_length": (1, 7, 10),
    "evidence_window": (0, 5, 12),
    "dispute_bound": (0, 4, 9),
    "dispute_deposit": (0, 3),
    "minimum_dre": (1, 10),
    "minimum_relayer": (7,),
    "minimum_sequencer": (4,),
    "reward_rate": (0, 3_333, 5_000),
    "emission": (1, 50),
    "cap": (320, 321, 10_000),
}
_RATES: Final = (1, 1_000, 3_333, 5_000, BASIS_POINTS)
_WRONG: Final = (0, BASIS_POINTS, BASIS_POINTS + 1, 1, 299, 300, NAT_LIMIT - 1)
_HELD: Final = ((100, 100, 100), (150, 31, 0), (0, 200, 120))

_HOLDER: Final = HOLDERS
_ANYBODY: Final = (*HOLDERS, JUDGE)
_JUDGES: Final = (*[JUDGE] * 9, HOLDERS[0])
_ROLES: Final = [str(role) for role in (Role.DRE, Role.DRE, *Role)]
_KINDS: Final = list(map(str, FaultKind))
_PROOF: Final = PROOFS
_PARTS: Final = ("some", "some", "some", "half", "half", "one", "all", "more", "none")
_WHENS: Final = (
    *["now"] * 5,
    *["next"] * 5,
    *["due", "after", "before", "epoch", "eve"] * 2,
    "far",
    "back",
)
_AGES: Final = ("now", "now", "recent", "recent", "end", "over", "late end", "late", "future")
_YES: Final = (True, False)
_PICK: Final = range(12)


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of a network whose epochs and windows are a few blocks long.

    One in eight has a parameter at or beyond its bound.
    """
    rates = {field.name: _RATES for field in fields(Parameters) if field.name.startswith("rate_")}
    drawn = {name: choose(draw, few) for name, few in {**_FEW, **rates}.items()}
    if choose(draw, range(8)) == 0:
        drawn[choose(draw, sorted(drawn))] = choose(draw, _WRONG)
    held = list(zip(HOLDERS, choose(draw, _HELD), strict=True))
    if choose(draw, _YES):
        held.append((choose(draw, _HOLDER), 20))
    return {
        "parameters": {"adjudicator": JUDGE, **{name: str(few) for name, few in drawn.items()}},
        "allocations": [{"address": who, "amount": str(amount)} for who, amount in held],
    }


@st.composite
def _moves(draw: st.DrawFn, state: StakingState) -> Move:
    if choose(draw, range(9)) == 0:
        return spoil(draw, _any_move(draw, state))
    return _likely_move(draw, state)


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    One in nine is spoiled in its form.
    """
    return _moves(role.state)


def _any_move(draw: st.DrawFn, state: StakingState) -> Move:
    """Draw any action, each as often as any other."""
    keys = [key for key, bond in state.bonds.items() if bond.stake or bond.leaving]
    return _MAKE[choose(draw, _ALL)](draw, state, keys)


def _likely_move(draw: st.DrawFn, state: StakingState) -> Move:
    """Draw who does what, at which height."""
    staked = [key for key, bond in state.bonds.items() if bond.stake]
    names = ["Transfer", *["Stake"] * (1 if staked else 5)]
    if staked:
        names += ["Unstake", "Unstake", "Mint", "Commit", "Open-Dispute", *["Slash"] * 3]
    left = [key for key, bond in state.bonds.items() if bond.leaving]
    names += ["Withdraw", "Withdraw", "Open-Dispute"] if left else []
    faults = list(state.faults.items())
    names += ["Settle", "Settle", "Slash-Again", "Slash-Again"] if faults else []
    names += ["Close-Dispute"] * min(3, len(list(state.disputes.items())))
    name = choose(draw, (*names, choose(draw, _ALL)))
    return _MAKE[name](draw, state, [*left, *staked])


def _call(op: str, caller: str, anchor: int, **given: Json) -> Move:
    return op, {"caller": caller, "anchor": str(max(0, anchor)), "input": given}


def _when(draw: st.DrawFn, state: StakingState) -> int:
    """Draw an anchor: now, soon, or around one of the heights on which something depends."""
    now, length = state.anchor, state.parameters.epoch_length
    when = choose(draw, _WHENS)
    if when in {"now", "next"}:
        return now + (when == "next")
    if when in {"epoch", "eve", "far"}:
        start = (now // length + 1) * length
        later = 2 * length + choose(draw, _PICK)
        return max(now, {"epoch": start, "eve": start - 1, "far": start + later}[when])
    if when == "back":
        return now - 1
    window = state.parameters.evidence_window
    heights: set[int] = {bond.ready_at for _, bond in state.bonds.items()}
    faults = [fault for _, fault in state.faults.items()]
    heights.update(*((fault.closes_at, fault.height + window) for fault in faults))
    heights |= {known.lapses_at for _, known in state.disputes.items() if known.status == "OPEN"}
    due = choose(draw, sorted(height for height in heights if height >= now) or [int(now)])
    around = {"due": due, "after": due + 1, "before": due - 1}
    return max(now, around[when])


def _amount(draw: st.DrawFn, whole: int) -> str:
    """Draw an amount, often near what there is."""
    part = choose(draw, _PARTS)
    amounts = {"none": 0, "one": 1, "half": (whole + 1) // 2, "all": whole, "more": whole + 1}
    return str(3 + choose(draw, _PICK) if part == "some" else amounts[part])


def _mostly(draw: st.DrawFn) -> bool:
    return choose(draw, _PICK) > 0


_Keys = list[tuple[Address, Role]]


def _bond(draw: st.DrawFn, keys: _Keys) -> tuple[str, str]:
    """Draw a bond: one that there is, or now and then any."""
    if keys and _mostly(draw):
        who, role = choose(draw, keys)
        return who, str(role)
    return choose(draw, _HOLDER), choose(draw, _ROLES)


def _transfer(draw: st.DrawFn, state: StakingState, _keys: _Keys) -> Move:
    caller, to = choose(draw, _ANYBODY), choose(draw, _ANYBODY)
    amount = _amount(draw, state.liquid.get(Address(caller)))
    return _call("Transfer", caller, _when(draw, state), recipient=to, amount=amount)


def _stake(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    caller, role = (
        _bond(draw, keys) if choose(draw, _YES) else (choose(draw, _HOLDER), choose(draw, _ROLES))
    )
    amount = _amount(draw, state.liquid.get(Address(caller)))
    return _call("Stake", caller, _when(draw, state), role=role, amount=amount)


def _unstake(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    caller, role = _bond(draw, keys)
    bond = state.bonds.get((Address(caller), Role(role)))
    whole = bond.stake + (0 if _mostly(draw) else bond.leaving)
    return _call("Unstake", caller, _when(draw, state), role=role, amount=_amount(draw, whole))


def _withdraw(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    caller, role = _bond(draw, keys)
    ready = state.bonds.get((Address(caller), Role(role))).ready_at
    anchor = choose(draw, (ready, ready, ready + 1, ready - 1, state.anchor))
    return _call("Withdraw", caller, max(state.anchor, anchor), role=role)


def _commit(draw: st.DrawFn, state: StakingState, _keys: _Keys) -> Move:
    commitment = commitment_of(Digest(choose(draw, _PROOF)), Address(choose(draw, _HOLDER)))
    return _call("Commit", choose(draw, _HOLDER), _when(draw, state), commitment=commitment)


def _slash(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    offender, role = _bond(draw, [key for key in keys if key[1] != Role.PARTICIPANT])
    anchor = _when(draw, state)
    window = state.parameters.evidence_window
    late = window + state.parameters.dispute_bound
    ages = {"now": 0, "recent": min(2, window), "end": window, "over": window + 1}
    height = (
        anchor - {**ages, "late end": late, "late": late + 1, "future": -1}[choose(draw, _AGES)]
    )
    slot = choose(draw, ("0", "0", "0", "1"))
    where: dict[str, Json] = {"process": PROCESS, "term": "0", "slot": slot}
    return _shown(draw, anchor, {"offender": offender, "role": role, **where}, max(0, height))


def _slash_again(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    known = list(state.faults.items())
    if not known:
        return _slash(draw, state, keys)
    key, record = choose(draw, known)
    anchor = _when(draw, state)
    height = anchor if choose(draw, _YES) else record.height
    end = height + state.parameters.evidence_window
    if _mostly(draw):
        anchor = max(state.anchor, min(anchor, end))
    return _shown(draw, anchor, _named(key), height)


def _shown(draw: st.DrawFn, anchor: int, fault: dict[str, Json], height: int) -> Move:
    """Say which kind of fault is proved by what, and found by whom."""
    shown = {"evidence": choose(draw, _PROOF), "fisher": choose(draw, _HOLDER)}
    kind = choose(draw, _KINDS)
    return _call(
        "Slash", choose(draw, _JUDGES), anchor, kind=kind, **fault, height=str(height), **shown
    )


def _named(key: tuple[Any, ...]) -> dict[str, Json]:
    names = ("offender", "role", "process", "term", "slot")
    return {name: str(part) for name, part in zip(names, key, strict=True)}


def _settle(draw: st.DrawFn, state: StakingState, _keys: _Keys) -> Move:
    known = list(state.faults.items())
    key: tuple[Any, ...] = (HOLDERS[0], "DRE", PROCESS, 0, 9)
    closes = state.anchor
    if known and _mostly(draw):
        waiting = [entry for entry in known if entry[1].status == FaultStatus.OPEN]
        key, record = choose(draw, waiting or known)
        closes = record.closes_at
    anchor = choose(draw, (closes + 1, closes + 1, closes, closes + 9, state.anchor))
    return _call("Settle", choose(draw, _ANYBODY), max(state.anchor, anchor), **_named(key))


def _mint(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    caller, role = _bond(draw, keys)
    return _call("Mint", caller, _when(draw, state), role=role)


def _open_dispute(draw: st.DrawFn, state: StakingState, keys: _Keys) -> Move:
    holder, role = _bond(draw, keys)
    dispute, anchor = choose(draw, DISPUTES), _when(draw, state)
    given = {"dispute": dispute, "holder": holder, "role": role}
    return _call("Open-Dispute", choose(draw, _ANYBODY), anchor, **given)


def _close_dispute(draw: st.DrawFn, state: StakingState, _keys: _Keys) -> Move:
    dispute, caller = DisputeId(choose(draw, DISPUTES)), choose(draw, _ANYBODY)
    anchor = _when(draw, state)
    still = [name for name, known in state.disputes.items() if known.status == DisputeStatus.OPEN]
    if still and _mostly(draw):
        dispute = choose(draw, still)
        lapses = state.disputes.get(dispute).lapses_at
        if choose(draw, _YES):
            caller = JUDGE
        else:
            anchor = max(state.anchor, lapses + choose(draw, (0, 1, 1, 2)))
    upheld = choose(draw, _YES)
    return _call("Close-Dispute", caller, anchor, dispute=dispute, upheld=upheld)


_MAKE: Final = {
    "Transfer": _transfer,
    "Stake": _stake,
    "Unstake": _unstake,
    "Withdraw": _withdraw,
    "Commit": _commit,
    "Slash": _slash,
    "Slash-Again": _slash_again,
    "Settle": _settle,
    "Mint": _mint,
    "Open-Dispute": _open_dispute,
    "Close-Dispute": _close_dispute,
}
_ALL: Final = tuple(_MAKE)
