"""A check as it is read back from the folder it was written to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ccsim.errors import ResultsError
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
    path = Path(folder) / INDEX
    try:
        said = json.loads(path.read_bytes())
        for one in (*said["targets"], *said["comparisons"]):
            one["name"], one["decision"], one["value"], one["replications"]
        said["provenance"]["scenario"], said["outcome"]
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ResultsError(f"cannot read {path}: it is not as ccsim wrote it") from None
    if not set(KEPT) <= set(said):
        raise ResultsError(
            f"cannot report on {folder}: an older ccsim wrote {INDEX}, without what the page shows; run the same "
            "command again"
        )
    assert isinstance(said, dict)
    return said
