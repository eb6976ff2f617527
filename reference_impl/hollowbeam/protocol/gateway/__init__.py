"""The gateway: it publishes logs to whoever listens, and is a follower itself (chapter gateway)."""

from hollowbeam.protocol.gateway.actions import Appoint, Confirm, Genesis
from hollowbeam.protocol.gateway.archive import OPERATIONS, Archive, begin, handle
from hollowbeam.protocol.gateway.follower import appoint, confirm, follow, follow_nothing
from hollowbeam.protocol.gateway.state import Followed, Follower, Gateway, Tail, Verdict

__all__ = [
    "OPERATIONS",
    "Appoint",
    "Archive",
    "Confirm",
    "Followed",
    "Follower",
    "Gateway",
    "Genesis",
    "Tail",
    "Verdict",
    "appoint",
    "begin",
    "confirm",
    "follow",
    "follow_nothing",
    "handle",
]
