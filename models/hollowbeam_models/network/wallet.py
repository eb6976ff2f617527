"""A wallet as a node: a person who does one thing after the other, and looks what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.vocabulary import Address, Digest, ProcessId
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import Result, Status
from hollowbeam.protocol.message.signing import address_of
from hollowbeam_models.network import packets
from hollowbeam_models.network.items import item_in, message_item, read
from hollowbeam_models.network.world import Packet, World

PATIENCE = 4
"""So often a wallet sends an item to the host before it posts it on Arweave as well."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that a person wants done, once ``is_ready``; a Spawn comes as its item."""

    words: str
    target: ProcessId
    action: str
    input: Json
    is_ready: Callable[[World], bool]
    item: bytes = b""


class WalletNode:
    """A person with a key. What was signed is kept, so nothing is paid twice for a lost answer."""

    def __init__(self, name: str, wallet: Wallet, wishes: list[Wish]) -> None:
        self.name, self._wallet, self._wishes = name, wallet, wishes
        self.address: Address = address_of(wallet.owner)
        self.done = 0
        self._attempt = 0
        self._sent = 0
        self._item = b""

    @property
    def is_content(self) -> bool:
        """Say whether all wishes are fulfilled."""
        return self.done == len(self._wishes)

    def crash(self) -> None:
        """Lose nothing: what was signed is written down."""

    def receive(self, world: World, packet: Packet) -> None:
        """Nobody writes to a wallet: it looks at Arweave."""

    def wake(self, world: World) -> None:
        """Send what is wanted, until it is durable; sign anew what erred."""
        while not self.is_content:
            wish = self._wishes[self.done]
            if not self._item:
                if not wish.is_ready(world):
                    return
                self._sign(world, wish)
            result = outcome(world, wish.target, read(self._item).digest)
            if result is None:
                self._send(world, wish)
                return
            self._item, self._sent = b"", 0
            if result.status is Status.OK:
                self.done, self._attempt = self.done + 1, 0
                world.record(self.name, "fulfilled", words=wish.words, slot=result.slot)
            else:
                self._attempt += 1
                world.record(self.name, "erred", words=wish.words, reason=result.reason)
                if wish.item:
                    raise ValueError(f"{wish.words}: {result.reason}")

    def _sign(self, world: World, wish: Wish) -> None:
        once = f"{self.name} {self.done} {self._attempt}"
        self._item = wish.item or message_item(
            self._wallet,
            world.network.name,
            target=wish.target,
            action=wish.action,
            data=wish.input,
            once=once,
        )
        world.record(self.name, "signed", words=wish.words, digest=read(self._item).digest)

    def _send(self, world: World, wish: Wish) -> None:
        self._sent += 1
        if self._sent % PATIENCE == 0:
            world.post(self._item)
        world.send(self.name, world.host_of(wish.target), packets.Submit(self._item))


def outcome(world: World, process: ProcessId, digest: Digest) -> Result | None:
    """Give the result of a message, once its slot is durable."""
    for slot in world.chronicle.slots(process):
        if item_in(slot.entry).digest == digest:
            return slot.result
    return None
