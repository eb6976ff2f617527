"""Saboteurs of hosts that follow each other, and of who is behind them (GTW-5 to GTW-28)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_FOLLOWER = "hollowbeam.protocol.gateway.follower"
_SERVICE = "hollowbeam.protocol.gateway.service"

_NOT_HOST = "    require(signer == term.host, Reason.NOT_HOST)\n"

SABOTEURS = (
    Saboteur(
        "SAB-GTW-5c",
        "GTW-5",
        _FOLLOWER,
        _NOT_HOST,
        "    former = follower.terms.get((process, Nat(max(assignment.term, 1) - 1))).host\n"
        "    require((signer == term.host) | (signer == former), Reason.NOT_HOST)\n",
        "a host that was replaced signs in the term of the next",
        ("THM-GTW-2",),
    ),
    Saboteur(
        "SAB-GTW-5d",
        "GTW-5",
        _FOLLOWER,
        _NOT_HOST,
        "    latest = follower.terms.get((process, follower.tails.get(process).term)).host\n"
        "    require((signer == term.host) | (signer == latest), Reason.NOT_HOST)\n",
        "the latest host signs in every term",
        ("THM-GTW-2",),
    ),
    Saboteur(
        "SAB-GTW-6e",
        "GTW-6",
        _FOLLOWER,
        "(term.status == TermStatus.OPEN) | (slot < term.end)",
        "(term.status == TermStatus.OPEN) | (slot < term.end) | (term.end == term.start)",
        "a host that was replaced before it gave a slot goes on",
        ("THM-GTW-2", "THM-GTW-9"),
    ),
    Saboteur(
        "SAB-GTW-9c",
        "GTW-9",
        _FOLLOWER,
        "select(survivor == head, Nat(slot + 1), tail.durable)",
        "select((survivor == head) & (tail.durable < slot), Nat(slot + 1), tail.durable)",
        "where all slots are durable, a confirmed one that comes does not become it",
        ("THM-GTW-8",),
    ),
    Saboteur(
        "SAB-GTW-11d",
        "GTW-11",
        _FOLLOWER,
        "out=Followed(Verdict.GAP, tail.slots, slot)",
        "out=Followed(Verdict.GAP, select(tail.slots < term.start, term.start, tail.slots), slot)",
        "who is behind a takeover is not told that it lacks what comes before",
        ("THM-GTW-4", "THM-GTW-6"),
    ),
    Saboteur(
        "SAB-GTW-12c",
        "GTW-12",
        _FOLLOWER,
        "require(is_first | (action.term > tail.term), Reason.STALE_TERM)",
        "told = follower.terms.get((process, action.term)).status\n"
        "    require(is_first | (told == TermStatus.UNKNOWN), Reason.STALE_TERM)",
        "a term whose number was left out comes afterwards",
        ("THM-GTW-9",),
    ),
    Saboteur(
        "SAB-GTW-18d",
        "GTW-18",
        _SERVICE,
        "oldest=state.oldest.set(process, oldest)",
        "oldest=state.oldest.set(process, select(oldest < after, oldest, after))",
        "what comes beyond a gap after a cut changes what is kept",
        ("THM-GTW-12",),
    ),
    Saboteur(
        "SAB-GTW-22b",
        "GTW-22",
        _SERVICE,
        "    require(subscription.sent < state.tails.get(key[1]).slots, Reason.UP_TO_DATE)\n"
        "    require(subscription.sent - subscription.cursor < state.queue, Reason.QUEUE_FULL)\n",
        "    require(subscription.sent - subscription.cursor < state.queue, Reason.QUEUE_FULL)\n"
        "    require(subscription.sent < state.tails.get(key[1]).slots, Reason.UP_TO_DATE)\n",
        "who was sent all there is hears of its full queue first",
    ),
    Saboteur(
        "SAB-GTW-24c",
        "GTW-24",
        _SERVICE,
        "require(subscription.sent >= state.oldest.get(action.process), Reason.NOT_KEPT)",
        "is_kept = subscription.sent >= state.oldest.get(action.process)\n"
        "    require(is_kept | (subscription.sent == 0), Reason.NOT_KEPT)",
        "the first entry of all counts as kept",
    ),
    Saboteur(
        "SAB-GTW-28d",
        "GTW-28",
        _SERVICE,
        "    require(subscription.sent - subscription.cursor >= state.queue, Reason.NOT_SLOW)\n",
        "    require(subscription.sent - subscription.cursor >= state.queue, Reason.NOT_SLOW)\n"
        "    is_there = stands(state, action.process, subscription.sent, subscription.last)\n"
        "    require(is_there, Reason.LOG_REWRITTEN)\n",
        "who was sent slots that were cut is not cut off",
        ("THM-GTW-58",),
    ),
)
