"""Theorems: what a relayer sends, when, and that it is not at fault if it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import ProcessId
from hollowbeam.protocol.relayer.admission import Pair
from hollowbeam.protocol.relayer.duties import (
    deliver,
    deliverable_since,
    due,
    is_at_fault,
    is_deliverable,
)
from hollowbeam.protocol.relayer.invariants import delivery_is_sound, lane_is_sound
from hollowbeam.protocol.relayer.learning import (
    advance,
    begin,
    confirm,
    guarantee,
    is_lost,
    learn,
    least_budget,
    leave,
    observe,
    rewind,
    settle,
    take,
    terms_are_sound,
)
from hollowbeam.protocol.relayer.state import (
    Advance,
    Confirm,
    Deliver,
    Guarantee,
    Learn,
    Leave,
    Observe,
    Progress,
    RelayerState,
    RelayKey,
    Rewind,
    Settle,
    SlotKey,
    Take,
    Terms,
    Way,
)
from hollowbeam_models.theorem import assume, both, implies, negate, prove, theorem
from hollowbeam_models.theorems.relayer.admission import CHECKED, SEQUENCED, is_proven

INVARIANTS = ("INV-RLY-3", "INV-RLY-4")
DUTY = "RLY-39"


def pair_of(key: RelayKey) -> Pair:
    """Give the pair of a message."""
    return (key[0], key[1], key[2])


def key_of(action: Deliver | Learn | Observe | Guarantee | Settle) -> RelayKey:
    """Give the message that an action names."""
    return (action.source, action.branch, action.target, action.sequence)


def keeps(
    state: RelayerState,
    transition: Callable[[RelayerState, Any], Any],
    action: Any,
    key: RelayKey,
) -> RelayerState:
    """Show that an action keeps the invariants and brings no fault upon a relayer without any."""
    assume(terms_are_sound(state.terms))
    assume(delivery_is_sound(state, key))
    assume(lane_is_sound(state.lanes.get(pair_of(key))))
    assume(negate(is_at_fault(state, key)))
    after: RelayerState = transition(state, action).state
    prove(delivery_is_sound(after, key), "INV-RLY-3")
    prove(lane_is_sound(after.lanes.get(pair_of(key))), "INV-RLY-4")
    prove(negate(is_at_fault(after, key)), "no fault")
    prove(terms_are_sound(after.terms), "its terms stay")
    return after


def nothing_else_changes(
    before: RelayerState,
    after: RelayerState,
    *,
    messages: bool = False,
    slots: bool = False,
    pairs: bool = False,
    charges: bool = False,
) -> None:
    """Show that an action leaves everything as it is but what it is for."""
    if not messages:
        prove(after.deliveries == before.deliveries, "no message is touched")
    if not slots:
        prove(after.slots == before.slots, "no slot is touched")
    if not pairs:
        prove(after.lanes == before.lanes, "no pair moves")
    if not charges:
        prove(after.charges == before.charges, "it answers for the same")


@theorem(
    "THM-RLY-40",
    clauses=(*INVARIANTS, "RLY-17"),
    about=(begin, terms_are_sound),
    rejects=(Reason.BAD_PARAMETERS,),
)
def a_relayer_begins_without_fault(terms: Terms, key: RelayKey) -> None:
    """A relayer that knows nothing is not at fault, and may post before its deadline."""
    state = begin(terms)
    prove((terms.rates.step >= 1) & (terms.rates.bounce >= 1), "nothing is free")
    prove(terms.patience < terms.deadline, "patience ends first")
    prove(delivery_is_sound(state, key), "INV-RLY-3")
    prove(lane_is_sound(state.lanes.get(pair_of(key))), "INV-RLY-4")
    prove(negate(is_at_fault(state, key)), "no fault")


@theorem(
    "THM-RLY-41",
    clauses=(*INVARIANTS, "RLY-27", "RLY-28", DUTY),
    about=(learn, is_lost, least_budget),
    rejects=(
        *CHECKED,
        Reason.NOT_EVALUATOR,
        Reason.UNFUNDED,
        Reason.ALREADY_RELAYED,
        Reason.ALREADY_KNOWN,
    ),
)
def only_proven_and_funded_messages_are_taken_up(
    state: RelayerState, action: Learn, other: RelayKey
) -> None:
    """A relayer takes up what is proven, funded and not yet relayed, and replaces what is lost."""
    key = key_of(action)
    lost = is_lost(state, key)
    after = keeps(state, learn, action, other)
    prove(is_proven(action.claims), "it is proven")
    prove(action.evaluator == action.host, "by the host of its source")
    whole = state.terms.rates.step + state.terms.rates.bounce
    least = implies(negate(action.is_bounce), action.budget >= whole)
    returned = implies(action.is_bounce, action.budget >= state.terms.rates.bounce)
    prove(least & returned, "it is funded")
    before = state.deliveries.get(key).progress
    prove((before == Progress.NONE) | lost, "what is not lost is not replaced")
    prove(after.deliveries.get(key).assignment == action.assignment, "it is known")
    prove(negate(after.deliveries.get(key).guaranteed), "its guarantee is still to be met")
    if other != key:
        same = after.deliveries.get(other) == state.deliveries.get(other)
        prove(same, "no other message is touched")
    nothing_else_changes(state, after, messages=True)


@theorem(
    "THM-RLY-42",
    clauses=(*INVARIANTS, "RLY-29", DUTY),
    about=(confirm,),
    rejects=(Reason.DURABLE_ELSE,),
)
def what_is_durable_stays(
    state: RelayerState, action: Confirm, key: RelayKey, other: SlotKey
) -> None:
    """A durable slot keeps its assignment, and the height at which it was known."""
    slot = (action.process, action.slot)
    before = state.slots.get(slot)
    after = keeps(state, confirm, action, key)
    now = after.slots.get(slot)
    prove(now.durable & (now.assignment == action.assignment), "it is durable")
    if before.durable:
        prove((now == before), "what was durable stays as it was")
    else:
        prove(now.since == state.height, "it is known from now on")
    if other != slot:
        prove(after.slots.get(other) == state.slots.get(other), "no other slot is touched")
    nothing_else_changes(state, after, slots=True)


@theorem(
    "THM-RLY-43",
    clauses=(*INVARIANTS, "RLY-30", DUTY),
    about=(guarantee,),
    rejects=(Reason.UNKNOWN_RELAY,),
)
def a_guarantee_is_met_once(state: RelayerState, action: Guarantee, key: RelayKey) -> None:
    """A guarantee counts for the result that met it, from when it was first met."""
    named = key_of(action)
    before = state.deliveries.get(named)
    after = keeps(state, guarantee, action, key)
    now = after.deliveries.get(named)
    prove(now.guaranteed & (now.assignment == action.assignment), "met, for that result")
    at = before.guaranteed_at if before.guaranteed else state.height
    prove(now.guaranteed_at == at, "since it was first met")
    tried = both(now.progress == before.progress, now.tried_at == before.tried_at)
    prove(both(tried, now.slot == before.slot), "what was done about it stays")
    if key != named:
        same = after.deliveries.get(key) == state.deliveries.get(key)
        prove(same, "no other message is touched")
    nothing_else_changes(state, after, messages=True)


@theorem("THM-RLY-44", clauses=(*INVARIANTS, "RLY-31", DUTY), about=(observe,), rejects=SEQUENCED)
def what_anybody_relayed_is_not_due(state: RelayerState, action: Observe, key: RelayKey) -> None:
    """What the log of the target holds is not sent again, whoever brought it."""
    named = key_of(action)
    after = keeps(state, observe, action, key)
    lane, before = after.lanes.get(pair_of(named)), state.lanes.get(pair_of(named))
    prove(lane.next == before.next + 1, "the next is due")
    prove(lane.since == state.height, "from now on")
    prove(due(after, named) == Way.NOTHING, "this one no longer")
    prove(lane.settled == before.settled, "nothing more is durable")
    if pair_of(key) != pair_of(named):
        prove(after.lanes.get(pair_of(key)) == state.lanes.get(pair_of(key)), "no other pair moves")
    nothing_else_changes(state, after, pairs=True)


@theorem(
    "THM-RLY-45",
    clauses=(*INVARIANTS, "RLY-32", DUTY),
    about=(settle,),
    rejects=(*SEQUENCED, Reason.NOT_OBSERVED),
)
def only_what_is_durable_there_is_forgotten(
    state: RelayerState, action: Settle, key: RelayKey
) -> None:
    """A message is forgotten once its relay lies in a durable slot of its target, and no other."""
    named = key_of(action)
    before = state.lanes.get(pair_of(named))
    after = keeps(state, settle, action, key)
    prove(after.deliveries.get(named).progress == Progress.NONE, "it is forgotten")
    lane = after.lanes.get(pair_of(named))
    prove(lane.settled == before.settled + 1, "one more is durable")
    prove((lane.next == before.next) & (lane.since == before.since), "the log is as it was")
    if key != named:
        same = after.deliveries.get(key) == state.deliveries.get(key)
        prove(same, "no other message is forgotten")
    if pair_of(key) != pair_of(named):
        prove(after.lanes.get(pair_of(key)) == state.lanes.get(pair_of(key)), "no other pair moves")
    nothing_else_changes(state, after, messages=True, pairs=True)


@theorem("THM-RLY-46", clauses=(*INVARIANTS, "RLY-33", DUTY), about=(rewind,))
def what_was_lost_with_a_host_is_due_again(
    state: RelayerState, action: Rewind, key: RelayKey
) -> None:
    """After a takeover of the target's lane each pair goes on from its durable relays."""
    pair: Pair = (action.source, action.branch, action.target)
    before = state.lanes.get(pair)
    after = keeps(state, rewind, action, key)
    prove(after.lanes.get(pair).next == before.settled, "from the durable ones on")
    prove(after.lanes.get(pair).settled == before.settled, "which stay")
    first: RelayKey = (*pair, before.settled)
    delivery = state.deliveries.get(first)
    slot = state.slots.get((action.source, delivery.slot))
    ready = both(
        delivery.progress != Progress.NONE,
        delivery.guaranteed,
        slot.durable & (slot.assignment == delivery.assignment),
    )
    prove(implies(ready, is_deliverable(after, first)), "the first of the lost is due again")
    if pair_of(key) != pair:
        prove(after.lanes.get(pair_of(key)) == state.lanes.get(pair_of(key)), "no other pair moves")
    nothing_else_changes(state, after, pairs=True)


