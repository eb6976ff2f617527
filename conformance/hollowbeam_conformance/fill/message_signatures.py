"""Cases of hashes, signatures and names: MSG-11 to MSG-18."""

from __future__ import annotations

from hollowbeam.kernel.errors import Reason
from hollowbeam.kernel.hashing import deep_hash
from hollowbeam.kernel.signatures import SECP256K1_ORDER
from hollowbeam_conformance.fill.cases import CaseBook, act, refused
from hollowbeam_conformance.fill.items import (
    ANCHOR,
    ARWEAVE,
    ED25519,
    ED25519_ORDER,
    ETHEREUM,
    OTHER_ED25519,
    OTHER_ETHEREUM,
    TARGET,
    Draft,
    block,
    frozen,
    long,
    mirrored,
    pairs,
    pkcs1_signature,
    recovery_flipped,
    salted_signature,
    sized_block,
    tagged,
    text,
)

EMPTY = Draft()
SIGNERS = (("ed25519", ED25519), ("arweave", ARWEAVE), ("ethereum", ETHEREUM))
TAG = (b"name", b"value")


def add(book: CaseBook) -> None:
    """Add the cases of what is signed, how, and which names follow."""
    _deep_hash(book)
    _rsa(book)
    _ed25519(book)
    _ed25519_points(book)
    _ethereum(book)
    _ethereum_form(book)
    _published_text(book)
    _names(book)


def _verify(book: CaseBook, case_id: str, title: str, item: bytes) -> None:
    """Add a case in which a signature holds; nothing else is looked at."""
    book.accept(case_id, title, act("verify", item=text(item), about=()))


def _deep_hash(book: CaseBook) -> None:
    for name, signer in SIGNERS:
        title = f"The deep hash of an empty item of type {signer.signature_type}"
        _digest(book, f"msg-11-empty-{name}", title, EMPTY.signed(signer))
    for name, title, draft in (
        ("target", "The deep hash covers the target", Draft(target=TARGET)),
        ("anchor", "The deep hash covers the anchor", Draft(anchor=ANCHOR)),
        ("same-anchor", "The deep hash tells target from anchor", Draft(anchor=TARGET)),
        ("data", "The deep hash covers the data", Draft(data=b"data")),
        ("long-data", "The deep hash covers the length of the data", Draft(data=b"d" * 12345)),
        ("tags", "The deep hash covers the tag bytes", tagged(TAG)),
        (
            "sized-block",
            "The deep hash covers the tag bytes as they came, with the size of a block",
            Draft(tag_bytes=sized_block([TAG]) + b"\0", tag_count=1),
        ),
        (
            "long-number",
            "The deep hash covers the tag bytes as they came, with a longer number",
            Draft(tag_bytes=long(1, extra=3) + pairs([TAG]) + b"\0", tag_count=1),
        ),
        (
            "empty-array",
            "The deep hash covers the tag bytes as they came, with no tags in one byte",
            Draft(tag_bytes=b"\0"),
        ),
        (
            "all-fields",
            "The deep hash of an item with every field",
            tagged(TAG, TAG, target=TARGET, anchor=ANCHOR, data=b"\0data"),
        ),
    ):
        _digest(book, f"msg-11-{name}", title, draft.signed(ED25519))
    title = "The deep hash does not cover the signature"
    unsigned = Draft(data=b"data").item(2, bytes(64), ED25519.owner)
    _digest(book, "msg-11-unsigned", title, unsigned)


def _digest(book: CaseBook, case_id: str, title: str, item: bytes) -> None:
    step = act("digest", item=text(item), about=("deep_hash",))
    book.accept(case_id, title, step, requires=("digest",))


