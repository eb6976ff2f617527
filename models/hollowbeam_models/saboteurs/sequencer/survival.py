"""Saboteurs of what survives a host: durable slots, rebuilt lanes, takeovers (SEQ-25 to SEQ-28)."""

from __future__ import annotations

from hollowbeam_models.saboteur import Saboteur

_DURABLE = "hollowbeam.protocol.sequencer.durable"
_HOST = "hollowbeam.protocol.sequencer.host"
_LANE = "hollowbeam.protocol.sequencer.lane"

SABOTEURS = (
    Saboteur(
        "SAB-SEQ-25a",
        "SEQ-25",
        _DURABLE,
        "    if bundled != NO_ASSIGNMENT:\n        return bundled\n",
        "    if bundled != NO_ASSIGNMENT and not has_supermajority(signed, total):\n"
        "        return bundled\n",
        "weight outdoes what lies in a bundle",
        ("THM-SEQ-37",),
    ),
    Saboteur(
        "SAB-SEQ-25b",
        "SEQ-25",
        _DURABLE,
        "    return replace(durable, loose=tuple(later))\n",
        "    return replace(durable, loose=())\n",
        "a slot that lies in a block before its predecessor is never durable",
    ),
    Saboteur(
        "SAB-SEQ-25c",
        "SEQ-25",
        _DURABLE,
        "    if bundled != NO_ASSIGNMENT:\n        return bundled\n",
        "    if bundled != NO_ASSIGNMENT:\n        return named\n",
        "whichever assignment is named survives if any of its slot lies in a bundle",
        ("THM-SEQ-37",),
    ),
    Saboteur(
        "SAB-SEQ-25d",
        "SEQ-25",
        _DURABLE,
        "later = (each for each in loose if each[0].slot > heads.get(each[0].process).slot)",
        "later = (each for each in loose if each[0].slot == heads.get(each[0].process).slot + 1)",
        "a slot that came far ahead is forgotten",
    ),
    Saboteur(
        "SAB-SEQ-25e",
        "SEQ-25",
        _DURABLE,
        "candidate[0].slot), []).append(candidate)",
        "candidate[0].slot), []).insert(0, candidate)",
        "of two assignments of a slot in one block the last survives",
    ),
    Saboteur(
        "SAB-SEQ-26a",
        "SEQ-26",
        _DURABLE,
        "return 3 * signed > 2 * total",
        "return 3 * signed >= 2 * total",
        "two thirds are enough",
        ("THM-SEQ-36",),
    ),
    Saboteur(
        "SAB-SEQ-26b",
        "SEQ-26",
        _DURABLE,
        "return 3 * signed > 2 * total",
        "return 2 * signed > total",
        "half is enough",
        ("THM-SEQ-36", "THM-SEQ-37"),
    ),
    Saboteur(
        "SAB-SEQ-27a",
        "SEQ-27",
        _HOST,
        "replace(lane, since=block.timestamp, waiting=queue, relays=relays, count=count, "
        "first=ZERO)",
        "replace(lane, since=block.timestamp, waiting=queue, relays=relays, count=count, "
        "first=count)",
        "what was due when a host stopped is forgotten",
    ),
    Saboteur(
        "SAB-SEQ-27b",
        "SEQ-27",
        _DURABLE,
        "    for bundle in bundles:\n        for entry in entries_in(bundle):\n",
        "    for bundle in reversed(list(bundles)):\n        for entry in entries_in(bundle):\n",
        "of two assignments of a slot the last counts",
    ),
    Saboteur(
        "SAB-SEQ-27c",
        "SEQ-27",
        "hollowbeam.protocol.sequencer.seat",
        "        if block.height <= rebuilt.height:\n",
        "        if block.height < rebuilt.height:\n",
        "what lies in the block of the anchor is not durable for who read the log again",
    ),
    Saboteur(
        "SAB-SEQ-27d",
        "SEQ-27",
        "hollowbeam.protocol.sequencer.seat",
        "    seat = replace(seat, lane=rebuilt, durable=durable)\n",
        "    rebuilt = replace(rebuilt, assigned=seat.lane.assigned)\n"
        "    seat = replace(seat, lane=rebuilt, durable=durable)\n",
        "what lies in no bundle stays assigned",
    ),
    Saboteur(
        "SAB-SEQ-28a",
        "SEQ-28",
        _LANE,
        "    return Step(replace(lane, term=term, host=host))\n",
        "    return Step(replace(lane, term=term, host=host, assigned=Map(ZERO)))\n",
        "a new host forgets which digests survived",
        ("THM-SEQ-26",),
    ),
    Saboteur(
        "SAB-SEQ-28b",
        "SEQ-28",
        _LANE,
        "    return Step(replace(lane, term=term, host=host))\n",
        "    return Step(replace(lane, host=host))\n",
        "a new host goes on in the old term",
        ("THM-SEQ-26", "THM-SEQ-55"),
    ),
    Saboteur(
        "SAB-SEQ-28c",
        "SEQ-28",
        _LANE,
        "    return Step(replace(lane, term=term, host=host))\n",
        "    return Step(replace(lane, term=term, host=host, waiting=Map(Waiting())))\n",
        "a new host forgets what is due, and holds everything up",
        ("THM-SEQ-26",),
    ),
    Saboteur(
        "SAB-SEQ-5d",
        "SEQ-5",
        _DURABLE,
        "        and (not request.is_relay or facts.target == Address(assignment.process)),\n",
        "        and facts is not None,\n",
        "a relay to another process may stand in a published log",
    ),
)
