"""Theorems of acceptance: what an evaluator never refuses, and no error that has no cause."""

from __future__ import annotations

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import (
    NOBODY,
    Address,
    AssignmentHash,
    Identity,
    Nat,
    ProcessId,
    ResultHash,
)
from hollowbeam.protocol.commitments import Assignment, Status
from hollowbeam.protocol.dre.branches import branch_off
from hollowbeam.protocol.dre.chain import Left, advance
from hollowbeam.protocol.dre.conclusion import Conclusion, Outbox, conclude, pay, succeeded
from hollowbeam.protocol.dre.entries import follow
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.invariants import is_empty_before_birth, is_within_quota
from hollowbeam.protocol.dre.state import Kernel, Life, Parking, start_process
from hollowbeam.protocol.relayer.funding import Origin, price
from hollowbeam.protocol.sequencer.state import Published
from hollowbeam_models.theorem import (
    assume,
    both,
    either,
    implies,
    lemma,
    prove,
    quotient_grows,
    theorem,
)
from hollowbeam_models.theorems.dre.words import affords, attempt_of

INVARIANTS = ("INV-DRE-1", "INV-DRE-2")


@theorem(
    "THM-DRE-10",
    clauses=("DRE-2", "DRE-3", "DRE-4", "DRE-5", "DRE-6"),
    about=(follow,),
    rejects=(
        Reason.WRONG_PROCESS,
        Reason.WRONG_NETWORK,
        Reason.NOT_HOST,
        Reason.FENCED,
        Reason.STALE_TERM,
        Reason.WRONG_SLOT,
        Reason.BROKEN_CHAIN,
        Reason.STALE_ANCHOR,
        Reason.UNKNOWN_ANCHOR,
        Reason.OTHER_MESSAGE,
    ),
)
def only_the_next_entry_is_evaluated(
    kernel: Kernel, assignment: Assignment, shown: Published
) -> None:
    """An entry is evaluated only if it is the next of this very log, by its host, at its anchor."""
    assume(implies(kernel.slot == 0, kernel.log == AssignmentHash(kernel.process)))
    follow(kernel, assignment, shown)
    prove(assignment.network == kernel.network, "of this network")
    prove(assignment.process == kernel.process, "of this process")
    prove(assignment.slot == kernel.slot, "no slot is left out or evaluated twice")
    prove(assignment.previous == kernel.log, "it names the one before it")
    prove(assignment.term >= kernel.term, "terms never go back")
    prove(assignment.height >= kernel.height, "anchors never go back")
    prove(shown.signer == shown.route.host, "its host signed it")
    prove(shown.is_seen, "its anchor is seen")
    named = both(assignment.message == shown.message, assignment.digest == shown.digest)
    prove(named, "it names the item")


@theorem(
    "THM-DRE-11",
    clauses=("DRE-2", "DRE-3", "DRE-4", "DRE-5", "DRE-6"),
    about=(follow,),
    acceptance=True,
)
def the_next_entry_is_always_evaluated(
    kernel: Kernel, assignment: Assignment, shown: Published
) -> None:
    """The next entry of the log is never refused."""
    assume(implies(kernel.slot == 0, kernel.log == AssignmentHash(kernel.process)))
    assume(both(assignment.network == kernel.network, assignment.process == kernel.process))
    assume(both(assignment.slot == kernel.slot, assignment.previous == kernel.log))
    assume(both(assignment.term >= kernel.term, assignment.height >= kernel.height))
    assume(both(shown.signer != NOBODY, shown.signer == shown.route.host, shown.is_seen))
    assume(both(shown.route.begin <= kernel.slot, kernel.slot < shown.route.end))
    assume(both(assignment.message == shown.message, assignment.digest == shown.digest))
    assume(shown.is_addressed)
    follow(kernel, assignment, shown)
    prove(shown.is_seen, "accepted")


