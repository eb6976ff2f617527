"""Cases of room dre: following the log, and what should never have been in it (DRE-1 to DRE-7)."""

from __future__ import annotations

from dataclasses import replace

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.vocabulary import AssignmentHash, MessageId, Nat
from hollowbeam.protocol.commitments import Entry, Signature
from hollowbeam.protocol.message.item import serialize_item
from hollowbeam.protocol.relayer.envelope import wrap
from hollowbeam_conformance.fill.dre_scene import Book, Scene
from hollowbeam_models.domains.dre_log import (
    OTHER_NETWORK,
    Place,
    address,
    after,
    assigned,
    emitted,
    message_item,
    relay_of,
    signed_by,
    some_id,
    spawn_item,
    spawning,
    wallet,
)


def begun(book: Book) -> None:
    """Add the case of a process before its first slot (DRE-1)."""
    scene = Scene(born=False)
    scene.look("process", "network", "slot", "life", "log", "results", "state", "branch")
    book.accept("dre-1-empty", "Before its first slot a process is its id", scene)


def _next(scene: Scene, place: Place | None = None, *, host: str = "host") -> Entry:
    """Give an entry that is the next one, or stands at a place."""
    item = message_item("sam", scene.process, "Add", {"amount": "3"}, nonce=99)
    return assigned(place or scene.place, item, host=host)


def foreign(book: Book) -> None:
    """Add the cases of entries of another log (DRE-2)."""
    scene = Scene()
    scene.add()
    book.accept("dre-2-own", "An entry of this very log is evaluated", scene)
    scene = Scene()
    scene.refuse(_next(scene, replace(scene.place, network=OTHER_NETWORK)), Reason.WRONG_NETWORK)
    book.reject("dre-2-network", "An entry of another network is refused", scene, "dre-2-own")
    scene = Scene()
    other = replace(scene.place, process=type(scene.process)(some_id("another process")))
    scene.refuse(_next(scene, other), Reason.WRONG_PROCESS)
    book.reject("dre-2-process", "An entry of another process is refused", scene, "dre-2-own")


def misplaced(book: Book) -> None:
    """Add the cases of entries that are not the next one (DRE-3)."""
    scene = Scene()
    scene.add()
    scene.add()
    scene.look("slot", "contract/total")
    book.accept("dre-3-next", "Slot after slot is evaluated", scene)
    for name, title, slot in (
        ("gap", "An entry after a gap is refused: order is never guessed", 2),
        ("twice", "A slot that was evaluated is not evaluated again", 0),
    ):
        scene = Scene()
        scene.refuse(_next(scene, replace(scene.place, slot=Nat(slot))), Reason.WRONG_SLOT)
        book.reject(f"dre-3-{name}", title, scene, "dre-3-next")
    scene = Scene()
    last = scene.add()
    scene.refuse(last, Reason.WRONG_SLOT)
    book.reject("dre-3-again", "The same entry again is refused", scene, "dre-3-next")
    scene = Scene()
    fork = replace(scene.place, previous=AssignmentHash(some_id("another log")))
    scene.refuse(_next(scene, fork), Reason.BROKEN_CHAIN)
    book.reject(
        "dre-3-fork", "An entry that names another hash chain is refused", scene, "dre-3-next"
    )
    scene = Scene(born=False)
    first = assigned(scene.place, scene.spawn)
    fork = replace(after(scene.place, first), slot=Nat(0))
    scene.refuse(assigned(fork, scene.spawn), Reason.BROKEN_CHAIN)
    book.reject(
        "dre-3-first", "The first entry must name the id of its process", scene, "dre-3-next"
    )
    scene = Scene()
    stuck = replace(scene.place, slot=Nat(2))
    scene.refuse(_next(scene, stuck), Reason.WRONG_SLOT)
    scene.add()
    scene.look("slot")
    book.accept("dre-3-unstuck", "After a gap was refused the slot is not stuck", scene)


def hosts(book: Book) -> None:
    """Add the cases of entries that the wrong host signed (DRE-4)."""
    scene = Scene()
    scene.place = replace(scene.place, term=Nat(1))
    route = {"host": address("another host"), "begin": "1", "end": "2"}
    scene.evaluate(_next(scene, host="another host"), route=route)
    book.accept("dre-4-later", "The host of a later term goes on", scene)
    scene = Scene()
    scene.refuse(_next(scene, host="another host"), Reason.NOT_HOST)
    book.reject("dre-4-stranger", "Nobody but the host assigns", scene, "dre-4-later")
    scene = Scene()
    entry = _next(scene)
    flipped = bytes([entry.signature.value[0] ^ 1]) + entry.signature.value[1:]
    forged = Signature(entry.signature.type, entry.signature.owner, flipped)
    scene.refuse(replace(entry, signature=forged), Reason.NOT_HOST)
    book.reject("dre-4-forged", "A forged signature of the host is none", scene, "dre-4-later")
    for name, title, begin, end in (
        ("early", "A host does not assign before its term", 2, 9),
        ("late", "A host does not assign after its term", 0, 1),
    ):
        scene = Scene()
        route = {"host": address("host"), "begin": str(begin), "end": str(end)}
        scene.refuse(_next(scene), Reason.FENCED, route=route)
        book.reject(f"dre-4-{name}", title, scene, "dre-4-later")
    scene = Scene()
    scene.place = replace(scene.place, term=Nat(1))
    scene.add()
    scene.refuse(_next(scene, replace(scene.place, term=Nat(0))), Reason.STALE_TERM)
    book.reject("dre-4-stale", "Terms never go back", scene, "dre-4-later")


