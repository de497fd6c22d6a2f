"""What one process may take: memory, time on the processor and time on the clock.

Knows nothing else. Where a system has no such limits (Windows), none is set.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """What a task may take.

    Attributes:
        memory: bytes, beyond what its process has when it begins.
        seconds: on the processor.
        patience: seconds on the clock.
    """

    memory: int = 1_400 * 2**20
    seconds: int = 50
    patience: float = 90


def limit(limits: Limits) -> None:
    """Hold this process to its limits; it is ended where it reaches one."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's patience stays
        return
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.patience)
    for kind, value in (
        (resource.RLIMIT_AS, _size() + limits.memory),
        (resource.RLIMIT_CPU, _seconds() + limits.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(ValueError, OSError):  # some systems know limits they can't set
            resource.setrlimit(kind, (wanted, hard))


def _size() -> int:
    """Bytes of address space this process has now; 0 where nobody tells."""
    with suppress(OSError, ValueError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _seconds() -> int:
    """Seconds this process has had of the processor."""
    times = os.times()
    return int(times.user + times.system)
