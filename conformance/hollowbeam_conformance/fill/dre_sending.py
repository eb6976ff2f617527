"""Cases of room dre: what is sent, how it is paid and numbered (DRE-14, DRE-17, DRE-18, DRE-23)."""

from __future__ import annotations

from hollowbeam.kernel.encoding import Json
from hollowbeam.kernel.errors import Reason
from hollowbeam_conformance.fill.dre_scene import FRIEND, Book, Scene, child, to
from hollowbeam_models.domains.dre_log import address, some_id

OTHER = some_id("another friend")


def note(**changes: Json) -> dict[str, Json]:
    """Say that the probe is to write to a wallet."""
    return to(address("sam"), kind="WALLET", action="Note", input="hello") | changes


def numbers(book: Book) -> None:
    """Add the cases of numbers (DRE-23)."""
    scene = Scene()
    scene.emit(note())
    scene.message(0, "sequence")
    scene.look(f"sent/{address('sam')}")
    book.accept("dre-23-first", "The first message to a target has the number 0", scene)
    scene = Scene()
    scene.emit(note(), note(), note(target=address("dmac")), note())
    for index in range(4):
        scene.message(index, "sequence", "target")
    book.accept("dre-23-step", "Messages of one step are numbered by target", scene)
    scene = Scene()
    scene.emit(note())
    scene.emit(note())
    scene.message(0, "sequence")
    scene.look(f"sent/{address('sam')}", f"sent/{address('dmac')}")
    book.accept("dre-23-slots", "Numbers go on from slot to slot", scene)


def erred_numbers(book: Book) -> None:
    """Add the cases of numbers that an error takes, or does not (DRE-23)."""
    scene = Scene()
    scene.emit(to(), hops="0", reason=Reason.OUT_OF_HOPS)
    scene.look(f"sent/{FRIEND}")
    scene.emit(to())
    scene.message(0, "sequence")
    book.accept("dre-23-unsent", "What could not be funded takes no number", scene)
    scene = Scene()
    source = some_id("source")
    scene.relay("Err", {"amount": "2"}, reason=Reason.INSUFFICIENT_BALANCE)
    scene.emit(to(source))
    scene.message(0, "sequence", "action")
    scene.look(f"sent/{source}")
    book.accept("dre-23-bounce", "A Bounce is numbered like any message", scene)


def funding(book: Book) -> None:
    """Add the cases of what is paid (DRE-14)."""
    scene = Scene()
    scene.emit(to(), to(OTHER), note(), budget="100", hops="4", about=("status", "refunded"))
    for index in range(3):
        scene.message(index, "target", "budget", "hops")
    book.accept("dre-14-shared", "The rest is shared by the messages to processes", scene)
    scene = Scene()
    scene.emit(to(), to(OTHER), to(), budget="100", about=("status", "refunded"))
    scene.message(2, "budget")
    book.accept("dre-14-rounded", "What cannot be shared is refunded at once", scene)
    scene = Scene()
    scene.emit(to(), budget="5", hops="1", about=("status", "refunded"))
    scene.message(0, "budget", "hops")
    book.accept("dre-14-exact", "A budget for exactly one hop and its Bounce is enough", scene)
    scene = Scene()
    scene.emit(note(), budget="3", hops="0", about=("status", "refunded"))
    book.accept("dre-14-wallet", "A message to a wallet needs neither budget nor hops", scene)
    scene = Scene()
    scene.bounce(fields={"budget": 9}, about=("status", "refunded"))
    book.accept("dre-14-bounce", "What a Bounce does not cost is refunded", scene)
    scene = Scene()
    scene.emit(to(), budget="4", hops="1", about=("status", "outbox_size"))
    book.reject(
        "dre-14-unfunded",
        "An unfunded emission is an error, and nothing is sent",
        scene,
        "dre-14-exact",
    )
    scene = Scene()
    scene.emit(to(), budget="100", hops="0", about=("status", "outbox_size"))
    book.reject("dre-14-hops", "At the last hop nothing is emitted", scene, "dre-14-exact")


