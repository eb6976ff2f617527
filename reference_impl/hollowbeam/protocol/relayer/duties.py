"""What a relayer does about what it knows: when it sends, when it posts, when it is at fault."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.relayer.state import (
    Deliver,
    Progress,
    RelayerState,
    RelayKey,
    Sending,
    Way,
)


@implements("RLY-36")
def is_deliverable(state: RelayerState, key: RelayKey) -> bool:
    """Say whether the target must admit the message now.

    It is known with its proof, its slot is durable with the assignment that it came from, the
    guarantee is met, and it is the next of its pair. Whether it expired does not matter: it errs
    there, and its Bounce comes back.
    """
    source, branch, target, sequence = key
    delivery = state.deliveries.get(key)
    slot = state.slots.get((source, delivery.slot))
    is_known = delivery.progress != Progress.NONE
    survives = slot.durable & (slot.assignment == delivery.assignment)
    is_next = state.lanes.get((source, branch, target)).next == sequence
    return is_known & survives & delivery.guaranteed & is_next


@implements("RLY-36")
def deliverable_since(state: RelayerState, key: RelayKey) -> Nat:
    """Give the height since which a message is deliverable, and the relayer's to deliver."""
    source, branch, target, _ = key
    delivery = state.deliveries.get(key)
    durable = state.slots.get((source, delivery.slot)).since
    reached = state.lanes.get((source, branch, target)).since
    taken = state.charges.get(source).since
    return Nat(max(durable, delivery.guaranteed_at, reached, taken))


@implements("RLY-37", "RLY-38")
def due(state: RelayerState, key: RelayKey) -> Way:
    """Say what is to be done about a message at the present height.

    A deliverable message is sent once at each height. One that its relayer answers for, and that
    was not assigned within ``patience``, is posted, and posted again each time that long passes.
    """
    if not is_deliverable(state, key):
        return Way.NOTHING
    delivery = state.deliveries.get(key)
    patience = state.terms.patience
    is_untried = delivery.progress == Progress.KNOWN
    if delivery.progress == Progress.POSTED:
        return Way.POST if state.height > delivery.tried_at + patience else Way.NOTHING
    late = state.height >= deliverable_since(state, key) + patience
    if late & state.charges.get(key[0]).held:
        return Way.POST
    return Way.SEND if is_untried | (state.height > delivery.tried_at) else Way.NOTHING


@implements("RLY-37", "RLY-38")
def deliver(state: RelayerState, action: Deliver) -> Step[RelayerState]:
    """Do what is due for a message.

    Rejects: NOT_DUE (RLY-37).
    """
    key: RelayKey = (action.source, action.branch, action.target, action.sequence)
    way = due(state, key)
    require(way != Way.NOTHING, Reason.NOT_DUE)
    progress = Progress.POSTED if way == Way.POST else Progress.SENT
    done = replace(state.deliveries.get(key), progress=progress, tried_at=state.height)
    sending = Sending(way, action.source, action.branch, action.target, action.sequence)
    return Step(replace(state, deliveries=state.deliveries.set(key, done)), effects=(sending,))


@implements("RLY-39")
def is_at_fault(state: RelayerState, key: RelayKey) -> bool:
    """Say whether a relayer broke its duty to a message.

    It was deliverable for ``deadline`` blocks while the relayer answered for its source, and is
    neither assigned nor posted.
    """
    delivery = state.deliveries.get(key)
    late = state.height >= deliverable_since(state, key) + state.terms.deadline
    answers = state.charges.get(key[0]).held
    return is_deliverable(state, key) & answers & (delivery.progress != Progress.POSTED) & late
