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
from hollowbeam_models.domains.choosing import choose, seldom
from hollowbeam_models.domains.ledger_moves import (
    EVERYBODY,
    HOLDERS,
    KEEPER,
    KINDS,
    REFERENCES,
    bounce,
    call,
    holder_of,
    looked_or_spoiled,
    quantity,
    recipient_of,
    transfer,
)
from hollowbeam_models.domains.spoiled import Move
from hollowbeam_models.strategies import HITS, Aim, Domain, pool, values

LOCKS: Final = [base64url(sha256(b"lock %d" % number).digest()) for number in range(6)]
_HELD: Final = ((100, 20, 0), (100, 20, 7), (7, 30, 0), (0, 0, 0), (NAT_LIMIT - 1_000, 0, 900))
_MOST: Final = NAT_LIMIT - 1
_ROOM: Final = (0, 7, 20, -1)
"""How many units may be minted where much was allocated; or one was allocated too many."""


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
    """Draw the genesis of a token; one in four allocates about as much as there can be."""
    held = list(zip(HOLDERS, choose(draw, _HELD), strict=True))
    if choose(draw, (False, True)):
        held.append((choose(draw, HOLDERS), 20))
    if seldom(draw, 4):
        total = sum(units for _, units in held)
        held.append((HOLDERS[0], max(0, _MOST - total - choose(draw, _ROOM))))
    return {
        "name": "U",
        "ticker": "wU",
        "denomination": choose(draw, ("0", "6")),
        "authority": choose(draw, (KEEPER, KEEPER, HOLDERS[2])),
        "confirmations": choose(draw, ("0", "3")),
        "allocations": [
            {"address": who, "quantity": str(min(units, _MOST))} for who, units in held
        ],
    }


def moves(role: Any) -> st.SearchStrategy[Move]:
    """Draw a step aimed at the state of the role: mostly acceptable, often at a boundary.

    Some are spoiled in their form; now and then one only looks.
    """
    return _moves(role.state)


@st.composite
def _moves(draw: st.DrawFn, state: TokenState) -> Move:
    return looked_or_spoiled(draw, lambda: _move(draw, state))


def _move(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw who does what."""
    makes: list[Callable[[st.DrawFn, TokenState], Move]] = [*[transfer] * 4, *[bounce] * 4]
    makes += [_mint] * (4 if len(list(state.locks.items())) < len(LOCKS) else 1)
    makes += [_burn] * (4 if state.minted > state.released else 1)
    return choose(draw, makes)(draw, state)


def _mint(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw a mint: mostly by the authority, against a new lock that is confirmed."""
    used = [str(lock) for lock, _ in state.locks.items()]
    fresh = [lock for lock in LOCKS if lock not in used]
    anchor = 4 + state.confirmations + choose(draw, (0, 0, 0, 0, 1, 1, 9, -1))
    room = max(0, _MOST - state.issued - state.minted)
    caller = choose(draw, EVERYBODY) if seldom(draw, 6) else str(state.authority)
    is_again = not fresh or seldom(draw, 6)
    given: Json = {
        "lock": choose(draw, used if used and is_again else fresh or LOCKS),
        "height": "4",
        "recipient": recipient_of(draw, state, caller),
        "kind": choose(draw, KINDS),
        "quantity": quantity(draw, room if seldom(draw) else min(room, 20)),
        "reference": choose(draw, REFERENCES),
    }
    return call("Mint", caller, choose(draw, KINDS), given, max(0, anchor))


def _burn(draw: st.DrawFn, state: TokenState) -> Move:
    """Draw a burn, often of what is left of the locks."""
    caller = holder_of(draw, state)
    balance = state.balances.get(Address(caller))
    left = max(0, state.minted - state.released)
    given: Json = {
        "recipient": recipient_of(draw, state, caller),
        "quantity": quantity(draw, choose(draw, (left, min(balance, state.minted), balance))),
        "reference": choose(draw, REFERENCES),
    }
    return call("Burn", caller, choose(draw, KINDS), given)
