"""A log as a node keeps it: followed entry by entry, asked for again after a gap or a takeover."""

from __future__ import annotations

from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.protocol.commitments import Entry
from hollowbeam.protocol.gateway import Appoint, Followed, Verdict, appoint, follow, follow_nothing
from hollowbeam_models.network.packets import Acknowledge, Subscribe
from hollowbeam_models.network.world import World


class Reader:
    """The logs of all processes, as far as they came, for the node that owns it."""

    def __init__(self, owner: str, gateway: str, network: str) -> None:
        self._owner, self._gateway = owner, gateway
        self._follower = follow_nothing(network)
        self._terms: dict[ProcessId, int] = {}
        self.entries: dict[ProcessId, list[Entry]] = {}

    def appoint(self, world: World) -> list[ProcessId]:
        """Hear of new terms; give the processes whose logs were cut back."""
        cut = []
        for process, terms in world.routes.items():
            log = self.entries.setdefault(process, [])
            for number in range(self._terms.get(process, 0), len(terms)):
                term = terms[number]
                self._follower = appoint(
                    self._follower, Appoint(process, term.term, term.host, term.start, term.head)
                ).state
            self._terms[process] = len(terms)
            slots = self._follower.tails.get(process).slots
            if slots < len(log):
                del log[slots:]
                cut.append(process)
        return cut

    def take(self, world: World, entry: Entry) -> bool:
        """Take an entry that was delivered; say whether it is the next one."""
        process = entry.assignment.process
        try:
            step = follow(self._follower, entry)
        except Rejection as rejection:
            world.record(self._owner, "refused", process=process, reason=rejection.reason)
            return False
        self._follower = step.state
        seen: Followed = step.out
        if seen.verdict is Verdict.GAP:
            self.subscribe(world, process)
            return False
        world.send(self._owner, self._gateway, Acknowledge(process, entry.assignment.slot))
        if seen.verdict is Verdict.DUPLICATE:
            return False
        self.entries[process].append(entry)
        return True

    def subscribe(self, world: World, process: ProcessId) -> None:
        """Ask for a log from where it ends here."""
        slots = Nat(len(self.entries[process]))
        head = self._follower.heads.get((process, slots))
        world.send(self._owner, self._gateway, Subscribe(process, slots, head))

    def subscribe_all(self, world: World) -> None:
        """Ask for every log from where it ends here."""
        for process in world.routes:
            self.subscribe(world, process)
