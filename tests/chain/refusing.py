"""A disk that refuses: the kernel itself says no to every write of one thread.

A limit on the size of files says no with an error of its own; that a disk is full can be said by a
full disk only, or by a filter of the kernel on the system calls that write. It holds for the thread
that asked for it, as long as that lives.
"""

import ctypes
import platform
import struct
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")

_WRITES = {
    "x86_64": (1, 18, 20),
    "aarch64": (64, 68, 66),
}
"""The numbers of write, pwrite64 and writev, by machine."""

_LOAD_NUMBER, _SKIP_IF_EQUAL, _GIVE = 0x20, 0x15, 0x06
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def where_writes_fail(error: int, work: Callable[[], T]) -> T:
    """Do some work in a thread whose every write fails with `error`; return what it returns.

    What the work raises is raised here. Nothing may be printed in it.
    """
    if sys.platform != "linux" or platform.machine() not in _WRITES:
        pytest.skip("only Linux refuses single system calls")
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            _refuse_writes(error)
            done.append(work())
        except BaseException as raised:
            failed.append(raised)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return done[0]


def _refuse_writes(error: int) -> None:
    numbers = _WRITES[platform.machine()]
    steps = [(_LOAD_NUMBER, 0, 0, 0)]
    steps += [(_SKIP_IF_EQUAL, len(numbers) - nth, 0, number) for nth, number in enumerate(numbers)]
    steps += [(_GIVE, 0, 0, _ALLOW), (_GIVE, 0, 0, _FAIL_WITH | error)]
    written = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.addressof(written))
    system = ctypes.CDLL(None)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(
        _SET_FILTER, _FILTER_MODE, ctypes.byref(program)
    ):
        pytest.skip("this system lets nobody refuse system calls")