def anchors(book: Book) -> None:
    """Add the cases of anchors (DRE-5)."""
    scene = Scene()
    entry = _next(scene)
    scene.refuse(entry, Reason.UNKNOWN_ANCHOR, is_seen=False)
    scene.evaluate(entry)
    book.accept("dre-5-waits", "An entry waits until its anchor is seen", scene)
    scene = Scene()
    scene.refuse(_next(scene), Reason.UNKNOWN_ANCHOR, is_seen=False)
    book.reject("dre-5-unseen", "Nothing is evaluated at an unseen anchor", scene, "dre-5-waits")
    scene = Scene()
    scene.place = replace(scene.place, height=Nat(scene.place.height - 1))
    scene.evaluate(_next(scene))
    book.accept("dre-5-same", "An anchor may serve for several slots", scene)
    scene = Scene()
    back = replace(scene.place, height=Nat(scene.place.height - 2))
    scene.refuse(_next(scene, back), Reason.STALE_ANCHOR)
    book.reject("dre-5-back", "Anchors never go back", scene, "dre-5-same")


def items(book: Book) -> None:
    """Add the cases of items that were not assigned (DRE-6)."""
    scene = Scene()
    scene.add()
    book.accept("dre-6-named", "The item that was assigned is evaluated", scene)
    scene = Scene()
    entry = _next(scene)
    renamed = replace(entry.assignment, message=MessageId(some_id("another signing")))
    scene.refuse(signed_by("host", renamed, entry.item), Reason.OTHER_MESSAGE)
    book.reject("dre-6-id", "An item with another id is refused", scene, "dre-6-named")
    scene = Scene()
    entry = _next(scene)
    changed = entry.item.replace(b'"amount":"3"', b'"amount":"9"')
    scene.refuse(replace(entry, item=changed), Reason.OTHER_MESSAGE)
    book.reject("dre-6-digest", "An item that was changed is refused", scene, "dre-6-named")
    scene = Scene()
    elsewhere = message_item("sam", some_id("another process"), "Add", {"amount": "3"})
    scene.refuse(assigned(scene.place, elsewhere), Reason.WRONG_PROCESS)
    book.reject("dre-6-target", "A message to another is refused", scene, "dre-6-named")
    scene = Scene()
    other = spawn_item("sam", spawning("8"))
    scene.refuse(assigned(scene.place, other), Reason.WRONG_PROCESS)
    book.reject("dre-6-spawn", "The Spawn of another process is refused", scene, "dre-6-named")


def voids(book: Book) -> None:
    """Add the cases of what should never have been assigned (DRE-7)."""
    all_of_it = ("status", "reason", "spent", "refunded", "outbox_size")
    scene = Scene()
    scene.add(reason=Reason.INADMISSIBLE, is_admissible=False, about=all_of_it)
    scene.add()
    scene.look("contract/total")
    book.accept("dre-7-slot", "What is void has its slot, and the log goes on", scene)
    scene = Scene()
    scene.add()
    raw = serialize_item(message_item("sam", scene.process, "Add", {"amount": "3"}, nonce=1))
    scene.put(raw, reason=Reason.INADMISSIBLE, is_admissible=False, about=all_of_it)
    scene.look("contract/total")
    book.reject("dre-7-twice", "A message assigned twice has no effect", scene, "dre-7-slot")
    scene = Scene()
    raw = serialize_item(message_item("sam", scene.process, "Add", {"amount": "3"}))
    forged = raw.replace(b'"amount":"3"', b'"amount":"9"')
    scene.put(forged, reason=Reason.INADMISSIBLE, about=all_of_it)
    scene.look("contract/total")
    book.reject("dre-7-forged", "A message that nobody signed has no effect", scene, "dre-7-slot")
    scene = Scene()
    abroad = message_item("sam", scene.process, "Add", {"amount": "3"}, network=OTHER_NETWORK)
    scene.put(abroad, reason=Reason.INADMISSIBLE, about=all_of_it)
    book.reject(
        "dre-7-network", "A message replayed from another network is void", scene, "dre-7-slot"
    )
    relays(book, all_of_it)


def relays(book: Book, all_of_it: tuple[str, ...]) -> None:
    """Add the cases of relays that are void (DRE-7)."""
    scene = Scene()
    message = emitted(scene.process, "Add", {"amount": "2"})
    greedy = replace(message, input={"amount": "1000000"})
    relay = replace(relay_of([message]), message=greedy)
    scene.put(wrap(relay, wallet("relayer")), reason=Reason.INADMISSIBLE, about=all_of_it)
    scene.look("contract/total")
    book.reject("dre-7-unproven", "A forged relay has no effect and no Bounce", scene, "dre-7-slot")
    scene = Scene()
    fields = {"sequence": 5}
    scene.relay(
        "Add",
        {"amount": "2"},
        fields=fields,
        reason=Reason.INADMISSIBLE,
        is_admissible=False,
        about=all_of_it,
    )
    book.reject(
        "dre-7-relay", "A relay that was not admissible is not bounced", scene, "dre-7-slot"
    )
    scene = Scene()
    scene.bounce(reason=Reason.INADMISSIBLE, is_admissible=False)
    scene.relay("Add", {"amount": "2"})
    book.accept("dre-7-bounce", "A Bounce that was not admissible stops nothing", scene)
