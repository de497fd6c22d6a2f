"""The dashboard in a process of its own, served as `make run` serves it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
FIRST_PORT, PORTS = 20_000, 100


@contextmanager
def served(log: Path, **environment: str) -> Iterator[tuple[str, int]]:
    """Serve the dashboard on a free port: its address and its process.

    Args:
        log: the file for what the server prints.
        environment: variables for the server, besides those of this process.

    Raises:
        RuntimeError: it does not answer in time.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/server/main.py"]
    options = [
        ("address", "127.0.0.1"),
        ("port", str(port)),
        ("headless", "true"),
        ("allowedHosts", "127.0.0.1"),
    ]
    for name, value in options:
        command += [f"--server.{name}", value]
    known = {"ATLAS_ADDRESS": address, **os.environ, **environment}
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, cwd=ROOT, env=known, stdout=out, stderr=out
        ) as server,
    ):
        try:
            _wait_until_answering(server, address, log)
            yield address, server.pid
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def _free_port() -> int:
    """A free port; each worker of a test run looks among its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = FIRST_PORT + PORTS * worker
    for port in range(first, first + PORTS):
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port
    message = f"No port from {first} to {first + PORTS - 1} is free."
    raise RuntimeError(message)


def _wait_until_answering(server: subprocess.Popen, address: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.05)
    message = f"The server did not start:\n{log.read_text(encoding='utf-8')}"
    raise RuntimeError(message)
