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
from ccsim.study.saving import REPORT, digest, refusals, summary_text, write_text

if TYPE_CHECKING:
    import pandas as pd

COMPARISON = "comparison"
Make = Callable[[Path], object]
Page = Callable[[dict[str, Any]], str]


def write(
    summary: dict[str, Any],
    rows: pd.DataFrame,
    folder: Path,
    name: str = COMPARISON,
    more: Mapping[str, Make] = {},
    page: Page | None = None,
) -> list[Path]:
    """`NAME.json`, `NAME.csv` and `more`, by name what writes them, made beside their place and moved there.

    `page`: from the summary with the names of all files to `report.html`; where it fails, the others are written all
    the same, and then its error is raised.
    """
    pages = () if page is None else (REPORT,)
    check(folder, name, (*more, *pages))
    as_json, as_csv = f"{name}.json", f"{name}.csv"
    broken = None
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".ccsim-partial-", dir=folder))
        try:
            rows.to_csv(partial / as_csv, index=False, lineterminator="\n")
            for file, make in more.items():
                make(partial / file)
            if page is not None:
                try:
                    write_text(partial / REPORT, page({**summary, "files": [as_json, as_csv, *more, REPORT]}))
                except OSError:
                    raise
                except Exception as bug:  # what was simulated is kept whatever the page makes of it
                    broken, pages = bug, ()
            files = {**{file: digest(partial / file) for file in (as_csv, *more, *pages)}, as_json: None}
            write_text(partial / as_json, summary_text({**summary, "files": files}))
            if broken is not None:
                (folder / REPORT).unlink(missing_ok=True)  # of an earlier comparison
            for file in files:
                (partial / file).replace(folder / file)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    if broken is not None:
        raise broken
    return [folder / file for file in sorted(files)]


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
                raise OutputError(
                    f"cannot write results to {folder}: there is a {file} already, and ccsim did not write it, or it "
                    "was changed since; nothing was changed there: choose another folder, or move that file away"
                )
