"""A folder of the user's in which machine code is kept, by digest of all that it is made of and for."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

KEPT_FOR = 30 * 86_400.0
"""Seconds after which what nobody loads any more is removed."""
_SUFFIX = ".machinecode"
_SUM = hashlib.sha256().digest_size


class NoFolder(OSError):
    """Nothing can be kept on this machine; says why."""


def folders() -> list[Path]:
    """Where to keep it, best first: the user's cache folder; where that cannot be written, a temporary one of his."""
    asked = os.environ.get("CCSIM_CACHE_DIR")
    if asked:
        return [Path(asked)]
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    if sys.platform == "win32":
        user = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ccsim" / "Cache"
    elif sys.platform == "darwin":
        user = home / "Library" / "Caches" / "ccsim"
    else:
        user = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "ccsim"
    return [user, _temporary()] if user.is_absolute() else [_temporary()]


def find(digest: str) -> bytes | None:
    """What is kept under a digest; None where there is nothing, or something damaged."""
    for folder in folders():
        if not _is_safe(folder):
            continue
        file = folder / f"{digest}{_SUFFIX}"
        try:
            content = file.read_bytes()
        except OSError:
            continue
        code = content[_SUM:]
        if hashlib.sha256(code).digest() == content[:_SUM]:
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > KEPT_FOR / 10:
                    os.utime(file)
            return code
    return None


def has(digest: str) -> bool:
    """Whether something is kept under a digest; whether it is sound is seen when it is loaded."""
    return any(_is_safe(folder) and (folder / f"{digest}{_SUFFIX}").is_file() for folder in folders())


def keep(digest: str, code: bytes) -> None:
    """Keeps code; whoever looks meanwhile finds all of it or nothing. Raises OSError where that cannot be."""
    folder = writable()
    handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(code).digest() + code)
        part.replace(folder / f"{digest}{_SUFFIX}")
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _tidy(folder)


def writable() -> Path:
    """The folder in which files can be made now. Raises NoFolder where there is none."""
    reasons = []
    for folder in folders():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            reasons.append(f"{folder}: {error.strerror or error}")
            continue
        if _is_safe(folder):
            return folder
        reasons.append(f"{folder}: not ours alone")
    raise NoFolder("; ".join(reasons))


@contextmanager
def alone(digest: str) -> Iterator[None]:
    """One process at a time is in here for a digest; when one dies the next may go in."""
    try:
        lock = os.open(writable() / f"{digest}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # then nothing can be kept either, and each makes its own
        yield
        return
    try:
        with suppress(OSError):  # a file system without locks: the work is done twice, that is all
            _wait_for(lock)
        yield
    finally:
        os.close(lock)


if sys.platform == "win32":
    import msvcrt

    def _wait_for(lock: int) -> None:
        while True:
            try:
                msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                time.sleep(0.1)

else:
    import fcntl

    def _wait_for(lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)


def _temporary() -> Path:
    whose = str(os.getuid()) if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"ccsim-{whose}"


def _is_safe(folder: Path) -> bool:
    """Whether nobody else can have put code there, where anybody can make folders."""
    if folder != _temporary() or not hasattr(os, "getuid"):
        return True
    try:
        state = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid() and not state.st_mode & 0o022


def _tidy(folder: Path) -> None:
    """Removes what other versions left long ago."""
    now = time.time()
    with suppress(OSError):
        for file in list(folder.iterdir()):
            if file.suffix in (_SUFFIX, ".lock", ".part"):
                with suppress(OSError):
                    if now - file.stat().st_mtime > KEPT_FOR:
                        file.unlink()
