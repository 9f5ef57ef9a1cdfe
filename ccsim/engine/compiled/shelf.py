"""Where machine code is kept between runs: a folder of the user's, shared by all processes.

Files are written beside their place and renamed, bear a checksum, and are made by one process while others wait. Where
nothing can be written everybody makes his own and keeps it in memory.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_WAIT = 120.0  # seconds after which whoever holds the lock is taken for dead
_LOOK = 0.1
_KEPT = 8  # files of other versions; the oldest are removed
_CHECKSUM = 16  # bytes


class Shelf:
    """Files in a cache folder, by name."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = cache_folder() if folder is None else folder

    def holds(self, name: str) -> bool:
        return self.take(name) is not None

    def take(self, name: str) -> bytes | None:
        """What was put there; None: nothing, or it is damaged."""
        try:
            kept = self._file(name).read_bytes()
        except OSError:
            return None
        code, checksum = kept[:-_CHECKSUM], kept[-_CHECKSUM:]
        return code if checksum == _checksum(code) else None

    def take_or_make(self, name: str, make: Callable[[], bytes]) -> bytes:
        """What is there, or what `make` gives, kept for the next time."""
        kept = self.take(name)
        if kept is not None:
            return kept
        locked = self._lock(name)
        try:
            kept = self.take(name)  # another process may have made it meanwhile
            if kept is not None:
                return kept
            code = make()
            if locked:
                self._put(name, code)
            return code
        finally:
            if locked:
                self._lock_file(name).unlink(missing_ok=True)

    def _put(self, name: str, code: bytes) -> None:
        try:
            handle, beside = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(code + _checksum(code))
            Path(beside).replace(self._file(name))
        except OSError as error:
            print(f"ccsim: cannot keep the compiled engine in {self._folder}: {error}", file=sys.stderr)
            return
        self._prune()

    def _prune(self) -> None:
        with suppress(OSError):  # another process may be tidying up, too
            files = sorted(self._folder.glob("*.loop"), key=lambda file: file.stat().st_mtime)
            for file in files[:-_KEPT]:
                file.unlink(missing_ok=True)

    def _lock(self, name: str) -> bool:
        """Waits for its turn to make it; False: nothing can be written here, so there is no turn to wait for."""
        lock = self._lock_file(name)
        while True:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
                return True
            except FileExistsError:
                with suppress(OSError):
                    if time.time() - lock.stat().st_mtime > _WAIT:
                        lock.unlink(missing_ok=True)
                time.sleep(_LOOK)
                if self.take(name) is not None:
                    return False
            except OSError:
                return False

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.loop"

    def _lock_file(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def cache_folder() -> Path:
    """`CCSIM_CACHE_DIR`, else where programs of this system keep what can be made again."""
    asked = os.environ.get("CCSIM_CACHE_DIR")
    if asked:
        return Path(asked)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "ccsim" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ccsim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ccsim"


def _checksum(code: bytes) -> bytes:
    return hashlib.blake2b(code, digest_size=_CHECKSUM).digest()
