"""The whole way of a message in one process, with every signature checked.

A message passes three transitions: its host assigns and signs it, the gateway verifies and keeps
the entry, and the evaluator verifies both again, evaluates a transfer with its new root and signs
the result. The signatures alone are the floor; the rest is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from statistics import median
from typing import Any, Final, cast

from hollowbeam.kernel.actor import Kind
from hollowbeam.kernel.encoding import Json, base64url
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.signatures import verify_ed25519
from hollowbeam.kernel.vocabulary import ZERO, Address, AssignmentHash, Nat, ProcessId
from hollowbeam.kernel.wallets import Ed25519Wallet
from hollowbeam.protocol import arweave, gateway
from hollowbeam.protocol.commitments import Anchor, assignment_hash, result_hash
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam.protocol.dre.evaluation import evaluate
from hollowbeam.protocol.dre.facts import Context, Rules
from hollowbeam.protocol.dre.guarantees import Guarantee
from hollowbeam.protocol.dre.spawning import Spawn
from hollowbeam.protocol.dre.state import ProcessState, root_of, start_process
from hollowbeam.protocol.gateway import actions, archive
from hollowbeam.protocol.message.signing import address_of, signed_hash
from hollowbeam.protocol.relayer.funding import Rates
from hollowbeam.protocol.sequencer.durable import unknown
from hollowbeam.protocol.sequencer.host import receipt, submit
from hollowbeam.protocol.sequencer.lane import open_lane
from hollowbeam.protocol.sequencer.state import OPEN, Route
from hollowbeam_conformance.bench.maps import GROWTH_LIMIT
from hollowbeam_conformance.bench.measure import (
    Measurement,
    in_turns,
    median_ratio,
    one_core,
    seconds_per_unit,
)
from hollowbeam_contracts.ledger import receive
from hollowbeam_contracts.notices import TRANSFER, Transfer
from hollowbeam_contracts.u_token import MODULE
from hollowbeam_models.network.items import message_item, read, spawn_item

NETWORK: Final = "bench"
TRANSITIONS: Final = 3
"""Assigning, publishing and evaluating one message."""

TRANSITIONS_PER_SECOND: Final = 3_000
SIZES: Final = (100, 100_000)
MESSAGES: Final = 60
RULES: Final = Rules(Rates(Nat(1), Nat(1)), Nat(0))


class Way:
    """A host, a gateway and an evaluator of one token with so many accounts, and its messages."""

    def __init__(self, accounts: int) -> None:
        self.wallet = Ed25519Wallet(sha256(b"a holder").digest())
        self.host = Ed25519Wallet(sha256(b"a host").digest())
        holder, self._address = address_of(self.wallet.owner), address_of(self.host.owner)
        spawn = self._spawn(holder)
        self.process = ProcessId(read(spawn).digest)
        self._modules = {MODULE.id: MODULE}
        self._context = Context(
            RULES, Route(self._address, ZERO, OPEN), is_seen=True, budget=Nat(100), hops=Nat(4)
        )
        self._begin()
        self.carry(spawn)
        self._fill(holder, accounts)
        self._start = (self.lane, self.archive, self.state)
        self.items = [self._transfer(number) for number in range(MESSAGES)]

    def _begin(self) -> None:
        block = arweave.begin(Nat(0)).blocks[0]
        anchor = Anchor(block.height, block.id)
        self.lane = open_lane(NETWORK, self.process, self._address, anchor)
        started = gateway.begin(actions.Genesis(NETWORK, Nat(8), Nat(1_000)))
        term = actions.Appoint(
            self.process, ZERO, self._address, ZERO, AssignmentHash(self.process)
        )
        appointed = archive.OPERATIONS["appoint"][1](started, term)
        self.archive: archive.Archive = appointed.state
        self.state: ProcessState = start_process(NETWORK, self.process)

    def _spawn(self, holder: Address) -> bytes:
        start: Json = {
            "name": "U",
            "ticker": "U",
            "denomination": "6",
            "authority": holder,
            "confirmations": "2",
            "allocations": [{"address": holder, "quantity": "1000000"}],
        }
        spawn = Spawn(MODULE.id, start, holder, holder, ZERO, Guarantee.ATTESTED)
        return spawn_item(self.wallet, NETWORK, data=to_json(spawn), once="spawn")

    def _fill(self, holder: Address, accounts: int) -> None:
        """Give units to so many accounts, as if they had been there from the beginning."""
        contents = self.state.contents
        for number in range(accounts):
            someone = Address(base64url(sha256(b"%d" % number).digest()))
            contents = receive(contents, someone, Nat(1))
        contents = replace(contents, issued=Nat(contents.issued + accounts))
        kernel = replace(self.state.kernel, state=root_of(contents))
        self.state = ProcessState(kernel, contents)
        assert holder in dict(contents.balances.items())

    def _transfer(self, number: int) -> bytes:
        recipient = Address(base64url(sha256(b"%d" % (number % SIZES[0])).digest()))
        data = to_json(Transfer(recipient, Kind.WALLET, Nat(1), Nat(number)))
        return message_item(
            self.wallet,
            NETWORK,
            target=self.process,
            action=TRANSFER,
            data=data,
            once=f"transfer {number}",
        )

    def carry(self, raw: bytes) -> None:
        """Bring one message all the way."""
        step = submit(self.lane, raw, ZERO, unknown)
        entry = receipt(self.host, step.effects[0], raw)
        self.lane = step.state
        self.archive = archive.publish(self.archive, actions.Publish(entry)).state
        done = evaluate(self.state, entry, self._modules, self._context)
        self.state = done.state
        attest(done.out, self.host)
        assert not done.out.reason, done.out.reason

    def work(self) -> int:
        """Bring all messages, each time from the same beginning; no hash is known from before."""
        for remembered in (signed_hash, assignment_hash.function, result_hash.function):
            cast(Any, remembered).cache_clear()
        self.lane, self.archive, self.state = self._start
        for raw in self.items:
            self.carry(raw)
        return len(self.items)

    def bare(self) -> int:
        """Check and make the signatures that the messages need, and nothing else.

        Host and evaluator check the item; gateway and evaluator the assignment; the host signs the
        assignment and the evaluator the result.
        """
        item = read(self.items[0]).item
        message = bytes(48)
        signature = self.wallet.sign(message)
        for _ in self.items:
            for _ in range(4):
                assert verify_ed25519(item.owner, message, signature)
            self.host.sign(message)
            self.host.sign(message)
        return len(self.items)


def measure(*, quick: bool) -> Iterator[Measurement]:
    """Measure messages with few accounts and with many, beside their signatures alone."""
    rounds = 3 if quick else 9
    ways = [Way(size) for size in SIZES]

    def timed(work: Callable[[], int]) -> Callable[[], float]:
        return lambda: seconds_per_unit(work, 0.05)

    with one_core():
        few, many, bare = in_turns(
            [timed(ways[0].work), timed(ways[1].work), timed(ways[0].bare)], rounds
        )
    for size, seconds in zip(SIZES, (few, many), strict=True):
        yield Measurement(
            f"crank, {size:,} accounts",
            TRANSITIONS / median(seconds),
            "transitions/s",
            at_least=TRANSITIONS_PER_SECOND,
        )
    yield Measurement("crank, to its bare signatures", median_ratio(few, bare), "x")
    yield Measurement(
        f"crank, {SIZES[1]:,} to {SIZES[0]} accounts",
        median_ratio(many, few),
        "x",
        at_most=GROWTH_LIMIT,
    )
