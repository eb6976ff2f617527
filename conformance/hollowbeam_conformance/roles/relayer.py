"""Role relayer: what a relay proves, what a log admits, what a crank costs, what a relayer does.

The role has three parts, of which a genesis names one: ``log``, the end of the target; ``cranks``,
the ledger of budgets; ``relayer``, who brings relays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.dispatch import dispatch, look_up
from hollowbeam.kernel.encoding import base64url, base64url_decode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.transition import Step
from hollowbeam.kernel.vocabulary import ZERO, Address, Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import OutboxMessage
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.message.signing import read_item
from hollowbeam.protocol.relayer import agent, crank, duties, learning, state
from hollowbeam.protocol.relayer.admission import Evidence, Received, admit, facts_of
from hollowbeam.protocol.relayer.envelope import Relay, identity, read_relay, verify_relay, wrap
from hollowbeam.protocol.relayer.funding import Origin, Rates, fund, fund_failure

Part = Callable[[Any, str, Any], Step[Any]]
"""A part of the role: it takes its state, an operation and its arguments."""


@dataclass(frozen=True, slots=True)
class Log:
    """The end of a target: how many relays of each pair its log holds."""

    network: str
    process: ProcessId
    received: Received


@dataclass(frozen=True, slots=True)
class Fund:
    """A step that takes effect, and how many messages to processes it emits."""

    origin: Origin
    budget: Nat
    hops: Nat
    emitted: Nat


@dataclass(frozen=True, slots=True)
class FundFailure:
    """A step that errs."""

    origin: Origin
    budget: Nat
    hops: Nat


def log(now: Log, op: str, args: Any) -> Step[Log]:
    """Read a relay, verify it, or admit it."""
    relay = read_relay(read_item(base64url_decode(args["item"])), now.network)
    target = Address(now.process)
    match op:
        case "read":
            return Step(now, out=to_json(relay))
        case "verify":
            verify_relay(relay, now.network, target)
            return Step(now, out=identity(relay.message))
        case "admit":
            evidence = from_json(Evidence, args["evidence"])
            facts = facts_of(relay, now.network, target, evidence)
            return Step(replace(now, received=admit(now.received, facts)))
    raise Rejection(Reason.UNKNOWN_ACTION, op)


_LEDGER: Final[dict[str, tuple[type[Any], Callable[[Any, Any], Step[Any]]]]] = {
    "start": (crank.Start, crank.start),
    "evaluate": (crank.Evaluate, crank.evaluate),
    "emit": (crank.Emit, crank.emit),
    "close": (crank.Close, crank.close),
    "fail": (crank.Fail, crank.fail),
}


def cranks(now: crank.Cranks, op: str, args: Any) -> Step[crank.Cranks]:
    """Say what a step costs, or keep the ledger."""
    if op == "fund":
        step = from_json(Fund, args)
        funding = fund(now.rates, step.origin, step.budget, step.hops, step.emitted)
        return Step(now, out=to_json(funding))
    if op == "fund-failure":
        erred = from_json(FundFailure, args)
        funding = fund_failure(now.rates, erred.origin, erred.budget, erred.hops)
        return Step(now, out=to_json(funding))
    return dispatch(_LEDGER, op, args, now)


_DUTIES: Final[dict[str, tuple[type[Any], Callable[[Any, Any], Step[Any]]]]] = {
    "confirm": (state.Confirm, learning.confirm),
    "guarantee": (state.Guarantee, learning.guarantee),
    "observe": (state.Observe, learning.observe),
    "settle": (state.Settle, learning.settle),
    "rewind": (state.Rewind, learning.rewind),
    "advance": (state.Advance, learning.advance),
    "take": (state.Take, learning.take),
    "leave": (state.Leave, learning.leave),
    "deliver": (state.Deliver, duties.deliver),
}


class Relayer:
    """A relayer with its key; ``network`` is the one that it serves."""

    def __init__(self, network: str, seed: bytes) -> None:
        self._network, self._wallet = network, Ed25519Wallet(seed)

    def __call__(self, now: state.RelayerState, op: str, args: Any) -> Step[state.RelayerState]:
        """Name or wrap a message, learn something, do what is due, or say what is at fault."""
        match op:
            case "identity":
                return Step(now, out=identity(from_json(OutboxMessage, args["message"])))
            case "wrap":
                item = wrap(from_json(Relay, args["relay"]), self._wallet)
                return Step(now, out=base64url(serialize_item(item)))
            case "learn":
                relay, host = from_json(Relay, args["relay"]), from_json(Address, args["host"])
                return agent.take_up(now, relay, self._network, host)
            case "work":
                return agent.do_what_is_due(now)
            case "fault":
                key = from_json(state.Deliver, args)
                named = (key.source, key.branch, key.target, key.sequence)
                return Step(now, out=duties.is_at_fault(now, named))
        return dispatch(_DUTIES, op, args, now)


class Role:
    """A session of the role, with the part that its genesis names."""

    def reset(self, genesis: Any) -> dict[str, Any]:
        match genesis["part"]:
            case "log":
                process = from_json(ProcessId, genesis["process"])
                self.state: Any = Log(genesis["network"], process, Map(ZERO))
                self._part: Part = log
            case "cranks":
                self.state = crank.no_cranks(from_json(Rates, genesis["rates"]))
                self._part = cranks
            case "relayer":
                self.state = learning.begin(from_json(state.Terms, genesis["terms"]))
                self._part = Relayer(genesis["network"], base64url_decode(genesis["seed"]))
        return {"ok": {"digest": self._root()}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        done = self._part(self.state, op, args)
        self.state = done.state
        outcome = {"digest": self._root(), "effects": [to_json(each) for each in done.effects]}
        return {"ok": outcome if done.out is None else {**outcome, "out": done.out}}

    def view(self, path: str) -> dict[str, Any]:
        return {"ok": {"out": look_up(self.state, path)}}

    def _root(self) -> str:
        return base64url(state_root(self.state))
