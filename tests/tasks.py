"""What the tests have processes of their own do; loads nearly nothing."""

from __future__ import annotations

import os
import signal
import sys
import time

from pipeline.errors import SourceError


def greet(name: str) -> str:
    return f"{name} {os.getpid()}"


def refuse(received: bytes) -> None:
    raise SourceError(received.decode(), "だめ")


def fill_memory() -> int:
    return len(bytearray(2**34))


def loop() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def fail() -> None:
    raise KeyError("nothing")


def smuggle() -> object:
    return os.system


def print_much() -> str:
    sys.stdout.write("x" * 100_000)
    return "done"
