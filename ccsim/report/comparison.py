"""A comparison or a selection as it is read back from the folder it was written to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ccsim.errors import ResultsError

Json = dict[str, Any]
COMPARISON, SELECTION = "comparison.json", "selection.json"


def comparison_of(folder: str | Path) -> Json:
    """What `ccsim compare --out DIR` wrote.

    Raises
    ------
    ResultsError
        There is none, it cannot be read, or an older ccsim wrote it, which did not keep what the page says.
    """
    return _read(Path(folder) / COMPARISON, lambda said: [said["base"], *said["alternatives"]])


def selection_of(folder: str | Path) -> Json:
    """As `comparison_of`, of `ccsim compare --select --out DIR`."""
    return _read(Path(folder) / SELECTION, lambda said: said["systems"])


def _read(path: Path, systems: Any) -> Json:
    try:
        said = json.loads(path.read_bytes())
        for one in systems(said):
            one["name"], one["provenance"]["changes"], one["targets"]
        assert isinstance(said, dict)
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        raise ResultsError(f"cannot read {path}: it is not as ccsim wrote it") from None
    new = {"center", "inputs"} - set(said)
    if new or any("estimates" not in one or "contacts" not in one for one in systems(said)):
        raise ResultsError(
            f"cannot report on {path.parent}: an older ccsim wrote {path.name}, without what the page shows; run the "
            "same command again"
        )
    return said
