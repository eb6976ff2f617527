"""Saboteurs of admission: where a relay may come from, and in which sequence (RLY-10 to RLY-16)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_ADMISSION = "hollowbeam.protocol.relayer.admission"

SABOTEURS = (
    Saboteur(
        "SAB-RLY-10a",
        "RLY-10",
        _ADMISSION,
        "    require(evaluator == host, Reason.NOT_EVALUATOR)\n",
        "",
        "anybody may attest a result",
        ("THM-RLY-4",),
    ),
    Saboteur(
        "SAB-RLY-11a",
        "RLY-11",
        _ADMISSION,
        "    require(evidence.durable, Reason.NOT_DURABLE)\n",
        "",
        "a slot that may be lost is relayed: the receipt is taken for durable",
        ("THM-RLY-4",),
    ),
    Saboteur(
        "SAB-RLY-12a",
        "RLY-12",
        _ADMISSION,
        "    require(facts.assignment == evidence.surviving, Reason.ABANDONED)\n",
        "",
        "a result of a lost slot is relayed: a double spend by takeover",
        ("THM-RLY-4",),
    ),
    Saboteur(
        "SAB-RLY-13a",
        "RLY-13",
        _ADMISSION,
        "    require(evidence.guaranteed, Reason.NOT_GUARANTEED)\n",
        "",
        "the guarantee of the target does not matter",
        ("THM-RLY-4",),
    ),
    Saboteur(
        "SAB-RLY-14a",
        "RLY-14",
        _ADMISSION,
        "    require(sequence >= expected, Reason.ALREADY_RELAYED)\n",
        "",
        "a relay is admitted again",
        ("THM-RLY-1", "THM-RLY-2"),
    ),
    Saboteur(
        "SAB-RLY-16d",
        "RLY-16",
        _ADMISSION,
        "require(sequence >= expected,",
        "require(sequence > expected,",
        "the next relay is taken for an old one",
        ("THM-RLY-3",),
    ),
    Saboteur(
        "SAB-RLY-15a",
        "RLY-15",
        _ADMISSION,
        "    require(sequence <= expected, Reason.OUT_OF_SEQUENCE)\n",
        "",
        "a message may be skipped",
        ("THM-RLY-1",),
    ),
    Saboteur(
        "SAB-RLY-15b",
        "RLY-15",
        _ADMISSION,
        "require(sequence <= expected,",
        "require(sequence <= expected + 1,",
        "one message may be skipped",
        ("THM-RLY-1",),
    ),
    Saboteur(
        "SAB-RLY-16a",
        "RLY-16",
        _ADMISSION,
        "pair: Pair = (facts.source, facts.branch, facts.target)",
        "pair: Pair = (facts.source, Nat(0), facts.target)",
        "branches share one counter",
        ("THM-RLY-1", "THM-RLY-3"),
    ),
    Saboteur(
        "SAB-RLY-16b",
        "RLY-16",
        _ADMISSION,
        "return Nat(expected + 1)",
        "return Nat(expected + 2)",
        "every second sequence is passed over",
        ("THM-RLY-1", "THM-RLY-3"),
    ),
    Saboteur(
        "SAB-RLY-16c",
        "RLY-16",
        _ADMISSION,
        "return received.set(pair, next_after(received.get(pair), facts.sequence))",
        "next_after(received.get(pair), facts.sequence)\n    return received",
        "an admitted relay is not counted",
        ("THM-RLY-1", "THM-RLY-2"),
    ),
)
