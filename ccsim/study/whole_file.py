"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ccsim.errors import OutputError


def writable(path: Path, inputs: Iterable[str]) -> None:
    """Refuses, before anything is simulated, a file that could not be written or that is one of `inputs`.

    Raises
    ------
    OutputError
        It says where and why.
    """
    try:
        folder = path.absolute().parent
        there = next(one for one in folder.parents if one.exists()) if not folder.exists() else folder
        if path.is_dir():
            raise OutputError(f"cannot write {path}: it is a folder")
        if not there.is_dir():
            raise OutputError(f"cannot write {path}: {there} is a file, not a folder")
        if not os.access(there, os.W_OK):
            raise OutputError(f"cannot write {path}: {there} may not be written to")
        if path.resolve() in {Path(one.partition("#")[0]).resolve() for one in inputs}:
            raise OutputError(f"cannot write {path}: the scenario is read from it")
    except (OSError, ValueError) as refusal:
        raise OutputError(f"cannot write {path}: {getattr(refusal, 'strerror', None) or refusal}") from None


def write_whole(path: Path, content: str | bytes) -> None:
    """Text in UTF-8 or bytes, made beside its place and moved there; what is no regular file, such as /dev/stdout, is
    written to.

    Raises
    ------
    OutputError
        It could not be written; what was there is still there.
    """
    written = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(written)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".ccsim-partial-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(written)
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)  # mkstemp's are for their owner alone
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as refusal:
        raise OutputError(f"cannot write {path}: {refusal.strerror or refusal}") from refusal


def append(path: Path, text: str) -> None:
    """Behind what others wrote to it."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as refusal:
        raise OutputError(f"cannot write {path}: {refusal.strerror or refusal}") from refusal
