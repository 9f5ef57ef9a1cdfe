"""Writing a comparison to a folder: all files or none, and never over what somebody else put there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError
from ccsim.study.saving import REPORT, belongs_to, digest, refusals, write_text

if TYPE_CHECKING:
    import pandas as pd

COMPARISON = "comparison"
Make = Callable[[Path], object]
Page = Callable[[dict[str, Any], str], str]


def write(
    summary: dict[str, Any], rows: pd.DataFrame, folder: Path, name: str = COMPARISON, more: Mapping[str, Make] = {}
) -> list[Path]:
    """`NAME.json`, `NAME.csv` and `more`, by name what writes them, made beside their place and moved there.

    A bug of what writes one of `more` is raised when all others are there.
    """
    check(folder, name, tuple(more))
    as_json, as_csv = f"{name}.json", f"{name}.csv"
    broken = None
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".ccsim-partial-", dir=folder))
        try:
            rows.to_csv(partial / as_csv, index=False, lineterminator="\n")
            for file, make in more.items():
                try:
                    make(partial / file)
                except OSError:
                    raise
                except Exception as bug:  # what was simulated is kept
                    broken = bug
                    (partial / file).unlink(missing_ok=True)
            files = {**{path.name: digest(path) for path in sorted(partial.iterdir())}, as_json: None}
            text = json.dumps({**summary, "files": files}, indent=2, ensure_ascii=False, allow_nan=False)
            (partial / as_json).write_text(text + "\n", encoding="utf-8")
            for file in set(more) - set(files):  # one of an earlier comparison is not of this one
                (folder / file).unlink(missing_ok=True)
            for file in files:
                (partial / file).replace(folder / file)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    if broken is not None:
        raise broken
    return [folder / file for file in sorted(files)]


def report(summary: dict[str, Any], name: str, page: Page, language: str) -> dict[str, Make]:
    """What writes `report.html` of a comparison: a page made of its summary and the names of the files beside it."""
    files = [f"{name}.json", f"{name}.csv", REPORT]
    return {REPORT: lambda path: write_text(path, page({**summary, "files": files}, language))}


def check(folder: Path, name: str = COMPARISON, more: Sequence[str] = ()) -> None:
    """Refuses a folder that cannot be written, or that has a file of somebody's own under a name that will be.

    Raises
    ------
    OutputError
        It says where and why.
    """
    with refusals(folder):
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not there.is_dir():
            raise OutputError(f"cannot write results to {folder}: {there} is a file, not a folder")
        if not os.access(there, os.W_OK):
            raise OutputError(f"cannot write results to {folder}: {there} may not be written to")
        try:
            known = json.loads((folder / f"{name}.json").read_bytes())["files"]
            own = {f"{name}.json", *(file for file, said in known.items() if said == digest(folder / file))}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            own = set()
        for file in (f"{name}.json", f"{name}.csv", *more):
            if os.path.lexists(folder / file) and file not in own:
                why = belongs_to(folder, file) or "ccsim did not write it, or it was changed since"
                raise OutputError(
                    f"cannot write results to {folder}: there is a {file} already, and {why}; nothing was changed "
                    "there: choose another folder, or move that file away"
                )
