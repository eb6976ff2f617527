"""Saboteurs tested live, and which roles a saboteur can reach."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hollowbeam.cli.main import application
from hollowbeam_conformance.roles import ROLES
from hollowbeam_conformance.run.suite import load
from hollowbeam_conformance.sabotage.hunt import Trail, hunt, is_right, lines, summary
from hollowbeam_conformance.sabotage.matrix import CONTROL, in_order
from hollowbeam_conformance.sabotage.reach import OURS, modules_of, roles_reached
from hollowbeam_conformance.vectors import DIRECTORY
from hollowbeam_models.saboteur import all_saboteurs

RUNS_ALL = """
import json, sys
from hollowbeam_conformance.run.suite import load
from hollowbeam_conformance.testee import reply
from hollowbeam_conformance.vectors import DIRECTORY
roles = []
for case in load(DIRECTORY).select(sys.argv[1], (), smoke=True):
    for step in case.steps:
        reply(roles, {name: value for name, value in step.items() if name != "expect"})
print(json.dumps(sorted(sys.modules)))
"""
"""Runs the cases of a role in the reference, and tells which modules were imported."""

RUNNER = ("hollowbeam_conformance.run", "hollowbeam_conformance.vectors")


@pytest.mark.parametrize("role", ROLES)
def test_no_module_is_imported_that_was_not_foreseen(role: str) -> None:
    """The ground of judging a saboteur by a part of the suite: what was not imported cannot act."""
    done = subprocess.run(
        [sys.executable, "-c", RUNS_ALL, role], capture_output=True, check=True, timeout=120
    )
    imported = {name for name in json.loads(done.stdout) if name.split(".")[0] in OURS}
    unforeseen = {name for name in imported - modules_of(role) if not name.startswith(RUNNER)}
    assert unforeseen == {"hollowbeam_conformance.roles"}, "it names the roles, and does no more"


def test_a_module_reaches_the_roles_that_import_it() -> None:
    assert roles_reached("hollowbeam_contracts.staking.slashing")[0] == "staking"
    assert "message" not in roles_reached("hollowbeam_contracts.staking.slashing")
    assert "staking" not in roles_reached("hollowbeam.protocol.message.tags")
    assert roles_reached("hollowbeam.kernel.encoding") == ROLES


def test_a_module_that_nobody_imports_is_judged_by_everything() -> None:
    assert roles_reached("hollowbeam_models.reading") == ROLES


def test_every_saboteur_reaches_the_role_of_its_room() -> None:
    """By its room's own cases at least; rooms whose role is not there yet are judged by all."""
    rooms = {"MSG": "message", "STK": "staking"}
    for each in all_saboteurs().values():
        role = rooms.get(each.clause.partition("-")[0])
        assert role is None or role in roles_reached(each.module), each.id


def test_roles_judged_after_its_own_are_asked_only_where_nothing_was_found() -> None:
    suite = load(DIRECTORY)
    for name in ("SAB-MSG-22a", "SAB-STK-10b"):
        saboteur = all_saboteurs()[name]
        before, after = in_order(suite, saboteur)
        assert before[-1] == {"MSG": "message", "STK": "staking"}[name[4:7]]
        assert (*before, *after) == tuple(
            role for role in suite.roles if role in roles_reached(saboteur.module)
        )


def of(saboteur: str, clause: str, steps: int, kind: str = "wrong-state", named: str = "") -> Trail:
    verdict = "findings" if kind else "conforms"
    role = "staking" if kind else ""
    return Trail(
        saboteur, clause, "much", ("staking",), verdict, 1.5, 7, steps, kind, role, named or clause
    )


CLEAN = of(CONTROL, "", 0, "")
NEAR = of("SAB-STK-1a", "STK-1", 2)
FAR = of("SAB-STK-2a", "STK-2", 9, named="STK-1")
LOST = of("SAB-STK-3a", "STK-3", 0, "")


def test_trails_are_right_when_all_are_found_and_half_are_short() -> None:
    assert is_right([CLEAN, NEAR])
    assert is_right([CLEAN, NEAR, NEAR, FAR])
    assert not is_right([CLEAN, FAR])
    assert not is_right([CLEAN, NEAR, LOST])
    assert not is_right([of(CONTROL, "", 1), NEAR])
    assert not is_right([CLEAN])


def test_trails_are_written_one_a_line() -> None:
    assert list(lines([CLEAN, NEAR, FAR, LOST])) == [
        "CONTROL                1.5 s  conforms",
        "SAB-STK-1a   STK-1     1.5 s  2 steps  wrong-state in staking",
        "SAB-STK-2a   STK-2     1.5 s  9 steps  wrong-state in staking, filed under STK-1",
        "SAB-STK-3a   STK-3   NOT FOUND after 7 sequences: much",
        summary([CLEAN, NEAR, FAR, LOST]),
    ]
    assert summary([CLEAN, NEAR, FAR, LOST]) == (
        "3 saboteurs: 2 found (66 %); seconds: median 1.5, most 1.5; steps: median 5.5, most 9;"
        " 1 filed under their own clause"
    )
    assert summary([CLEAN, LOST]) == "1 saboteurs: none found"


def test_a_saboteur_is_found_and_its_trace_is_minimal() -> None:
    saboteur = all_saboteurs()["SAB-STK-10b"]
    trail = hunt(load(DIRECTORY), saboteur, max_seconds=200, seed=1)
    assert (trail.verdict, trail.kind, trail.role) == ("findings", "wrong-outcome", "staking")
    assert (trail.named, trail.steps) == ("STK-10", 2)


def test_the_command_measures_and_fails_where_one_is_not_found() -> None:
    options = ["--live", "--only", "SAB-STK-3a", "--seed", "1", "--max-time", "0", "--json", "-"]
    done = CliRunner().invoke(application, ["saboteurs", *options])
    assert done.exit_code == 1
    control, trail = json.loads(done.stdout)
    assert (control["saboteur"], control["verdict"]) == (CONTROL, "conforms")
    assert (trail["saboteur"], trail["found"], trail["sequences"]) == ("SAB-STK-3a", False, 1)
