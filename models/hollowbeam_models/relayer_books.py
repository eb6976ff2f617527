"""Room relayer kept naively, as its chapter has it: histories that are read again at each question.

Nothing here is shared with the transitions. A log is the list of what it admitted, a ledger keeps
coins in purses, a relayer keeps every event since its beginning and answers by looking back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from hollowbeam.kernel.encoding import base64url_decode, encode
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.protocol.commitments import Attestation, is_signed, result_hash, signer_of
from hollowbeam.protocol.message.envelope import read_message
from hollowbeam.protocol.message.signing import read_item

EMPTY = sha256(b"").digest()


class PairName(NamedTuple):
    """Who emits to whom, on which branch."""

    source: str
    branch: int
    target: str


def pair_of(args: dict[str, Any]) -> PairName:
    """Read the pair that some arguments name."""
    return PairName(args["source"], int(args["branch"]), args["target"])


def root_over(size: int, index: int, leaf: bytes, siblings: list[bytes]) -> bytes | None:
    """Compute the root of a tree from one leaf, as RFC 9162, 2.1.1 splits it; None if it cannot.

    The left part of a tree is the largest power of two below its size.
    """
    if size == 1:
        return None if siblings else sha256(b"\0" + leaf).digest()
    if not siblings or len(siblings[-1]) != len(EMPTY):
        return None
    left = 1
    while 2 * left < size:
        left *= 2
    inside = index < left
    below = root_over(
        left if inside else size - left, index if inside else index - left, leaf, siblings[:-1]
    )
    if below is None:
        return None
    both = below + siblings[-1] if inside else siblings[-1] + below
    return sha256(b"\x01" + both).digest()


def reason_of_relay(relay: dict[str, Any], network: str, target: str) -> str | None:
    """Say why a relay does not prove itself to a process, or None (RLY-4 to RLY-9)."""
    message, attestation = relay["message"], relay["attestation"]
    result = attestation["result"]
    size, index = int(result["outbox_size"]), int(relay["index"])
    siblings = [base64url_decode(text) for text in relay["siblings"]]
    root = root_over(size, index, encode(message), siblings) if index < size else None
    signed = from_json(Attestation, attestation)
    failures = (
        ("NOT_RELAYABLE", message["kind"] != "PROCESS"),
        ("WRONG_NETWORK", {message["network"], result["network"]} != {network}),
        ("FOREIGN_LEAF", message["source"] != result["process"]),
        ("MISDIRECTED", message["target"] != target),
        ("NOT_INCLUDED", root != base64url_decode(result["outbox_root"])),
        ("UNATTESTED", not is_signed(signed.signature, result_hash(signed.result))),
    )
    return next((reason for reason, failed in failures if failed), None)


def signer_in(relay: dict[str, Any]) -> str:
    """Name who attests the result of a relay."""
    return signer_of(from_json(Attestation, relay["attestation"]).signature)


@dataclass
class LogBook:
    """The log of a target: the relays that it admitted, in order."""

    network: str
    process: str
    admitted: list[tuple[PairName, int]] = field(default_factory=list)

    def received(self, pair: PairName) -> int:
        """Count the relays of a pair."""
        return sum(1 for known, _ in self.admitted if known == pair)

    def act(self, op: str, args: dict[str, Any]) -> str | None:
        """Say why a step is refused; or note it, and give None."""
        try:
            item = read_item(base64url_decode(args["item"]))
            kind = read_message(item, self.network).kind.value
        except Rejection as refusal:
            return str(refusal.reason)
        if kind != "Relay":
            return "NOT_A_RELAY"
        relay = json.loads(item.data)
        reason = None
        if encode(relay) != item.data:
            reason = "NOT_CANONICAL"
        elif base64url_decode(relay["message"]["target"]) != item.target:
            reason = "MISDIRECTED"
        elif op != "read":
            reason = reason_of_relay(relay, self.network, self.process)
        if reason is None and op == "admit":
            reason = self._admit(relay, args["evidence"])
        return reason

    def _admit(self, relay: dict[str, Any], evidence: dict[str, Any]) -> str | None:
        message, assignment = relay["message"], relay["attestation"]["result"]["assignment"]
        pair, sequence = pair_of(message), int(message["sequence"])
        earlier = {number for known, number in self.admitted if known == pair}
        missing = set(range(sequence)) - earlier
        failures = (
            ("NOT_EVALUATOR", signer_in(relay) != evidence["host"]),
            ("NOT_DURABLE", not evidence["durable"]),
            ("ABANDONED", assignment != evidence["surviving"]),
            ("NOT_GUARANTEED", not evidence["guaranteed"]),
            ("ALREADY_RELAYED", sequence in earlier),
            ("OUT_OF_SEQUENCE", bool(missing)),
        )
        reason = next((name for name, failed in failures if failed), None)
        if reason is None:
            self.admitted.append((pair, sequence))
        return reason


@dataclass
class Coins:
    """The purse of one message: coins, and where they come from."""

    crank: str
    origin: str
    held: int
    hops: int
    phase: str = "FLYING"
    gifts: list[int] = field(default_factory=list)


@dataclass
class Ledger:
    """A ledger of cranks in which every coin is somewhere."""

    step: int
    bounce: int
    purses: dict[str, Coins] = field(default_factory=dict)
    put: dict[str, int] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    back: dict[str, int] = field(default_factory=dict)

    def price(self, origin: str) -> int:
        """Give what an evaluation costs."""
        return self.bounce if origin == "BOUNCE" else self.step

    def shares(self, origin: str, budget: int, hops: int, emitted: int) -> str | list[int]:
        """Deal out what is left after the price, a coin to each in turn; or say why not."""
        left = budget - self.price(origin)
        if left < 0:
            return "OUT_OF_BUDGET"
        if emitted and not hops:
            return "OUT_OF_HOPS"
        gifts = [0] * emitted
        while emitted and left >= emitted:
            gifts = [gift + 1 for gift in gifts]
            left -= emitted
        if any(gift < self.step + self.bounce for gift in gifts):
            return "OUT_OF_BUDGET"
        return gifts

    def act(self, op: str, args: dict[str, Any]) -> str | None:
        """Say why a step is refused; or enter it, and give None."""
        acts = {
            "start": self._start,
            "evaluate": self._evaluate,
            "emit": self._emit,
            "close": self._close,
            "fail": self._fail,
        }
        if op in acts:
            return acts[op](args)
        if op == "fund":
            budget, hops, emitted = (int(args[name]) for name in ("budget", "hops", "emitted"))
            shared = self.shares(args["origin"], budget, hops, emitted)
            return shared if isinstance(shared, str) else None
        return None

    def _start(self, args: dict[str, Any]) -> str | None:
        if args["message"] in self.purses:
            return "PURSE_EXISTS"
        crank, budget = args["crank"], int(args["budget"])
        self.purses[args["message"]] = Coins(crank, "ROOT", budget, int(args["hops"]))
        self.put[crank] = self.put.get(crank, 0) + budget
        return None

    def _flying(self, name: str) -> Coins | None:
        purse = self.purses.get(name)
        return purse if purse and purse.phase == "FLYING" else None

    def _pay(self, purse: Coins) -> None:
        paid = min(purse.held, self.price(purse.origin))
        purse.held -= paid
        self.spent[purse.crank] = self.spent.get(purse.crank, 0) + paid

    def _return(self, purse: Coins) -> None:
        self.back[purse.crank] = self.back.get(purse.crank, 0) + purse.held
        purse.held, purse.phase = 0, "CLOSED"

    def _evaluate(self, args: dict[str, Any]) -> str | None:
        purse = self._flying(args["message"])
        if purse is None:
            return "NOT_IN_FLIGHT"
        gifts = self.shares(purse.origin, purse.held, purse.hops, int(args["emitted"]))
        if isinstance(gifts, str):
            return gifts
        self._pay(purse)
        purse.phase, purse.gifts = "OPEN", gifts
        return None

    def _emit(self, args: dict[str, Any]) -> str | None:
        purse = self.purses.get(args["message"])
        if purse is None or not purse.gifts:
            return "NOTHING_TO_EMIT"
        if args["child"] in self.purses:
            return "PURSE_EXISTS"
        gift = purse.gifts.pop()
        purse.held -= gift
        self.purses[args["child"]] = Coins(purse.crank, "RELAY", gift, purse.hops - 1)
        return None

    def _close(self, args: dict[str, Any]) -> str | None:
        purse = self.purses.get(args["message"])
        if purse is None or purse.phase != "OPEN" or purse.gifts:
            return "NOT_CLOSABLE"
        self._return(purse)
        return None

    def _fail(self, args: dict[str, Any]) -> str | None:
        purse = self._flying(args["message"])
        if purse is None:
            return "NOT_IN_FLIGHT"
        if purse.origin == "RELAY":
            if args["bounce"] in self.purses:
                return "PURSE_EXISTS"
            self._pay(purse)
            hops = max(purse.hops - 1, 0)
            self.purses[args["bounce"]] = Coins(purse.crank, "BOUNCE", purse.held, hops)
            purse.held, purse.phase = 0, "CLOSED"
        else:
            self._pay(purse)
            self._return(purse)
        return None
