"""Branches: how a process goes on after a result of it was convicted."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason, require
from hollowbeam.kernel.transition import Step, implements
from hollowbeam.kernel.vocabulary import ZERO, Nat
from hollowbeam.protocol.dre.state import Kernel, ProcessState


@implements("DRE-30")
def branch_off(kernel: Kernel, latest: Nat, branch: Nat) -> Step[Kernel]:
    """Go on from the last good result under a later branch, whose numbers begin anew.

    The log stays as it is: the slots after the last good one are evaluated again. ``latest`` is the
    latest branch that the process had, which the last good result need not be of.

    Rejects: STALE_BRANCH (DRE-30) unless the branch is later than any before.
    """
    require(branch > latest, Reason.STALE_BRANCH)
    return Step(replace(kernel, branch=branch, sent=Map(ZERO)))


def continue_from(good: ProcessState, latest: Nat, branch: Nat) -> ProcessState:
    """Continue a process, as it was after its last good result, under a later branch.

    Rejects: as ``branch_off``.
    """
    return replace(good, kernel=branch_off(good.kernel, latest, branch).state)
