"""A comparison, a selection or a stress test as it is read back from the folder it was written to."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ccsim.errors import ResultsError

Json = dict[str, Any]
COMPARISON, SELECTION, STRESS = "comparison.json", "selection.json", "stress.json"
KEPT = ("center", "inputs", "currency", "sentences")  # since there are pages of it


def comparison_of(folder: str | Path) -> Json:
    """What `ccsim compare --out DIR` wrote.

    Raises
    ------
    ResultsError
        There is none, it cannot be read, or an older ccsim wrote it, which did not keep what the page says.
    """
    return _read(Path(folder) / COMPARISON, _systems)


def selection_of(folder: str | Path) -> Json:
    """As `comparison_of`, of `ccsim compare --select --out DIR`."""
    return _read(Path(folder) / SELECTION, lambda said: said["systems"])


def stress_of(folder: str | Path) -> Json:
    """As `comparison_of`, of `ccsim stress --out DIR`."""
    kept = ("comparison",)
    return _read(Path(folder) / STRESS, lambda said: _systems(said["comparison"]) if kept[0] in said else [], kept)


def _systems(said: Json) -> list[Json]:
    return [said["base"], *said["alternatives"]]


def _read(path: Path, systems: Callable[[Json], list[Json]], kept: tuple[str, ...] = KEPT) -> Json:
    try:
        said = json.loads(path.read_bytes())
        whole = set(kept) <= set(said)
        for one in systems(said):
            one["name"], one["provenance"]["changes"], one["targets"]
            whole = whole and "estimates" in one and "contacts" in one
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ResultsError(f"cannot read {path}: it is not as ccsim wrote it") from None
    if not whole:
        raise ResultsError(
            f"cannot report on {path.parent}: an older ccsim wrote {path.name}, without what the page shows; run the "
            "same command again"
        )
    assert isinstance(said, dict)
    return said
