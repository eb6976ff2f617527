"""Saboteurs of room dre: guarantees."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_DRE = "hollowbeam.protocol.dre."

SABOTEURS = (
    Saboteur(
        "SAB-DRE-31a",
        "DRE-31",
        _DRE + "guarantees",
        "    return evidence.attested",
        "    return True",
        "nobody need answer for a result",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31b",
        "DRE-31",
        _DRE + "guarantees",
        "(evidence.quorum >= 1) & (evidence.endorsed >= evidence.quorum)",
        "evidence.endorsed >= evidence.quorum",
        "a quorum of nobody is enough",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31c",
        "DRE-31",
        _DRE + "guarantees",
        "evidence.endorsed >= evidence.quorum",
        "evidence.endorsed > evidence.quorum",
        "a quorum is one too few",
        ("THM-DRE-51",),
    ),
    Saboteur(
        "SAB-DRE-31i",
        "DRE-31",
        _DRE + "guarantees",
        "(evidence.quorum >= 1) & (evidence.endorsed >= evidence.quorum)",
        "evidence.endorsed >= 1",
        "whoever endorses a result is a quorum",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31d",
        "DRE-31",
        _DRE + "guarantees",
        "evidence.height > evidence.published + evidence.window",
        "evidence.height >= evidence.published + evidence.window",
        "a result is final one block early",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31e",
        "DRE-31",
        _DRE + "guarantees",
        " & (evidence.challenged == False)  # noqa: E712 - may be symbolic",
        "",
        "a challenged result is final",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31f",
        "DRE-31",
        _DRE + "guarantees",
        "    is_published = evidence.published >= 1",
        "    is_published = True",
        "what nobody could see is final",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31g",
        "DRE-31",
        _DRE + "guarantees",
        "    return evidence.replayed == evidence.result",
        '    return evidence.replayed != ""',
        "any result that was replayed is right",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-31h",
        "DRE-31",
        _DRE + "guarantees",
        "evidence.height > evidence.published + evidence.window",
        "evidence.height == evidence.published + evidence.window + 1",
        "what was final is so for one block",
        ("THM-DRE-52", "THM-DRE-51"),
    ),
    Saboteur(
        "SAB-DRE-32a",
        "DRE-32",
        _DRE + "guarantees",
        "    if evidence.convicted:\n        return False\n",
        "",
        "a convicted result is acted on",
        ("THM-DRE-50",),
    ),
    Saboteur(
        "SAB-DRE-33a",
        "DRE-33",
        _DRE + "evaluator",
        "    known = evaluator.first <= slot < evaluator.first +"
        " len(evaluator.results)\n    require(known, Reason.NO_RESULT)\n"
        "    return evaluator.results[slot - evaluator.first]",
        "    known = evaluator.first <= slot\n"
        "    require(known, Reason.NO_RESULT)\n    return evaluator.results[-1]",
        "asked too early, an evaluator gives the last result it has",
    ),
    Saboteur(
        "SAB-DRE-33b",
        "DRE-33",
        _DRE + "evaluator",
        "    require(index < result.outbox_size, Reason.NO_RESULT)\n"
        "    return evaluator.outboxes[slot - evaluator.first][index]",
        "    return evaluator.outboxes[slot - evaluator.first][min(index, result.outbox_size - 1)]",
        "asked for a message too many, an evaluator gives the last one",
    ),
    Saboteur(
        "SAB-DRE-34a",
        "DRE-34",
        _DRE + "evaluator",
        "    return Step(evaluator, effects=step.effects, out=step.out)",
        "    return Step(replace(evaluator, state=step.state), effects=step.effects, out=step.out)",
        "a dry run commits",
    ),
)
