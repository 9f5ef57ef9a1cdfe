"""From a scenario file, or a Python mapping of the same shape, to a Scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.files import SCENARIO_FILE, Unreadable, extended, read, scenario_file
from ccsim.scenario.node import Node, Place, node_of
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import Scenario
from ccsim.scenario.sections.whole import read_scenario


def load(path: str | Path) -> Scenario:
    """The scenario of a YAML file, or of a folder that holds a scenario.yaml, with all its tables.

    Raises
    ------
    ScenarioError
        With every fault found in the file, in what it extends and in its tables, each with its place.
    """
    path = Path(path)
    file = scenario_file(path)
    try:
        root, faults = read(path)
    except Unreadable as unreadable:
        raise _refusal(unreadable) from None
    name = file.resolve().parent.name if file.name == SCENARIO_FILE else file.stem
    return _scenario(root, faults, name, file.parent)


def from_dict(mapping: Mapping[str, Any], folder: str | Path = ".") -> Scenario:
    """The scenario of a mapping in the shape of the YAML file; relative paths start from `folder`.

    Raises
    ------
    ScenarioError
        With every fault found, each with its path (there is no line to name).
    TypeError
        When the mapping holds what a YAML file could not.

    Examples
    --------
    >>> scenario = from_dict({
    ...     "calendar": {"start": "2026-03-02"},
    ...     "channels": {"voice": {"kind": "live"}},
    ...     "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
    ...     "agents": {"team": {"skills": ["calls"], "staffing": 5}},
    ... })
    >>> scenario.contacts["calls"].handle_time.parameters["value"]
    240.0
    """
    root = node_of(dict(mapping), Place("scenario", folder=str(folder)))
    try:
        root, faults = extended(root, [])
    except Unreadable as unreadable:
        raise _refusal(unreadable) from None
    return _scenario(root, faults, "scenario", Path(folder))


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of what the scenario says, in hex: the order of keys, the folder and file names do not matter."""
    said = scenario.model_dump(mode="python", exclude={"folder", "tables", "understood", "warnings"})
    sources = [contact["arrivals"] for contact in said["contacts"].values()]
    sources += [appointment["requests"] for appointment in said["appointments"].values()]
    for arrivals in sources:
        if arrivals is not None:
            arrivals.pop("source")
    return hashlib.sha256(json.dumps(_canonical(said), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _scenario(root: Node, faults: list[Fault], name: str, folder: Path) -> Scenario:
    reader = Reader(faults=list(faults))
    scenario = read_scenario(root, reader, name, folder)
    if scenario is None:
        raise ScenarioError(_once(reader.faults))
    return scenario


def _refusal(unreadable: Unreadable) -> ScenarioError:
    """Faults of a file that cannot be read, and those that overlays on it have whatever it may say."""
    reader = Reader(faults=list(unreadable.faults), base_unknown=True)
    if unreadable.root is not None:
        read_scenario(unreadable.root, reader, "", Path())
    return ScenarioError(_once(reader.faults))


def _once(faults: list[Fault]) -> list[Fault]:
    """Faults without those that only repeat what an alias (*) or a merge (<<) stands for."""
    told: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        key = fault.path.rpartition(".")[2] if fault.line else fault.path
        told.setdefault((fault.file, fault.line, fault.column, key, fault.message), fault)
    return list(told.values())


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {_canonical(key): _canonical(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_canonical(inner) for inner in value)
    if isinstance(value, list | tuple):
        return [_canonical(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return value
