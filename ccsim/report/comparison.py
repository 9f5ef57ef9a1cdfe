"""A comparison, a selection or a stress test as it is read back from the folder it was written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ccsim.report.folders import read_index

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
    def whole(said: Json) -> bool:
        own = systems(said)
        for one in own:
            one["name"], one["provenance"]["changes"], one["targets"]
        return set(kept) <= set(said) and all("estimates" in one and "contacts" in one for one in own)

    return read_index(path, whole)
