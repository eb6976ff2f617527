"""What the exchange remembers: two ledgers, a book of orders in sorted rings, and its requests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, TypeAlias

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import NOBODY, ZERO, Address, Nat

TOP: Final = Nat(2**128)
"""Prices lie strictly between zero and this (UCM-14)."""

MOST_FILLS: Final = Nat(64)
"""One message fills at most so many orders, whatever it asks for (UCM-15)."""

LEVELS: Final = ZERO
"""The ring of a side that holds its price levels; ring ``r`` holds the orders of level ``r``."""


@unique
class Side(StrEnum):
    """Whether an order sells the asset (ASK) or buys it (BID)."""

    ASK = "ASK"
    BID = "BID"


@unique
class Coin(StrEnum):
    """What is exchanged for what."""

    ASSET = "ASSET"
    TOKEN = "TOKEN"  # noqa: S105 - no secret


AccountKey: TypeAlias = tuple[Coin, Address]
"""A ledger and a holder in it."""

LinkKey: TypeAlias = tuple[Side, Nat, Nat]
"""Side, ring, and the place in the ring; place zero is where the ring begins and ends."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What an exchange fixes at genesis: the two processes, and the scale of its numbers.

    A price is a number of units of the token for one lot, which is ``lot`` units of the asset. An
    order that rests is worth at least ``minimum`` units of the token.
    """

    asset: Address
    token: Address
    lot: Nat
    minimum: Nat


@dataclass(frozen=True, slots=True)
class Order:
    """An order that rests: so many lots at a price, and what is locked for them."""

    owner: Address = NOBODY
    kind: Kind = Kind.WALLET
    side: Side = Side.ASK
    price: Nat = ZERO
    lots: Nat = ZERO
    locked: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a ring: whether something stands there, and its neighbours."""

    is_open: bool = False
    after: Nat = ZERO
    before: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Request:
    """A transfer that was asked for and is not answered yet; quantity zero is no request."""

    coin: Coin = Coin.ASSET
    recipient: Address = NOBODY
    kind: Kind = Kind.WALLET
    quantity: Nat = ZERO


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes: the side of the order that came, and the worst rank that it takes.

    ``spends`` says that it wants as many lots as its reserve pays for.
    """

    owner: Address
    kind: Kind
    side: Side
    limit: Nat
    spends: bool


@dataclass(frozen=True, slots=True)
class Taking:
    """Where matching stands: what it changes, and what the taker still wants and can pay.

    ``lots`` is the most that is still wanted, ``reserve`` what is left of what was locked for it,
    ``fills`` how many orders may still be filled.
    """

    orders: Map[Nat, Order]
    links: Map[LinkKey, Node]
    free: Map[AccountKey, Nat]
    pending: Map[Nat, Request]
    request_count: Nat
    lots: Nat
    reserve: Nat
    fills: Nat


@dataclass(frozen=True, slots=True)
class UcmState:
    """The state of the exchange.

    ``free`` is what a holder may trade or withdraw. ``pending`` is the request queue.
    ``order_count`` and ``request_count`` number orders and requests, from 1. ``escrow`` is what the
    exchange holds of each coin, by the notices that it received.
    """

    parameters: Parameters
    free: Map[AccountKey, Nat]
    orders: Map[Nat, Order]
    links: Map[LinkKey, Node]
    pending: Map[Nat, Request]
    escrow: Map[Coin, Nat]
    order_count: Nat = ZERO
    request_count: Nat = ZERO
