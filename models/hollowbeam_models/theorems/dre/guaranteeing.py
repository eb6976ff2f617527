"""Theorems: what each guarantee demands, and that none admits what was convicted."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.dre.guarantees import (
    Evidence,
    Guarantee,
    has_quorum,
    is_attested,
    is_final,
    is_replayed,
    meets,
)
from hollowbeam_models.theorem import assume, both, implies, negate, prove, theorem


@theorem(
    "THM-DRE-50",
    clauses=("DRE-31", "DRE-32"),
    about=(meets, is_attested, has_quorum, is_final, is_replayed),
    acceptance=True,
)
def each_guarantee_has_its_evidence(guarantee: Guarantee, evidence: Evidence) -> None:
    """A result is acted on only under the evidence that the guarantee names, never if convicted."""
    met = meets(guarantee, evidence)
    prove(implies(evidence.convicted, negate(met)), "nothing convicted is acted on")
    if met:
        if guarantee == Guarantee.ATTESTED:
            prove(evidence.attested, "its host answers for it")
        if guarantee == Guarantee.QUORUM:
            prove(both(evidence.endorsed >= 1, evidence.endorsed >= evidence.quorum), "a quorum")
        if guarantee == Guarantee.FINAL:
            over = evidence.height > evidence.published + evidence.window
            prove(both(over, evidence.published > 0), "the challenge window is over")
            prove(negate(evidence.challenged), "no challenge is open")
        if guarantee == Guarantee.REPLAYED:
            prove(evidence.replayed == evidence.result, "the node's own fold gives it")


@theorem(
    "THM-DRE-51",
    clauses=("DRE-31",),
    about=(is_attested, has_quorum, is_final, is_replayed),
    acceptance=True,
)
def good_evidence_is_enough(guarantee: Guarantee, evidence: Evidence) -> None:
    """A result with all evidence is acted on under every guarantee."""
    assume(both(negate(evidence.convicted), evidence.attested))
    assume(both(evidence.quorum >= 1, evidence.endorsed >= evidence.quorum))
    assume(both(evidence.published >= 1, negate(evidence.challenged)))
    assume(evidence.height > evidence.published + evidence.window)
    assume(evidence.replayed == evidence.result)
    prove(meets(guarantee, evidence), "acted on")


@theorem("THM-DRE-52", clauses=("DRE-31",), about=(is_final,), acceptance=True)
def waiting_spoils_no_guarantee(guarantee: Guarantee, evidence: Evidence, later: Nat) -> None:
    """What may be acted on at one height may be at every later one, unless something is proved."""
    assume(meets(guarantee, evidence))
    assume(later >= evidence.height)
    prove(meets(guarantee, replace(evidence, height=later)), "still")
