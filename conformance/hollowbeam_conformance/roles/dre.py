"""Role dre: an evaluator of one process, whose log the suite writes."""

from __future__ import annotations

from typing import Any, Final, cast

from hollowbeam.kernel.dispatch import look_up
from hollowbeam.kernel.encoding import Json, base64url_decode
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import Attestation, Entry
from hollowbeam.protocol.dre import probe
from hollowbeam.protocol.dre.attestations import attest, is_equivocation
from hollowbeam.protocol.dre.evaluator import (
    begin,
    diverge,
    go_back,
    message_at,
    proceed,
    result_at,
    try_out,
)
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.dre.guarantees import Evidence, Guarantee, meets
from hollowbeam.protocol.dre.snapshots import snapshot_hash

MODULES: Final = {probe.PROBE: probe.MODULE}

CONTRACT: Final = "contract/"
"""What stands before a path of the contract's own state."""


class Role:
    """An evaluator with its key, and the modules that the network knows."""

    def reset(self, genesis: Any) -> dict[str, Any]:
        self._rules = from_json(Rules, genesis["rules"])
        self._wallet = Ed25519Wallet(base64url_decode(genesis["key"]))
        process = cast(ProcessId, from_json(cast(Any, ProcessId), genesis["process"]))
        self.evaluator = begin(genesis["network"], process, natural(genesis["interval"]))
        return {"ok": {}}

    def step(self, op: str, args: Any) -> dict[str, Any]:
        answer = getattr(self, f"_{op.replace('-', '_')}")(args)
        return {"ok": answer}

    def view(self, path: str) -> dict[str, Any]:
        state = self.evaluator.state
        if path.startswith(CONTRACT):
            module = MODULES[state.kernel.module]
            return {"ok": {"out": module.view(state.contents, path.removeprefix(CONTRACT))}}
        return {"ok": {"out": look_up(state.kernel, path)}}

    def _evaluate(self, args: Any) -> dict[str, Any]:
        step = proceed(
            self.evaluator, from_json(Entry, args["entry"]), MODULES, self._context(args)
        )
        self.evaluator = step.state
        return {"out": to_json(step.out)}

    def _dry_run(self, args: Any) -> dict[str, Any]:
        step = try_out(
            self.evaluator, from_json(Entry, args["entry"]), MODULES, self._context(args)
        )
        self.evaluator = step.state
        return {"out": to_json(step.out)}

    def _context(self, args: Any) -> Context:
        given = {name: value for name, value in args.items() if name != "entry"}
        return from_json(Context, {**given, "rules": to_json(self._rules)})

    def _result(self, args: Any) -> dict[str, Any]:
        return {"out": to_json(result_at(self.evaluator, natural(args["slot"])))}

    def _message(self, args: Any) -> dict[str, Any]:
        slot, index = natural(args["slot"]), natural(args["index"])
        return {"out": to_json(message_at(self.evaluator, slot, index))}

    def _attest(self, args: Any) -> dict[str, Any]:
        result = result_at(self.evaluator, natural(args["slot"]))
        return {"out": to_json(attest(result, self._wallet).signature)}

    def _snapshot(self, _: Any) -> dict[str, Any]:
        return {"out": snapshot_hash(self.evaluator.state.kernel)}

    def _restore(self, args: Any) -> dict[str, Any]:
        self.evaluator = go_back(self.evaluator, natural(args["slot"]))
        return {}

    def _branch(self, args: Any) -> dict[str, Any]:
        self.evaluator = diverge(self.evaluator, natural(args["branch"]))
        return {}

    @staticmethod
    def _equivocates(args: Any) -> dict[str, Any]:
        pair = [from_json(Attestation, args[name]) for name in ("one", "other")]
        return {"out": is_equivocation(*pair)}

    @staticmethod
    def _meets(args: Any) -> dict[str, Any]:
        evidence = from_json(Evidence, args["evidence"])
        return {"out": meets(from_json(Guarantee, args["guarantee"]), evidence)}


def natural(json: Json) -> Nat:
    """Read a number of the arguments."""
    return cast(Nat, from_json(cast(Any, Nat), json))
