"""Cases of room sequencer, in their order of dependence.

First a lane alone, then what waits, then what others published, and at last what needs all of it:
durable slots, rebuilt lanes and takeovers.
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    sequencer_forced,
    sequencer_hosts,
    sequencer_lanes,
    sequencer_logs,
    sequencer_relays,
    sequencer_successors,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook

ORDER = (
    # A lane alone.
    sequencer_lanes.beginnings,
    sequencer_lanes.receipts,
    sequencer_lanes.slots,
    sequencer_lanes.addressed,
    sequencer_lanes.timestamps,
    sequencer_lanes.once,
    sequencer_lanes.anchors,
    sequencer_lanes.once_for_ever,
    sequencer_lanes.hosts,
    sequencer_hosts.places,
    # What waits, and what comes first.
    sequencer_forced.queues,
    sequencer_forced.turns,
    sequencer_forced.next_queues,
    sequencer_forced.ticks,
    sequencer_forced.passed,
    # Relays, whose source is durable by weight.
    sequencer_relays.relays,
    sequencer_successors.successors,
    sequencer_relays.weights,
    # What others published.
    sequencer_logs.bundles,
    sequencer_logs.links,
    sequencer_logs.terms,
    sequencer_logs.counted,
    sequencer_logs.equivocations,
    # What survives.
    sequencer_relays.durable,
    sequencer_forced.forced_relays,
    sequencer_hosts.followed,
    sequencer_hosts.rebuilt,
    sequencer_hosts.takeovers,
)
"""What is judged, one group after the other."""


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("sequencer")
    for add in ORDER:
        add(book)
    return book.cases()
