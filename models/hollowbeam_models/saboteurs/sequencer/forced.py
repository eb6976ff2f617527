"""Saboteurs of what waits and comes first, of receipts and ticks (SEQ-10 to SEQ-14)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_ADMISSION = "hollowbeam.protocol.sequencer.admission"
_HOST = "hollowbeam.protocol.sequencer.host"
_LANE = "hollowbeam.protocol.sequencer.lane"
_ORDER = "hollowbeam.protocol.sequencer.order"
_READING = "hollowbeam.protocol.sequencer.reading"

SABOTEURS = (
    Saboteur(
        "SAB-SEQ-10a",
        "SEQ-10",
        _ORDER,
        "    by_group = one.group < other.group\n",
        "    by_group = one.group > other.group\n",
        "the owners come in reverse",
    ),
    Saboteur(
        "SAB-SEQ-10b",
        "SEQ-10",
        _ORDER,
        "    by_group = one.group < other.group\n"
        "    by_position = (one.group == other.group) & (one.position < other.position)\n",
        "    by_group = one.position < other.position\n    by_position = by_group\n",
        "items come as they lie in the block, so a miner orders them",
        ("THM-SEQ-28",),
    ),
    Saboteur(
        "SAB-SEQ-10c",
        "SEQ-10",
        _ORDER,
        "(one.position < other.position)",
        "(one.position != other.position)",
        "of two items of one owner each comes first",
        ("THM-SEQ-27",),
    ),
    Saboteur(
        "SAB-SEQ-10d",
        "SEQ-10",
        _ORDER,
        "return sooner | (alike & (by_group | by_position))",
        "return by_group | by_position | (sooner & alike)",
        "relays come among the other items",
        ("THM-SEQ-28",),
    ),
    Saboteur(
        "SAB-SEQ-10e",
        "SEQ-10",
        _ORDER,
        "sha256(base64url_decode(block) + owner)",
        "sha256(owner)",
        "owners come in the same order in every block",
    ),
    Saboteur(
        "SAB-SEQ-10f",
        "SEQ-10",
        _READING,
        "    if request.is_addressed:\n",
        "    if not request.is_relay or request.is_addressed:\n",
        "items of other processes wait as well",
    ),
    Saboteur(
        "SAB-SEQ-10g",
        "SEQ-10",
        _LANE,
        "            waiting=waiting,\n            relays=relays,\n            count=count,\n",
        "            relays=relays,\n            count=count,\n",
        "what waited at the first anchor waits at each",
        ("THM-SEQ-22",),
    ),
    Saboteur(
        "SAB-SEQ-11a",
        "SEQ-11",
        _ADMISSION,
        "    check_turn(lane, request.digest)\n",
        "",
        "messages handed in are assigned before the items of the block",
        ("THM-SEQ-6",),
    ),
    Saboteur(
        "SAB-SEQ-11b",
        "SEQ-11",
        _LANE,
        "    require(not is_due(lane), Reason.FORCED_FIRST)\n"
        "    require(header.height > lane.height",
        "    require(header.height > lane.height",
        "the anchor moves past items that are due",
        ("THM-SEQ-21",),
    ),
    Saboteur(
        "SAB-SEQ-11c",
        "SEQ-11",
        _LANE,
        "    require(not is_due(lane), Reason.FORCED_FIRST)\n    made = Tick(",
        "    made = Tick(",
        "a host ticks while an item is due",
        ("THM-SEQ-25",),
    ),
    Saboteur(
        "SAB-SEQ-11d",
        "SEQ-11",
        _ADMISSION,
        "    if is_due(lane):\n        require(digest == lane.waiting",
        "    if is_due(lane) & (lane.first == 0):\n        require(digest == lane.waiting",
        "only the first item of a block comes first",
        ("THM-SEQ-6",),
    ),
    Saboteur(
        "SAB-SEQ-11e",
        "SEQ-11",
        _ADMISSION,
        "        require(digest == lane.waiting.get(lane.first).digest, Reason.FORCED_FIRST)\n",
        "        require(digest == lane.waiting.get(lane.relays).digest, Reason.FORCED_FIRST)\n",
        "while an item of the block is due, not even that item is assigned",
        ("THM-SEQ-52",),
    ),
    Saboteur(
        "SAB-SEQ-12a",
        "SEQ-12",
        _ADMISSION,
        "    passed = (lane.first < lane.count) & (is_admissible(lane, item) ^ True)\n",
        "    passed = (lane.first < lane.count) & (lane.assigned.get(item.digest) != 0)\n",
        "a relay that is not in sequence holds up its lane for ever",
        ("THM-SEQ-23", "THM-SEQ-24"),
    ),
    Saboteur(
        "SAB-SEQ-12b",
        "SEQ-12",
        _ADMISSION,
        "    again = min(lane.first, lane.relays)\n",
        "    again = lane.first\n",
        "a relay that was passed over is not tried again",
        ("THM-SEQ-7", "THM-SEQ-33"),
    ),
    Saboteur(
        "SAB-SEQ-12c",
        "SEQ-12",
        _ADMISSION,
        "    return (lane.assigned.get(item.digest) == 0) & ",
        "    number = lane.assigned.get(item.digest)\n"
        "    return ((number == 0) | (number < lane.slot)) & ",
        "an item that was assigned before the last slot is due again",
        ("THM-SEQ-7",),
    ),
    Saboteur(
        "SAB-SEQ-13a",
        "SEQ-13",
        _HOST,
        "sign(wallet, assignment_hash(assignment))",
        "sign(wallet, assignment.previous)",
        "a receipt is signed over the assignment before it",
    ),
    Saboteur(
        "SAB-SEQ-13b",
        "SEQ-13",
        _HOST,
        "sign(wallet, assignment_hash(assignment)), raw)",
        'sign(wallet, assignment_hash(assignment)), b"")',
        "a receipt comes without its item",
    ),
    Saboteur(
        "SAB-SEQ-14a",
        "SEQ-14",
        _LANE,
        "        block=lane.block,\n        head=lane.head,\n    )\n    return Step(lane, (made,))",
        "        block=lane.block,\n        head=AssignmentHash(lane.process),\n    )\n"
        "    return Step(lane, (made,))",
        "a tick says that the log is empty",
        ("THM-SEQ-25",),
    ),
    Saboteur(
        "SAB-SEQ-14b",
        "SEQ-14",
        _LANE,
        "    return Step(lane, (made,))",
        "    return Step(replace(lane, slot=Nat(lane.slot + 1)), (made,))",
        "a tick takes a slot",
        ("THM-SEQ-25", "THM-SEQ-54"),
    ),
    Saboteur(
        "SAB-SEQ-14c",
        "SEQ-14",
        _LANE,
        "    require(not is_due(lane), Reason.FORCED_FIRST)\n    made = Tick(",
        "    require(not is_due(lane) and lane.slot > 0, Reason.FORCED_FIRST)\n    made = Tick(",
        "a host of an empty log cannot tick",
        ("THM-SEQ-54",),
    ),
)