def _rsa(book: CaseBook) -> None:
    def item(signature: bytes) -> bytes:
        return EMPTY.item(1, signature, ARWEAVE.owner)

    title = "An RSA-PSS signature without salt is accepted"
    _verify(book, "msg-12-salt-0", title, EMPTY.signed(ARWEAVE))
    for salt, who in ((32, "as browsers make"), (478, "the longest, as node makes")):
        title = f"An RSA-PSS signature with a salt of {salt} bytes is accepted, {who}"
        _verify(book, f"msg-12-salt-{salt}", title, item(salted_signature(salt)))

    signature = EMPTY.signed(ARWEAVE)[2:514]
    modulus = int.from_bytes(ARWEAVE.owner, "big")
    number = int.from_bytes(signature, "big")
    for name, title, refused_item in (
        ("flipped", "A signature with one bit changed is refused", item(_flip(signature))),
        ("zero", "A signature of zeros is refused", item(bytes(512))),
        ("modulus", "A signature that is the modulus is refused", item(ARWEAVE.owner)),
        (
            "mirrored",
            "A signature subtracted from the modulus is refused",
            item((modulus - number).to_bytes(512, "big")),
        ),
        (
            "pkcs1",
            "A signature with the padding of PKCS #1 version 1.5 is refused",
            item(pkcs1_signature(EMPTY)),
        ),
        (
            "other-data",
            "A signature of other data is refused",
            Draft(data=b"other").item(1, signature, ARWEAVE.owner),
        ),
        (
            "other-owner",
            "A signature by another owner is refused",
            EMPTY.item(1, signature, (modulus - 2).to_bytes(512, "big")),
        ),
        (
            "short-modulus",
            "A signature by a modulus that leaves its first byte zero is refused",
            EMPTY.item(1, frozen("short_modulus.signature"), frozen("short_modulus.owner")),
        ),
        (
            "even-modulus",
            "An owner that is an even number is refused",
            EMPTY.item(1, signature, (modulus - 1).to_bytes(512, "big")),
        ),
        (
            "zero-modulus",
            "An owner of zeros is refused",
            EMPTY.item(1, bytes(512), bytes(512)),
        ),
    ):
        step = refused(Reason.INVALID_RSA_SIGNATURE, "verify", item=text(refused_item))
        book.reject(f"msg-12-{name}", title, step, neighbour="msg-12-salt-0")


def _flip(signature: bytes) -> bytes:
    return signature[:-1] + bytes((signature[-1] ^ 1,))


def _ed25519(book: CaseBook) -> None:
    title = "An Ed25519 signature is accepted"
    _verify(book, "msg-13-valid", title, EMPTY.signed(ED25519))
    signature = EMPTY.signed(ED25519)[2:66]
    large = int.from_bytes(signature[32:], "little") + ED25519_ORDER
    for name, title, item in (
        (
            "flipped",
            "A signature with one bit changed is refused",
            EMPTY.item(2, _flip(signature), ED25519.owner),
        ),
        (
            "zero",
            "A signature of zeros is refused",
            EMPTY.item(2, bytes(64), ED25519.owner),
        ),
        (
            "other-owner",
            "A signature by another owner is refused",
            EMPTY.item(2, OTHER_ED25519.sign(EMPTY.signed_hash(2, ED25519.owner)), ED25519.owner),
        ),
        (
            "other-data",
            "A signature of other data is refused",
            Draft(data=b"other").item(2, signature, ED25519.owner),
        ),
        (
            "large-s",
            "A signature whose S is the order of the group too large is refused",
            EMPTY.item(2, signature[:32] + large.to_bytes(32, "little"), ED25519.owner),
        ),
    ):
        _refuse_ed25519(book, name, title, item)


