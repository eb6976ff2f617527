"""The domain of room dre: kernels that a history reaches, and messages that fit to them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st

from hollowbeam.kernel.authenticated_map import Map
from hollowbeam.kernel.vocabulary import (
    ZERO,
    Address,
    AssignmentHash,
    Identity,
    ModuleId,
    Nat,
    ProcessId,
    ResultHash,
)
from hollowbeam.protocol.commitments import Assignment
from hollowbeam.protocol.dre.facts import Answer, Facts, Purpose, Rules
from hollowbeam.protocol.dre.guarantees import Evidence, Guarantee
from hollowbeam.protocol.dre.state import NO_MODULE, ROOT_OF_NOTHING, Kernel, Life, Parked, Parking
from hollowbeam.protocol.relayer.funding import Origin, Rates
from hollowbeam.protocol.sequencer.state import Published, Route
from hollowbeam_models.domains.dre_moves import follow, moves, starts
from hollowbeam_models.strategies import Aim, Domain, pool
from hollowbeam_models.theorems.dre.chains import Numbering
from hollowbeam_models.theorems.dre.folding import Stretch
from hollowbeam_models.theorems.dre.parking import History

__all__ = ["dre", "dre_aims", "follow", "moves", "starts"]

_IDS: Final = pool()
_ID: Final = st.sampled_from(_IDS)
_FEW: Final = st.integers(0, 3).map(Nat)
_WHOLE: Final = ("network", ProcessId(_IDS[0]))


def _mostly(chosen: Any, otherwise: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((*[chosen] * 11, otherwise))


def _parked() -> st.SearchStrategy[Map[Identity, Parked]]:
    held = st.dictionaries(_ID.map(Identity), _ID.map(Address), max_size=3)
    return held.map(
        lambda waiting: Map.of(
            Parked(), {key: Parked(Parking.PARKED, source, "{}") for key, source in waiting.items()}
        )
    )


def _sent() -> st.SearchStrategy[Map[Address, Nat]]:
    counts = st.dictionaries(_ID.map(Address), st.integers(1, 4).map(Nat), max_size=3)
    return counts.map(lambda counted: Map.of(ZERO, counted))


@st.composite
def kernels(draw: st.DrawFn) -> Kernel:
    """Draw the kernel's part of a process that lives, mostly."""
    network, process = _WHOLE
    life = draw(_mostly(Life.BORN, Life.UNBORN))
    slot = draw(_FEW)
    is_born = life is Life.BORN
    return Kernel(
        network=network,
        process=process,
        log=AssignmentHash(draw(_ID) if slot else process),
        results=ResultHash(draw(_ID) if slot else process),
        state=type(ROOT_OF_NOTHING)(draw(_ID)) if is_born else ROOT_OF_NOTHING,
        sent=draw(_sent()),
        parked=draw(_parked()),
        life=life,
        module=ModuleId(draw(_ID)) if is_born else NO_MODULE,
        minimum_stake=draw(_FEW) if is_born else ZERO,
        branch=draw(_FEW),
        slot=slot,
        term=draw(_FEW),
        height=draw(_FEW),
        spawned=draw(_FEW) if is_born else ZERO,
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Draw a message as it is read: mostly one that may act."""
    origin = draw(st.sampled_from(Origin))
    purpose = draw(st.sampled_from(_PURPOSES[origin]))
    admissible = origin is not Origin.ROOT or draw(_mostly(chosen=True, otherwise=False))
    return Facts(
        origin=origin,
        purpose=purpose,
        height=draw(_FEW),
        expires=Nat(draw(st.sampled_from((0, 0, 0, 1, 3)))),
        stake=draw(_FEW),
        budget=Nat(draw(st.integers(0, 40))) if admissible else ZERO,
        hops=draw(_FEW),
        identity=Identity(draw(_ID)),
        source=Address(draw(_ID)),
        branch=draw(_FEW),
        is_admissible=admissible,
    )


_PURPOSES: Final = {
    Origin.ROOT: (Purpose.ACT, Purpose.ACT, Purpose.SPAWN, Purpose.REDELIVER, Purpose.REDELIVER),
    Origin.RELAY: (Purpose.ACT, Purpose.ACT, Purpose.ACT, Purpose.SPAWN),
    Origin.BOUNCE: (Purpose.ACT,),
}


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw which Bounces came, which wait, and which took effect."""
    parked, evaluated, effects = (
        draw(_parked()),
        Map[Identity, bool](False),
        Map[Identity, Nat](ZERO),
    )
    for name in map(Identity, _IDS):
        waits = parked.get(name).status is Parking.PARKED
        came = waits or draw(st.booleans())
        evaluated = evaluated.set(name, came)
        effects = effects.set(name, Nat(came and not waits and draw(st.booleans())))
    return History(parked, evaluated, effects)


@st.composite
def numberings(draw: st.DrawFn) -> Numbering:
    """Draw numbers that were given so far, each once."""
    sent = draw(_sent())
    taken = Map[tuple[Address, Nat], Nat](ZERO)
    for target, count in sent.items():
        for sequence in range(count):
            taken = taken.set((target, Nat(sequence)), Nat(1))
    return Numbering(draw(_FEW), ZERO, sent, taken)


def rules() -> st.SearchStrategy[Rules]:
    """Draw small rates and quotas."""
    few = st.integers(0, 3).map(Nat)
    return st.builds(Rules, st.builds(Rates, few, few), st.integers(2, 6).map(Nat))


def answers() -> st.SearchStrategy[Answer]:
    """Draw what a handler answers: mostly little, and nothing that is the kernel's."""
    spawns = st.sampled_from((0, 0, 0, 1, 2)).map(Nat)
    return st.builds(
        Answer, st.integers(0, 3).map(Nat), spawns, _mostly(chosen=False, otherwise=True)
    )


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    """Draw evidence that is mostly enough."""
    result = ResultHash(_IDS[0])
    return Evidence(
        result=result,
        height=Nat(draw(st.sampled_from((20, 20, 11, 10)))),
        attested=draw(_mostly(chosen=True, otherwise=False)),
        endorsed=draw(_mostly(Nat(3), Nat(1))),
        quorum=draw(_mostly(Nat(2), ZERO)),
        published=draw(_mostly(Nat(5), ZERO)),
        window=Nat(5),
        challenged=draw(_mostly(chosen=False, otherwise=True)),
        replayed=draw(_mostly(result, ResultHash(_IDS[1]))),
        convicted=draw(_mostly(chosen=False, otherwise=True)),
    )


def dre() -> Domain:
    """Give the strategies of the room's types."""
    found: dict[Any, st.SearchStrategy[Any]] = {
        Kernel: kernels(),
        Facts: facts(),
        Rules: rules(),
        Answer: answers(),
        Evidence: evidence(),
        Guarantee: st.sampled_from(Guarantee),
        History: histories(),
        Numbering: numberings(),
        Stretch: st.builds(Stretch, _FEW),
    }
    return MappingProxyType(found)


def dre_aims(state: Any) -> list[Aim]:
    """Aim an assignment, and what is shown of its entry, at a kernel."""
    if not isinstance(state, Kernel):
        return []
    host, name = Address(_IDS[0]), _IDS[0]
    shared = {"network": state.network, "process": state.process, "slot": state.slot}
    linked = {**shared, "term": state.term, "height": state.height, "previous": state.log}
    aim: dict[Any, list[Any]] = {(Assignment, field): [value] for field, value in linked.items()}
    for field in ("message", "digest"):
        aim[Assignment, field] = aim[Published, field] = [name]
    aim[Published, "signer"] = aim[Route, "host"] = [host]
    aim[Route, "begin"], aim[Route, "end"] = [ZERO], [Nat(9)]
    aim[Published, "is_seen"] = aim[Published, "is_addressed"] = [True]
    return [{**aim, **_messages(state)}]


def _messages(kernel: Kernel) -> Aim:
    """Aim messages at a kernel: those that it lets act, and what their handlers answer."""
    waiting = [key for key, _ in kernel.parked.items()] or [Identity(_IDS[0])]
    born = kernel.life is Life.BORN
    fit = Facts(
        origin=Origin.ROOT,
        purpose=Purpose.ACT if born else Purpose.SPAWN,
        height=Nat(1),
        stake=kernel.minimum_stake,
        budget=Nat(40),
        hops=Nat(2),
        identity=waiting[0],
    )
    relay = replace(fit, origin=Origin.RELAY, stake=ZERO, expires=Nat(1))
    bounce = replace(fit, origin=Origin.BOUNCE, purpose=Purpose.ACT, budget=Nat(3), hops=ZERO)
    void = replace(fit, purpose=Purpose.ACT, budget=ZERO, is_admissible=False)
    redelivery = replace(fit, purpose=Purpose.REDELIVER)
    late, poor = replace(relay, height=Nat(2)), replace(fit, budget=Nat(1))
    known = [fit, relay, bounce, redelivery, redelivery, void, late, poor, relay, bounce]
    rates = [Rates(Nat(2), Nat(1)), Rates(Nat(1), Nat(1)), Rates(Nat(3), Nat(2))]
    answers = [Answer(), Answer(Nat(1)), Answer(Nat(2), Nat(1)), Answer(Nat(1), is_reserved=True)]
    return {
        Facts: known,
        Answer: answers,
        Rules: [Rules(each, Nat(kernel.spawned + 1)) for each in rates],
    }
