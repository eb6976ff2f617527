"""Cases of room dre: a process acts, and the kernel decides what may act (DRE-8 to DRE-13)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import ModuleId, Nat
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam_conformance.fill.dre_scene import Book, Scene
from hollowbeam_models.domains.dre_log import address, some_id, spawning

CHARTER = ("life", "module", "scheduler", "relayer", "minimum_stake", "guarantee")


def spawned(book: Book) -> None:
    """Add the cases of a wallet's Spawn (DRE-27)."""
    spawn = spawning("5", minimum_stake=3, guarantee="FINAL")
    scene = Scene(spawn=spawn)
    scene.look(*CHARTER, "contract/total")
    book.accept("dre-27-wallet", "A wallet spawns the process of its digest", scene)


def not_spawned(book: Book) -> None:
    """Add the cases of Spawns that err (DRE-27)."""
    for name, title, spawn, reason in (
        ("module-refuses", "What the module refuses is not born", spawning("0"), "ZERO_AMOUNT"),
        ("form", "A Spawn of another form errs", {"module": some_id("x")}, "INVALID_INPUT"),
        (
            "guarantee",
            "A Spawn with an unknown guarantee errs",
            spawning("5", guarantee="HOPED"),
            "INVALID_INPUT",
        ),
    ):
        scene = Scene(born=False, spawn=dict(spawn))
        scene.put(scene.spawn, reason=Reason[reason])
        book.reject(f"dre-27-{name}", title, scene, "dre-27-wallet")


def modules(book: Book) -> None:
    """Add the cases of modules that nobody knows (DRE-29)."""
    spawn = spawning("5", module=ModuleId(some_id("unwritten code")))
    scene = Scene(born=False, spawn=spawn)
    scene.put(scene.spawn, reason=Reason.UNKNOWN_MODULE)
    book.reject("dre-29-unknown", "An unknown module does not run", scene, "dre-27-wallet")


def results(book: Book) -> None:
    """Add the cases of results (DRE-24)."""
    scene = Scene(born=False)
    scene.place = replace(scene.place, term=Nat(2))
    scene.put(scene.spawn, about=None)
    scene.look("slot", "term", "height", "log", "results")
    scene.ask("attest", slot="0")
    book.accept("dre-24-first", "The result of a Spawn, word by word", scene)
    scene = Scene()
    linked = ("network", "process", "slot", "term", "assignment", "module", "previous", "gas")
    scene.add(about=linked)
    scene.look("log")
    book.accept("dre-24-linked", "Each result names the one before it", scene)
    scene = Scene()
    note = {"kind": "WALLET", "target": address("sam"), "action": "Note", "input": None}
    scene.emit(note | {"expires": "0"}, about=("outbox_size", "spent"))
    book.accept("dre-24-outbox", "A result says how large its outbox is", scene)


def calls(book: Book) -> None:
    """Add the cases of what a module sees (DRE-13)."""
    seen = [
        f"contract/{name}"
        for name in (
            *("total", "caller", "kind", "principal", "process"),
            *("slot", "anchor", "timestamp", "budget", "hops"),
        )
    ]
    scene = Scene()
    scene.add()
    scene.look(*seen)
    book.accept("dre-13-wallet", "A module sees the wallet that asks", scene)
    scene = Scene()
    scene.relay("Add", {"amount": "2"}, fields={"budget": 50, "hops": 1})
    scene.look(*seen)
    book.accept(
        "dre-13-process", "A module sees the process that asks, and whose crank it is", scene
    )


def expiry(book: Book) -> None:
    """Add both sides of an expiry (DRE-8)."""
    scene = Scene()
    last = int(scene.place.height)
    scene.relay("Add", {"amount": "2"}, fields={"expires": last})
    scene.look("contract/total")
    book.accept("dre-8-last", "At its last height a message is in time", scene)
    scene = Scene()
    fields = {"expires": last - 1}
    scene.relay("Add", {"amount": "2"}, fields=fields, reason=Reason.EXPIRED)
    scene.look("contract/total")
    book.reject(
        "dre-8-late", "One block later it errs: a stale price is not met", scene, "dre-8-last"
    )