def _ed25519_points(book: CaseBook) -> None:
    """Add the cases in which the deployed checks of Ed25519 differ from each other."""
    neutral = (1).to_bytes(32, "little")
    not_reduced = (2**255 - 18).to_bytes(32, "little")
    negative_zero = (1 + 2**255).to_bytes(32, "little")
    for name, title, owner, r in (
        (
            "small-order",
            "An owner whose point is neutral, which fits every message, is refused",
            neutral,
            neutral,
        ),
        (
            "owner-not-reduced",
            "An owner whose y is not below the prime is refused",
            not_reduced,
            neutral,
        ),
        (
            "r-not-reduced",
            "A signature whose R is not below the prime is refused",
            neutral,
            not_reduced,
        ),
        (
            "negative-zero",
            "An owner whose x is zero with the sign bit set is refused",
            negative_zero,
            neutral,
        ),
    ):
        _refuse_ed25519(book, name, title, EMPTY.item(2, r + bytes(32), owner))
    title = "A signature that holds only after multiplication by the cofactor is refused"
    item = EMPTY.item(2, frozen("cofactor.signature"), frozen("cofactor.owner"))
    _refuse_ed25519(book, "cofactor", title, item)


def _refuse_ed25519(book: CaseBook, name: str, title: str, item: bytes) -> None:
    step = refused(Reason.INVALID_ED25519_SIGNATURE, "verify", item=text(item))
    book.reject(f"msg-13-{name}", title, step, neighbour="msg-13-valid")


def _ethereum(book: CaseBook) -> None:
    title = "An Ethereum signature is accepted"
    _verify(book, "msg-14-valid", title, EMPTY.signed(ETHEREUM))
    owner = ETHEREUM.owner
    signature = EMPTY.signed(ETHEREUM)[2:67]
    hybrid = bytes((6 + owner[64] % 2,)) + owner[1:]
    for name, title, item in (
        (
            "other-owner",
            "A signature by another owner is refused",
            EMPTY.item(3, OTHER_ETHEREUM.sign(EMPTY.signed_hash(3, owner)), owner),
        ),
        (
            "other-data",
            "A signature of other data is refused",
            Draft(data=b"other").item(3, signature, owner),
        ),
        (
            "other-recovery",
            "A signature whose v recovers another key is refused",
            EMPTY.item(3, recovery_flipped(signature), owner),
        ),
        (
            "not-prefixed",
            "A signature of the hash without the prefix of EIP-191 is refused",
            EMPTY.item(3, ETHEREUM.sign_bare(EMPTY.signed_hash(3, owner)), owner),
        ),
        (
            "hybrid-owner",
            "An owner in the hybrid encoding of its point is refused",
            EMPTY.item(3, ETHEREUM.sign(EMPTY.signed_hash(3, hybrid)), hybrid),
        ),
    ):
        step = refused(Reason.INVALID_ETHEREUM_SIGNATURE, "verify", item=text(item))
        book.reject(f"msg-14-{name}", title, step, neighbour="msg-14-valid")


def _ethereum_form(book: CaseBook) -> None:
    for v in (27, 28):
        draft = next(
            draft
            for draft in (Draft(data=b"%d" % number) for number in range(64))
            if draft.signed(ETHEREUM)[66] == v
        )
        title = f"A signature with a low s and v = {v} is accepted"
        _verify(book, f"msg-15-v-{v}-low-s", title, draft.signed(ETHEREUM))
    signature = EMPTY.signed(ETHEREUM)[2:67]
    r, s, v = signature[:32], signature[32:64], signature[64]
    order, half = SECP256K1_ORDER, SECP256K1_ORDER // 2
    refusals: list[tuple[str, str, bytes]] = [
        ("high-s", "A signature with the higher of its two s is refused", mirrored(signature)),
        ("r-zero", "r = 0 is refused", bytes(32) + s + signature[64:]),
        ("r-order", "r = n is refused", order.to_bytes(32, "big") + s + signature[64:]),
        ("s-zero", "s = 0 is refused", r + bytes(32) + signature[64:]),
        ("s-half", "s = n / 2, rounded up, is refused", _with_s(signature, half + 1)),
        ("s-order", "s = n is refused", _with_s(signature, order)),
        ("s-largest", "s = 2^256 - 1 is refused", _with_s(signature, 2**256 - 1)),
    ]
    refusals += [
        (f"v-{number}", f"v = {number} is refused", r + s + bytes((number,)))
        for number in (v - 27, 26, 29, 35 + v - 27, 255)
    ]
    for name, title, changed in refusals:
        item = EMPTY.item(3, changed, ETHEREUM.owner)
        step = refused(Reason.MALLEABLE_SIGNATURE, "verify", item=text(item))
        book.reject(f"msg-15-{name}", title, step, neighbour=f"msg-15-v-{v}-low-s")
    title = "The largest s in canonical form is judged by the key that it recovers"
    item = EMPTY.item(3, _with_s(signature, half), ETHEREUM.owner)
    step = refused(Reason.INVALID_ETHEREUM_SIGNATURE, "verify", item=text(item))
    book.reject("msg-15-s-largest-low", title, step, neighbour=f"msg-15-v-{v}-low-s")