@theorem(
    "THM-RLY-47",
    clauses=(*INVARIANTS, "RLY-34", "RLY-38", DUTY),
    about=(advance,),
    rejects=(Reason.STALE_ANCHOR,),
)
def who_did_what_was_due_is_not_at_fault(
    state: RelayerState, action: Advance, key: RelayKey
) -> None:
    """A relayer that did all that was due at one height is not at fault at the next."""
    assume(due(state, key) == Way.NOTHING)
    assume(action.height <= state.height + 1)
    after = keeps(state, advance, action, key)
    prove(after.height == action.height, "the clock shows the anchor")
    prove(after.height >= state.height, "it never goes back")
    nothing_else_changes(state, after)


@theorem("THM-RLY-48", clauses=(*INVARIANTS, "RLY-35", DUTY), about=(take,))
def who_takes_over_has_the_whole_time(
    state: RelayerState, action: Take, key: RelayKey, other: ProcessId
) -> None:
    """A relayer that takes over is not at fault for what another left, and has its own time."""
    before = state.charges.get(action.process)
    after = keeps(state, take, action, key)
    charge = after.charges.get(action.process)
    prove(charge.held, "it answers for the process")
    if before.held:
        prove(charge.since == before.since, "told again, its time does not begin again")
    else:
        prove(charge.since == state.height, "its time begins now")
    if other != action.process:
        prove(after.charges.get(other) == state.charges.get(other), "no other process is touched")
    nothing_else_changes(state, after, charges=True)


