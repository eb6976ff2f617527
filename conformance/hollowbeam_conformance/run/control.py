"""The control of a session: the judge must flag what is false.

The implementation's own good replies are falsified, one way each, and judged again by the very
judge of the session. If one passes, the session proves nothing and is void.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from hollowbeam_conformance.run.judge import Judge, Kind, Probe

Reply = dict[str, Any]
Falsify = Callable[[Probe, Reply], Reply | None]


def _out(probe: Probe, reply: Reply) -> Reply | None:
    vacuous = probe.partial and not probe.out
    if "ok" not in reply or vacuous or probe.request["verb"] != "step":
        return None
    return {"ok": {**reply["ok"], "out": _other(probe, reply["ok"].get("out"))}}


def _view(probe: Probe, reply: Reply) -> Reply | None:
    if "ok" not in reply or probe.request["verb"] != "view":
        return None
    return {"ok": {**reply["ok"], "out": _other(probe, reply["ok"].get("out"))}}


def _effects(_: Probe, reply: Reply) -> Reply | None:
    if "ok" not in reply:
        return None
    return {"ok": {**reply["ok"], "effects": [*(reply["ok"].get("effects") or []), "falsified"]}}


def _digest(probe: Probe, reply: Reply) -> Reply | None:
    if "ok" not in reply or probe.digest is None or "digest" not in reply["ok"]:
        return None
    digest = reply["ok"]["digest"]
    return {"ok": {**reply["ok"], "digest": ("B" if digest[0] == "A" else "A") + digest[1:]}}


def _code(_: Probe, reply: Reply) -> Reply | None:
    if "reject" not in reply or "code" not in reply["reject"]:
        return None
    return {"reject": {"code": f"{reply['reject']['code']}_FALSIFIED"}}


def _accepted(_: Probe, reply: Reply) -> Reply | None:
    return {"ok": {}} if "reject" in reply else None


def _refused(_: Probe, reply: Reply) -> Reply | None:
    return {"reject": {"code": "FALSIFIED"}} if "ok" in reply else None


def _other(probe: Probe, out: Any) -> Any:
    """Give another result; of an object, another value of a member that the case names."""
    if isinstance(out, dict) and probe.partial and probe.out:
        name = min(probe.out)
        return {**out, name: {"falsified": out.get(name)}}
    return {"falsified": out}


FALSIFICATIONS: dict[str, tuple[Falsify, frozenset[Kind]]] = {
    "out": (_out, frozenset({Kind.WRONG_OUT})),
    "effects": (_effects, frozenset({Kind.WRONG_EFFECTS})),
    "digest": (_digest, frozenset({Kind.WRONG_STATE})),
    "changed view": (_view, frozenset({Kind.WRONG_STATE, Kind.WRONG_OUT})),
    "reject code": (_code, frozenset({Kind.WRONG_CODE})),
    "accepted for refused": (_accepted, frozenset({Kind.WRONG_OUTCOME})),
    "refused for accepted": (_refused, frozenset({Kind.WRONG_OUTCOME})),
}
REPLY_ID = "reply id"

_OCCASIONS: dict[str, Callable[[Probe], bool]] = {
    "out": lambda probe: probe.outcome == "ok" and probe.request["verb"] == "step",
    "effects": lambda probe: probe.outcome == "ok",
    "digest": lambda probe: probe.digest is not None,
    "changed view": lambda probe: probe.outcome == "ok" and probe.request["verb"] == "view",
    "reject code": lambda probe: probe.outcome == "reject",
    "accepted for refused": lambda probe: probe.outcome == "reject",
    "refused for accepted": lambda probe: probe.outcome == "ok",
}
"""Where a falsification may have its occasion: told from the request, before a reply is parsed."""


class Control:
    """Falsifies the first good reply of each kind. ``results``: flagged, missed or no occasion."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._open = dict(FALSIFICATIONS)
        if not judge.compare_codes:
            del self._open["reject code"]
        if not judge.compare_digests:
            del self._open["digest"]
        self.results = dict.fromkeys([*self._open, REPLY_ID], "no occasion")

    @property
    def missed(self) -> list[str]:
        """The falsifications that the judge let pass."""
        return [name for name, result in self.results.items() if result == "missed"]

    def consider(self, line: bytes, frame_id: int, probes: Sequence[Probe]) -> None:
        """Use a good reply for every falsification that has had no occasion yet."""
        if not any(_OCCASIONS[name](probe) for name in self._open for probe in probes):
            return
        frame = json.loads(line)
        if self.results[REPLY_ID] == "no occasion":
            wrong_id = {**frame, "id": frame_id + 1}
            self._try(REPLY_ID, wrong_id, frame_id, probes, frozenset({Kind.WRONG_ID}))
        for name, (falsify, kinds) in list(self._open.items()):
            for position, (probe, reply) in enumerate(zip(probes, frame["replies"], strict=True)):
                false = falsify(probe, reply)
                if false is not None:
                    replies = [
                        *frame["replies"][:position],
                        false,
                        *frame["replies"][position + 1 :],
                    ]
                    self._try(name, {**frame, "replies": replies}, frame_id, probes, kinds)
                    del self._open[name]
                    break

    def _try(
        self,
        name: str,
        frame: Reply,
        frame_id: int,
        probes: Sequence[Probe],
        kinds: frozenset[Kind],
    ) -> None:
        problem = self._judge.batch(json.dumps(frame).encode(), frame_id, probes)
        self.results[name] = "flagged" if problem and problem.kind in kinds else "missed"
