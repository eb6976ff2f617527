"""The domain of room u_token: sound states for its theorems, and histories for live testing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.vocabulary import NAT_LIMIT, Address, Nat
from hollowbeam_contracts.ledger import supply
from hollowbeam_contracts.notices import Transfer
from hollowbeam_contracts.u_token.actions import Burn, Mint
from hollowbeam_contracts.u_token.invariants import let_go, locked
from hollowbeam_contracts.u_token.state import LockId, Release, TokenState
from hollowbeam_models.domains.ledger_moves import (
    HOLDERS,
    KEEPER,
    KINDS,
    LOOK,
    PICK,
    REFERENCES,
    bounce,
    call,
    holder_of,
    quantity,
    transfer,
)
from hollowbeam_models.domains.spoiled import Move, spoiled
from hollowbeam_models.strategies import HITS, Aim, Domain, pool, values

LOCKS: Final = [base64url(sha256(b"lock %d" % number).digest()) for number in range(6)]
_HELD: Final = ((100, 20, 0), (100, 20, 7), (7, 30, 0), (0, 0, 0), (NAT_LIMIT - 1_000, 0, 900))
_MOST: Final = NAT_LIMIT - 1


def sound(state: TokenState) -> TokenState:
    """Set what a state could compute of itself: its totals, and the numbers of its releases.

    What was released beyond what was locked was locked too, by the first lock.
    """
    found = [release for _, release in state.releases.items() if release.quantity]
    releases: Map[Nat, Release] = Map(Release())
    for number, release in enumerate(found, start=1):
        releases = releases.set(Nat(number), release)
    released = releases.sum(let_go)
    locks = state.locks
    if locks.sum(locked) < released:
        locks = locks.set(LockId(pool()[0]), released)
    minted = locks.sum(locked)
    held = supply(state)
    short = max(0, minted - released - held)
    holder = Address(pool()[0])
    return replace(
        state,
        balances=state.balances.set(holder, Nat(state.balances.get(holder) + short)),
        locks=locks,
        releases=releases,
        minted=minted,
        released=released,
        issued=Nat(held + short + released - minted),
        release_count=Nat(len(found)),
    )


@st.composite
def states(draw: st.DrawFn) -> TokenState:
    """Draw a state: arbitrary, or mostly sound."""
    state: TokenState = draw(values(TokenState))
    return state if draw(st.integers(0, HITS)) == 0 else sound(state)


@cache
def u_token() -> Domain:
    """Give the domain of room u_token."""
    return MappingProxyType({TokenState: states()})


def u_token_aims(state: Any) -> list[Aim]:
    """Give what to aim at: each holder's balance, the authority, and the locks there are."""
    if not isinstance(state, TokenState):
        return []
    left = max(0, state.minted - state.released)
    holders = [holder for holder, _ in state.balances.items()] or [Address(pool()[0])]
    return [
        {
            (Call, "caller"): [holder, holder, state.authority],
            (Call, "anchor"): [Nat(state.confirmations + 4), Nat(state.confirmations + 3)],
            (Mint, "height"): [Nat(4)],
            (Mint, "lock"): [*(lock for lock, _ in state.locks.items()), LockId(pool()[1])],
            (Transfer, "recipient"): [Address(name) for name in pool()],
            (Burn, "quantity"): [Nat(1), Nat(left), state.balances.get(holder)],
            Address: [holder],
            Nat: [Nat(1), state.balances.get(holder), Nat(left)],
        }
        for holder in holders
    ]


@st.composite
def starts(draw: st.DrawFn) -> Json:
    """Draw the genesis of a token; one in eight allocates about as much as there can be."""
    held = list(zip(HOLDERS, draw(st.sampled_from(_HELD)), strict=True))
    if draw(st.booleans()):
        held.append((draw(st.sampled_from(HOLDERS)), 20))
    if draw(st.integers(0, 7)) == 0:
        total = sum(units for _, units in held)
        held.append((HOLDERS[0], _MOST - total + draw(st.sampled_from((0, 1)))))
    return {
        "name": "U",
        "ticker": "wU",
        "denomination": draw(st.sampled_from(("0", "6"))),
        "authority": draw(st.sampled_from((KEEPER, KEEPER, HOLDERS[2]))),
        "confirmations": draw(st.sampled_from(("0", "3"))),
        "allocations": [
            {"address": who, "quantity": str(min(units, _MOST))} for who, units in held
        ],
    }


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    One in ten is spoiled in its form; now and then one only looks.
    """
    state: TokenState = role.state
    return st.one_of(*[_moves(state)] * 16, *[spoiled(_moves(state))] * 2, st.just(LOOK))


@st.composite
def _moves(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw who does what."""
    makes: list[Callable[[st.DrawFn, TokenState], Move]] = [*[transfer] * 4, *[bounce] * 3]
    makes += [_mint] * (3 if len(list(state.locks.items())) < len(LOCKS) else 1)
    if state.minted > state.released or draw(PICK) == 0:
        makes += [_burn, _burn]
    move: Move = draw(st.sampled_from(makes))(draw, state)
    return move


def _mint(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw a mint: mostly by the authority, against a new lock that is confirmed."""
    used = [lock for lock, _ in state.locks.items()]
    fresh = [lock for lock in LOCKS if lock not in used] or LOCKS
    anchor = 4 + state.confirmations + draw(st.sampled_from((0, 0, 0, 0, 1, 1, 9, -1)))
    room = max(0, _MOST - state.issued - state.minted)
    given: Json = {
        "lock": draw(st.sampled_from(fresh if draw(PICK) > 1 else [*used, *LOCKS])),
        "height": "4",
        "recipient": draw(st.sampled_from((*HOLDERS, KEEPER))),
        "kind": draw(KINDS),
        "quantity": quantity(draw, room if draw(PICK) == 0 else min(room, 20)),
        "reference": draw(REFERENCES),
    }
    stranger = draw(st.sampled_from((*HOLDERS, KEEPER)))
    caller = state.authority if draw(PICK) > 1 else stranger
    return call("Mint", caller, draw(KINDS), given, max(0, anchor))


def _burn(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw a burn, often of what is left of the locks."""
    caller = holder_of(draw, state)
    balance = state.balances.get(Address(caller))
    left = max(0, state.minted - state.released)
    whole = draw(st.sampled_from((balance, left, min(balance, left))))
    given: Json = {
        "recipient": draw(st.sampled_from(HOLDERS)),
        "quantity": quantity(draw, whole),
        "reference": draw(REFERENCES),
    }
    return call("Burn", caller, draw(KINDS), given)
