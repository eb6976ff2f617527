"""Theorems of room message: admission, the one form of a signature, and the integers of tags.

What concerns byte strings of any length (parsing, hashing, signatures) is checked by properties on
random bytes, not proved.
"""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.signatures import SECP256K1_ORDER, is_canonical_ethereum
from hollowbeam.kernel.vocabulary import Nat
from hollowbeam.protocol.message.envelope import Envelope, Kind, admit
from hollowbeam.protocol.message.tags import zig_zag_decode, zig_zag_encode
from hollowbeam_models.theorem import assume, implies, negate, prove, rejection_of, theorem

HEADER_REASONS = (
    Reason.DUPLICATE_TAG,
    Reason.WRONG_PROTOCOL,
    Reason.UNKNOWN_VARIANT,
    Reason.UNKNOWN_TYPE,
    Reason.WRONG_NETWORK,
)
MESSAGE_REASONS = (Reason.MISSING_TARGET, Reason.MISSING_ANCHOR, Reason.MISSING_ACTION)


def is_addressed_here(envelope: Envelope) -> bool:
    """Say that the tags name this protocol, its variant and this network, each once."""
    addressed: bool = (
        negate(envelope.repeats_protocol_tag)
        & envelope.names_protocol
        & envelope.names_variant
        & envelope.names_network
        & (envelope.kind != Kind.UNKNOWN)
    )
    return addressed


@theorem(
    "THM-MSG-1",
    clauses=("MSG-24", "MSG-25", "MSG-26", "MSG-27", "MSG-28", "MSG-29", "MSG-30", "MSG-31"),
    about=(admit,),
    rejects=(*HEADER_REASONS, *MESSAGE_REASONS),
)
def what_is_admitted_meets_every_demand(envelope: Envelope) -> None:
    """Whatever is admitted is addressed here; a Message also has target, anchor and action."""
    kind = admit(envelope)
    prove(kind == envelope.kind, "the kind is the one that the tag names")
    prove(negate(envelope.repeats_protocol_tag), "no protocol tag is repeated")
    prove(envelope.names_protocol, "the protocol is named")
    prove(envelope.names_variant, "the variant is named")
    prove(envelope.names_network, "the network is named")
    prove(kind != Kind.UNKNOWN, "the kind is known")
    complete = envelope.has_target & envelope.has_anchor & envelope.has_action
    prove(implies(kind == Kind.MESSAGE, complete), "a Message is complete")


@theorem(
    "THM-MSG-2",
    clauses=("MSG-24", "MSG-25", "MSG-26", "MSG-27", "MSG-28", "MSG-29", "MSG-30", "MSG-31"),
    about=(admit,),
    acceptance=True,
)
def a_complete_message_is_admitted(envelope: Envelope) -> None:
    """An envelope that is addressed here, and complete if it is a Message, is never refused."""
    assume(is_addressed_here(envelope))
    complete = envelope.has_target & envelope.has_anchor & envelope.has_action
    assume(implies(envelope.kind == Kind.MESSAGE, complete))
    prove(admit(envelope) == envelope.kind, "admitted")


@theorem("THM-MSG-3", clauses=("MSG-15",), about=(is_canonical_ethereum,))
def of_two_signatures_one_is_canonical(r: Nat, s: Nat, v: Nat) -> None:
    """Of s and n - s, which fit the same message, exactly one is accepted."""
    assume((s >= 1) & (s < SECP256K1_ORDER))
    one = is_canonical_ethereum(r, s, v)
    other = is_canonical_ethereum(r, Nat(SECP256K1_ORDER - s), v)
    known = (v == 27) | (v == 28)
    fits = known & (r >= 1) & (r < SECP256K1_ORDER)
    if one:
        prove(negate(other), "not both")
        prove(known, "a known recovery id")
    else:
        prove(implies(fits, other), "one of the two")


@theorem("THM-MSG-4", clauses=("MSG-15",), about=(is_canonical_ethereum,))
def a_canonical_signature_is_in_range(r: Nat, s: Nat, v: Nat) -> None:
    """What is accepted has r in 1..n-1, s in 1..n/2, v in 27, 28; all of that is accepted."""
    in_range = (r >= 1) & (r < SECP256K1_ORDER) & (s >= 1) & (2 * s < SECP256K1_ORDER)
    known = (v == 27) | (v == 28)
    if is_canonical_ethereum(r, s, v):
        prove(in_range & known, "in range")
    else:
        prove(negate(in_range & known), "nothing in range is refused")


@theorem("THM-MSG-5", clauses=("MSG-6",), about=(zig_zag_decode, zig_zag_encode))
def zig_zag_is_a_bijection(signed: int, unsigned: Nat, bound: Nat) -> None:
    """Every integer has one zig-zag code and every code one integer; 64 bits stay 64 bits."""
    code = zig_zag_encode(signed)
    prove(code >= 0, "codes are natural numbers")
    prove(zig_zag_decode(Nat(code)) == signed, "decoding undoes encoding")
    prove(zig_zag_encode(zig_zag_decode(unsigned)) == unsigned, "encoding undoes decoding")
    number = zig_zag_decode(unsigned)
    fits = (number >= -bound) & (number < bound)
    prove(implies(unsigned < 2 * bound, fits), "as many codes as integers")


@theorem(
    "THM-MSG-6",
    clauses=("MSG-24", "MSG-25", "MSG-26", "MSG-27", "MSG-28", "MSG-29", "MSG-30", "MSG-31"),
    about=(admit,),
)
def the_first_broken_demand_is_named(envelope: Envelope) -> None:
    """Of several demands that an envelope breaks, the first in order of the clauses is named."""
    reason = rejection_of(admit, envelope)
    if envelope.repeats_protocol_tag:
        prove(reason == Reason.DUPLICATE_TAG, "repeated tag first")
        return
    if not envelope.names_protocol:
        prove(reason == Reason.WRONG_PROTOCOL, "then the protocol")
        return
    if not envelope.names_variant:
        prove(reason == Reason.UNKNOWN_VARIANT, "then the variant")
        return
    if envelope.kind == Kind.UNKNOWN:
        prove(reason == Reason.UNKNOWN_TYPE, "then the type")
        return
    if not envelope.names_network:
        prove(reason == Reason.WRONG_NETWORK, "then the network")
        return
    if envelope.kind == Kind.MESSAGE:
        if not envelope.has_target:
            prove(reason == Reason.MISSING_TARGET, "then the target")
        elif not envelope.has_anchor:
            prove(reason == Reason.MISSING_ANCHOR, "then the anchor")
        elif not envelope.has_action:
            prove(reason == Reason.MISSING_ACTION, "then the action")
