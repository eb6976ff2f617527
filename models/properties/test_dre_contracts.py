"""The real contracts behind an evaluator: errors leave value where it is, Bounces bring it back."""

from __future__ import annotations

from typing import Any

import pytest

from hollowbeam.kernel.actor import Module
from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import ZERO, Nat, ProcessId
from hollowbeam.protocol.commitments import OutboxMessage, Result, Status
from hollowbeam.protocol.dre.evaluator import Evaluator, begin, proceed
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.message.item import Item
from hollowbeam.protocol.relayer.funding import Rates
from hollowbeam.protocol.sequencer.state import Route
from hollowbeam_contracts import atomic_asset, staking, u_token, ucm
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    address,
    after,
    assigned,
    beginning,
    emitted,
    message_item,
    process_of,
    relay_item,
    some_id,
    spawn_item,
    spawning,
)

CONTRACTS = (staking.MODULE, u_token.MODULE, atomic_asset.MODULE, ucm.MODULE)
MODULES = {module.id: module for module in CONTRACTS}
FRIEND = some_id("friend")
TOKEN: dict[str, Json] = {
    "name": "U",
    "ticker": "U",
    "denomination": "6",
    "authority": address("bridge"),
    "confirmations": "1",
    "allocations": [{"address": address("sam"), "quantity": "10"}],
}


class Process:
    """A process that a wallet spawned, with its log."""

    def __init__(self, module: Module, start: Json) -> None:
        spawn = spawn_item("dmac", spawning(module=module.id) | {"start": start})
        self.id: ProcessId = process_of(spawn)
        self.evaluator: Evaluator = begin(NETWORK, self.id, Nat(3))
        self.place = beginning(self.id)
        self.nonce = 0
        self.spawned, _ = self.put(spawn)

    def put(self, item: Item) -> tuple[Result, tuple[OutboxMessage, ...]]:
        """Assign an item, and evaluate it."""
        entry = assigned(self.place, item)
        route = Route(address("host"), ZERO, Nat(99))
        rules = Rules(Rates(Nat(2), Nat(1)), Nat(0))
        context = Context(rules, route, is_seen=True, budget=Nat(100), hops=Nat(4))
        step = proceed(self.evaluator, entry, MODULES, context)
        self.evaluator, self.place = step.state, after(self.place, entry)
        return step.out, step.effects

    def ask(self, signer: str, action: str, data: Json) -> tuple[Result, tuple[OutboxMessage, ...]]:
        """Let a wallet ask for something."""
        self.nonce += 1
        return self.put(message_item(signer, self.id, action, data, nonce=self.nonce))

    def look(self, path: str) -> Json:
        """Look at the contract's state."""
        state = self.evaluator.state
        return MODULES[state.kernel.module].view(state.contents, path)


def transfer(quantity: str) -> dict[str, Any]:
    """Give the input of a transfer to a process."""
    return {"recipient": FRIEND, "kind": "PROCESS", "quantity": quantity, "reference": "7"}


def test_a_token_tells_its_new_holder_and_a_bounce_brings_the_units_back() -> None:
    token = Process(u_token.MODULE, TOKEN)
    assert token.spawned.status is Status.OK
    result, outbox = token.ask("sam", "Transfer", transfer("4"))
    assert result.status is Status.OK
    assert {each.action for each in outbox} == {"Credit-Notice", "Debit-Notice"}
    assert len(outbox) == 2
    [credit] = [each for each in outbox if each.action == "Credit-Notice"]
    assert (credit.target, credit.principal) == (FRIEND, address("sam"))
    assert token.look(f"balances/{FRIEND}") == "4"
    back: Json = {"action": "Credit-Notice", "reason": "TRAP", "input": credit.input}
    bounced, silence = token.put(
        relay_item(emitted(token.id, "Bounce", back, source=FRIEND, budget=1, hops=0))
    )
    assert (bounced.status, silence) == (Status.OK, ())
    assert token.look(f"balances/{address('sam')}") == "10"


def test_what_cannot_be_funded_moves_nothing() -> None:
    token = Process(u_token.MODULE, TOKEN)
    before = token.evaluator.state
    item = message_item("sam", token.id, "Transfer", transfer("4"))
    entry = assigned(token.place, item)
    context = Context(
        Rules(Rates(Nat(2), Nat(1)), Nat(0)),
        Route(address("host"), ZERO, Nat(99)),
        is_seen=True,
        budget=Nat(4),
        hops=Nat(4),
    )
    step = proceed(token.evaluator, entry, MODULES, context)
    assert (step.out.reason, step.effects) == ("OUT_OF_BUDGET", ())
    assert step.state.state.contents == before.contents
    assert step.out.state_root == before.kernel.state


@pytest.mark.parametrize("module", CONTRACTS, ids=lambda module: str(module.id[:6]))
def test_what_a_contract_refuses_to_begin_with_is_no_process(module: Module) -> None:
    process = Process(module, {"nonsense": "1"})
    assert (process.spawned.status, process.spawned.reason) == (Status.ERROR, "INVALID_INPUT")
    result, _ = process.ask("sam", "Transfer", {})
    assert result.reason == "NO_SUCH_PROCESS"
