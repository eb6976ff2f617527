"""Theorems: what the kernel decides of a message, and that errors leave nothing."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import Nat, Root
from hollowbeam.protocol.commitments import Status
from hollowbeam.protocol.dre.chain import kept
from hollowbeam.protocol.dre.conclusion import (
    NO_REASON,
    Outbox,
    admit,
    conclude,
    failed,
    pay,
    succeeded,
)
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.state import Kernel, Life, Parking
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam_models.theorem import (
    both,
    either,
    implies,
    ite,
    negate,
    prove,
    rejection_of,
    theorem,
)
from hollowbeam_models.theorems.dre.words import affords, attempt_of


@theorem(
    "THM-DRE-1",
    clauses=("DRE-7", "DRE-8", "DRE-9", "DRE-10", "DRE-11", "DRE-12", "DRE-22"),
    about=(admit,),
    rejects=(
        Reason.INADMISSIBLE,
        Reason.EXPIRED,
        Reason.NO_SUCH_PROCESS,
        Reason.ALREADY_SPAWNED,
        Reason.OUT_OF_BUDGET,
        Reason.INSUFFICIENT_STAKE,
        Reason.NOT_PARKED,
    ),
)
def only_what_may_be_asked_is_asked(kernel: Kernel, facts: Facts, rules: Rules) -> None:
    """A handler is asked only for an admissible, timely, paid message of a process that lives.

    A wallet also has the stake that is demanded, and a redelivery names a Bounce that is parked.
    """
    admit(kernel, facts, rules)
    prove(facts.is_admissible, "admissible")
    prove(either(facts.expires == 0, facts.height <= facts.expires), "not expired")
    spawns = facts.purpose == Purpose.SPAWN
    prove(implies(spawns, kernel.life == Life.UNBORN), "spawned once")
    prove(implies(negate(spawns), kernel.life == Life.BORN), "spawned before it acts")
    prove(affords(facts, rules), "the step is paid")
    gated = both(facts.origin == Origin.ROOT, facts.purpose == Purpose.ACT)
    prove(implies(gated, facts.stake >= kernel.minimum_stake), "the wallet has the stake")
    status = kernel.parked.get(facts.identity).status
    redelivers = facts.purpose == Purpose.REDELIVER
    prove(implies(redelivers, status == Parking.PARKED), "only what is parked is redelivered")


@theorem("THM-DRE-2", clauses=("DRE-15",), about=(conclude, kept, failed), acceptance=True)
def an_error_leaves_the_state(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, errs: bool, proposed: Root
) -> None:
    """An error leaves the contract's state as it was; a message that takes effect replaces it."""
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    state = kept(kernel.state, proposed, done)
    is_error = done.status == Status.ERROR
    prove(implies(is_error, state == kernel.state), "an error leaves the state")
    prove(implies(negate(is_error), state == proposed), "an effect replaces it")
    prove((done.reason == "") == negate(is_error), "an error has its reason")
    prove(implies(errs, is_error), "a handler that errs has no effect")
    prove(implies(is_error, done.spawns == 0), "an error spawns nothing")


@theorem("THM-DRE-3", clauses=("DRE-16",), about=(conclude, failed, succeeded), acceptance=True)
def exactly_one_bounce_and_only_then(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, errs: bool
) -> None:
    """A Bounce is sent exactly where a relay other than a Bounce erred, and then alone."""
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    is_error = done.status == Status.ERROR
    bounces = done.outbox == Outbox.BOUNCE
    prove(bounces == both(is_error, facts.origin == Origin.RELAY), "one Bounce, and only then")
    emits = done.outbox == Outbox.EMISSIONS
    prove(emits == negate(is_error), "emissions are sent only by what takes effect")


@theorem(
    "THM-DRE-4",
    clauses=("DRE-14", "DRE-17", "DRE-18"),
    about=(pay,),
    rejects=(
        Reason.RESERVED_ACTION,
        Reason.SPAWN_QUOTA,
        Reason.OUT_OF_BUDGET,
        Reason.OUT_OF_HOPS,
    ),
)
def what_is_sent_is_funded(kernel: Kernel, facts: Facts, rules: Rules, answer: Answer) -> None:
    """What passes is funded, each message for its hop and its Bounce, and within the quota.

    The budget is what was spent, what is refunded, and what is given on; hops fall.
    """
    funding = pay(kernel, facts, rules, answer)
    prove(negate(answer.is_reserved), "no action of the kernel's")
    prove(kernel.spawned + answer.spawns <= rules.spawn_quota, "within the quota")
    given = funding.gift * answer.processes
    prove(funding.spent + funding.refunded + given == facts.budget, "nothing is lost")
    sends = answer.processes > 0
    needed = rules.rates.step + rules.rates.bounce
    prove(implies(sends, funding.gift >= needed), "hop and Bounce are funded")
    prove(implies(sends, funding.hops + 1 == facts.hops), "hops fall")


@theorem("THM-DRE-5", clauses=("DRE-14", "DRE-16"), about=(conclude, failed), acceptance=True)
def no_outcome_loses_budget(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, errs: bool
) -> None:
    """Whatever becomes of a message: budget = spent + refunded + what is given on."""
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    funding = done.funding
    single = ite(done.outbox == Outbox.BOUNCE, Nat(1), Nat(0))
    sent = ite(done.outbox == Outbox.EMISSIONS, answer.processes, single)
    given = funding.gift * sent
    prove(funding.spent + funding.refunded + given == facts.budget, "nothing is lost")
    needed = rules.rates.step + rules.rates.bounce
    whole = both(facts.origin == Origin.RELAY, facts.budget >= needed)
    enough = funding.gift >= rules.rates.bounce
    prove(implies(both(whole, done.outbox == Outbox.BOUNCE), enough), "a Bounce is funded")
    prove(either(funding.hops == 0, funding.hops < facts.hops), "hops fall")
    emits = both(done.outbox == Outbox.EMISSIONS, answer.processes > 0)
    prove(implies(emits, funding.gift >= needed), "nothing unfunded is sent")


@theorem("THM-DRE-6", clauses=("DRE-15",), about=(failed,), acceptance=True)
def an_error_has_the_reason_of_its_cause(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, errs: bool
) -> None:
    """The reason of an error is that of the first condition that failed, or the handler's.

    Conditions of what it emits come after the handler. Where none fails there is no error.
    """
    cause = rejection_of(admit, kernel, facts, rules)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    if cause is not None:
        prove(done.reason == cause.value, "the first condition that failed")
    elif errs:
        prove(done.reason == Reason.TRAP.value, "the handler's")
    else:
        unpaid = rejection_of(pay, kernel, facts, rules, answer)
        if unpaid is not None:
            prove(done.reason == unpaid.value, "the first that its emissions failed")
        else:
            prove(done.reason == NO_REASON, "there is none")