@theorem("THM-RLY-49", clauses=(*INVARIANTS, "RLY-35", DUTY), about=(leave,))
def who_left_does_not_answer(
    state: RelayerState, action: Leave, key: RelayKey, other: ProcessId
) -> None:
    """A relayer answers for nothing that happens after it left, and forgets nothing."""
    after = keeps(state, leave, action, key)
    prove(negate(after.charges.get(action.process).held), "it answers no longer")
    known = after.deliveries.get(key) == state.deliveries.get(key)
    prove(known, "what it knows it may still bring")
    if other != action.process:
        prove(after.charges.get(other) == state.charges.get(other), "for others it still answers")
    nothing_else_changes(state, after, charges=True)


@theorem(
    "THM-RLY-50",
    clauses=(*INVARIANTS, "RLY-36", "RLY-37", DUTY),
    about=(deliver, due, is_deliverable, deliverable_since),
    rejects=(Reason.NOT_DUE,),
)
def what_is_sent_will_be_admitted(state: RelayerState, action: Deliver, other: RelayKey) -> None:
    """What a relayer sends is funded, to a process, of a durable slot, and the next of its pair."""
    key = key_of(action)
    assume(delivery_is_sound(state, key))
    before = state.deliveries.get(key)
    after = keeps(state, deliver, action, other)
    prove(before.kind == Kind.PROCESS, "never to a wallet")
    prove(before.budget >= least_budget(state.terms.rates, before.is_bounce), "never unfunded")
    slot = state.slots.get((action.source, before.slot))
    prove(slot.durable & (slot.assignment == before.assignment), "never before it is durable")
    prove(before.guaranteed, "never before its guarantee is met")
    prove(state.lanes.get(pair_of(key)).next == action.sequence, "never out of sequence")
    prove(due(after, key) == Way.NOTHING, "once at each height")
    prove(after.deliveries.get(key).tried_at == state.height, "the attempt is noted")
    prove(after.lanes.get(pair_of(key)) == state.lanes.get(pair_of(key)), "nothing is assumed")
    if other != key:
        same = after.deliveries.get(other) == state.deliveries.get(other)
        prove(same, "no other message is touched")
    nothing_else_changes(state, after, messages=True)


