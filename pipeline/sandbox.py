"""Runs a function in a process of its own, under limits: no file can harm the parent.

Knows neither lists nor slides: a task is called by its name, `module:function`. What a
task raises of our own errors comes back whole. Processes are forked from one that has
everything loaded and no threads of its own, never from the caller; where a system can't
fork (Windows), each is started anew. The answer is unpickled from a short list of names.
"""

from __future__ import annotations

import atexit
import gc
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore, Lock
from types import ModuleType
from typing import IO, Any

from pipeline.errors import AgreementsError
from pipeline.gc_pause import gc_paused
from pipeline.limits import Limits, limit

ROOT = Path(__file__).resolve().parents[1]


LIMITS = Limits()

AT_ONCE = 4
"""So many tasks run at a time; the next wait, so that memory has a bound."""

LOW_PRIORITY = 5
"""Steps of `nice`."""

MEMORY, TIME, FAULT = "memory", "time", "fault"
"""Why a process can have ended without an answer."""

CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

ALLOWED = {
    "builtins": {"slice"},
    "numpy": {"_frombuffer", "dtype", "ndarray", "_reconstruct", "scalar"},
    "pandas": {
        *("BooleanDtype", "Categorical", "CategoricalDtype", "DataFrame", "Index"),
        *("RangeIndex", "StringDtype", "ArrowStringArray", "BooleanArray"),
        *("BlockManager", "__pyx_unpickle_NDArrayBacked", "_new_Index"),
        "_unpickle_block",
    },
    "pyarrow": {"_restore_array", "chunked_array", "py_buffer", "type_for_alias"},
    "pipeline": {
        *(
            "Edition",
            "DictionaryEncodedRows",
            "ListQuestion",
            "FileMarks",
            "OutsideText",
            "PublishedCells",
            "SourceGrid",
            "Table",
            "TaskEndedError",
        ),
        *("PublishError", "ReferenceDataError", "RepairError", "SourceError"),
        "UndecidedLayoutError",
    },
    "dashboard": {"TemplateError"},
}
"""Package -> the names in it that an answer may hold."""

_turns = BoundedSemaphore(AT_ONCE)
_inside = False


class TaskEndedError(Exception):
    """The process of a task ended without an answer.

    Attributes:
        reason: MEMORY, TIME or FAULT.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


def run(task: str, *given: object, bare: bool = False, **named: object) -> Any:
    """Run a task in a process of its own; in such a process, just run it.

    Args:
        task: `module:function`.
        given: what the function is called with; all that `pickle` knows.
        bare: for a caller who has no time to load all we have: a process that loads the
            module of the task without the packages it stands in.
        named: what it is called with by name.

    Returns:
        What the function returns, of the types in ALLOWED.

    Raises:
        AgreementsError: the function raised it.
        TaskEndedError: a limit was reached, or the process ended otherwise.
    """
    if _inside:
        return _function(task)(*given, **named)
    job = pickle.dumps((task, LIMITS, given, named))
    with _turns:
        if bare or not CAN_FORK:
            received, status = _fresh(job, bare)
        else:
            received, status = _forked(job, task)
    return _answer(received, status)


def start(first: str = "") -> None:
    """Start the process that others are forked from, before a reader waits for it.

    Args:
        first: a task it begins with, which loads what later tasks need.
    """
    if CAN_FORK:
        _server.start(first)


def _answer(received: bytes, status: int) -> Any:
    if status:
        raise _end(status)
    try:
        with gc_paused():
            answer, problem = _Unpickler(io.BytesIO(received)).load()
    except Exception as error:
        raise TaskEndedError(FAULT, type(error).__name__) from error
    if problem is not None:
        raise problem
    return answer


def _end(status: int) -> TaskEndedError:
    if not hasattr(signal, "SIGXCPU"):
        return TaskEndedError(FAULT, str(status))
    if -status in (signal.SIGXCPU, signal.SIGALRM):
        return TaskEndedError(TIME)
    if -status == signal.SIGKILL:  # what the system does where memory ends
        return TaskEndedError(MEMORY)
    return TaskEndedError(
        FAULT, signal.strsignal(-status) or str(status) if status < 0 else ""
    )


class _Unpickler(pickle.Unpickler):
    """Takes an answer for what it should be: no name in it leads anywhere else."""

    def find_class(self, module: str, name: str) -> Any:
        """Find a name of ALLOWED; a package may move its names about inside."""
        if name not in ALLOWED.get(module.partition(".")[0], ()):
            message = f"An answer must not hold {module}.{name}."
            raise pickle.UnpicklingError(message)
        return super().find_class(module, name)


def _fresh(job: bytes, bare: bool) -> tuple[bytes, int]:
    with subprocess.Popen(  # noqa: S603  # our own interpreter
        _command("answer", str(int(bare))),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            received, _ = process.communicate(job, timeout=LIMITS.patience)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise TaskEndedError(TIME) from error
    return received, process.returncode


def _forked(job: bytes, task: str) -> tuple[bytes, int]:
    with _server.connect(task) as line:
        try:
            line.sendall(job)
            line.shutdown(socket.SHUT_WR)
            with line.makefile("rb") as answers:
                received = answers.read(LIMITS.memory)
        except TimeoutError as error:
            raise TaskEndedError(TIME) from error
        except OSError as error:
            raise TaskEndedError(FAULT, type(error).__name__) from error
    if len(received) < _STATUS:
        raise TaskEndedError(FAULT)
    status = int.from_bytes(received[-_STATUS:], "big", signed=True)
    return received[:-_STATUS], status


_STATUS = 4
"""Bytes behind an answer that say how its process ended."""

_NAME = 200
"""Bytes in which the name of a task is sent, so that two never run into each other."""

_BOOT = """
import sys, types
mode, root, argument = sys.argv[1:]
if argument == "1":
    package = sys.modules["pipeline"] = types.ModuleType("pipeline")
    package.__path__ = [root + "/pipeline"]
