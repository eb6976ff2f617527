"""Room staking against books kept naively, over random histories of small networks.

After every action contract and books agree: on the reason, and then nothing changed; or on all that
anybody has, weighs, owes and claims. All invariants hold, and maps built anew from their entries
give the same root.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from hollowbeam.kernel.actor import Call
from hollowbeam.kernel.authenticated_map import Map, state_root
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Rejection
from hollowbeam.kernel.records import from_json
from hollowbeam.kernel.vocabulary import Address, Nat, ProcessId
from hollowbeam_contracts.staking import Genesis, genesis, handle
from hollowbeam_contracts.staking import invariants as stated
from hollowbeam_contracts.staking.state import DisputeId, FaultStatus, Role, StakingState
from hollowbeam_contracts.staking.weights import weight_in_epoch
from hollowbeam_models.staking_books import (
    DISPUTES,
    HOLDERS,
    JUDGE,
    KINDS,
    PROCESS,
    PROOFS,
    ROLES,
    WHOLE,
    Books,
    FaultName,
    commitment_to,
)

EVERYBODY = (*HOLDERS, JUDGE)
BONDS = [(Address(who), Role(role)) for who in HOLDERS for role in ROLES]
HISTORIES = 400
ACTIONS = 40
MOST_COMMITMENTS = 4

holders = st.sampled_from(HOLDERS)
callers = st.sampled_from(EVERYBODY)
judges = st.sampled_from((*[JUDGE] * 9, HOLDERS[0]))
roles = st.sampled_from(("DRE", "DRE", "RELAYER", "SEQUENCER", "PARTICIPANT"))
duties = st.sampled_from(("DRE", "DRE", "RELAYER"))
kinds = st.sampled_from(KINDS)
proofs = st.sampled_from(PROOFS)
disputes = st.sampled_from(DISPUTES)
parts = st.sampled_from(("some", "some", "some", "half", "half", "one", "all", "more", "none"))
whens = st.sampled_from(
    (*["now"] * 5, *["next"] * 5, *["due", "after", "before", "epoch", "eve"] * 2, "far", "back")
)
picks = st.integers(0, 11)
faults = st.builds(
    FaultName, holders, roles, st.just(PROCESS), st.just(0), st.sampled_from((0, 0, 1))
)
ages = st.sampled_from(("now", "now", "recent", "recent", "end", "end", "over", "future"))
shown_by = st.fixed_dictionaries({"evidence": proofs, "fisher": holders})
rates = st.sampled_from((1, 1_000, 3_333, 5_000, WHOLE))


def text(value: Any) -> Json:
    """Write a number as the wire has it."""
    return str(value) if type(value) is int else value


@st.composite
def networks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the parameters of a network whose epochs and windows are a few blocks long."""
    return {
        "adjudicator": JUDGE,
        "epoch_length": draw(st.sampled_from((1, 7, 10))),
        "evidence_window": draw(st.sampled_from((0, 5, 12))),
        "dispute_bound": draw(st.sampled_from((0, 4, 9))),
        "dispute_deposit": draw(st.sampled_from((0, 3))),
        "minimum_dre": draw(st.sampled_from((1, 10))),
        "minimum_relayer": 7,
        "minimum_sequencer": 4,
        **{f"rate_{kind.lower()}": draw(rates) for kind in KINDS},
        "reward_rate": draw(st.sampled_from((0, 3_333, 5_000))),
        "emission": draw(st.sampled_from((1, 50))),
        "cap": draw(st.sampled_from((320, 10_000))),
    }


def chosen(known: list[Any], pick: int) -> Any:
    """Choose one of what is known."""
    return known[pick % len(known)]


