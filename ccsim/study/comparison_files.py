"""Writing a comparison to a folder: both files or none, and never over what somebody else put there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ccsim.errors import OutputError
from ccsim.study.saving import digest, refusals

if TYPE_CHECKING:
    from ccsim.study.comparison import Comparison

SUMMARY, DIFFERENCES = "comparison.json", "comparison.csv"


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """`comparison.json` and `comparison.csv`, made beside their place and moved there."""
    check(folder)
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".ccsim-partial-", dir=folder))
        try:
            comparison.differences.to_csv(partial / DIFFERENCES, index=False, lineterminator="\n")
            files = {DIFFERENCES: digest(partial / DIFFERENCES), SUMMARY: None}
            text = json.dumps({**comparison.summary(), "files": files}, indent=2, ensure_ascii=False, allow_nan=False)
            (partial / SUMMARY).write_text(text + "\n", encoding="utf-8")
            for name in files:
                (partial / name).replace(folder / name)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return [folder / name for name in sorted(files)]


def check(folder: Path) -> None:
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
            known = json.loads((folder / SUMMARY).read_bytes())["files"]
            own = {SUMMARY, *(name for name, said in known.items() if said == digest(folder / name))}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            own = set()
        for name in (SUMMARY, DIFFERENCES):
            if os.path.lexists(folder / name) and name not in own:
                raise OutputError(
                    f"cannot write results to {folder}: there is a {name} already, and ccsim did not write it, or it "
                    "was changed since; nothing was changed there: choose another folder, or move that file away"
                )
