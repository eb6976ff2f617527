"""Counterexamples that no room can judge yet, each with what is to prevent it."""

from __future__ import annotations

from typing import Final

from hollowbeam_conformance.fill.counterexamples.records import Waiting

WAITING: Final = (
    Waiting(
        "fisher",
        "An honest evaluator goes on from a wrong result of another",
        "who was honest is convicted of a wrong state",
        "A result is judged against the one that it names before it: the first wrong step alone is "
        "a fault.",
    ),
    Waiting(
        "fisher",
        "A host signs in a term that ended, before it could know",
        "who was honest is convicted of a stale term",
        "It is a fault only if the anchor that the host signed itself lies past the takeover. That "
        "such a slot is refused, and is no equivocation, has its cases above.",
    ),
    Waiting(
        "fisher",
        "An item was left out, and the evidence needs the headers of blocks within a pure function",
        "an omission cannot be proved, or an orphan proves one",
        "The evidence is the host's own signed anchor, the inclusion of the item under it, and the "
        "log.",
    ),
    Waiting(
        "fisher",
        "The one-step replay of HB is to judge a step of HB that holds a one-step replay",
        "the gas of HB is more than the gas of HB",
        "Replay refuses the root of trust as its subject; every node folds that log itself.",
    ),
    Waiting(
        "fisher",
        "A host assigns a relay that nothing proves",
        "sender and host blame each other",
        "That is the host's invalid assignment. That such a relay is refused has its cases above.",
    ),
    Waiting(
        "fisher",
        "Challengers come one after another, each as the last clock runs out",
        "n of them delay finality n times",
        "Challenges are opened within the window and run in parallel; equal claims share one game.",
    ),
    Waiting(
        "fisher",
        "A challenge costs its defender more than its deposit",
        "the honest pay for their own defence",
        "The deposit covers the defender's worst cost. Who gets it has its cases above.",
    ),
    Waiting(
        "registry",
        "Takeover certificates need weights, weights need the host of HB, which the registry names",
        "nobody can replace the host that everything depends on",
        "Registry and HB are folded from Arweave by everyone, and a certificate uses the weights "
        "of an epoch that is long confirmed.",
    ),
    Waiting(
        "registry",
        "A silent host violates no rule, since each rule speaks of its next assignment",
        "a process stands still for ever",
        "After T blocks without an assignment or a tick it is replaced, and not slashed.",
    ),
    Waiting(
        "registry",
        "The voters of a takeover know fewer slots than were relayed",
        "the next host gives slots that others acted on",
        "Each signs the highest durable head that it knows, and the next host goes on after the "
        "highest. What sequencer and gateway do with that head has its cases above.",
    ),
    Waiting(
        "p3",
        "A service fails with an error of its own, and keeps the charge; or a contract's error "
        "gives it back",
        "computation that is free, or paid and not done",
        "A charge is reversed, once, when the service did not do its work. What a failed step "
        "costs its crank has its cases above.",
    ),
    Waiting(
        "p3",
        "The fields of a payment were signed one after the other without a mark between them "
        "(the payments of an Arweave node)",
        "two payments have one signature",
        "A payment is signed as a structure.",
    ),
    Waiting(
        "p3",
        "Method, path and body of a paid request were not signed (the same)",
        "one payment buys another thing",
        "The structure covers method, path and the digest of the body.",
    ),
    Waiting(
        "p3",
        "Anchor and expiry of a payment were signed and never looked at (the same)",
        "a request is replayed at the payer's cost",
        "An anchor pays once, until its expiry.",
    ),
    Waiting(
        "p3",
        "A charge was reversed as often as it was asked for (the same)",
        "one failure pays for many requests",
        "A charge is reversed at most once.",
    ),
    Waiting(
        "p3",
        "A number of rates that was no integer raised an exception (the same)",
        "one header takes a node down",
        "It is refused as malformed.",
    ),
)
