"""Show what has an id: a clause with all that stands behind it, or one part of that.

``dossier`` gathers it as a value of JSON; the terminal is a reading of that value.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any, Final

import typer

from hollowbeam.service.traceability.evidence import Evidence, read_evidence
from hollowbeam.service.traceability.records import (
    Case,
    Clause,
    Code,
    Invariant,
    Place,
    ReasonEntry,
    Saboteur,
    Theorem,
)
from hollowbeam.service.traceability.results import ResultsError

Dossier = dict[str, Any]
_NEAR: Final = 5


def run(root: Path, name: str, as_json: bool) -> int:
    """Print what has the id ``name``; return 0, or 2 if nothing has it."""
    evidence = read(root)
    found = find(evidence, name)
    if found is None:
        near = nearest(evidence, name)
        hint = f"; near it are {', '.join(near)}" if near else "; hb spec --list names all clauses"
        typer.echo(f"hb spec: nothing has the id {name}{hint}", err=True)
        return 2
    value = dossier(evidence, found)
    if as_json:
        typer.echo(json.dumps(value, indent=1, ensure_ascii=False))
    else:
        from hollowbeam.cli.spec_print import show  # noqa: PLC0415 - rich

        show(value)
    return 0


def run_list(root: Path, *, as_json: bool) -> int:
    """Print every clause in one line, or all of them with what stands behind each as JSON."""
    evidence = read(root)
    values = [dossier(evidence, clause) for clause in evidence.tree.clauses]
    if as_json:
        typer.echo(json.dumps(values, indent=1, ensure_ascii=False))
    else:
        from hollowbeam.cli.spec_print import show_list  # noqa: PLC0415 - rich

        show_list(values)
    return 0


def read(root: Path) -> Evidence:
    """Read the checkout; end the command where the file of results is not the prover's."""
    try:
        return read_evidence(root)
    except ResultsError as error:
        typer.echo(f"hb spec: {error}", err=True)
        raise typer.Exit(2) from error


Found = Clause | Invariant | ReasonEntry | Theorem | Saboteur | Case


def _known(evidence: Evidence) -> dict[str, Found]:
    return {
        **evidence.cases,
        **evidence.saboteurs,
        **evidence.theorems,
        **evidence.reasons,
        **evidence.invariants,
        **evidence.clauses,
    }


def find(evidence: Evidence, name: str) -> Found | None:
    """Find what has an id; capitals and small letters are the same."""
    wanted = name.casefold()
    return next(
        (item for known, item in _known(evidence).items() if known.casefold() == wanted), None
    )


def nearest(evidence: Evidence, name: str) -> list[str]:
    """Name the ids that look most like this one, the likeliest first."""
    by_folded = {known.casefold(): known for known in _known(evidence)}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=_NEAR)
    return [by_folded[folded] for folded in near]


def dossier(evidence: Evidence, item: Found) -> Dossier:
    """Gather what is known of an item, with its kind."""
    match item:
        case Clause():
            return _clause(evidence, item)
        case Invariant():
            return _invariant(evidence, item)
        case ReasonEntry():
            clause = evidence.clauses.get(item.clause)
            return {
                "kind": "reason",
                "id": item.code,
                "meaning": item.meaning,
                "place": _place(item.place),
                "clause": item.clause if clause is None else _clause(evidence, clause),
            }
        case Theorem():
            return {"kind": "theorem", **_theorem(evidence, item), "source": item.source}
        case Saboteur():
            return _saboteur(evidence, item)
        case Case():
            return {
                "kind": "case",
                **_case(item),
                "clause": item.clause,
                "saboteurs": list(item.saboteurs),
                "place": _place(item.place),
            }


def _clause(evidence: Evidence, clause: Clause) -> Dossier:
    reason = evidence.reasons.get(clause.reason or "")
    return {
        "kind": "clause",
        "id": clause.id,
        "title": clause.title,
        "room": clause.room,
        "text": clause.text,
        "place": _place(clause.place),
        "reason": clause.reason and {"code": clause.reason, "meaning": reason and reason.meaning},
        "code": [_code(code) for code in evidence.code_of.get(clause.id, [])],
        "theorems": [_theorem(evidence, x) for x in evidence.theorems_of.get(clause.id, [])],
        "saboteurs": [
            {"id": x.id, "breaks": x.breaks} for x in evidence.saboteurs_of.get(clause.id, [])
        ],
        "cases": [_case(case) for case in evidence.cases_of.get(clause.id, [])],
    }


def _invariant(evidence: Evidence, invariant: Invariant) -> Dossier:
    predicate = evidence.predicates.get(invariant.id)
    return {
        "kind": "invariant",
        "id": invariant.id,
        "title": invariant.title,
        "room": invariant.room,
        "text": invariant.text,
        "place": _place(invariant.place),
        "predicate": predicate
        and {
            "name": predicate.name,
            "place": _place(predicate.place),
            "source": predicate.source,
        },
        "theorems": [_theorem(evidence, x) for x in evidence.theorems_of.get(invariant.id, [])],
    }


def _theorem(evidence: Evidence, theorem: Theorem) -> Dossier:
    result = evidence.results.of(theorem.id)
    return {
        "id": theorem.id,
        "statement": theorem.statement,
        "status": evidence.results.status(theorem.id),
        "acceptance": theorem.acceptance,
        "clauses": list(theorem.clauses),
        "about": list(theorem.about),
        "rejects": list(theorem.rejects),
        "assumptions": list(result.assumptions) if result else [],
        "refuted": list(result.refuted) if result else [],
        "place": _place(theorem.place),
    }


def _saboteur(evidence: Evidence, saboteur: Saboteur) -> Dossier:
    return {
        "kind": "saboteur",
        "id": saboteur.id,
        "breaks": saboteur.breaks,
        "clause": saboteur.clause,
        "module": saboteur.module,
        "old": saboteur.old,
        "new": saboteur.new,
        "place": _place(saboteur.place),
        "theorems": [_theorem(evidence, x) for x in evidence.theorems_against[saboteur.id]],
        "cases": [_case(case) for case in evidence.cases_against.get(saboteur.id, [])],
    }


def _code(code: Code) -> Dossier:
    return {
        "name": code.name,
        "signature": signature(code.source),
        "summary": code.summary,
        "place": _place(code.place),
        "last_line": code.last_line,
    }


def _case(case: Case) -> Dossier:
    return {"id": case.id, "title": case.title, "expects": case.kind}


def _place(place: Place) -> str:
    return str(place)


def signature(source: str) -> str:
    """Give the head of a definition on one line, without its marks and its body."""
    lines = iter(source.splitlines())
    head = next((line for line in lines if line.startswith(("def ", "class ", "async def "))), "")
    parts = [head]
    while not parts[-1].rstrip().endswith(":"):
        parts.append(next(lines, ":"))
    whole = " ".join(part.strip() for part in parts).removesuffix(":")
    return whole.replace("( ", "(").replace(", )", ")").replace(" )", ")")
