"""Has a file read by a child process and waits for its tables (see `child`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pipeline.errors import SourceError
from pipeline.read import refusals
from pipeline.read.child import MAX_SECONDS
from pipeline.read.table import Table

CHILD = Path(__file__).with_name("child.py")


def read_apart(received: bytes, kind: str, name: str) -> list[Table]:
    """Read a file in a child process, under limits of memory and time.

    Raises:
        SourceError: the file cannot be read, or not within the limits.
    """
    asked = json.dumps({"kind": kind, "name": name}).encode("ascii")
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own file
            [sys.executable, "-P", str(CHILD)],
            input=asked + b"\n" + received,
            capture_output=True,
            timeout=MAX_SECONDS + 10,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusals.too_slow(name, MAX_SECONDS) from error
    if done.returncode:
        raise _died(done, kind, name)
    said = json.loads(done.stdout)
    if "tables" not in said:
        raise SourceError(said["message"], said["text_ja"])
    return [
        Table(
            numbers=table["numbers"],
            cells=[tuple(row) for row in table["cells"]],
            spans={(a, b): (c, d) for a, b, c, d in table["spans"]},
            name=table["name"],
        )
        for table in said["tables"]
    ]


def _died(
    done: subprocess.CompletedProcess[bytes], kind: str, name: str
) -> SourceError:
    told = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if "MemoryError" in told:
        return refusals.too_much_text(name)
    killed_for_time = -24  # SIGXCPU, which Windows does not have
    if done.returncode == killed_for_time:
        return refusals.too_slow(name, MAX_SECONDS)
    return refusals.not_readable(name, kind, told)
