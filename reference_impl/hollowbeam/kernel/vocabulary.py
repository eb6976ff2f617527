"""The words that signatures are written in: naturals and opaque ids.

An id is a 43-character base64url text (32 bytes). Code compares ids for equality and does nothing
else with them, so a proof may read each kind of id as a sort without structure.
"""

from __future__ import annotations

from typing import NewType

Nat = NewType("Nat", int)
"""An integer that is never negative; on the wire at most 2**256 - 1."""

Address = NewType("Address", str)
"""Who signs: base64url of SHA-256 of an owner (MSG-17)."""

ProcessId = NewType("ProcessId", str)
"""A process: the digest of its Spawn message, or an outbox identity."""

MessageId = NewType("MessageId", str)
"""One signing of a message: base64url of SHA-256 of its signature (MSG-16)."""

Digest = NewType("Digest", str)
"""What was signed, whoever signs it again: see MSG-18."""

BlockId = NewType("BlockId", str)
"""An Arweave block: base64url of SHA-256 of its independent hash."""

AssignmentHash = NewType("AssignmentHash", str)
"""A link of a log; before slot 0 stands the id of the process."""

ResultHash = NewType("ResultHash", str)
"""A link of a chain of results; before slot 0 stands the id of the process."""

Identity = NewType("Identity", str)
"""An emitted message: see ``identity_of`` in ``hollowbeam.protocol.commitments``."""

ModuleId = NewType("ModuleId", str)
"""The code of a process."""

Root = NewType("Root", str)
"""A root of a state or of an outbox."""

NAT_LIMIT = 2**256
"""Amounts on the wire are below this."""

BASIS_POINTS = 10_000
"""Rates are whole numbers of ten-thousandths."""

ZERO = Nat(0)
"""The default of quantities: nothing."""

NOBODY = Address("")
"""The default of addresses in records that are not there; no key has this address."""
