"""What cuts a run short: Ctrl-C, worker processes that die, memory that is too short for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ccsim.errors import CcsimError, WorkerLost


class Ending:
    """How a run ended. What was finished before is kept; where that is nothing, the run fails."""

    def __init__(self) -> None:
        self.interrupted = False
        self.lost = ""

    @property
    def early(self) -> bool:
        return self.interrupted or bool(self.lost)

    @contextmanager
    def kept(self, done: Callable[[], int], too_large: str) -> Iterator[None]:
        """Around the replications: `done()` tells how many are finished, `too_large` what to say of memory."""
        try:
            yield
        except KeyboardInterrupt:
            if not done():
                raise
            self.interrupted = True
        except WorkerLost as loss:
            if not done():
                raise
            self.lost = loss.args[0]  # a sentence, which knows other languages
        except MemoryError as short:
            if not done():
                raise CcsimError(too_large) from short
            self.lost = too_large