@theorem("THM-DRE-12", clauses=("DRE-15", "DRE-24"), about=(advance,), acceptance=True)
def every_slot_is_consumed(
    kernel: Kernel,
    done: Conclusion,
    assignment: Assignment,
    left: Left,
    sent: Map[Address, Nat],
) -> None:
    """Whatever became of a message, its slot is consumed and has a result."""
    step = advance(kernel, assignment, done, left, sent)
    prove(step.state.slot == kernel.slot + 1, "the slot is consumed")
    prove(step.out.slot == assignment.slot, "it has its result")
    prove(step.out.status == done.status, "which says what became of it")


@theorem("THM-DRE-13", clauses=("DRE-14", "DRE-15"), about=(pay, succeeded), acceptance=True)
def what_is_funded_and_right_takes_effect(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer
) -> None:
    """A message that may act, whose handler answers and can be paid for, is never made an error."""
    assume(facts.is_admissible)
    assume(either(facts.expires == 0, facts.height <= facts.expires))
    spawns = facts.purpose == Purpose.SPAWN
    assume(implies(spawns, kernel.life == Life.UNBORN))
    assume(either(spawns, kernel.life == Life.BORN))
    assume(affords(facts, rules))
    gated = both(facts.origin == Origin.ROOT, facts.purpose == Purpose.ACT)
    assume(implies(gated, facts.stake >= kernel.minimum_stake))
    parked = kernel.parked.get(facts.identity).status == Parking.PARKED
    assume(implies(facts.purpose == Purpose.REDELIVER, parked))
    assume(answer.is_reserved == False)  # noqa: E712 - may be symbolic
    assume(kernel.spawned + answer.spawns <= rules.spawn_quota)
    needed = rules.rates.step + rules.rates.bounce
    rest = facts.budget - price(rules.rates, facts.origin)
    if answer.processes > 0:
        assume(both(facts.hops > 0, rest >= needed * answer.processes))
        count = answer.processes
        lemma(quotient_grows, count, needed * count, needed, rest, rest // count)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs=False))
    prove(done.status == Status.OK, "it takes effect")
    prove(done.outbox == Outbox.EMISSIONS, "all that it emits is sent")


@theorem("THM-DRE-14", clauses=("DRE-12",), about=(conclude,), acceptance=True)
def the_stake_gate_is_for_wallets(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer
) -> None:
    """No stake is asked of a relay, of a Bounce, or of who pays for a redelivery."""
    inherits = either(facts.origin != Origin.ROOT, facts.purpose != Purpose.ACT)
    assume(inherits)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs=False))
    prove(done.reason != Reason.INSUFFICIENT_STAKE.value, "inherited")


@theorem("THM-DRE-15", clauses=("DRE-30",), about=(branch_off,), acceptance=True)
def a_later_branch_is_accepted(kernel: Kernel, latest: Nat, branch: Nat) -> None:
    """A process can always go on under a later branch."""
    assume(branch > latest)
    after = branch_off(kernel, latest, branch).state
    prove(after.branch == branch, "accepted")


@theorem("THM-DRE-16", clauses=("DRE-1", *INVARIANTS), about=(start_process,), acceptance=True)
def a_process_begins_empty(
    network: str, process: ProcessId, rules: Rules, target: Address, bounce: Identity
) -> None:
    """Before its slot 0 a process has an id and nothing else; both chains begin with the id.

    INV-DRE-1 and INV-DRE-2 hold.
    """
    kernel = start_process(network, process).kernel
    prove((kernel.slot == 0) & (kernel.log == AssignmentHash(process)), "no slot yet")
    prove(kernel.results == ResultHash(process), "no result yet")
    prove((kernel.life == Life.UNBORN) & (kernel.branch == 0), "not born")
    prove(kernel.sent.get(target) == 0, "nothing is numbered")
    prove(kernel.parked.get(bounce).status == Parking.NONE, "nothing is parked")
    prove(is_within_quota(kernel, rules), "INV-DRE-1")
    prove(is_empty_before_birth(kernel), "INV-DRE-2")
