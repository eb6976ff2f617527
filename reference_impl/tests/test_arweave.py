"""The chain in memory: what is mined, confirmed and reorganised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hollowbeam.kernel.vocabulary import ZERO, BlockId, Nat
from hollowbeam.protocol.arweave import (
    NO_BLOCK,
    Chain,
    anchor_of,
    begin,
    block_at,
    blocks_between,
    confirmed,
    is_canonical,
    items_between,
    mine,
    reorganise,
    tip,
)
from hollowbeam.protocol.commitments import Anchor

K = Nat(3)


def chain_of(*items: tuple[bytes, ...], depth: int = K) -> Chain:
    """Mine a block of each of these items, a second apart."""
    chain = begin(Nat(depth))
    for number, each in enumerate(items, start=1):
        chain = mine(chain, each, Nat(1_000 * number))
    return chain


def test_a_chain_begins_with_an_empty_block() -> None:
    first = tip(begin(K, Nat(7)))
    assert (first.height, first.previous, first.timestamp, first.items) == (0, NO_BLOCK, 7, ())
    assert len(first.id) == 43


def test_each_block_names_the_one_before() -> None:
    chain = chain_of((b"a", b"b"), (), (b"c",))
    assert [block.height for block in chain.blocks] == [0, 1, 2, 3]
    assert [block.previous for block in chain.blocks[1:]] == [b.id for b in chain.blocks[:3]]
    assert [block.items for block in chain.blocks] == [(), (b"a", b"b"), (), (b"c",)]
    assert len({block.id for block in chain.blocks}) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (chain_of((b"a",)), chain_of((b"b",))),
        (chain_of((b"ab",)), chain_of((b"a", b"b"))),
        (chain_of(()), chain_of((b"",))),
        (mine(begin(K), (), Nat(1)), mine(begin(K), (), Nat(2))),
        (mine(begin(K), (), Nat(1)), mine(begin(K, Nat(1)), (), Nat(1))),
        (chain_of(()), reorganise(chain_of(()), Nat(1), b"x")[0]),
        (reorganise(chain_of(()), Nat(1), b"y")[0], reorganise(chain_of(()), Nat(1), b"x")[0]),
    ],
)
def test_an_id_covers_all_that_a_block_holds(one: Chain, other: Chain) -> None:
    assert tip(one).height == tip(other).height
    assert tip(one).id != tip(other).id


def test_the_same_blocks_have_the_same_ids() -> None:
    assert chain_of((b"a",), ()) == chain_of((b"a",), ())
    assert reorganise(chain_of((b"a",)), Nat(1), b"")[0] == chain_of(())


def test_no_block_is_mined_before_its_parent() -> None:
    chain = chain_of(())
    assert tip(mine(chain, (), Nat(1_000))).height == 2
    with pytest.raises(ValueError, match="not mined before"):
        mine(chain, (), Nat(999))


def test_a_block_is_confirmed_when_no_reorganisation_reaches_it() -> None:
    chain = chain_of(*[()] * 5)
    assert confirmed(chain) == anchor_of(block_at(chain, Nat(2)))
    assert confirmed(chain, Nat(0)) == anchor_of(tip(chain))
    assert confirmed(chain, Nat(4)) == anchor_of(block_at(chain, Nat(1)))
    assert confirmed(chain, Nat(6)) == anchor_of(block_at(chain, ZERO))
    reorganised, _ = reorganise(chain, K, b"x")
    assert confirmed(reorganised) == confirmed(chain)


def test_the_first_block_is_always_confirmed() -> None:
    for blocks in range(4):
        chain = chain_of(*[()] * blocks)
        assert confirmed(chain) == anchor_of(chain.blocks[0])
    assert confirmed(chain_of(*[()] * 4)) == anchor_of(chain_of(*[()] * 4).blocks[1])


def test_a_reorganisation_replaces_the_last_blocks_and_drops_their_items() -> None:
    chain = chain_of((b"a",), (b"b", b"c"), (b"d",))
    other, dropped = reorganise(chain, Nat(2), b"x")
    assert dropped == (b"b", b"c", b"d")
    assert other.blocks[:2] == chain.blocks[:2]
    assert [block.height for block in other.blocks] == [0, 1, 2, 3]
    assert [block.timestamp for block in other.blocks] == [0, 1_000, 2_000, 3_000]
    assert [block.items for block in other.blocks[2:]] == [(), ()]
    for height in (2, 3):
        assert other.blocks[height].previous == other.blocks[height - 1].id
        assert not is_canonical(other, anchor_of(chain.blocks[height]))
    assert reorganise(chain, ZERO, b"x") == (chain, ())


def test_a_reorganisation_is_bounded() -> None:
    chain = chain_of(*[()] * 4)
    reorganise(chain, K, b"x")
    with pytest.raises(ValueError, match="4 blocks are not reorganised"):
        reorganise(chain, Nat(4), b"x")
    with pytest.raises(ValueError, match="2 blocks are not reorganised"):
        reorganise(chain_of(()), Nat(2), b"x")
    with pytest.raises(ValueError, match="-1 blocks are not reorganised"):
        reorganise(chain, Nat(-1), b"x")


def test_an_anchor_is_canonical_at_its_own_height_alone() -> None:
    chain = chain_of((), ())
    first, second = (anchor_of(block) for block in chain.blocks[1:])
    assert is_canonical(chain, first)
    assert is_canonical(chain, second)
    assert not is_canonical(chain, Anchor(second.height, first.block))
    assert not is_canonical(chain, Anchor(Nat(3), second.block))
    assert not is_canonical(chain, Anchor(Nat(-1), second.block))
    assert not is_canonical(chain, Anchor(ZERO, BlockId("")))


def test_a_block_above_the_tip_is_not_there() -> None:
    chain = chain_of(())
    assert block_at(chain, Nat(1)) == tip(chain)
    for height in (-1, 2):
        with pytest.raises(ValueError, match=f"no block has the height {height}"):
            block_at(chain, Nat(height))


def test_what_lies_between_two_anchors_is_in_the_order_of_the_blocks() -> None:
    chain = chain_of((b"a",), (b"b", b"c"), (b"d",))
    anchors = [anchor_of(block) for block in chain.blocks]
    assert items_between(chain, anchors[0], anchors[2]) == (b"a", b"b", b"c")
    assert items_between(chain, anchors[2], anchors[2]) == ()
    assert items_between(chain, anchors[2], anchors[1]) == ()
    assert blocks_between(chain, anchors[1], anchors[3]) == chain.blocks[2:]
    fallen, _ = reorganise(chain, Nat(1), b"x")
    for after, until in ((anchors[0], anchors[3]), (anchors[3], anchors[2])):
        with pytest.raises(ValueError, match="no block of the chain"):
            items_between(fallen, after, until)


@given(
    st.lists(st.one_of(st.lists(st.binary(max_size=2), max_size=3), st.integers(0, 5))),
    st.integers(0, 4),
)
def test_what_is_confirmed_stays(steps: list[list[bytes] | int], depth: int) -> None:
    """Whatever happens, a confirmed block stays canonical and the confirmed height never falls."""
    chain = begin(Nat(depth))
    seen = [confirmed(chain)]
    for number, step in enumerate(steps):
        if isinstance(step, list):
            chain = mine(chain, tuple(step), Nat(number))
        elif step <= min(depth, tip(chain).height):
            chain, _ = reorganise(chain, Nat(step), b"%d" % number)
        assert confirmed(chain).height >= seen[-1].height
        seen.append(confirmed(chain))
    assert all(is_canonical(chain, anchor) for anchor in seen)
