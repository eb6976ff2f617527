"""Cases of room dre: errors, Bounces, and what is parked (DRE-15, DRE-16, DRE-19 to DRE-22)."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.protocol.relayer.envelope import identity
from hollowbeam_conformance.fill.dre_scene import Book, Scene, to
from hollowbeam_conformance.fill.dre_sending import note
from hollowbeam_models.domains.dre_log import address, some_id

SOURCE = some_id("source")


def errors(book: Book) -> None:
    """Add the cases of errors (DRE-15)."""
    scene = Scene()
    scene.say("Err", {"amount": "3"}, reason=Reason.INSUFFICIENT_BALANCE)
    scene.add()
    scene.look("contract/total", "slot")
    book.accept("dre-15-goes-on", "An error consumes its slot and stops nothing", scene)
    scene = Scene()
    scene.say("Err", {"amount": "3"}, reason=Reason.INSUFFICIENT_BALANCE)
    scene.look("contract/total", "contract/caller", "slot")
    book.reject("dre-15-module", "What the module refuses has its reason", scene, "dre-15-goes-on")
    scene = Scene()
    scene.add()
    scene.look("state")
    scene.emit(to(), to(), hops="0", reason=Reason.OUT_OF_HOPS)
    scene.look("state", "contract/total")
    book.reject(
        "dre-15-kernel",
        "What the kernel refuses leaves nothing of the handler's work",
        scene,
        "dre-15-goes-on",
    )
    scene = Scene()
    scene.say("Fly", {}, reason=Reason.UNKNOWN_ACTION, about=("status", "reason", "refunded"))
    scene.look("contract/total")
    book.reject("dre-15-paid", "An error is paid for, the rest goes back", scene, "dre-15-goes-on")


def bounces(book: Book) -> None:
    """Add the cases of what comes back (DRE-16)."""
    outcome = ("status", "reason", "outbox_size")
    scene = Scene()
    scene.relay("Add", {"amount": "2"}, about=outcome)
    book.accept("dre-16-good", "A relay that takes effect does not come back", scene)
    scene = Scene()
    data = {"amount": "2"}
    scene.relay("Err", data, reason=Reason.INSUFFICIENT_BALANCE, about=outcome)
    scene.message(0, "kind", "target", "action", "input", "principal", "expires")
    book.reject("dre-16-bounce", "A relay that erred comes back", scene, "dre-16-good")
    for name, title, budget, hops in (
        ("paid", "A Bounce takes all that is left of the budget", 20, 3),
        ("last", "A relay at its last hop comes back all the same", 3, 0),
    ):
        scene = Scene()
        fields = {"budget": budget, "hops": hops}
        scene.relay("Err", data, fields=fields, reason=Reason.INSUFFICIENT_BALANCE)
        scene.message(0, "budget", "hops")
        book.reject(f"dre-16-{name}", title, scene, "dre-16-good")
    scene = Scene()
    emissions = {"messages": [to(), note()]}
    scene.relay("Emit", emissions, fields={"hops": 0}, reason=Reason.OUT_OF_HOPS, about=outcome)
    scene.message(0, "action", "target")
    book.reject(
        "dre-16-alone", "A Bounce is alone: nothing that was emitted is sent", scene, "dre-16-good"
    )
    scene = Scene(born=False)
    scene.relay("Add", data, reason=Reason.NO_SUCH_PROCESS, about=outcome)
    scene.message(0, "action", "target", "input")
    book.reject("dre-16-nobody", "A message to no process comes back", scene, "dre-16-good")
    scene = Scene()
    scene.say("Refuse", {"refuses": True})
    scene.bounce(reason=Reason.NOT_READY, about=outcome)
    book.reject(
        "dre-16-twice",
        "A bounce of a bounce is never sent: there is no ping-pong",
        scene,
        "dre-16-good",
    )
    scene = Scene()
    scene.say("Err", {"amount": "2"}, reason=Reason.INSUFFICIENT_BALANCE, about=outcome)
    book.reject("dre-16-root", "A wallet's message does not come back", scene, "dre-16-good")
    scene = Scene()
    scene.say("Bounce", {"action": "Add", "reason": "x", "input": None}, about=outcome)
    scene.look("contract/kind", f"contract/bounced/{address('sam')}")
    book.accept("dre-16-wallet", "A wallet that says Bounce is a wallet", scene)


def traps(book: Book) -> None:
    """Add the cases of modules that fail (DRE-19)."""
    for name, title, action in (
        ("fails", "A module that fails errs", "Fail"),
        ("mumbles", "What is no message errs", "Mumble"),
    ):
        scene = Scene()
        scene.say(action, {}, reason=Reason.TRAP)
        scene.look("contract/total", "slot")
        book.reject(f"dre-19-{name}", title, scene, "dre-19-deep")
    for name, title, message in (
        ("target", "A message to what is no id errs", to("nobody")),
        ("empty", "A message to nobody errs", to("")),
        ("child", "A Spawn of another form errs", to("", action="Spawn")),
    ):
        scene = Scene()
        scene.emit(message, reason=Reason.TRAP)
        book.reject(f"dre-19-{name}", title, scene, "dre-19-deep")
    scene = Scene()
    scene.relay("Fail", {}, reason=Reason.TRAP)
    scene.message(0, "action", "input")
    scene.add()
    scene.look("contract/total")
    book.accept("dre-19-goes-on", "A trap is answered, and the process goes on", scene)


def gas(book: Book) -> None:
    """Add the case of a module that runs out of gas (DRE-20)."""
    scene = Scene()
    scene.say("Exhaust", {}, reason=Reason.OUT_OF_GAS)
    scene.look("contract/total")
    book.reject("dre-20-exhausted", "Running out of gas is an error", scene, "dre-19-goes-on")


def parked(book: Book) -> None:
    """Add the cases of Bounces that err (DRE-21)."""
    scene = Scene()
    back = scene.bounce()
    scene.look(f"parked/{identity(back)}", f"contract/bounced/{SOURCE}", "contract/reason")
    book.accept("dre-21-good", "A Bounce that is received is not parked", scene)
    scene = Scene()
    scene.say("Refuse", {"refuses": True})
    back = scene.bounce(reason=Reason.NOT_READY, about=("status", "reason", "refunded"))
    scene.look(f"parked/{identity(back)}")
    book.reject("dre-21-erred", "A Bounce that errs is kept", scene, "dre-21-good")
    scene = Scene()
    scene.say("Refuse", {"refuses": True})
    scene.bounce(reason=Reason.NOT_READY)
    scene.relay("Add", {"amount": "2"}, fields={"sequence": 1})
    scene.look("contract/total")
    book.accept("dre-21-goes-on", "Its pair goes on", scene)
    scene = Scene()
    back = scene.bounce(fields={"budget": 0}, reason=Reason.OUT_OF_BUDGET)
    scene.look(f"parked/{identity(back)}")
    book.reject("dre-21-unpaid", "A Bounce that is not paid for is kept", scene, "dre-21-good")
    scene = Scene()
    erred = scene.relay("Err", {"amount": "2"}, reason=Reason.INSUFFICIENT_BALANCE)
    scene.look(f"parked/{identity(erred)}")
    book.reject("dre-21-relay", "What comes back is not kept as well", scene, "dre-21-good")


def redelivered(book: Book) -> None:
    """Add the cases of redeliveries (DRE-22)."""

    def waiting(*, relents: bool) -> tuple[Scene, dict[str, str]]:
        scene = Scene()
        scene.say("Refuse", {"refuses": True})
        back = identity(scene.bounce(reason=Reason.NOT_READY))
        scene.say("Refuse", {"refuses": not relents})
        return scene, {"bounce": back}

    scene, wanted = waiting(relents=True)
    scene.say("Redeliver", dict(wanted), budget="30", hops="2")
    seen = ("caller", "kind", "principal", "budget", "hops", "reason", f"bounced/{SOURCE}")
    scene.look(f"parked/{wanted['bounce']}", *(f"contract/{name}" for name in seen))
    book.accept("dre-22-again", "Anyone may pay for a parked Bounce", scene)
    scene, wanted = waiting(relents=False)
    scene.say("Redeliver", dict(wanted), reason=Reason.NOT_READY)
    scene.look(f"parked/{wanted['bounce']}")
    scene.say("Refuse", {"refuses": False})
    scene.say("Redeliver", dict(wanted))
    scene.look(f"parked/{wanted['bounce']}")
    book.accept("dre-22-stays", "A redelivery that errs lets it wait", scene)
    scene, wanted = waiting(relents=True)
    scene.say("Redeliver", dict(wanted))
    scene.say("Redeliver", dict(wanted), reason=Reason.NOT_PARKED)
    scene.look(f"contract/bounced/{SOURCE}")
    book.reject("dre-22-once", "A Bounce is resolved at most once", scene, "dre-22-again")
    for name, title, data in (
        ("unknown", "What is not parked is not redelivered", {"bounce": some_id("another")}),
        ("form", "What names no Bounce is not redelivered", {"identity": "x"}),
    ):
        scene, _ = waiting(relents=True)
        scene.say("Redeliver", dict(data), reason=Reason.NOT_PARKED)
        book.reject(f"dre-22-{name}", title, scene, "dre-22-again")
    scene = Scene()
    back = scene.bounce()
    scene.say("Redeliver", {"bounce": identity(back)}, reason=Reason.NOT_PARKED)
    scene.look(f"contract/bounced/{SOURCE}")
    book.reject(
        "dre-22-received", "A Bounce that was received is not redelivered", scene, "dre-22-again"
    )
    scene, wanted = waiting(relents=True)
    scene.relay("Redeliver", dict(wanted), fields={"sequence": 1}, reason=Reason.UNKNOWN_ACTION)
    book.reject("dre-22-relay", "To a relay the action is the module's own", scene, "dre-22-again")