@theorem("THM-RLY-51", clauses=("RLY-36", "RLY-37"), about=(deliver,), acceptance=True)
def what_can_be_admitted_is_sent_until_it_is(state: RelayerState, action: Deliver) -> None:
    """A deliverable message is due at every height until its log holds it or it is posted.

    Whether it expired makes no difference, and whoever races neither.
    """
    key = key_of(action)
    delivery = state.deliveries.get(key)
    assume(is_deliverable(state, key))
    assume(delivery.progress != Progress.POSTED)
    assume((delivery.progress == Progress.KNOWN) | (delivery.tried_at < state.height))
    after = deliver(state, action).state
    prove(after.deliveries.get(key).progress != Progress.KNOWN, "it is on its way")


@theorem("THM-RLY-52", clauses=("RLY-38",), about=(due, deliverable_since))
def what_is_not_assigned_is_posted(state: RelayerState, key: RelayKey) -> None:
    """After the patience of who answers for it a message is posted, and again after as long."""
    delivery = state.deliveries.get(key)
    patience = state.terms.patience
    late = state.height >= deliverable_since(state, key) + patience
    long_ago = state.height > delivery.tried_at + patience
    answers = state.charges.get(key[0]).held
    can = is_deliverable(state, key)
    way = due(state, key)
    posted = delivery.progress == Progress.POSTED
    first = both(can, negate(posted), late, answers)
    prove(implies(first, way == Way.POST), "posted when patience ends")
    prove(implies(both(can, posted, long_ago), way == Way.POST), "posted again if it was lost")
    prove(implies(way == Way.POST, first | (posted & long_ago)), "and not before")
