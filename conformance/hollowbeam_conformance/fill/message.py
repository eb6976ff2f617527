"""Cases of room message, in their order of dependence.

1. Fields (MSG-1 to MSG-10): what is accepted is read without a look at its signature, what is
   refused bears a signature that holds. So no case here depends on a later clause.
2. Hashes, signatures and names (MSG-11 to MSG-18).
3. The same fields again in items that are read and verified, for who has no operation ``read``.
4. Bundles (MSG-19 to MSG-21), HB-JSON (MSG-22, MSG-23), the message (MSG-24 to MSG-32).
5. Hostile bytes (MSG-33).
"""

from __future__ import annotations

from hollowbeam_conformance.fill import (
    message_bundles,
    message_carried,
    message_fields,
    message_hostile,
    message_signatures,
    message_values,
    message_whole,
)
from hollowbeam_conformance.fill.cases import Case, CaseBook


def cases() -> tuple[Case, ...]:
    """Fill in all cases of the room."""
    book = CaseBook("message")
    message_fields.add(book)
    message_signatures.add(book)
    message_whole.add(book)
    message_bundles.add(book)
    message_values.add(book)
    message_carried.add(book)
    message_hostile.add(book)
    return book.cases()
