"""A relayer kept naively: every event since its beginning, and answers by looking back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hollowbeam_models.relayer_books import PairName, pair_of, reason_of_relay, signer_in


class MessageName(NamedTuple):
    """An emitted message."""

    pair: PairName
    sequence: int


class Event(NamedTuple):
    """What a relayer was told or did, and at which height."""

    height: int
    op: str
    args: dict[str, Any]


class Known(NamedTuple):
    """How a message came to be known."""

    position: int
    slot: int
    assignment: str


def name_of(args: dict[str, Any]) -> MessageName:
    """Read the message that some arguments name."""
    return MessageName(pair_of(args), int(args["sequence"]))


@dataclass
class History:
    """All accepted events of a relayer, in order."""

    network: str
    step: int
    bounce: int
    patience: int
    deadline: int
    height: int = 0
    events: list[Event] = field(default_factory=list)

    def act(self, op: str, args: dict[str, Any]) -> tuple[str | None, list[tuple[str, Any]]]:
        """Give why a step is refused, or None; and what the relayer does, by way and message."""
        if op == "work":
            sent = [(way, name) for name in self.names() if (way := self.due(name))]
            for way, name in sent:
                self._note("deliver", {**self._args(name), "way": way})
            return None, sent
        if op == "deliver":
            name = name_of(args)
            if (due := self.due(name)) is None:
                return "NOT_DUE", []
            self._note(op, {**args, "way": due})
            return None, [(due, name)]
        reason = self._reason(op, args)
        if reason is None:
            self.height = int(args["height"]) if op == "advance" else self.height
            self._note(op, args)
        return reason, []

    def _note(self, op: str, args: dict[str, Any]) -> None:
        self.events.append(Event(self.height, op, args))

    @staticmethod
    def _args(name: MessageName) -> dict[str, Any]:
        return {**name.pair._asdict(), "sequence": name.sequence}

    def _reason(self, op: str, args: dict[str, Any]) -> str | None:
        reason = None
        match op:
            case "learn":
                reason = self._unfit(args["relay"], args["host"])
            case "confirm":
                durable = self.durable(args["process"], int(args["slot"]))
                other = durable is not None and durable[0] != args["assignment"]
                reason = "DURABLE_ELSE" if other else None
            case "guarantee":
                known = self.known(name_of(args))
                fits = known is not None and known.assignment == args["assignment"]
                reason = None if fits else "UNKNOWN_RELAY"
            case "observe":
                reason = self._order(int(args["sequence"]), self.lane(pair_of(args))[0])
            case "settle":
                following, settled, _ = self.lane(pair_of(args))
                reason = self._order(int(args["sequence"]), settled)
                reason = reason or ("NOT_OBSERVED" if settled == following else None)
            case "advance":
                reason = "STALE_ANCHOR" if int(args["height"]) < self.height else None
        return reason

    @staticmethod
    def _order(sequence: int, expected: int) -> str | None:
        if sequence == expected:
            return None
        return "ALREADY_RELAYED" if sequence < expected else "OUT_OF_SEQUENCE"

    def _unfit(self, relay: dict[str, Any], host: str) -> str | None:
        """Say why a relay is not taken up, or None (RLY-27, RLY-28)."""
        message = relay["message"]
        name = name_of(message)
        least = self.bounce + (0 if message["action"] == "Bounce" else self.step)
        known = self.known(name)
        failures = (
            ("NOT_EVALUATOR", signer_in(relay) != host),
            ("UNFUNDED", int(message["budget"]) < least),
            ("ALREADY_RELAYED", name.sequence < self.lane(name.pair)[1]),
            ("ALREADY_KNOWN", known is not None and not self._lost(name, known)),
        )
        reason = reason_of_relay(relay, self.network, message["target"])
        return reason or next((code for code, failed in failures if failed), None)

    def _lost(self, name: MessageName, known: Known) -> bool:
        durable = self.durable(name.pair.source, known.slot)
        return durable is not None and durable[0] != known.assignment

    def names(self) -> list[MessageName]:
        """Give every message that was ever learned, in order."""
        learned = {name_of(e.args["relay"]["message"]) for e in self.events if e.op == "learn"}
        return sorted(learned)

    def lane(self, pair: PairName) -> tuple[int, int, int]:
        """Give the next sequence of a pair, how many are settled, and since when it is the next."""
        following = settled = since = 0
        for event in self.events:
            if event.op not in {"observe", "settle", "rewind"} or pair_of(event.args) != pair:
                continue
            if event.op == "settle":
                settled += 1
            else:
                following = following + 1 if event.op == "observe" else settled
                since = event.height
        return following, settled, since

    def known(self, name: MessageName) -> Known | None:
        """Give how a message came to be known, unless it was forgotten since."""
        found = None
        for position, event in enumerate(self.events):
            if event.op == "learn" and name_of(event.args["relay"]["message"]) == name:
                result = event.args["relay"]["attestation"]["result"]
                found = Known(position, int(result["slot"]), result["assignment"])
            if event.op == "settle" and name_of(event.args) == name:
                found = None
        return found

    def durable(self, process: str, slot: int) -> tuple[str, int] | None:
        """Give the assignment that survives in a slot, and since when that is known."""
        for event in self.events:
            told = event.args
            if event.op == "confirm" and (told["process"], int(told["slot"])) == (process, slot):
                return told["assignment"], event.height
        return None

    def charge(self, process: str) -> int | None:
        """Give since when the relayer answers for a process; None if it does not."""
        since = None
        for event in self.events:
            if event.op == "take" and event.args["process"] == process and since is None:
                since = event.height
            if event.op == "leave" and event.args["process"] == process:
                since = None
        return since

    def _since(self, name: MessageName) -> int | None:
        """Give the height since which a message is deliverable; None if it is not."""
        known = self.known(name)
        if known is None:
            return None
        durable = self.durable(name.pair.source, known.slot)
        later = self.events[known.position :]
        met = [e.height for e in later if e.op == "guarantee" and name_of(e.args) == name]
        following, _, since = self.lane(name.pair)
        survives = durable is not None and durable[0] == known.assignment
        if durable is None or not survives or not met or following != name.sequence:
            return None
        return max(durable[1], met[0], since, self.charge(name.pair.source) or 0)

    def _attempts(self, name: MessageName) -> list[tuple[int, str]]:
        known = self.known(name)
        later = self.events[known.position :] if known else []
        return [
            (event.height, event.args["way"])
            for event in later
            if event.op == "deliver" and name_of(event.args) == name
        ]

    def due(self, name: MessageName) -> str | None:
        """Give the way in which a message is due to be brought, if it is."""
        since = self._since(name)
        if since is None:
            return None
        tried = self._attempts(name)
        if any(way == "POST" for _, way in tried):
            return "POST" if self.height > tried[-1][0] + self.patience else None
        if self.charge(name.pair.source) is not None and self.height >= since + self.patience:
            return "POST"
        return None if tried and tried[-1][0] == self.height else "SEND"

    def fault(self, name: MessageName) -> bool:
        """Say whether the relayer is at fault for a message."""
        since = self._since(name)
        posted = any(way == "POST" for _, way in self._attempts(name))
        if since is None or posted or self.charge(name.pair.source) is None:
            return False
        return self.height >= since + self.deadline
