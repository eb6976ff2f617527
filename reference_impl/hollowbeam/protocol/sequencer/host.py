"""What a host does: follow the chain, assign, sign, and write what it assigned to Arweave."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.arweave import Block
from hollowbeam.protocol.commitments import Assignment, Entry, assignment_hash, sign
from hollowbeam.protocol.message.signing import address_of, read_item
from hollowbeam.protocol.sequencer.admission import assign, settle
from hollowbeam.protocol.sequencer.lane import move_anchor
from hollowbeam.protocol.sequencer.reading import Known, read_request, waiting_in
from hollowbeam.protocol.sequencer.state import Header, Lane


@implements("SEQ-5")
def submit(lane: Lane, raw: bytes, now: Nat, known: Known) -> Step[Lane]:
    """Assign an item, due or not, at a time in milliseconds. The effect is the assignment.

    Rejects, in this order: as ``read_item`` (MSG-1 to MSG-15), as ``read_request``, as ``assign``.
    """
    request = read_request(read_item(raw), lane.network, lane.process, now, known)
    done = assign(lane, request)
    return Step(settle(done.state), done.effects)


@implements("SEQ-17")
def check_host(lane: Lane, wallet: Wallet) -> None:
    """Refuse to sign for a lane that another hosts.

    Rejects: NOT_HOST (SEQ-17).
    """
    require(address_of(wallet.owner) == lane.host, Reason.NOT_HOST)


@implements("SEQ-13")
def receipt(wallet: Wallet, assignment: Assignment, raw: bytes) -> Entry:
    """Sign an assignment: the receipt of whoever sent the item, and the entry to publish."""
    return Entry(assignment, sign(wallet, assignment_hash(assignment)), raw)


@implements("SEQ-10")
def advance(lane: Lane, block: Block, tip: Nat, known: Known) -> Step[Lane]:
    """Take the next block as the anchor, and let its items wait. ``tip`` is the last height seen.

    Rejects: as ``move_anchor``.
    """
    header = Header(block.height, block.id, block.previous, block.timestamp, tip)
    waits = waiting_in(block.id, block.items, lane.network, lane.process, known)
    return Step(settle(move_anchor(lane, header, *waits).state))


@implements("SEQ-27")
def resume(lane: Lane, block: Block, known: Known) -> Lane:
    """Let the items of the present anchor's block wait again, after the log was read.

    Raises ValueError for another block.
    """
    if block.id != lane.block:
        raise ValueError("not the block of the anchor")
    queue, relays, count = waiting_in(block.id, block.items, lane.network, lane.process, known)
    return settle(
        replace(lane, since=block.timestamp, waiting=queue, relays=relays, count=count, first=ZERO)
    )
