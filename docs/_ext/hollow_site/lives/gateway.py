"""Life cycles of room gateway: the terms of a process, and the subscriptions of a listener."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hollow_site.machines import Life, Machine
from hollowbeam.kernel.records import from_json
from hollowbeam.protocol.gateway import OPERATIONS, Archive, Genesis, begin, handle
from hollowbeam.protocol.gateway.state import Gateway, Subscription, Term
from hollowbeam_conformance.fill import gateway_history as words
from hollowbeam_conformance.fill.cases import Act


def _of_subscription(subscription: Subscription) -> str:
    if subscription.status != "ACTIVE":
        return str(subscription.status)
    return "ACTIVE" if subscription.sent == subscription.cursor else "ACTIVE, waiting"


def _of_term(term: Term) -> str:
    return str(term.status)


MACHINES: Final = {
    "subscription": Machine(
        "subscriptions",
        _of_subscription,
        {"NONE": (0, 0), "ACTIVE": (1, 0), "ACTIVE, waiting": (1, 2.4), "CUT_OFF": (2, 1.2)},
    ),
    "term": Machine("terms", _of_term, {"UNKNOWN": (0, 0), "OPEN": (1, 0), "CLOSED": (2, 0)}),
}

ALPHABET: Final = (
    words.appoint(words.LOG),
    words.publish(words.LOG.entries[0]),
    words.take_over(words.LOG, 0),
    words.subscribe(),
    words.deliver(),
    words.backfill(words.LOG.entries[0]),
    words.acknowledge(0),
    words.cut_off(),
    words.resume(),
)


def _step(act: Act) -> Callable[[Archive], Archive]:
    return lambda archive: handle(archive, act.op, act.args).state


def _start() -> Archive:
    return begin(from_json(Genesis, words.start(queue=1, retention=1)))


def _seen(archive: Archive) -> Gateway:
    return archive.gateway


LIFE: Final = Life(
    machines=MACHINES,
    depth=7,
    start=_start,
    steps=tuple((act.op, _step(act)) for act in ALPHABET),
    order=tuple(OPERATIONS),
    seen=_seen,
)
