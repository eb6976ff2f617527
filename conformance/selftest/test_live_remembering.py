"""Signature checks that are remembered in a session give the same answers, and only there."""

from __future__ import annotations

from hollowbeam.kernel import signatures
from hollowbeam.protocol.message.item import parse_item
from hollowbeam.protocol.message.signing import signed_hash
from hollowbeam_conformance.live.remembering import remembered_checks
from hollowbeam_models.sequencer_world import ALICE, message


def test_checks_are_remembered_for_a_while_and_answer_the_same() -> None:
    item = parse_item(message(ALICE, 1))
    good = (item.owner, signed_hash(item), item.signature)
    forged = (item.owner, b"another", item.signature)
    check = signatures.verify_ed25519
    before = check.function
    with remembered_checks():
        assert [check(*each) for each in (good, forged, good, forged)] == [True, False, True, False]
        remembered = check.function.cache_info()  # type: ignore[attr-defined]
        assert (remembered.hits, remembered.misses) == (2, 2)
    assert check.function is before
    assert check(*good)
