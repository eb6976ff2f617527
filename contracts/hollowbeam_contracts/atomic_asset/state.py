"""What an asset remembers: its ledger, and what it is, which nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import Address, Nat
from hollowbeam_contracts.ledger import Ledger

ContentId = NewType("ContentId", str)
"""The Arweave transaction or item that holds what the asset is about."""


@dataclass(frozen=True, slots=True)
class Genesis:
    """How an asset starts: what it is (ANS-110), and who holds all its units."""

    title: str
    type: str
    topics: tuple[str, ...]
    description: str
    content: ContentId
    units: Nat
    holder: Address


@dataclass(frozen=True, slots=True)
class AssetState(Ledger):
    """The state of an asset. ``topics`` are numbered from 1; ``units`` is the whole supply."""

    topics: Map[Nat, str]
    title: str
    type: str
    description: str
    content: ContentId
    units: Nat
    topic_count: Nat


@dataclass(frozen=True, slots=True)
class Information:
    """What a wallet shows of an asset, in one record."""

    title: str
    type: str
    topics: tuple[str, ...]
    description: str
    content: ContentId
    units: Nat
