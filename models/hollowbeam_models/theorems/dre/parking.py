"""Theorems: a parked Bounce waits, is redelivered by anyone, and is resolved at most once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import Identity, Nat
from hollowbeam.protocol.commitments import Status
from hollowbeam.protocol.dre.chain import park
from hollowbeam.protocol.dre.conclusion import Conclusion, Outbox, conclude, succeeded
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.state import Kernel, Life, Parked, Parking
from hollowbeam.protocol.relayer.funding import Origin
from hollowbeam_models.theorem import assume, both, every, implies, ite, negate, prove, theorem
from hollowbeam_models.theorems.dre.words import affords, attempt_of, is_read


@theorem("THM-DRE-30", clauses=("DRE-21", "DRE-22"), about=(park,), acceptance=True)
def only_a_failed_bounce_is_parked(
    parked: Map[Identity, Parked], facts: Facts, done: Conclusion, content: str, other: Identity
) -> None:
    """A Bounce is parked exactly if it erred, and let go exactly if its redelivery took effect."""
    after = park(parked, facts, done, content)
    is_error = done.status == Status.ERROR
    here = after.get(facts.identity)
    fails = both(facts.origin == Origin.BOUNCE, is_error)
    kept = both(here.source == facts.source, here.input == content)
    prove(implies(fails, both(here.status == Parking.PARKED, kept)), "a failed one is parked")
    redelivers = both(facts.purpose == Purpose.REDELIVER, negate(is_error))
    if redelivers:
        if negate(fails):
            prove(here.status == Parking.NONE, "a redelivered one is let go")
    elif negate(fails):
        prove(here == parked.get(facts.identity), "nothing else parks, or touches what is parked")
    if other != facts.identity:
        prove(after.get(other) == parked.get(other), "no other is touched")


@dataclass(frozen=True, slots=True)
class History:
    """A ghost beside the parked Bounces.

    ``evaluated`` says which Bounces had their slot, ``effects`` how often each took effect.
    """

    parked: Map[Identity, Parked]
    evaluated: Map[Identity, bool]
    effects: Map[Identity, Nat]


def once(history: History) -> Any:
    """Say of each Bounce: it took effect at most once, and not at all while it is parked."""

    def holds(key: Identity, parked: Parked) -> Any:
        effects, had = history.effects.get(key), history.evaluated.get(key)
        waits = parked.status == Parking.PARKED
        return both(
            effects <= 1,
            implies(waits, both(had, effects == 0)),
            implies(negate(had), effects == 0),
        )

    return every(history.parked, holds)


@theorem("THM-DRE-31", clauses=("DRE-21", "DRE-22"), about=(park, conclude), acceptance=True)
def a_bounce_is_resolved_at_most_once(
    kernel: Kernel,
    history: History,
    facts: Facts,
    rules: Rules,
    answer: Answer,
    errs: bool,
    content: str,
) -> None:
    """A Bounce takes effect at most once, by itself or by any number of redeliveries.

    Of a lane it is assumed that it admits no relay twice.
    """
    before = replace(kernel, parked=history.parked)
    assume(is_read(facts))
    assume(once(history))
    history.parked.get(facts.identity)
    comes = facts.origin == Origin.BOUNCE
    assume(implies(comes, negate(history.evaluated.get(facts.identity))))
    done = conclude(before, facts, rules, attempt_of(answer, errs))
    parked = park(history.parked, facts, done, content)
    concerns = comes | (facts.purpose == Purpose.REDELIVER)
    effect = both(concerns, done.status == Status.OK)
    effects = history.effects.get(facts.identity)
    had = history.evaluated.get(facts.identity)
    after = History(
        parked,
        history.evaluated.set(facts.identity, ite(comes, True, had)),
        history.effects.set(facts.identity, ite(effect, Nat(effects + 1), effects)),
    )
    prove(once(after), "at most once")
    if effect:
        prove(effects == 0, "never again")


@theorem("THM-DRE-32", clauses=("DRE-22",), about=(succeeded,), acceptance=True)
def whoever_pays_redelivers(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, content: str
) -> None:
    """A parked Bounce whose handler answers now is resolved by anybody who pays for the step.

    Nobody's stake is asked for, and its emissions are funded by the redelivery.
    """
    assume(both(is_read(facts), facts.is_admissible, kernel.life == Life.BORN))
    assume(facts.purpose == Purpose.REDELIVER)
    assume(both(facts.expires == 0, affords(facts, rules)))
    assume(kernel.parked.get(facts.identity).status == Parking.PARKED)
    assume(both(answer.processes == 0, answer.spawns == 0, negate(answer.is_reserved)))
    assume(kernel.spawned <= rules.spawn_quota)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs=False))
    prove(done.status == Status.OK, "it takes effect")
    parked = park(kernel.parked, facts, done, content)
    prove(parked.get(facts.identity).status == Parking.NONE, "it waits no more")


@theorem("THM-DRE-33", clauses=("DRE-21",), about=(conclude, park), acceptance=True)
def a_failed_bounce_stops_nothing(
    kernel: Kernel, facts: Facts, rules: Rules, answer: Answer, errs: bool, content: str
) -> None:
    """A Bounce that errs answers nothing and is kept, so its pair goes on and no value is lost."""
    assume(facts.origin == Origin.BOUNCE)
    done = conclude(kernel, facts, rules, attempt_of(answer, errs))
    parked = park(kernel.parked, facts, done, content)
    if done.status == Status.ERROR:
        prove(done.outbox == Outbox.EMPTY, "it answers nothing")
        prove(parked.get(facts.identity).status == Parking.PARKED, "it is kept")
        prove(done.funding.spent + done.funding.refunded == facts.budget, "the rest goes back")
