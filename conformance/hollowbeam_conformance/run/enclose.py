"""Close a namespace behind a command: run inside ``unshare``, as a script, before the command.

    enclose.py SCRATCH START HIDDEN… -- COMMAND…

Everything mounted becomes read-only except SCRATCH, a small file system in memory; each HIDDEN
directory becomes empty; all capabilities are given up. Then the command takes the place of this
process, in the directory START. Any failure ends with status 125.
"""

from __future__ import annotations

import ctypes
import os
import sys

MS_RDONLY, MS_NOSUID, MS_NODEV = 1, 2, 4
AT_RECURSIVE, MOUNT_ATTR_RDONLY = 0x8000, 1
SYS_MOUNT_SETATTR = 442  # the same number on every architecture
PR_CAPBSET_READ, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 23, 24, 38
SCRATCH_SIZE = b"size=64m"

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Raise OSError if a call of the C library failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount_memory(path: str, flags: int, options: bytes) -> None:
    """Lay an empty file system in memory over a directory."""
    check(libc.mount(b"tmpfs", os.fsencode(path), b"tmpfs", flags, options), f"mount {path}")


def enclose(scratch: str, start: str, hidden: list[str]) -> None:
    """Do what the head of this file says."""
    for path in hidden:
        mount_memory(path, MS_RDONLY | MS_NOSUID | MS_NODEV, b"size=4k")
    read_only = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY, 0, 0, 0)
    check(
        libc.syscall(
            SYS_MOUNT_SETATTR, -1, b"/", AT_RECURSIVE, read_only, ctypes.sizeof(read_only)
        ),
        "make everything read-only",
    )
    mount_memory(scratch, MS_NOSUID | MS_NODEV, SCRATCH_SIZE)
    os.chdir(start)
    capability = 0
    while libc.prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0:
        check(libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "give up capabilities")
        capability += 1
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "give up new privileges")


def main(arguments: list[str]) -> None:
    """Enclose, then become the command."""
    split = arguments.index("--")
    scratch, start, *hidden = arguments[:split]
    command = arguments[split + 1 :]
    try:
        enclose(scratch, start, hidden)
        os.execvp(command[0], command)  # noqa: S606 - becoming the command is the purpose
    except OSError as error:
        sys.stderr.write(f"enclose: {error}\n")
        raise SystemExit(125) from None


if __name__ == "__main__":
    main(sys.argv[1:])