class Network(RuleBasedStateMachine):
    """A network in which anybody does anything, mostly near a boundary."""

    @initialize(
        parameters=networks(),
        held=st.sampled_from(((100, 100, 100), (150, 31, 0))),
        first=st.lists(st.tuples(holders, duties), min_size=2, max_size=4),
    )
    def begin(
        self, parameters: dict[str, Any], held: tuple[int, ...], first: list[tuple[str, str]]
    ) -> None:
        allocations = [
            {"address": who, "amount": str(amount)}
            for who, amount in zip(HOLDERS, held, strict=True)
        ]
        start: Json = {
            "parameters": {name: text(value) for name, value in parameters.items()},
            "allocations": allocations,  # type: ignore[dict-item]  # lists are invariant
        }
        self.state = genesis(from_json(Genesis, start))
        self.books = Books(parameters, held)
        for caller, role in first:
            amount = min(30, self.books.liquid[caller])
            self.do(caller, 0, "Stake", role=role, amount=amount)

    def do(self, caller: str, anchor: int, name: str, **data: Any) -> None:
        """Call the contract and enter the books; both refuse for one reason, or neither."""
        books = deepcopy(self.books)
        expected = books.act(caller, anchor, name, data)
        root = state_root(self.state)
        wire: Json = {key: text(value) for key, value in data.items()}
        reason = None
        try:
            after = handle(self.state, Call(Address(caller), Nat(anchor)), name, wire).state
        except Rejection as rejection:
            reason = rejection.reason
        assert reason == expected
        if reason is None:
            self.state, self.books = after, books
        else:
            assert state_root(self.state) == root

    def when(self, when: str, pick: int) -> int:
        """Choose an anchor: now, soon, or around one of the heights on which something depends."""
        now = self.books.anchor
        length: int = self.books.rules["epoch_length"]
        due = sorted(
            {
                *(height for height in self.books.ready.values()),
                *(fault.closes for fault in self.books.faults.values()),
                *(
                    fault.height + self.books.rules["evidence_window"]
                    for fault in self.books.faults.values()
                ),
                *(each.lapses for each in self.books.disputes.values() if each.is_open),
            }
        )
        due = [height for height in due if height >= now] or [now]
        height = due[pick % len(due)]
        start = (now // length + 1) * length
        heights = {"now": now, "next": now + 1, "due": height, "after": height + 1}
        heights |= {"before": height - 1, "epoch": start, "eve": start - 1}
        heights |= {"far": start + 2 * length + pick, "back": now - 1}
        chosen: int = heights[when]
        return max(0, chosen if when == "back" else max(now, chosen))

    @staticmethod
    def amount(part: str, whole: int, pick: int) -> int:
        """Choose an amount, often near what there is."""
        amounts = {"none": 0, "one": 1, "some": 3 + pick, "half": (whole + 1) // 2}
        return {**amounts, "all": whole, "more": whole + 1}[part]

    @rule(caller=callers, to=callers, part=parts, when=whens, pick=picks)
    def transfer(self, caller: str, to: str, part: str, when: str, pick: int) -> None:
        amount = self.amount(part, self.books.liquid[caller], pick)
        self.do(caller, self.when(when, pick), "Transfer", recipient=to, amount=amount)

    @rule(caller=holders, role=roles, part=parts, when=whens, pick=picks)
    def stake(self, caller: str, role: str, part: str, when: str, pick: int) -> None:
        amount = self.amount(part, self.books.liquid[caller], pick)
        self.do(caller, self.when(when, pick), "Stake", role=role, amount=amount)

    @precondition(lambda self: self.staked())
    @rule(part=parts, when=whens, pick=picks)
    def unstake(self, part: str, when: str, pick: int) -> None:
        caller, role = chosen(self.staked(), pick)
        amount = self.amount(part, self.books.staked[caller, role], pick)
        self.do(caller, self.when(when, pick), "Unstake", role=role, amount=amount)

    @rule(who=holders, role=roles, when=whens, pick=picks, ready=st.booleans())
    def withdraw(self, who: str, role: str, when: str, pick: int, *, ready: bool) -> None:
        anchor = self.when(when, pick)
        caller, role = chosen([*self.left() * 5, (who, role)], pick)
        if ready:
            ready_at = self.books.ready[caller, role] - (when == "before")
            anchor = max(self.books.anchor, ready_at)
        self.do(caller, anchor, "Withdraw", role=role)

    @precondition(lambda self: len(self.books.commitments) < MOST_COMMITMENTS)
    @rule(caller=holders, proof=proofs, fisher=holders, when=whens, pick=picks)
    def commit(self, caller: str, proof: str, fisher: str, when: str, pick: int) -> None:
        anchor = self.when(when, pick)
        self.do(caller, anchor, "Commit", commitment=commitment_to(proof, fisher))

    @rule(caller=judges, kind=kinds, name=faults, shown=shown_by, when=whens, age=ages, pick=picks)
    def slash(  # noqa: PLR0913, PLR0917 - what a slash is made of
        self,
        caller: str,
        kind: str,
        name: FaultName,
        shown: dict[str, str],
        when: str,
        age: str,
        pick: int,
    ) -> None:
        at_risk = [key for key in (*self.staked(), *self.left()) if key[1] != ROLES[0]]
        offender, role = chosen([*at_risk * 3, (name.offender, name.role)], pick)
        fault = name._replace(offender=offender, role=role)
        anchor = self.when(when, pick)
        height = max(0, anchor - self.age(age, (offender, role)))
        self.do(caller, anchor, "Slash", kind=kind, **fault._asdict(), height=height, **shown)

    @precondition(lambda self: self.books.faults)
    @rule(kind=kinds, shown=shown_by, when=whens, again=st.booleans(), pick=picks)
    def slash_again(
        self, kind: str, shown: dict[str, str], when: str, pick: int, *, again: bool
    ) -> None:
        fault = chosen(list(self.books.faults), pick)
        anchor = self.when(when, pick)
        height = anchor if again else self.books.faults[fault].height
        end = height + self.books.rules["evidence_window"]
        if end >= self.books.anchor and when not in {"after", "far", "back"}:
            anchor = min(anchor, end)
        self.do(JUDGE, anchor, "Slash", kind=kind, **fault._asdict(), height=height, **shown)

    @precondition(lambda self: self.books.faults)
    @rule(caller=callers, when=whens, closed=st.booleans(), pick=picks)
    def settle(self, caller: str, when: str, pick: int, *, closed: bool) -> None:
        fault = chosen([*self.books.faults, FaultName(HOLDERS[0], "DRE", PROCESS, 0, 9)], pick)
        anchor = self.when(when, pick)
        if closed and fault in self.books.faults:
            anchor = max(self.books.anchor, self.books.faults[fault].closes + (when != "before"))
        self.do(caller, anchor, "Settle", **fault._asdict())

    @precondition(lambda self: self.staked() or self.left())
    @rule(when=whens, pick=picks)
    def mint(self, when: str, pick: int) -> None:
        caller, role = chosen([*self.staked(), *self.left()], pick)
        self.do(caller, self.when(when, pick), "Mint", role=role)

    @precondition(lambda self: len(self.books.disputes) < len(DISPUTES))
    @rule(caller=holders, dispute=disputes, who=holders, role=roles, when=whens, pick=picks)
    def open_dispute(  # noqa: PLR0913, PLR0917 - what a dispute is made of
        self, caller: str, dispute: str, who: str, role: str, when: str, pick: int
    ) -> None:
        holder, role = chosen([*self.left() * 2, *self.staked(), (who, role)], pick)
        anchor = self.when(when, pick)
        self.do(caller, anchor, "Open-Dispute", dispute=dispute, holder=holder, role=role)

    @precondition(lambda self: self.books.disputes)
    @rule(caller=callers, upheld=st.booleans(), when=whens, lapsed=st.booleans(), pick=picks)
    def close_dispute(
        self, caller: str, when: str, pick: int, *, upheld: bool, lapsed: bool
    ) -> None:
        still = [name for name, known in self.books.disputes.items() if known.is_open]
        dispute = chosen([*still * 3, *self.books.disputes, DISPUTES[0]], pick)
        anchor = self.when(when, pick)
        known = self.books.disputes.get(dispute)
        if known is not None and lapsed:
            caller = chosen([caller, known.challenger], pick)
            anchor = max(self.books.anchor, known.lapses + (when != "before"))
        self.do(caller, anchor, "Close-Dispute", dispute=dispute, upheld=upheld)

    def age(self, age: str, key: tuple[str, str]) -> int:
        """Choose how long ago a fault was: inside its window, at its end, or outside."""
        rules = self.books.rules
        end: int = rules["evidence_window"]
        if self.books.disputed(key):
            end += rules["dispute_bound"]
        return {"now": 0, "recent": min(2, end), "end": end, "over": end + 1, "future": -1}[age]

    def left(self) -> list[tuple[str, str]]:
        """Give the bonds of which something is leaving."""
        return [key for key, amount in self.books.leaving.items() if amount]

    def staked(self) -> list[tuple[str, str]]:
        """Give the bonds in which something is staked."""
        return [key for key, amount in self.books.staked.items() if amount]

    @invariant()
    def agrees_on_holdings(self) -> None:
        """What anybody has, and what it weighs."""
        state, books = self.state, self.books
        for who in EVERYBODY:
            assert state.liquid.get(Address(who)) == books.liquid[who]
        for who, role in BONDS:
            bond, key = state.bonds.get((who, role)), (str(who), role.value)
            assert (bond.stake, bond.leaving) == (books.staked[key], books.leaving[key])
            assert weight_in_epoch(state, (who, role)) == books.weight(key)
            assert state.open_disputes.get((who, role)) == books.disputed(key)
            assert bond.ready_at == books.ready[key]
        assert state.active_weight == books.total(books.staked)
        assert state.epoch_weight == books.total(books.at_start)
        assert (state.anchor, state.epoch) == (books.anchor, books.epoch)
        assert (state.issued, state.minted) == (books.issued, books.minted)
        assert (state.burned, state.commitment_count) == (books.burned, len(books.commitments))

    @invariant()
    def agrees_on_records(self) -> None:
        """What every fault and every dispute came to."""
        for name, fault in self.books.faults.items():
            offender, role, process, term, slot = name
            record = self.state.faults.get(
                (Address(offender), Role(role), ProcessId(process), Nat(term), Nat(slot))
            )
            assert (record.taken, record.reward) == (fault.taken, fault.waiting)
            assert (record.at_risk, record.height) == (fault.risk, fault.height)
            assert (record.sealed, record.closes_at) == (fault.seal, fault.closes)
            assert (record.status == FaultStatus.SETTLED) == fault.settled
            place, fisher = fault.claim or (-1, "")
            assert (record.committed, record.claimant) == (place + 1, fisher)
        for identity, known in self.books.disputes.items():
            dispute = self.state.disputes.get(DisputeId(identity))
            held = known.deposit if known.is_open else 0
            assert (dispute.deposit, dispute.lapses_at) == (held, known.lapses)

    @invariant()
    def keeps_the_stated_invariants(self) -> None:
        """INV-STK-0 to INV-STK-10."""
        state = self.state
        whole: tuple[Callable[[StakingState], bool], ...] = (
            stated.conserves,
            stated.is_within_cap,
            stated.active_weight_is_total,
            stated.epoch_weight_covers,
            stated.clock_is_sound,
        )
        assert stated.parameters_are_sound(state.parameters)
        assert [holds.__name__ for holds in whole if not holds(state)] == []
        for key in BONDS:
            assert stated.bond_is_accountable(state, key)
            assert stated.disputes_are_counted(state, key)
            assert stated.leaving_outlasts_weight(state, key)
        assert all(stated.fault_is_sound(state, key) for key, _ in state.faults.items())
        assert all(stated.dispute_is_sound(state, key) for key, _ in state.disputes.items())

    def teardown(self) -> None:
        """Build each map anew from its entries, the other way round: the root is the same."""
        state = getattr(self, "state", None)
        if state is None:
            return
        maps = {
            field.name: value
            for field in fields(state)
            if isinstance(value := getattr(state, field.name), Map)
        }
        anew = {
            name: Map.of(value.default, dict(reversed(list(value.items()))))
            for name, value in maps.items()
        }
        assert state_root(replace(state, **anew)) == state_root(state)


TestNetwork = Network.TestCase
TestNetwork.settings = settings(
    derandomize=True, deadline=None, max_examples=HISTORIES, stateful_step_count=ACTIONS
)
