"""Tagged hashes and the deep hash, against plain readings of their definitions."""

from hashlib import sha256, sha384

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hollowbeam.kernel.hashing import DeepHashable, Tag, deep_hash, tagged_hash

deterministic = settings(derandomize=True, deadline=None, max_examples=200)

blobs = st.binary(max_size=40) | st.integers(0, 5000).map(bytes)
trees: st.SearchStrategy[DeepHashable] = st.recursive(
    blobs, lambda inner: st.lists(inner, max_size=4), max_leaves=10
)


def naive_deep_hash(data: DeepHashable) -> bytes:
    """Read the definition in ANS-104 word by word."""
    if isinstance(data, bytes):
        tag = b"blob" + str(len(data)).encode()
        return sha384(sha384(tag).digest() + sha384(data).digest()).digest()
    accumulator = sha384(b"list" + str(len(data)).encode()).digest()
    for element in data:
        accumulator = sha384(accumulator + naive_deep_hash(element)).digest()
    return accumulator


@deterministic
@given(trees)
def test_the_deep_hash_is_as_defined(data: DeepHashable) -> None:
    assert deep_hash(data) == naive_deep_hash(data)


def test_an_empty_list_and_an_empty_blob_differ() -> None:
    assert deep_hash([]) == sha384(b"list0").digest()
    assert deep_hash(b"") == sha384(sha384(b"blob0").digest() + sha384(b"").digest()).digest()


@pytest.mark.parametrize("tag", Tag)
def test_the_tag_stands_before_the_data_with_its_length(tag: Tag) -> None:
    name = str(tag).encode()
    assert tagged_hash(tag, b"data") == sha256(bytes([len(name)]) + name + b"data").digest()


def test_no_tagged_hash_can_be_read_as_that_of_another_tag() -> None:
    prefixes = [tag.prefix for tag in Tag]
    overlaps = [(a, b) for a in prefixes for b in prefixes if a is not b and b.startswith(a)]
    assert overlaps == []
