"""Ctrl-C between steps, never in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the block is done, then raise its `KeyboardInterrupt`.

    A replication is added to the estimates and to the records together or not at all. Outside the main thread, where
    no Ctrl-C arrives, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    arrived = []

    def remember(number: int, frame: FrameType | None) -> None:
        arrived.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if arrived:
        raise KeyboardInterrupt
