"""A check as it is read back from the folder it was written to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ccsim.report.folders import read_index
from ccsim.study.check_result import CHECK

INDEX = f"{CHECK}.json"
KEPT = ("center", "currency", "sentences", "costs")
"""Without which there is no page; an older ccsim did not keep all of it."""


def check_of(folder: str | Path) -> dict[str, Any]:
    """What `ccsim check --out DIR` wrote.

    Raises
    ------
    ResultsError
        There is none, it cannot be read, or an older ccsim wrote it, which did not keep what the page says.
    """
    return read_index(Path(folder) / INDEX, _whole)


def _whole(said: Any) -> bool:
    for one in (*said["targets"], *said["comparisons"]):
        one["name"], one["decision"], one["value"], one["replications"]
    said["provenance"]["scenario"], said["outcome"]
    return set(KEPT) <= set(said)
