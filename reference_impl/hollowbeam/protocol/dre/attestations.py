"""Who answers for a result, and what shows that somebody answers for two."""

from __future__ import annotations

from hollowbeam.kernel.transition import implements
from hollowbeam.kernel.wallets import Wallet
from hollowbeam.protocol.commitments import (
    Attestation,
    Result,
    is_signed,
    result_hash,
    sign,
    signer_of,
)


def attest(result: Result, wallet: Wallet) -> Attestation:
    """Sign a result: from now on the signer answers for it."""
    return Attestation(result, sign(wallet, result_hash(result)))


@implements("DRE-25")
def is_attestation(attestation: Attestation) -> bool:
    """Say whether the signature is one of the result. Total."""
    return is_signed(attestation.signature, result_hash(attestation.result))


@implements("DRE-25")
def conflict(one: Result, other: Result) -> bool:
    """Say whether no honest evaluator signs both: two results of one assignment that differ."""
    return (one.assignment == other.assignment) & (result_hash(one) != result_hash(other))


@implements("DRE-25")
def is_equivocation(one: Attestation, other: Attestation) -> bool:
    """Say whether two attestations convict their signer of equivocation. Total.

    They are of one key, both signatures verify, and the results conflict. Another assignment of
    the same slot, after a takeover, has another hash and convicts nobody.
    """
    return (
        signer_of(one.signature) == signer_of(other.signature)
        and is_attestation(one)
        and is_attestation(other)
        and conflict(one.result, other.result)
    )
