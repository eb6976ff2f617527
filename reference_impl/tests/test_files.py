"""Files that commands read and write: whole or not at all, and private where they are wallets."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from hollowbeam.kernel.signatures import MissingExtra
from hollowbeam.kernel.wallets import (
    ArweaveWallet,
    BadWallet,
    Ed25519Wallet,
    EthereumWallet,
    Wallet,
)
from hollowbeam.service import files


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_bytes_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\r\n\x00\xff")
    assert files.read_bytes(str(path)) == b"\r\n\x00\xff"


@pytest.mark.parametrize(
    ("name", "kind"), [("absent", FileNotFoundError), (".", IsADirectoryError)]
)
def test_what_cannot_be_read_is_an_error_of_its_kind(
    tmp_path: Path, name: str, kind: type[OSError]
) -> None:
    with pytest.raises(kind):
        files.read_bytes(str(tmp_path / name))


def test_a_dash_is_the_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"\x00in")))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=written))
    assert files.read_bytes("-") == b"\x00in"
    files.write_bytes("-", b"\x00out")
    assert written.getvalue() == b"\x00out"


@pytest.mark.usefixtures("strict_umask")
def test_a_file_is_written_over_another_and_public(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"an old and longer content")
    path.chmod(0o600)
    files.write_bytes(str(path), b"new")
    assert (path.read_bytes(), mode_of(path)) == (b"new", 0o644)
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208 - the names are compared


def test_a_name_without_folder_is_in_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.write_bytes("file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"


def test_the_content_is_whole_on_the_disk_before_it_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    seen: list[tuple[bytes, bytes, int]] = []
    sync = os.fsync

    def look(descriptor: int) -> None:
        (temporary,) = set(tmp_path.iterdir()) - {path}
        seen.append((path.read_bytes(), temporary.read_bytes(), mode_of(temporary)))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    files.write_atomically(path, b"new")
    assert seen == [(b"old", b"new", 0o600)]
    assert path.read_bytes() == b"new"


def full_disk(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupt(_descriptor: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("fail", "kind"), [(full_disk, OSError), (interrupt, KeyboardInterrupt)])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fail: Callable[[int], None],
    kind: type[BaseException],
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind):
        files.write_atomically(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"old")]


def test_without_replacing_what_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_atomically(path, b"first", replace=False)
    with pytest.raises(FileExistsError):
        files.write_atomically(path, b"second", replace=False)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("file", b"first")]


def test_without_replacing_not_even_a_broken_link_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        files.write_atomically(link, b"new", replace=False)
    assert [each.name for each in tmp_path.iterdir()] == ["link"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    files.write_atomically(link, b"new")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        files.write_atomically(pipe, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("name", "kind"),
    [(".", IsADirectoryError), ("absent/file", FileNotFoundError), ("f/ile", NotADirectoryError)],
)
def test_what_cannot_be_written_is_an_error_of_its_kind(
    tmp_path: Path, name: str, kind: type[OSError]
) -> None:
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(kind):
        files.write_atomically(tmp_path / name, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize(
    "generate", [ArweaveWallet.generate, Ed25519Wallet.generate, EthereumWallet.generate]
)
def test_a_wallet_is_written_for_its_owner_alone_and_read_again(
    tmp_path: Path, generate: Callable[[], Wallet]
) -> None:
    path, wallet = tmp_path / "wallet.json", generate()
    files.write_wallet(path, wallet)
    assert mode_of(path) == 0o600
    assert files.read_wallet(str(path)).to_jwk() == wallet.to_jwk()
    content = path.read_bytes()
    with pytest.raises(FileExistsError):
        files.write_wallet(path, wallet)
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        (
            b"\xff",
            "not JSON: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
        ),
        (b"[" * 100_000, "not JSON: maximum recursion depth exceeded"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
    ],
    ids=["empty", "no text", "too deep", "array", "null"],
)
def test_a_file_that_is_no_wallet_is_refused(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "wallet.json"
    path.write_bytes(content)
    with pytest.raises(BadWallet) as refused:
        files.read_wallet(str(path))
    assert str(refused.value).startswith(complaint)


def test_a_wallet_that_is_absent_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.read_wallet(str(tmp_path / "absent.json"))


def test_a_secp256k1_wallet_without_its_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wallet.json"
    files.write_wallet(path, EthereumWallet.generate())
    monkeypatch.setitem(sys.modules, "coincurve", None)
    with pytest.raises(MissingExtra):
        files.read_wallet(str(path))
