"""What a token remembers: its ledger, what the bridge brought in, and what went back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, Nat
from hollowbeam_contracts.ledger import Ledger

LockId = NewType("LockId", str)
"""A lock of the original units, on the other side of the bridge; its transaction's id."""


@dataclass(frozen=True, slots=True)
class Release:
    """Units that were burned here for their originals to be released to ``recipient`` there."""

    holder: Address = NOBODY
    recipient: Address = NOBODY
    quantity: Nat = ZERO


@dataclass(frozen=True, slots=True)
class TokenState(Ledger):
    """The state of a token.

    ``denomination`` is the number of decimal places of one token; quantities count the smallest
    unit. ``authority`` speaks for the bridge; a lock counts ``confirmations`` blocks after its own.
    ``locks`` holds what each lock minted, ``releases`` what was burned, numbered from 1. ``issued``
    is the supply at genesis, ``minted`` the total of the locks, ``released`` that of the releases.
    """

    locks: Map[LockId, Nat]
    releases: Map[Nat, Release]
    name: str
    ticker: str
    denomination: Nat
    authority: Address
    confirmations: Nat
    issued: Nat = ZERO
    minted: Nat = ZERO
    released: Nat = ZERO
    release_count: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Information:
    """What a wallet shows of a token, in one record."""

    name: str
    ticker: str
    denomination: Nat
    authority: Address
    supply: Nat
