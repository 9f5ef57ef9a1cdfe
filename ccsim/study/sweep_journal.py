"""`points.jsonl`: a line, with its check, for each point of a sweep as it finishes, and the lock of its folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ccsim.errors import OutputError
from ccsim.study.saving import refusals

if TYPE_CHECKING:
    from ccsim.study.sweep_run import Outcome

JOURNAL = "points.jsonl"
CHECK = 16  # letters of the check of a line


def read_journal(folder: Path) -> dict[str, Outcome]:
    """Outcomes by run; a line that was not written to its end counts for nothing."""
    found: dict[str, Outcome] = {}
    try:
        lines = (folder / JOURNAL).read_bytes().split(b"\n")
    except FileNotFoundError:
        return {}
    for line in lines:
        check, _, text = line.partition(b" ")
        if text and check == check_of(text):
            said = json.loads(text)
            found[said.pop("run")] = with_nan(said)
    return found


def line_of(run: str, outcome: Outcome) -> bytes:
    plain = {"run": run, **outcome}
    if "rows" in plain:
        plain["rows"] = [[None if value != value else value for value in row] for row in plain["rows"]]
    text = json.dumps(plain, ensure_ascii=False).encode()
    return check_of(text) + b" " + text + b"\n"


def with_nan(outcome: Outcome) -> Outcome:
    if "rows" in outcome:
        outcome["rows"] = [[float("nan") if value is None else value for value in row] for row in outcome["rows"]]
    return outcome


def check_of(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:CHECK].encode()


def lock(file: IO[bytes], folder: Path) -> None:
    """Holds a folder for this process; the lock goes with it, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(f"another sweep is at work in {folder}: wait for it, or choose another folder") from None
    except OSError:  # file systems without locks
        return


@contextmanager
def at_rest(folder: Path) -> Iterator[None]:
    """Nobody works in the folder of a sweep meanwhile.

    Raises
    ------
    OutputError
        A sweep is at work there.
    """
    with refusals(folder), (folder / JOURNAL).open("rb") as journal:
        lock(journal, folder)
        yield