def _with_s(signature: bytes, s: int) -> bytes:
    return signature[:32] + s.to_bytes(32, "big") + signature[64:]


def _published_text(book: CaseBook) -> None:
    """Add the case of an item that is signed as the published ANS-104 says, not as deployed."""
    draft = tagged(TAG, target=TARGET, anchor=ANCHOR, data=b"data")
    owner = ED25519.owner
    published = deep_hash((b"dataitem", b"1", owner, TARGET, ANCHOR, (TAG,), b"data"))
    item = draft.item(2, ED25519.sign(published), owner)
    title = "A signature of the hash that the published ANS-104 names is refused"
    step = refused(Reason.INVALID_ED25519_SIGNATURE, "verify", item=text(item))
    book.accept(
        "msg-11-deployed-form",
        "A signature of all fields, in the deployed order, is accepted",
        act("verify", item=text(draft.signed(ED25519)), about=()),
    )
    book.reject("msg-11-published-form", title, step, neighbour="msg-11-deployed-form")
    encoded_again = Draft(tag_bytes=block([TAG]) + b"\0", tag_count=1).signed_hash(2, owner)
    sized = Draft(tag_bytes=sized_block([TAG]) + b"\0", tag_count=1)
    title = "A signature of the tags encoded again, not as they came, is refused"
    item = sized.item(2, ED25519.sign(encoded_again), owner)
    step = refused(Reason.INVALID_ED25519_SIGNATURE, "verify", item=text(item))
    book.reject("msg-11-tags-encoded-again", title, step, neighbour="msg-11-deployed-form")


def _names(book: CaseBook) -> None:
    for name, signer in SIGNERS:
        item = text(EMPTY.signed(signer))
        title = f"The id of an item of type {signer.signature_type} is the hash of its signature"
        book.accept(f"msg-16-{name}", title, act("verify", item=item, about=("id",)))
    for name, signer in SIGNERS:
        item = text(EMPTY.signed(signer))
        title = f"The address of type {signer.signature_type} is the hash of the owner"
        book.accept(f"msg-17-{name}", title, act("verify", item=item, about=("address",)))
    for name, signer in SIGNERS:
        item = text(EMPTY.signed(signer))
        title = f"The digest of an item of type {signer.signature_type}"
        step = act("digest", item=item, about=("digest",))
        book.accept(f"msg-18-{name}", title, step, requires=("digest",))
    again = EMPTY.item(1, salted_signature(32), ARWEAVE.owner)
    title = "Signing again gives another id, and the same digest"
    book.accept(
        "msg-18-signed-again",
        title,
        act("verify", item=text(EMPTY.signed(ARWEAVE)), about=("id",)),
        act("verify", item=text(again), about=("id",)),
        act("digest", item=text(EMPTY.signed(ARWEAVE)), about=("digest",)),
        act("digest", item=text(again), about=("digest",)),
        requires=("digest",),
    )
    book.accept(
        "msg-18-paid-twice",
        "Paying the same under another anchor gives another digest",
        *(
            act("digest", item=text(draft.signed(ED25519)), about=("digest",))
            for draft in (Draft(anchor=ANCHOR, data=b"10 U"), Draft(anchor=TARGET, data=b"10 U"))
        ),
        requires=("digest",),
    )