else:
    sys.path.insert(0, root)
import pipeline.sandbox
getattr(pipeline.sandbox, mode)(argument)
"""


def _command(mode: str, argument: str) -> list[str]:
    return [sys.executable, "-P", "-c", _BOOT, mode, str(ROOT), argument]


class _Server:
    """The process that others are forked from; started when first asked for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self, first: str = "") -> socket.socket:
        """Start it, if it does not run; give the line on which it is asked."""
        with self._lock:
            if self._process and self._control and self._process.poll() is None:
                return self._control
            self._stop()
            own, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
                    _command("serve", f"{theirs.fileno()} {first}"),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),),
                )
            self._control = own
            return own

    def connect(self, task: str) -> socket.socket:
        """A line to a new process, which has the module of the task."""
        own, theirs = socket.socketpair()
        own.settimeout(LIMITS.patience)
        with theirs:
            message = [task.encode().ljust(_NAME)], [theirs.fileno()]
            try:
                socket.send_fds(self.start(), *message)
            except OSError:  # it ended a moment ago
                socket.send_fds(self.start(), *message)
        return own

    def stop(self) -> None:
        """End it; it ends by itself, too, when this process does."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None


_server = _Server()
atexit.register(_server.stop)


def answer(bare: str) -> None:
    """Run one task: it comes on standard input, its answer goes to standard output."""
    _give_way()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = io.StringIO()
    _run_task(source.read(), target, stand_in=bare == "1")


def serve(argument: str) -> None:
    """Fork a process for each line that comes in, until the parent is gone."""
    _give_way()
    number, _, first = argument.partition(" ")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if first:
        _function(first)()
    gc.freeze()
    with socket.socket(fileno=int(number)) as control:
        while True:
            task, lines, _, _ = socket.recv_fds(control, _NAME, 1)
            if not task:
                return
            with suppress(Exception):  # who runs the task says what is wrong
                _function(task.decode().strip())
            if os.fork() == 0:
                control.close()
                _watch(socket.socket(fileno=lines[0]))
                os._exit(0)
            os.close(lines[0])


def _give_way() -> None:
    """Let pages of other readers come before all that is done here."""
    if hasattr(os, "nice"):
        os.nice(LOW_PRIORITY)


def _watch(line: socket.socket) -> None:
    """Run a task in one more process, and tell at the end how that ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        with line.makefile("rb") as source, line.makefile("wb") as target:
            _run_task(source.read(), target)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    with suppress(OSError):
        line.sendall(code.to_bytes(_STATUS, "big", signed=True))
    line.close()


def _run_task(job: bytes, target: IO[bytes], *, stand_in: bool = False) -> None:
    global _inside
    _inside = True
    payload: tuple[object, Exception | None]
    try:
        task, limits, given, named = pickle.loads(job)  # noqa: S301  # from the parent
        limit(limits)
        payload = _function(task, stand_in=stand_in)(*given, **named), None
        packed = pickle.dumps(payload, 5)
    except AgreementsError as error:
        packed = pickle.dumps((None, error))
    except MemoryError:
        packed = pickle.dumps((None, TaskEndedError(MEMORY)))
    except Exception as error:  # noqa: BLE001  # a library met what it cannot read
        packed = pickle.dumps(
            (None, TaskEndedError(FAULT, f"{type(error).__name__}: {error}"))
        )
    with suppress(BrokenPipeError):
        target.write(packed)
        target.flush()


def _function(task: str, *, stand_in: bool = False) -> Callable[..., Any]:
    module, _, name = task.partition(":")
    if stand_in:
        _stand_in(module)
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _stand_in(module: str) -> None:
    """Stand in for the packages of a module without running their `__init__`."""
    parts = module.split(".")[:-1]
    for depth in range(1, len(parts) + 1):
        name = ".".join(parts[:depth])
        if name not in sys.modules:
            package = sys.modules[name] = ModuleType(name)
            package.__path__ = [str(ROOT.joinpath(*parts[:depth]))]
