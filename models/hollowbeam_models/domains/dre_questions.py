"""Questions to an evaluator that are about no state: who is convicted, and what is enough."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, Nat, Root
from hollowbeam.protocol.commitments import Attestation
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam_models.domains.choosing import choose
from hollowbeam_models.domains.dre_log import emitted, relay_of, some_id, wallet
from hollowbeam_models.domains.dre_messages import SOURCE

_ENOUGH: Final[dict[str, Json]] = {
    "result": some_id("a result"),
    "height": "111",
    "attested": True,
    "endorsed": "3",
    "quorum": "3",
    "published": "100",
    "window": "10",
    "challenged": False,
    "replayed": some_id("a result"),
    "convicted": False,
}
"""Evidence that is just enough for every guarantee."""

_DECIDING: Final[dict[str, tuple[dict[str, Json], ...]]] = {
    "ATTESTED": ({"attested": False},),
    "QUORUM": (
        {"endorsed": "2"},
        {"endorsed": "0"},
        {"quorum": "4"},
        {"endorsed": "0", "quorum": "0"},
        {"endorsed": "4"},
    ),
    "FINAL": (
        {"height": "110"},
        {"height": "400"},
        {"published": "0"},
        {"published": "101"},
        {"challenged": True},
    ),
    "REPLAYED": ({"replayed": some_id("another")},),
}
"""What may decide about a guarantee, by the guarantee; the rest should not matter to it."""

_GENERAL: Final[tuple[dict[str, Json], ...]] = ({}, {"convicted": True})


def question(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Ask whether two results convict, or whether evidence is enough."""
    if choose(draw, (True, True, False)):
        return "meets", _meets(draw)
    pair = _pair(choose(draw, range(len(_CHANGES))), choose(draw, ("ann", "ann", "bob")))
    one, other = pair
    if choose(draw, (False, False, False, True)):
        other = replace(other, signature=one.signature)
    return "equivocates", {"one": to_json(one), "other": to_json(other)}


def _meets(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a guarantee, and evidence that is enough or lacks what decides about some guarantee."""
    guarantee = choose(draw, ("ATTESTED", "QUORUM", "QUORUM", "FINAL", "FINAL", "REPLAYED"))
    others = _DECIDING[choose(draw, tuple(_DECIDING))]
    changed = choose(draw, (*_DECIDING[guarantee] * 2, *others, *_GENERAL))
    return {"guarantee": guarantee, "evidence": _ENOUGH | changed}


_CHANGES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"state_root": Root(some_id("another state"))},
    {"spent": Nat(9)},
    {"assignment": AssignmentHash(some_id("another"))},
    {"slot": Nat(9), "assignment": AssignmentHash(some_id("another"))},
)
"""How the second of two results differs from the first."""


@cache
def _pair(change: int, signer: str) -> tuple[Attestation, Attestation]:
    """Give a result that one evaluator attests, and another one that it or another attests."""
    one = relay_of([emitted(SOURCE, "Add", {"amount": "1"})]).attestation.result
    other = replace(one, **_CHANGES[change])
    return attest(one, wallet("ann")), attest(other, wallet(signer))