def fields(book: Book) -> None:
    """Add the cases of a whole message (DRE-14)."""
    scene = Scene()
    scene.emit(to(expires="500"), about=None)
    scene.message(0)
    book.accept("dre-14-whole", "A message, field by field", scene)
    scene = Scene()
    scene.emit(to(), budget="4", reason=Reason.OUT_OF_BUDGET)
    book.reject("dre-14-budget", "What cannot be funded has its reason", scene, "dre-14-exact")
    scene = Scene()
    scene.emit(to(), hops="0", reason=Reason.OUT_OF_HOPS)
    book.reject("dre-14-depth", "What goes too deep has its reason", scene, "dre-14-exact")
    scene = Scene()
    about = ("status", "reason", "refunded", "outbox_size")
    scene.emit(*[to()] * 40, reason=Reason.OUT_OF_BUDGET, about=about)
    scene.look("contract/total")
    book.reject(
        "dre-14-many", "More messages than the budget pays for: none is sent", scene, "dre-14-exact"
    )


def reserved(book: Book) -> None:
    """Add the cases of the kernel's actions (DRE-17)."""
    scene = Scene()
    scene.emit(to(action="Bounced"))
    book.accept("dre-17-free", "Any other action may be emitted", scene)
    for name, title, message in (
        ("bounce", "A contract forges no Bounce", to(action="Bounce")),
        ("record", "Nor one to a wallet", note(action="Bounce")),
        ("spawn", "A contract spawns under no id of its choice", to(action="Spawn")),
    ):
        scene = Scene()
        scene.emit(message, reason=Reason.RESERVED_ACTION)
        book.reject(f"dre-17-{name}", title, scene, "dre-17-free")


def quotas(book: Book) -> None:
    """Add both sides of the quota (DRE-18)."""
    scene = Scene(quota=1)
    scene.add()
    scene.look("spawned")
    scene.emit(child())
    scene.look("spawned")
    book.accept("dre-18-last", "The quota may be used up", scene)
    scene = Scene(quota=1)
    scene.emit(child())
    scene.emit(child(), reason=Reason.SPAWN_QUOTA)
    scene.look("spawned")
    book.reject("dre-18-over", "No process spawns without end", scene, "dre-18-last")
    scene = Scene(quota=1)
    scene.emit(child(), child(), reason=Reason.SPAWN_QUOTA)
    scene.look("spawned")
    book.reject("dre-18-together", "Not at once either", scene, "dre-18-last")
    scene = Scene(quota=1)
    scene.emit(child(), hops="0", reason=Reason.OUT_OF_HOPS)
    scene.emit(child())
    scene.look("spawned")
    book.accept("dre-18-erred", "A spawn that erred does not count", scene)


def children(book: Book) -> None:
    """Add the cases of processes that a process spawns (DRE-28)."""
    scene = Scene()
    scene.emit(child(), child(total="9"))
    scene.message(0)
    scene.message(1)
    book.accept("dre-28-emitted", "A spawned process has an id of its own", scene)
    scene = Scene()
    scene.ask("branch", branch="3")
    scene.emit(child())
    scene.message(0)
    book.accept("dre-28-branch", "On another branch it is another process", scene)


def deep(book: Book) -> None:
    """Add both sides of the depth of an input (DRE-19)."""
    scene = Scene()
    scene.emit(note(input=nested(60)))
    book.accept("dre-19-deep", "An input of 60 levels can be carried", scene)
    scene = Scene()
    scene.emit(note(input=nested(61)), reason=Reason.TRAP)
    book.reject("dre-19-deeper", "One of 61 levels is no message", scene, "dre-19-deep")


def nested(levels: int) -> Json:
    """Give a value of so many levels."""
    value: Json = "bottom"
    for _ in range(levels):
        value = [value]
    return value
