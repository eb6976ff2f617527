"""Role dre: an evaluator of one process, whose log the suite writes."""

from __future__ import annotations

from typing import Any, Final

from hollowbeam.kernel.encoding import base64url_decode
from hollowbeam.kernel.records import from_json, to_json
from hollowbeam.kernel.vocabulary import Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol.commitments import Attestation, Entry
from hollowbeam.protocol.dre import probe
from hollowbeam.protocol.dre.attestations import attest, is_equivocation
from hollowbeam.protocol.dre.evaluator import (
    Evaluator,
    begin,
    diverge,
    go_back,
    proceed,
    result_at,
)
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.dre.guarantees import Evidence, Guarantee, meets
from hollowbeam.protocol.dre.snapshots import snapshot_hash
from hollowbeam.protocol.dre.state import Kernel
from hollowbeam_contracts.dispatch import look_up

MODULES: Final = {probe.PROBE: probe.MODULE}

CONTRACT: Final = "contract/"
"""What stands before a path of the contract's own state."""


class Role:
    """An evaluator with its key, and the modules that the network knows."""

    def reset(self, genesis: Any) -> dict[str, Any]:
        self._rules = from_json(Rules, genesis["rules"])
        self._wallet = Ed25519Wallet(base64url_decode(genesis["key"]))
        process = from_json(ProcessId, genesis["process"])  # type: ignore[arg-type]
        self.evaluator = begin(genesis["network"], process, from_json(Nat, genesis["interval"]))  # type: ignore[arg-type]
        return {"ok": {"digest": self._digest(self.evaluator)}}

    @property
    def state(self) -> Kernel:
        """The kernel's part of the process, as views see it."""
        return self.evaluator.state.kernel

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
        answer, self.evaluator = self._tried(args)
        return answer

    def _dry_run(self, args: Any) -> dict[str, Any]:
        answer, _ = self._tried(args)
        return answer | {"digest": self._digest(self.evaluator)}

    def _tried(self, args: Any) -> tuple[dict[str, Any], Evaluator]:
        given = {name: value for name, value in args.items() if name != "entry"}
        context = from_json(Context, {**given, "rules": to_json(self._rules)})
        step = proceed(self.evaluator, from_json(Entry, args["entry"]), MODULES, context)
        outbox = [to_json(message) for message in step.effects]
        digest = self._digest(step.state)
        return {"out": to_json(step.out), "effects": outbox, "digest": digest}, step.state

    def _result(self, args: Any) -> dict[str, Any]:
        return {"out": to_json(result_at(self.evaluator, from_json(Nat, args["slot"])))}  # type: ignore[arg-type]

    def _attest(self, args: Any) -> dict[str, Any]:
        result = result_at(self.evaluator, from_json(Nat, args["slot"]))  # type: ignore[arg-type]
        return {"out": to_json(attest(result, self._wallet).signature)}

    def _restore(self, args: Any) -> dict[str, Any]:
        self.evaluator = go_back(self.evaluator, from_json(Nat, args["slot"]))  # type: ignore[arg-type]
        return {"digest": self._digest(self.evaluator)}

    def _branch(self, args: Any) -> dict[str, Any]:
        self.evaluator = diverge(self.evaluator, from_json(Nat, args["branch"]))  # type: ignore[arg-type]
        return {"digest": self._digest(self.evaluator)}

    @staticmethod
    def _equivocates(args: Any) -> dict[str, Any]:
        pair = [from_json(Attestation, args[name]) for name in ("one", "other")]
        return {"out": is_equivocation(*pair)}

    @staticmethod
    def _meets(args: Any) -> dict[str, Any]:
        evidence = from_json(Evidence, args["evidence"])
        return {"out": meets(from_json(Guarantee, args["guarantee"]), evidence)}

    @staticmethod
    def _digest(evaluator: Evaluator) -> str:
        return str(snapshot_hash(evaluator.state.kernel))