def unborn(book: Book) -> None:
    """Add the cases of a process that is not there (DRE-9)."""
    scene = Scene(born=False)
    scene.relay("Add", {"amount": "2"}, reason=Reason.NO_SUCH_PROCESS)
    scene.put(scene.spawn)
    scene.relay("Add", {"amount": "2"}, fields={"sequence": 1})
    scene.look("contract/total")
    book.accept("dre-9-later", "A process may be spawned after it was written to", scene)
    scene = Scene(born=False)
    scene.add(reason=Reason.NO_SUCH_PROCESS)
    scene.look("life", "slot")
    book.reject("dre-9-wallet", "A wallet learns that there is no process", scene, "dre-9-later")
    scene = Scene(born=False)
    scene.relay("Add", {"amount": "2"}, reason=Reason.NO_SUCH_PROCESS)
    scene.look("life", "slot")
    book.reject("dre-9-relay", "A message to no process is answered", scene, "dre-9-later")
    scene = Scene(born=False)
    scene.say("Redeliver", {"bounce": some_id("a bounce")}, reason=Reason.NO_SUCH_PROCESS)
    book.reject("dre-9-redeliver", "Before its Spawn nothing is redelivered", scene, "dre-9-later")


def spawned_again(book: Book) -> None:
    """Add the cases of a second Spawn (DRE-10)."""
    scene = Scene()
    scene.add()
    scene.put(scene.spawn, reason=Reason.ALREADY_SPAWNED)
    scene.look("contract/total", *CHARTER)
    book.reject("dre-10-twice", "Spawned twice, a process is not reset", scene, "dre-27-wallet")
    scene = Scene(born=False, spawn=spawning("0"))
    scene.put(scene.spawn, reason=Reason.ZERO_AMOUNT)
    scene.look(*CHARTER)
    scene.add(reason=Reason.NO_SUCH_PROCESS)
    book.reject("dre-10-erred", "A Spawn that erred makes no process", scene, "dre-27-wallet")


def prices(book: Book) -> None:
    """Add both sides of the price of a step (DRE-11)."""
    scene = Scene()
    scene.add(budget="2", about=("status", "reason", "refunded"))
    book.accept("dre-11-exact", "A budget of exactly the price pays for a step", scene)
    scene = Scene()
    scene.say("Fail", {}, budget="1", reason=Reason.OUT_OF_BUDGET)
    book.reject("dre-11-short", "A step that is not paid is not taken", scene, "dre-11-exact")
    scene = Scene()
    scene.add(budget="0", reason=Reason.OUT_OF_BUDGET, about=("status", "reason", "refunded"))
    book.reject("dre-11-nothing", "Without a budget nothing runs", scene, "dre-11-exact")
    scene = Scene()
    scene.bounce(fields={"budget": 1, "hops": 0})
    scene.look("contract/reason")
    book.accept("dre-11-bounce", "A Bounce has a price of its own", scene)


def stakes(book: Book) -> None:
    """Add both sides of the stake gate (DRE-12)."""
    gate = spawning("5", minimum_stake=3)
    scene = Scene(spawn=gate)
    scene.add(stake="3")
    book.accept("dre-12-exact", "A wallet with exactly the stake is heard", scene)
    scene = Scene(spawn=gate)
    scene.add(stake="2", reason=Reason.INSUFFICIENT_STAKE)
    scene.look("contract/total")
    book.reject("dre-12-short", "A wallet with less is not heard", scene, "dre-12-exact")
    scene = Scene(spawn=gate)
    scene.relay("Add", {"amount": "2"}, stake="0")
    book.accept("dre-12-relay", "A relay inherits the admission of its root", scene)
    scene = Scene(spawn=gate)
    scene.bounce(stake="0")
    book.accept("dre-12-bounce", "So does a Bounce, after its root has unstaked", scene)


def redelivered_without_stake(book: Book) -> None:
    """Add the case of a redelivery by anybody (DRE-12)."""
    scene = Scene(spawn=spawning("5", minimum_stake=3))
    scene.say("Refuse", {"refuses": True})
    parked = scene.bounce(reason=Reason.NOT_READY)
    scene.say("Refuse", {"refuses": False})
    scene.say("Redeliver", {"bounce": identity(parked)}, stake="0")
    book.accept("dre-12-redeliver", "Whoever pays for a redelivery needs no stake", scene)


def spawn_needs_no_stake(book: Book) -> None:
    """Add the case of a Spawn by a wallet without stake (DRE-12)."""
    scene = Scene(born=False, spawn=spawning("5", minimum_stake=3))
    scene.put(scene.spawn, stake="0")
    book.accept("dre-12-spawn", "A Spawn is not gated by its own demand", scene)
