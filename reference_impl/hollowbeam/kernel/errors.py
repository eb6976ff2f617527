"""Why an input is refused: one registry of reasons, each owned by one clause.

Only the code of a reason crosses the wire. Its meaning is text for people.
"""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Self


@unique
class Reason(StrEnum):
    """A reason code, the clause that it enforces, and what it means."""

    clause: str
    meaning: str

    def __new__(cls, code: str, clause: str, meaning: str) -> Self:
        """Make the member equal to its code, so that it serialises as itself."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.clause = clause
        member.meaning = meaning
        return member

    # fmt: off
    # Room message: the item.
    UNKNOWN_SIGNATURE_TYPE = "UNKNOWN_SIGNATURE_TYPE", "MSG-1", "the signature type is none of 1, 2 and 3"  # noqa: E501
    TRUNCATED = "TRUNCATED", "MSG-2", "a field runs past the end of the item"
    BAD_PRESENCE_BYTE = "BAD_PRESENCE_BYTE", "MSG-3", "a presence byte is neither 0 nor 1"
    TOO_MANY_TAGS = "TOO_MANY_TAGS", "MSG-4", "the item declares more than 128 tags"
    TAGS_TOO_LONG = "TAGS_TOO_LONG", "MSG-5", "the item declares more than 4096 bytes of tags"
    MALFORMED_TAGS = "MALFORMED_TAGS", "MSG-6", "the tag bytes are not exactly one Avro array of tags"  # noqa: E501
    TAG_COUNT_MISMATCH = "TAG_COUNT_MISMATCH", "MSG-7", "the tags encoded are not as many as declared"  # noqa: E501
    TAG_NAME_LENGTH = "TAG_NAME_LENGTH", "MSG-8", "a tag name is empty or longer than 1024 bytes"
    TAG_VALUE_LENGTH = "TAG_VALUE_LENGTH", "MSG-9", "a tag value is empty or longer than 3072 bytes"
    INVALID_RSA_SIGNATURE = "INVALID_RSA_SIGNATURE", "MSG-12", "the RSA-PSS signature does not verify"  # noqa: E501
    INVALID_ED25519_SIGNATURE = "INVALID_ED25519_SIGNATURE", "MSG-13", "the Ed25519 signature does not verify"  # noqa: E501
    INVALID_ETHEREUM_SIGNATURE = "INVALID_ETHEREUM_SIGNATURE", "MSG-14", "the Ethereum signature does not recover the owner"  # noqa: E501
    MALLEABLE_SIGNATURE = "MALLEABLE_SIGNATURE", "MSG-15", "the Ethereum signature is not in its one canonical form"  # noqa: E501
    # Room message: the bundle.
    MALFORMED_BUNDLE = "MALFORMED_BUNDLE", "MSG-19", "the header and the items do not fill the bundle exactly"  # noqa: E501
    ID_MISMATCH = "ID_MISMATCH", "MSG-20", "the id in the header is not the id of the item"
    # Room message: the message that an item carries.
    NOT_HB_JSON = "NOT_HB_JSON", "MSG-22", "the bytes are not HB-JSON"
    NOT_CANONICAL = "NOT_CANONICAL", "MSG-23", "the bytes are HB-JSON, but not its canonical form"
    DUPLICATE_TAG = "DUPLICATE_TAG", "MSG-24", "a protocol tag stands more than once"
    WRONG_PROTOCOL = "WRONG_PROTOCOL", "MSG-25", "the tag Data-Protocol is not HollowBEAM"
    UNKNOWN_VARIANT = "UNKNOWN_VARIANT", "MSG-26", "the tag Variant is not HB.1"
    UNKNOWN_TYPE = "UNKNOWN_TYPE", "MSG-27", "the tag Type names no kind of message"
    WRONG_NETWORK = "WRONG_NETWORK", "MSG-28", "the tag Network is not this network"
    MISSING_TARGET = "MISSING_TARGET", "MSG-29", "the message names no target"
    MISSING_ANCHOR = "MISSING_ANCHOR", "MSG-30", "the message has no anchor"
    MISSING_ACTION = "MISSING_ACTION", "MSG-31", "the message names no action"
    # Room staking.
    BAD_PARAMETERS = "BAD_PARAMETERS", "STK-1", "a parameter of the genesis is out of its range"
    UNKNOWN_ACTION = "UNKNOWN_ACTION", "STK-2", "the contract has no such action"
    INVALID_INPUT = "INVALID_INPUT", "STK-3", "the input does not have the fields and types of its action"  # noqa: E501
    STALE_ANCHOR = "STALE_ANCHOR", "STK-4", "the anchor lies before the anchor of an earlier action"
    ZERO_AMOUNT = "ZERO_AMOUNT", "STK-6", "the amount is zero"
    INSUFFICIENT_BALANCE = "INSUFFICIENT_BALANCE", "STK-7", "the caller's liquid balance is too small"  # noqa: E501
    INSUFFICIENT_STAKE = "INSUFFICIENT_STAKE", "STK-10", "the caller's stake in the role is too small"  # noqa: E501
    NOTHING_TO_WITHDRAW = "NOTHING_TO_WITHDRAW", "STK-13", "no stake of the caller is leaving the role"  # noqa: E501
    NOT_READY = "NOT_READY", "STK-14", "the leaving stake is not ready yet"
    DISPUTED = "DISPUTED", "STK-15", "an open dispute names the holder"
    DUPLICATE_COMMITMENT = "DUPLICATE_COMMITMENT", "STK-19", "the commitment was recorded before"
    NOT_ADJUDICATOR = "NOT_ADJUDICATOR", "STK-20", "the caller is not the adjudicator"
    OUTSIDE_EVIDENCE_WINDOW = "OUTSIDE_EVIDENCE_WINDOW", "STK-21", "the fault lies after the anchor, or too long before it"  # noqa: E501
    ROLE_NOT_SLASHABLE = "ROLE_NOT_SLASHABLE", "STK-22", "no fault slashes a participant"
    NOTHING_AT_RISK = "NOTHING_AT_RISK", "STK-23", "the offender has no stake at risk in the role"
    ALREADY_SLASHED = "ALREADY_SLASHED", "STK-26", "the fault was slashed before, and this proof adds nothing"  # noqa: E501
    UNKNOWN_FAULT = "UNKNOWN_FAULT", "STK-30", "the fault has no reward that waits"
    CLAIMS_OPEN = "CLAIMS_OPEN", "STK-31", "earlier commitments may still be shown"
    NO_WEIGHT = "NO_WEIGHT", "STK-33", "the caller has no weight in the role in this epoch"
    ALREADY_MINTED = "ALREADY_MINTED", "STK-34", "the caller minted for the role in this epoch"
    NOTHING_TO_MINT = "NOTHING_TO_MINT", "STK-36", "the caller's share is zero, or the cap is reached"  # noqa: E501
    DISPUTE_EXISTS = "DISPUTE_EXISTS", "STK-37", "a dispute has this id already"
    UNKNOWN_DISPUTE = "UNKNOWN_DISPUTE", "STK-39", "no open dispute has this id"
    # Room sequencer.
    NOT_NEXT_BLOCK = "NOT_NEXT_BLOCK", "SEQ-3", "the block does not stand on the present anchor"
    UNCONFIRMED_ANCHOR = "UNCONFIRMED_ANCHOR", "SEQ-4", "too few blocks stand on the block"
    WRONG_PROCESS = "WRONG_PROCESS", "SEQ-5", "the message belongs into another lane"
    BAD_TIMESTAMP = "BAD_TIMESTAMP", "SEQ-6", "the timestamp lies before the anchor's block, or has more than 13 digits"  # noqa: E501
    ALREADY_ASSIGNED = "ALREADY_ASSIGNED", "SEQ-8", "the digest has a slot of this log already"
    FORCED_FIRST = "FORCED_FIRST", "SEQ-11", "an item of the anchor's block must be assigned first"
    NOT_HOST = "NOT_HOST", "SEQ-17", "the assignment is not signed by the host of its term"
    FENCED = "FENCED", "SEQ-18", "the slot is none of those of the term"
    STALE_TERM = "STALE_TERM", "SEQ-19", "a later term has begun"
    WRONG_SLOT = "WRONG_SLOT", "SEQ-20", "the slot is not the next of the log"
    BROKEN_CHAIN = "BROKEN_CHAIN", "SEQ-21", "the assignment does not name the one before it"
    UNKNOWN_ANCHOR = "UNKNOWN_ANCHOR", "SEQ-22", "the anchor is no block of the chain that is seen"
    OTHER_MESSAGE = "OTHER_MESSAGE", "SEQ-23", "the assignment names another message than the entry holds"  # noqa: E501
    # Room gateway.
    UNKNOWN_TERM = "UNKNOWN_TERM", "GTW-4", "the host of the term is not known"
    CONFLICTING_ASSIGNMENT = "CONFLICTING_ASSIGNMENT", "GTW-7", "the slot is known to have another assignment"  # noqa: E501
    DURABLE_SLOT = "DURABLE_SLOT", "GTW-13", "more slots are durable already"
    CONFLICTING_HEAD = "CONFLICTING_HEAD", "GTW-14", "the log is known to survive with another head"
    UNKNOWN_PROCESS = "UNKNOWN_PROCESS", "GTW-17", "no term of the process is known"
    WRONG_CURSOR = "WRONG_CURSOR", "GTW-19", "the cursor is none of the log"
    NOT_SUBSCRIBED = "NOT_SUBSCRIBED", "GTW-20", "the subscriber is not served with this process"
    LOG_REWRITTEN = "LOG_REWRITTEN", "GTW-21", "a takeover replaced what the subscriber was sent"
    UP_TO_DATE = "UP_TO_DATE", "GTW-22", "the subscriber was sent all there is"
    QUEUE_FULL = "QUEUE_FULL", "GTW-23", "too many slots are not acknowledged"
    NOT_KEPT = "NOT_KEPT", "GTW-24", "the entry is no longer kept and must be backfilled"
    OUT_OF_ORDER = "OUT_OF_ORDER", "GTW-26", "the entry is not the next one of the subscriber"
    NOT_DELIVERED = "NOT_DELIVERED", "GTW-27", "the slot was not sent to the subscriber"
    NOT_SLOW = "NOT_SLOW", "GTW-28", "the queue of the subscriber is not full"
    # Room dre.
    INADMISSIBLE = "INADMISSIBLE", "DRE-7", "the message should never have been assigned"
    EXPIRED = "EXPIRED", "DRE-8", "the anchor lies past the last height of the message"
    NO_SUCH_PROCESS = "NO_SUCH_PROCESS", "DRE-9", "the process was not spawned"
    ALREADY_SPAWNED = "ALREADY_SPAWNED", "DRE-10", "the process was spawned before"
    RESERVED_ACTION = "RESERVED_ACTION", "DRE-17", "the step emits an action that is the kernel's"
    SPAWN_QUOTA = "SPAWN_QUOTA", "DRE-18", "the process would spawn more than the network allows"
    TRAP = "TRAP", "DRE-19", "the module failed, or emitted what is no message"
    OUT_OF_GAS = "OUT_OF_GAS", "DRE-20", "the module used up its gas"
    NOT_PARKED = "NOT_PARKED", "DRE-22", "no parked Bounce has this identity"
    NO_SNAPSHOT = "NO_SNAPSHOT", "DRE-26", "no snapshot was taken at the slot"
    UNKNOWN_MODULE = "UNKNOWN_MODULE", "DRE-29", "the network knows no module of this id"
    STALE_BRANCH = "STALE_BRANCH", "DRE-30", "the branch is not later than the present one"
    NO_RESULT = "NO_RESULT", "DRE-33", "the slot was not evaluated, or sent no such message"
    # Room relayer.
    NOT_A_RELAY = "NOT_A_RELAY", "RLY-3", "the item is of another type than Relay"
    NOT_RELAYABLE = "NOT_RELAYABLE", "RLY-4", "a message to a wallet is a record and is not relayed"
    FOREIGN_LEAF = "FOREIGN_LEAF", "RLY-6", "the message is of another source than the result"
    MISDIRECTED = "MISDIRECTED", "RLY-7", "the message is for another target"
    NOT_INCLUDED = "NOT_INCLUDED", "RLY-8", "the message does not stand in the outbox of the result"
    UNATTESTED = "UNATTESTED", "RLY-9", "the signature of the result does not verify"
    NOT_EVALUATOR = "NOT_EVALUATOR", "RLY-10", "the result is not signed by a host of its process in its term or a later one"  # noqa: E501
    NOT_DURABLE = "NOT_DURABLE", "RLY-11", "the slot of the result is not durable yet"
    ABANDONED = "ABANDONED", "RLY-12", "the result is of an assignment that did not survive"
    NOT_GUARANTEED = "NOT_GUARANTEED", "RLY-13", "the result does not meet the guarantee of the target yet"  # noqa: E501
    ALREADY_RELAYED = "ALREADY_RELAYED", "RLY-14", "the message was relayed before"
    OUT_OF_SEQUENCE = "OUT_OF_SEQUENCE", "RLY-15", "an earlier message of the pair was not relayed yet"  # noqa: E501
    OUT_OF_BUDGET = "OUT_OF_BUDGET", "RLY-19", "the budget does not pay for the step and what it emits"  # noqa: E501
    OUT_OF_HOPS = "OUT_OF_HOPS", "RLY-20", "the step emits a message and has no hop left"
    PURSE_EXISTS = "PURSE_EXISTS", "RLY-22", "the message has a budget already"
    NOT_IN_FLIGHT = "NOT_IN_FLIGHT", "RLY-23", "the message is not on its way"
    NOTHING_TO_EMIT = "NOTHING_TO_EMIT", "RLY-24", "the message has nothing to emit, or no longer"
    NOT_CLOSABLE = "NOT_CLOSABLE", "RLY-25", "the message took no effect, is done, or has still to emit"  # noqa: E501
    ALREADY_KNOWN = "ALREADY_KNOWN", "RLY-27", "the relayer knows the message, and it is not lost"
    UNFUNDED = "UNFUNDED", "RLY-28", "the budget does not pay for the message and its Bounce"
    DURABLE_ELSE = "DURABLE_ELSE", "RLY-29", "another assignment of the slot is durable"
    UNKNOWN_RELAY = "UNKNOWN_RELAY", "RLY-30", "the relayer knows no such message of this assignment"  # noqa: E501
    NOT_OBSERVED = "NOT_OBSERVED", "RLY-32", "the log of the target does not hold the relay"
    NOT_DUE = "NOT_DUE", "RLY-37", "nothing is due for the message at this height"
    # Room u_token.
    NOT_AUTHORITY = "NOT_AUTHORITY", "TOK-13", "the caller does not speak for the bridge"
    LOCK_NOT_CONFIRMED = "LOCK_NOT_CONFIRMED", "TOK-14", "the lock has too few confirmations"
    LOCK_MINTED = "LOCK_MINTED", "TOK-15", "the lock was minted before"
    SUPPLY_LIMIT = "SUPPLY_LIMIT", "TOK-16", "more than 2**256 - 1 units would have been issued and minted"  # noqa: E501
    NOT_LOCKED = "NOT_LOCKED", "TOK-19", "more would be released than was ever locked"
    # Room ucm.
    UNKNOWN_TOKEN = "UNKNOWN_TOKEN", "UCM-4", "the notice comes from neither of the two processes"
    UNKNOWN_REQUEST = "UNKNOWN_REQUEST", "UCM-10", "no request with this reference is pending"
    WRONG_NOTICE = "WRONG_NOTICE", "UCM-11", "the notice does not fit the request that it names"
    BAD_PRICE = "BAD_PRICE", "UCM-14", "the price is zero, or 2^128 or more"
    TOO_MANY_FILLS = "TOO_MANY_FILLS", "UCM-15", "more than 64 fills are asked of one message"
    BELOW_MINIMUM = "BELOW_MINIMUM", "UCM-16", "the order is worth less than the minimum"
    STALE_HINT = "STALE_HINT", "UCM-18", "the new level does not belong behind the hint"
    NO_SUCH_ORDER = "NO_SUCH_ORDER", "UCM-20", "no order with this number rests"
    NOT_OWNER = "NOT_OWNER", "UCM-21", "the order is another's"
    WOULD_CROSS = "WOULD_CROSS", "UCM-28", "an order that fills none would cross the book"
    NO_MATCH = "NO_MATCH", "UCM-30", "no order can be filled"
    # fmt: on


class Rejection(Exception):
    """An input is refused; the state is as it was. Anything else that is raised is our bug."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail or reason.meaning}")
        self.reason = reason
        self.detail = detail


def require(condition: object, reason: Reason, detail: str = "") -> None:
    """Refuse the input unless the condition holds.

    The condition may be symbolic: its truth value forks the path that is being proved.

    Rejects: the given reason.
    """
    if not condition:
        raise Rejection(reason, detail)
