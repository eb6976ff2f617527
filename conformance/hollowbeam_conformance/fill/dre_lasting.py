"""Cases of room dre: what lasts. Attestations, snapshots, spawns, branches and guarantees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.records import to_json
from hollowbeam.kernel.vocabulary import AssignmentHash, Nat, ProcessId, Root
from hollowbeam.protocol.commitments import Attestation, Result
from hollowbeam.protocol.dre.attestations import attest
from hollowbeam.protocol.dre.spawning import spawned_id
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam_conformance.fill.dre_scene import FRIEND, Book, Scene, child, to
from hollowbeam_conformance.fill.dre_sending import note
from hollowbeam_models.domains.dre_log import (
    NETWORK,
    address,
    emitted,
    relay_of,
    some_id,
    spawning,
    wallet,
)

SOURCE = some_id("source")


def equivocations(book: Book) -> None:
    """Add the cases of two results (DRE-25)."""
    message = emitted(some_id("somebody"), "Add", {"amount": "1"})
    one = relay_of([message]).attestation.result
    other = replace(one, state_root=Root(some_id("another state")))
    spent = replace(one, spent=Nat(one.spent + 1))
    moved = replace(other, assignment=AssignmentHash(some_id("another assignment")))

    def ask(first: Attestation, second: Attestation) -> Scene:
        scene = Scene()
        scene.ask("equivocates", one=to_json(first), other=to_json(second))
        return scene

    def by(name: str, result: Result) -> Attestation:
        return attest(result, wallet(name))

    forged = replace(by("ann", other), signature=by("ann", one).signature)
    for case, title, first, second in (
        ("state", "Two states after one assignment convict", by("ann", one), by("ann", other)),
        ("budget", "So do two results that differ anywhere", by("ann", one), by("ann", spent)),
        ("same", "The same result again convicts nobody", by("ann", one), by("ann", one)),
        (
            "takeover",
            "After a takeover the slot has another assignment, and an honest evaluator signs again",
            by("ann", one),
            by("ann", moved),
        ),
        ("two", "Two evaluators that differ are not one", by("ann", one), by("bob", other)),
        ("forged", "A forged attestation convicts nobody", by("ann", one), forged),
    ):
        book.accept(f"dre-25-{case}", title, ask(first, second))


def snapshots(book: Book) -> None:
    """Add the cases of snapshots (DRE-26)."""
    scene = Scene(interval=2)
    scene.ask("snapshot")
    scene.emit(note())
    scene.ask("snapshot")
    book.accept("dre-26-hash", "A snapshot commits to all of a process", scene)
    for split in (2, 4):
        scene = Scene(interval=2)
        log = [scene.emit(note()), scene.add(), scene.emit(note())]
        log += [scene.relay_entry(), scene.emit(note())]
        scene.ask("snapshot")
        scene.ask("result", slot="5")
        scene.ask("restore", slot=str(split))
        scene.look("slot", "contract/total", f"sent/{address('sam')}")
        for entry in log[split - 1 :]:
            scene.evaluate(entry, about=None)
        scene.ask("snapshot")
        scene.look("results", f"sent/{address('sam')}", "contract/total")
        book.accept(
            f"dre-26-split-{split}", f"Replay after restore at slot {split} gives the same", scene
        )
    scene = Scene(interval=1)
    scene.say("Refuse", {"refuses": True})
    back = scene.bounce(reason=Reason.NOT_READY)
    scene.ask("restore", slot="3")
    scene.look(f"parked/{identity(back)}")
    scene.say("Refuse", {"refuses": False})
    scene.say("Redeliver", {"bounce": identity(back)})
    book.accept("dre-26-parked", "A snapshot holds what is parked", scene)
    scene = Scene(interval=2)
    scene.add()
    scene.add()
    scene.ask("restore", slot="0")
    scene.look("slot", "life")
    book.accept("dre-26-first", "One snapshot is of nothing, before slot 0", scene)
    for slot in (1, 3):
        scene = Scene(interval=2)
        scene.add()
        scene.add()
        scene.be_refused(Reason.NO_SNAPSHOT, "restore", slot=str(slot))
        title = f"Where none was taken, as before slot {slot}, nobody goes back to"
        book.reject(f"dre-26-none-{slot}", title, scene, "dre-26-first")
    scene = Scene(interval=1)
    scene.add()
    scene.add()
    for slot in (2, 1, 0):
        scene.ask("restore", slot=str(slot))
        scene.look("slot")
    book.accept("dre-26-further", "Who went back may go back further", scene)
    scene = Scene(interval=2)
    scene.add()
    scene.add()
    scene.ask("restore", slot="2")
    scene.be_refused(Reason.NO_RESULT, "result", slot="2")
    book.reject("dre-26-forgotten", "What came after is forgotten", scene, "dre-26-first")


def born_of_a_process(book: Book) -> None:
    """Add the cases of a process that another one spawned (DRE-28)."""
    source = ProcessId(SOURCE)
    data: dict[str, Json] = {"number": "4", "spawn": spawning("6", minimum_stake=2)}
    for branch in (0, 2):
        made = spawned_id(NETWORK, source, Nat(branch), Nat(4))
        scene = Scene(born=False, process=made)
        scene.relay("Spawn", data, fields={"branch": branch})
        scene.look("life", "minimum_stake", "contract/total")
        title = f"A process spawned on branch {branch} is born"
        book.accept(f"dre-28-born-{branch}", title, scene)
    for name, title, number in (
        ("number", "Nobody is born under the number of another", 5),
        ("stolen", "An id that was announced cannot be taken", 0),
    ):
        process = (
            some_id("announced")
            if name == "stolen"
            else spawned_id(NETWORK, source, Nat(0), Nat(4))
        )
        scene = Scene(born=False, process=process)
        scene.relay("Spawn", data | {"number": str(number)}, reason=Reason.WRONG_PROCESS)
        scene.look("life")
        book.reject(f"dre-28-{name}", title, scene, "dre-28-born-0")
    scene = Scene(born=False, process=spawned_id(NETWORK, source, Nat(0), Nat(4)))
    refused: dict[str, Json] = {"number": "4", "spawn": spawning("0")}
    scene.relay("Spawn", refused, reason=Reason.ZERO_AMOUNT)
    scene.message(0, "action", "target", "input")
    book.reject("dre-28-refused", "A Spawn that erred comes back", scene, "dre-28-born-0")


def branches(book: Book) -> None:
    """Add the cases of branches (DRE-30)."""
    scene = Scene()
    scene.emit(note())
    scene.ask("branch", branch="1")
    scene.look("branch", "slot", "contract/total", f"sent/{address('sam')}")
    scene.emit(note())
    scene.message(0, "branch", "sequence")
    book.accept("dre-30-next", "A new branch counts from 0", scene)
    scene = Scene()
    scene.ask("branch", branch="7")
    scene.look("branch")
    book.accept("dre-30-skipped", "A branch may be skipped", scene)
    scene = Scene(quota=1)
    scene.emit(child())
    scene.ask("branch", branch="1")
    scene.look("spawned")
    scene.emit(child(), reason=Reason.SPAWN_QUOTA)
    book.accept("dre-30-spawned", "A new branch has no new quota of spawns", scene)
    scene = Scene()
    scene.say("Refuse", {"refuses": True})
    back = scene.bounce(reason=Reason.NOT_READY)
    scene.ask("branch", branch="1")
    scene.look(f"parked/{identity(back)}")
    scene.say("Refuse", {"refuses": False})
    scene.say("Redeliver", {"bounce": identity(back)})
    scene.look(f"parked/{identity(back)}")
    book.accept("dre-30-parked", "What is parked waits on under a new branch", scene)
    for name, title, branch in (
        ("same", "The present branch is not a later one", 2),
        ("earlier", "An earlier branch is not taken up again", 1),
    ):
        scene = Scene()
        scene.ask("branch", branch="2")
        scene.be_refused(Reason.STALE_BRANCH, "branch", branch=str(branch))
        book.reject(f"dre-30-{name}", title, scene, "dre-30-next")


def branches_after_going_back(book: Book) -> None:
    """Add the cases of branches of who went back to a snapshot (DRE-30)."""
    scene = Scene(interval=1)
    scene.emit(note())
    scene.ask("branch", branch="2")
    scene.ask("restore", slot="1")
    scene.ask("branch", branch="3")
    scene.look("branch")
    book.accept("dre-30-back", "Who goes back before a branch goes on under a later one", scene)
    for name, title, branch in (
        ("used", "A branch is not used again by who goes back before it", 2),
        ("before-used", "Nor is one before it", 1),
    ):
        scene = Scene(interval=1)
        scene.emit(note())
        scene.ask("branch", branch="2")
        scene.ask("restore", slot="1")
        scene.look("branch")
        scene.be_refused(Reason.STALE_BRANCH, "branch", branch=str(branch))
        book.reject(f"dre-30-{name}", title, scene, "dre-30-back")


def evaluated_again(book: Book) -> None:
    """Add the case of a log that is evaluated again on a branch (DRE-30)."""
    scene = Scene(interval=1)
    entry = scene.emit(note())
    scene.ask("restore", slot="1")
    scene.ask("branch", branch="1")
    scene.evaluate(entry, about=None)
    scene.ask("message", slot="1", index="0")
    book.accept("dre-30-again", "The log after the last good result is evaluated again", scene)


EVIDENCE: dict[str, Json] = {
    "result": some_id("a result"),
    "height": "111",
    "attested": True,
    "endorsed": "3",
    "quorum": "3",
    "published": "100",
    "window": "10",
    "challenged": False,
    "replayed": some_id("a result"),
    "convicted": False,
}
"""All evidence of a result, and none of it more than needed."""


def guarantees(book: Book) -> None:
    """Add the cases of guarantees (DRE-31)."""
    for guarantee, lacks in (
        ("ATTESTED", {"silent": {"attested": False}}),
        ("QUORUM", {"few": {"endorsed": "2"}, "none": {"endorsed": "0", "quorum": "0"}}),
        (
            "FINAL",
            {
                "early": {"height": "110"},
                "late": {"height": "500"},
                "challenged": {"challenged": True},
                "withheld": {"published": "0"},
            },
        ),
        ("REPLAYED", {"other": {"replayed": some_id("another")}}),
    ):
        changes: dict[str, Any] = {"good": {}, **lacks}
        for name, changed in changes.items():
            scene = Scene()
            evidence = EVIDENCE | changed
            scene.ask("meets", guarantee=guarantee, evidence=evidence)
            title = f"A result under the guarantee {guarantee}, its evidence: {name}"
            book.accept(f"dre-31-{guarantee.lower()}-{name}", title, scene)


def convictions(book: Book) -> None:
    """Add the cases of results that were convicted (DRE-32)."""
    for guarantee in ("ATTESTED", "QUORUM", "FINAL", "REPLAYED"):
        scene = Scene()
        scene.ask("meets", guarantee=guarantee, evidence=EVIDENCE | {"convicted": True})
        title = f"A convicted result does not hold under the guarantee {guarantee}"
        book.accept(f"dre-32-{guarantee.lower()}", title, scene)


def reading(book: Book) -> None:
    """Add the cases of reading results (DRE-33)."""
    scene = Scene()
    scene.emit(note())
    scene.ask("result", slot="1")
    scene.message(0)
    book.accept("dre-33-there", "A slot that was evaluated has its result", scene)
    scene = Scene()
    scene.be_refused(Reason.NO_RESULT, "result", slot="1")
    book.reject(
        "dre-33-early", "Asked too early, nobody gives an empty result", scene, "dre-33-there"
    )
    scene = Scene()
    scene.emit(note())
    scene.be_refused(Reason.NO_RESULT, "message", slot="1", index="1")
    book.reject("dre-33-message", "An outbox has no message too many", scene, "dre-33-there")
    scene = Scene()
    scene.emit(note(), note(target=address("dmac")))
    scene.message(1)
    book.accept("dre-33-second", "Neither of two messages is lost", scene)


def looking(book: Book) -> None:
    """Add the cases of looks that change nothing (DRE-34)."""
    scene = Scene()
    entry = scene.next_entry()
    scene.evaluate(entry, op="dry-run", about=None)
    scene.look("slot", "results", "contract/total")
    scene.evaluate(entry, about=None)
    scene.look("contract/total")
    book.accept("dre-34-dry-run", "A dry run commits nothing", scene)
    scene = Scene()
    scene.add()
    scene.look("results", "contract/total", "state", "contract/total", "results")
    book.accept("dre-34-view", "A state read twice does not differ", scene)


def history(book: Book) -> None:
    """Add a history in which everything is compared whole (DRE-26)."""
    scene = Scene(interval=3)
    scene.emit(to(), note(), child())
    scene.relay("Add", {"amount": "2"}, about=None)
    erred = Reason.INSUFFICIENT_BALANCE
    scene.relay("Err", {"amount": "2"}, fields={"sequence": 1}, reason=erred, about=None)
    scene.emit(to(SOURCE), about=None)
    scene.say("Fail", {}, reason=Reason.TRAP, about=None)
    scene.bounce(fields={"sequence": 2}, about=None)
    scene.ask("snapshot")
    scene.look("results", f"sent/{FRIEND}", f"sent/{SOURCE}", "spawned")
    for slot, index in ((1, 0), (1, 1), (1, 2), (3, 0), (4, 0)):
        scene.ask("message", slot=str(slot), index=str(index))
    book.accept("dre-26-history", "A history, word by word", scene)
