"""Changes that are made to what was read, since a table or a distribution says it: staffing, volumes, durations.

They wait here by the path of what they change, while the tree is read; whoever reads that path makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ccsim.errors import Fault
from ccsim.scenario.change import Change


@dataclass
class Adjustments:
    """Changes by path, in the order typed; one without effect anywhere is a fault unless `idle` ones are let pass."""

    idle: bool = False
    by_path: dict[str, list[Change]] = field(default_factory=dict)
    _met: set[str] = field(default_factory=set)
    _effective: set[str] = field(default_factory=set)
    _reasons: dict[str, Fault] = field(default_factory=dict)

    def add(self, path: str, change: Change) -> None:
        self.by_path.setdefault(path, []).append(change)

    def at(self, path: str) -> list[Change]:
        self._met.add(path)
        return self.by_path.get(path, [])

    def made(self, change: Change, path: str, differs: bool, why: str) -> None:
        """Notes whether a change made a difference at a path, and why not."""
        if differs:
            self._effective.add(change.text)
        else:
            self._reasons.setdefault(change.text, change.fault(path, f"changes nothing: {why}"))

    def without_effect(self, sound: bool) -> list[Fault]:
        """A fault for each change that changed nothing, or that nobody could make (told of a `sound` scenario)."""
        message = "cannot be changed as a whole: change one of its numbers"
        unmade = {path: changes for path, changes in self.by_path.items() if path not in self._met} if sound else {}
        faults = [change.fault(path, message) for path, changes in unmade.items() for change in changes]
        if not self.idle:
            faults += [fault for text, fault in self._reasons.items() if text not in self._effective]
        return faults
