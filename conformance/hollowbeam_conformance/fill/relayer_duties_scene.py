"""Words for the cases of a relayer at work: what it is told, and what it does."""

from __future__ import annotations

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam.protocol.relayer.envelope import Relay
from hollowbeam_conformance.fill.cases import Act, Look
from hollowbeam_conformance.fill.relayer_scene import (
    ASSIGNMENT,
    HOST_ADDRESS,
    SLOT,
    SOURCE,
    TARGET,
    encoded,
    message,
    relay,
)


def pair(branch: int = 0, source: str = SOURCE, target: str = TARGET) -> dict[str, Json]:
    """Name a pair."""
    return {"source": source, "branch": str(branch), "target": target}


def named(
    sequence: int = 0, branch: int = 0, source: str = SOURCE, target: str = TARGET
) -> dict[str, Json]:
    """Name a message."""
    return {**pair(branch, source, target), "sequence": str(sequence)}


def learn(what: Relay | None = None, reason: Reason | None = None, host: str = HOST_ADDRESS) -> Act:
    """Show a relay to the relayer; without one, that of the usual message."""
    shown = relay() if what is None else what
    return Act("learn", {"relay": encoded(shown), "host": host}, reason)


def confirm(
    slot: int = SLOT,
    assignment: str = ASSIGNMENT,
    process: str = SOURCE,
    reason: Reason | None = None,
) -> Act:
    """Tell that an assignment is durable."""
    args = {"process": process, "slot": str(slot), "assignment": assignment}
    return Act("confirm", dict(args), reason)


def guarantee(
    sequence: int = 0,
    assignment: str = ASSIGNMENT,
    reason: Reason | None = None,
    target: str = TARGET,
    branch: int = 0,
) -> Act:
    """Tell that a result meets the guarantee of a message's target."""
    args = {**named(sequence, branch, target=target), "assignment": assignment}
    return Act("guarantee", args, reason)


def observe(sequence: int = 0, reason: Reason | None = None, branch: int = 0) -> Act:
    """Tell that the log of the target holds a relay."""
    return Act("observe", named(sequence, branch), reason)


def settle(sequence: int = 0, reason: Reason | None = None) -> Act:
    """Tell that the slot which holds a relay is durable."""
    return Act("settle", named(sequence), reason)


def rewind() -> Act:
    """Tell that the host of the target was replaced."""
    return Act("rewind", pair())


def advance(height: int, reason: Reason | None = None) -> Act:
    """Tell a higher anchor."""
    return Act("advance", {"height": str(height)}, reason)


def take(process: str = SOURCE) -> Act:
    """Let the relayer answer for a process."""
    return Act("take", {"process": process})


def leave(process: str = SOURCE) -> Act:
    """Let another relayer answer for it."""
    return Act("leave", {"process": process})


def work() -> Act:
    """Let the relayer do all that is due."""
    return Act("work", {})


def deliver(sequence: int = 0, reason: Reason | None = None) -> Act:
    """Let the relayer do what is due for one message."""
    return Act("deliver", named(sequence), reason)


def fault(sequence: int = 0) -> Act:
    """Ask whether the relayer is at fault for a message."""
    return Act("fault", named(sequence))


def ready(*sequences: int) -> tuple[Act, ...]:
    """Let the relayer know messages of one durable slot, with their guarantee met."""
    numbers = sequences or (0,)
    emitted = [message(number) for number in numbers]
    shown = [learn(relay(*emitted, index=place)) for place in range(len(emitted))]
    return (*shown, confirm(), *(guarantee(number) for number in numbers))


def delivery(sequence: int = 0) -> Look:
    """Look at what the relayer knows of a message."""
    return Look(f"deliveries/{SOURCE}/0/{TARGET}/{sequence}")


def lane(branch: int = 0) -> Look:
    """Look at how far a pair is."""
    return Look(f"lanes/{SOURCE}/{branch}/{TARGET}")
