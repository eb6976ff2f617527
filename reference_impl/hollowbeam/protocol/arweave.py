"""Arweave as the network uses it, in memory: blocks, confirmations, reorganisations.

A chain is a value. Nobody but this module knows that there is no real Arweave behind it: whoever
reads blocks takes them as arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from hollowbeam.kernel.encoding import base64url
from hollowbeam.kernel.hashing import Tag, deep_hash, tagged_hash
from hollowbeam.kernel.vocabulary import ZERO, BlockId, Nat
from hollowbeam.protocol.commitments import Anchor

NO_BLOCK: Final = BlockId("")
"""What stands before the first block."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block: where it stands, when it was mined, and the data items that lie in it, in order.

    ``timestamp`` is in milliseconds since 1970.
    """

    height: Nat
    id: BlockId
    previous: BlockId
    timestamp: Nat
    items: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The blocks from height 0, and ``depth``, the number of blocks that may be reorganised."""

    blocks: tuple[Block, ...]
    depth: Nat


def begin(depth: Nat, timestamp: Nat = ZERO) -> Chain:
    """Begin a chain with an empty block at height 0."""
    return Chain((_block(ZERO, NO_BLOCK, timestamp, (), b""),), depth)


def mine(chain: Chain, items: tuple[bytes, ...], timestamp: Nat) -> Chain:
    """Put a block of these items on the tip.

    Raises ValueError for a timestamp before that of the tip.
    """
    return _mine(chain, items, timestamp, b"")


def reorganise(chain: Chain, depth: Nat, salt: bytes) -> tuple[Chain, tuple[bytes, ...]]:
    """Replace the last ``depth`` blocks by as many other ones, and give the items that fall out.

    The new blocks are empty and have the heights and times of the old ones. Another salt gives
    other blocks; the empty salt gives those that ``mine`` would.

    Raises ValueError for more blocks than may be reorganised, or the block at height 0.
    """
    if not 0 <= depth <= min(chain.depth, tip(chain).height):
        raise ValueError(f"{depth} blocks are not reorganised")
    kept = len(chain.blocks) - depth
    replaced = chain.blocks[kept:]
    chain = replace(chain, blocks=chain.blocks[:kept])
    for block in replaced:
        chain = _mine(chain, (), block.timestamp, salt)
    return chain, tuple(item for block in replaced for item in block.items)


def tip(chain: Chain) -> Block:
    """Give the last block."""
    return chain.blocks[-1]


def block_at(chain: Chain, height: Nat) -> Block:
    """Give the block of a height. Raises ValueError for a height above the tip."""
    if not 0 <= height <= tip(chain).height:
        raise ValueError(f"no block has the height {height}")
    return chain.blocks[height]


def anchor_of(block: Block) -> Anchor:
    """Name a block as assignments do."""
    return Anchor(block.height, block.id)


def confirmed(chain: Chain, confirmations: Nat | None = None) -> Anchor:
    """Name the last block with so many confirmations, or as many as no reorganisation reaches.

    A block has as many confirmations as blocks stand on it. The block at height 0 is always
    confirmed.
    """
    depth = chain.depth if confirmations is None else confirmations
    return anchor_of(chain.blocks[max(0, tip(chain).height - depth)])


def is_canonical(chain: Chain, anchor: Anchor) -> bool:
    """Say whether the chain has this block at this height. Total."""
    return 0 <= anchor.height <= tip(chain).height and (
        chain.blocks[anchor.height].id == anchor.block
    )


def blocks_between(chain: Chain, after: Anchor, until: Anchor) -> tuple[Block, ...]:
    """Give the blocks above one anchor up to and including another, by height.

    Raises ValueError for an anchor that is not canonical.
    """
    for anchor in (after, until):
        if not is_canonical(chain, anchor):
            raise ValueError(f"no block of the chain is {anchor}")
    return chain.blocks[after.height + 1 : until.height + 1]


def items_between(chain: Chain, after: Anchor, until: Anchor) -> tuple[bytes, ...]:
    """Give the items of the blocks above one anchor up to and including another, in order.

    Raises ValueError for an anchor that is not canonical.
    """
    return tuple(item for block in blocks_between(chain, after, until) for item in block.items)


def _mine(chain: Chain, items: tuple[bytes, ...], timestamp: Nat, salt: bytes) -> Chain:
    last = tip(chain)
    if timestamp < last.timestamp:
        raise ValueError("a block is not mined before the block that it stands on")
    block = _block(Nat(last.height + 1), last.id, timestamp, items, salt)
    return replace(chain, blocks=(*chain.blocks, block))


def _block(
    height: Nat, previous: BlockId, timestamp: Nat, items: tuple[bytes, ...], salt: bytes
) -> Block:
    """Make a block; a deep hash of all that it holds is its independent hash of 48 bytes."""
    numbers = (b"%d" % height, b"%d" % timestamp)
    independent_hash = deep_hash((*numbers, previous.encode("ascii"), salt, items))
    identity = BlockId(base64url(tagged_hash(Tag.BLOCK, independent_hash)))
    return Block(height, identity, previous, timestamp, items)
