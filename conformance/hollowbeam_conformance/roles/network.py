"""Role network: a whole node, from the items of wallets to the states of processes.

It orders, publishes, evaluates and relays by itself; the suite plays the wallets, and Arweave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.errors import Reason, Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.protocol.sequencer.reading import lane_of
from hollowbeam_models.network.assembly import assemble
from hollowbeam_models.network.evaluator import Evaluation, EvaluatorNode
from hollowbeam_models.network.exchange import MODULES
from hollowbeam_models.network.items import read
from hollowbeam_models.network.packets import Submit
from hollowbeam_models.network.rules import Network
from hollowbeam_models.network.running import go_on

WALLETS: Final = "wallets"


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a network begins with, see ``Network``; ``bank`` is the process that keeps stakes."""

    name: str
    depth: Nat
    budget: Nat
    hops: Nat
    step: Nat
    bounce: Nat
    bank: ProcessId


class Role:
    """A network in which nothing goes wrong."""

    def reset(self, genesis: Any) -> dict[str, Any]:
        given = from_json(Genesis, genesis)
        network = Network(
            name=given.name,
            depth=given.depth,
            budget=given.budget,
            hops=given.hops,
            step=given.step,
            bounce=given.bounce,
            modules=MODULES,
        )
        self.world = assemble(network, given.bank)
        return {"ok": {}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        if op == "mine":
            last = len(self.world.chain.blocks) + int(args["blocks"])
            while len(self.world.chain.blocks) < last or self.world.wire:
                go_on(self.world)
            return {"ok": {}}
        raw = base64url_decode(args["item"])
        process = lane_of(read(raw).item, self.world.network.name)
        if process not in self.world.routes:
            self.world.open(process)
            self.world.nodes[self.world.host_of(process)].wake(self.world)
        if op == "post":
            self.world.post(raw)
        else:
            self.world.send(WALLETS, self.world.host_of(process), Submit(raw))
        return {"ok": {}}

    def view(self, path: str) -> dict[str, Any]:
        process, what, *rest = path.split("/", 2)
        held = self._held(ProcessId(process))
        if what == "slots":
            return {"ok": {"out": str(len(held.results) if held else 0)}}
        if held is None:
            raise Rejection(Reason.INVALID_INPUT, f"no process {process}")
        if what == "slot":
            result = held.results[int(rest[0])].attestation.result
            return {"ok": {"out": {"status": result.status.value, "reason": result.reason}}}
        module = MODULES[held.state.kernel.module]
        return {"ok": {"out": module.view(held.state.contents, rest[0])}}

    def _held(self, process: ProcessId) -> Evaluation | None:
        node = self.world.nodes["evaluator A"]
        assert isinstance(node, EvaluatorNode)
        return node.processes.get(process)
