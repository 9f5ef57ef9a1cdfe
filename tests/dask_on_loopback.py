"""A dask scheduler and workers as processes on loopback, and their end, however a test ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds after which a test gives up waiting
HERE = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def until(there: Callable[[], Any], what: str) -> Any:
    """What `there` gives, as soon as that is something."""
    deadline = time.monotonic() + PATIENCE
    while not (found := there()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
    return found


class Loopback:
    """The processes; each has a folder of its own to work in, in which there is nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def scheduler(self, **settings: str) -> str:
        """Starts it and waits until it listens; `settings` are in dask's environment."""
        port = free_port()
        self._start("scheduler", "--port", str(port), **settings)
        self.address = f"tcp://127.0.0.1:{port}"
        until(lambda: listens(port), "the scheduler")
        return self.address

    def worker(self, *options: str, nanny: bool = False, **environment: str) -> subprocess.Popen[bytes]:
        """Starts one, which comes when it comes."""
        kept = "--nanny" if nanny else "--no-nanny"
        options = ("--nthreads", "1", *options) if "--nthreads" not in options else options
        return self._start("worker", self.address, kept, *options, **environment)

    def _start(self, kind: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        folder = self.folder / f"{kind}{len(self.processes)}"
        folder.mkdir(parents=True)
        path = os.pathsep.join(filter(None, (environment.pop("PYTHONPATH", ""), str(ROOT))))
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments, *HERE],
                cwd=folder,
                env=os.environ | environment | {"PYTHONPATH": path},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def close(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """A process and those that it started, at once."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1.0):
        return True
    return False


@contextmanager
def loopback(folder: Path) -> Iterator[Loopback]:
    found = Loopback(folder)
    try:
        yield found
    finally:
        found.close()
