"""From a scenario file, or a Python mapping of the same shape, to a Scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.adjustments import Adjustments
from ccsim.scenario.change import Change, read_change, read_path
from ccsim.scenario.change_doubts import doubts
from ccsim.scenario.evidence import misplaced
from ccsim.scenario.files import SCENARIO_FILE, Unreadable, extended, read, scenario_file
from ccsim.scenario.inputs import inputs
from ccsim.scenario.node import Node, Place, node_of
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import Scenario
from ccsim.scenario.sections.whole import read_scenario
from ccsim.scenario.value_at import Value, paths_below, values_at
from ccsim.scenario.variation import vary

Changes = Sequence[str | Change]
BY_CHANGE = " (because of what is changed)"
"""Ends what is told of a fault that stands elsewhere than the change that makes it."""


@dataclass(frozen=True)
class Source:
    """A scenario's file, read once and not yet understood: what variations start from."""

    root: Node
    faults: tuple[Fault, ...]
    name: str
    folder: Path

    def paths(self) -> list[str]:
        """Every path at which a number or a word stands, as it is typed in a change."""
        return list(paths_below(self.root))

    def values(self, path: str, changes: Changes = ()) -> list[Value]:
        """What stands at a path (`*` for every name) once the changes are made; none where nothing is said.

        Raises
        ------
        ScenarioError
            With the faults of the changes, or of the path.
        """
        understood, faults = _understood(changes)
        adjustments = Adjustments(idle=True)
        root, refused = vary(self.root, understood, adjustments)
        if faults or refused:
            raise ScenarioError(_once([*faults, *refused]))
        try:
            return values_at(root, read_path(path), adjustments)
        except ValueError as error:
            raise ScenarioError([Fault(path, 0, 0, "", str(error))]) from None

    def scenario(self, changes: Changes = (), *, idle: bool = False) -> Scenario:
        """The scenario with the changes made; one that changes nothing is a fault unless `idle` ones are let pass.

        Raises
        ------
        ScenarioError
            With every fault of the scenario and of the changes.
        """
        understood, faults = _understood(changes)
        scenario, told = self._read(understood, faults, idle)
        if scenario is None and understood:
            _, alone = self._read([], [], idle)
            typed = {change.place.file for change in understood} | {fault.file for fault in faults}
            told = [
                replace(fault, message=f"{fault.message}{BY_CHANGE}")
                if fault.file not in typed and fault not in alone
                else fault
                for fault in told
            ]
        if scenario is None:
            raise ScenarioError(told)
        texts = tuple(change.text for change in understood)
        return scenario.model_copy(update={"changes": texts, "warnings": (*scenario.warnings, *doubts(texts))})

    def _read(self, changes: list[Change], faults: list[Fault], idle: bool) -> tuple[Scenario | None, list[Fault]]:
        reader = Reader(adjustments=Adjustments(idle=idle))
        root, refused = vary(self.root, changes, reader.adjustments)
        reader.faults = [*self.faults, *faults, *refused, *misplaced(self.root)]
        scenario = read_scenario(root, reader, self.name, self.folder)
        if scenario is not None:
            files = (self.root.place.file, *self.root.laid_on)
            scenario = scenario.model_copy(update={"inputs": inputs(root, files, reader.adjustments.by_path)})
        return scenario, _once(reader.faults)


def load(path: str | Path, changes: Changes = ()) -> Scenario:
    """The scenario of a YAML file, or of a folder that holds a scenario.yaml, with all its tables.

    Parameters
    ----------
    path : str or Path
        The file, or the folder.
    changes : sequence of str or Change
        What is otherwise than in the file, as `PATH=VALUE`, `PATH+=VALUE`, `PATH-=VALUE` or `PATH*=VALUE`, made in this
        order: `agents.voice.staffing[mon]+=2`, `routing.contact_rule=earliest_deadline`, `contacts.*.arrivals*=1.1`.
        `null` removes. Relative paths of tables start from the working folder.

    Raises
    ------
    ScenarioError
        With every fault found in the file, in what it extends, in its tables and in the changes, each with its place.
    """
    try:
        found = _source(Path(path))
    except Unreadable as unreadable:
        raise _refusal(unreadable, changes) from None
    return found.scenario(changes)


def source(path: str | Path) -> Source:
    """The file of a scenario, to be varied many times.

    Raises
    ------
    ScenarioError
        When a file of the chain cannot be used at all; other faults are told when the scenario is understood.
    """
    try:
        return _source(Path(path))
    except Unreadable as unreadable:
        raise _refusal(unreadable, ()) from None


def _source(path: Path) -> Source:
    file = scenario_file(path)
    root, faults = read(path)
    name = file.resolve().parent.name if file.name == SCENARIO_FILE else file.stem
    return Source(root, tuple(faults), name, file.parent)


def from_dict(mapping: Mapping[str, Any], folder: str | Path = ".", changes: Changes = ()) -> Scenario:
    """The scenario of a mapping in the shape of the YAML file, `changes` made as in `load`.

    Relative paths start from `folder`.

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
        raise _refusal(unreadable, changes) from None
    return Source(root, tuple(faults), "scenario", Path(folder)).scenario(changes)


def because_of(error: ScenarioError, name: str) -> list[Fault]:
    """The faults of one of several variations, with its name where they stand elsewhere than its changes."""
    told = f" (because of '{name}')"
    return [
        replace(fault, message=fault.message.removesuffix(BY_CHANGE) + told)
        if fault.message.endswith(BY_CHANGE)
        else fault
        for fault in error.faults
    ]


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of what the scenario says, in hex: the order of keys, the folder and file names do not matter, nor what
    may be asked of it (`stress`, `uncertainty`) or is known about it (`evidence`)."""
    beside = {
        "assumed",
        "changes",
        "evidence",
        "folder",
        "inputs",
        "stress",
        "tables",
        "target_places",
        "uncertainty",
        "understood",
        "warnings",
    }
    said = scenario.model_dump(mode="python", exclude=beside)
    sources = [contact["arrivals"] for contact in said["contacts"].values()]
    sources += [appointment["requests"] for appointment in said["appointments"].values()]
    for arrivals in sources:
        if arrivals is not None:
            arrivals.pop("source")
            _without_nothing(arrivals, "factors")
    for group in said["agents"].values():
        for shift in (group["shifts"] or {}).values():
            _without_nothing(shift, "on_dates")
    return hashlib.sha256(json.dumps(_canonical(said), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _without_nothing(said: dict[str, Any], key: str) -> None:
    """Leaves out what is said by changes alone where there are none of them."""
    if not said[key]:
        said.pop(key)


def _understood(changes: Changes) -> tuple[list[Change], list[Fault]]:
    """Changes as typed, and the faults of those that cannot be meant."""
    understood: list[Change] = []
    faults: list[Fault] = []
    for change in changes:
        try:
            understood.append(change if isinstance(change, Change) else read_change(change))
        except ScenarioError as error:
            faults += error.faults
    return understood, faults


def _refusal(unreadable: Unreadable, changes: Changes) -> ScenarioError:
    """Faults of a file that cannot be read, and those that changes and overlays on it have whatever it may say."""
    reader = Reader(faults=[*unreadable.faults, *_understood(changes)[1]], base_unknown=True)
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
