"""Alternatives typed as changes: `two more: agents.voice.staffing[mon]+=2; agents.chat.staffing[mon]-=2`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ccsim.errors import Fault, ScenarioError
    from ccsim.scenario.change import Change
    from ccsim.scenario.schema import Scenario

_NAMED = re.compile(r'\s*(?P<name>[^=\[\]{}";]*?)\s*:\s+(?P<changes>\S.*)', re.DOTALL)
_NAMED_CLOSELY = re.compile(r'\s*(?P<name>[^=\[\]{}";.:]+?)\s*:(?P<changes>\S.*)', re.DOTALL)

EXAMPLE = "--with 'two more on Mondays: agents.voice.staffing[mon]+=2'"


@dataclass(frozen=True)
class Variation:
    """Changes that make one alternative, its name, and the faults of what cannot be meant."""

    name: str
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    shared: tuple[Change, ...] = ()  # made before them in all systems; what is wrong with these is told of the base

    def of(self, make: Callable[[Sequence[Change]], Scenario]) -> Scenario:
        """What `make` makes of the shared changes and these.

        Raises
        ------
        ScenarioError
            With all that is wrong with either.
        """
        from ccsim.errors import ScenarioError

        try:
            scenario = make((*self.shared, *self.changes))
        except ScenarioError as error:
            raise ScenarioError([*self._own(error, make), *self.faults]) from None
        if self.faults:
            raise ScenarioError(list(self.faults))
        return scenario

    def beside(self, shared: Variation) -> Variation:
        """These changes after those that all systems share, whose own faults are told of the base."""
        return replace(self, shared=shared.changes)

    def _own(self, error: ScenarioError, make: Callable[[Sequence[Change]], Scenario]) -> list[Fault]:
        """Faults, with the name of the changes that make them; none that there are without them."""
        from ccsim.errors import ScenarioError
        from ccsim.scenario.load import because_of

        if self.shared:
            try:
                make(self.shared)
            except ScenarioError as common:
                error = ScenarioError([fault for fault in error.faults if fault not in common.faults])
        return because_of(error, self.name)


def together(changes: Sequence[str], option: str = "--set") -> Variation:
    """All of an option as one variation."""
    return _read(", ".join(changes), changes, option)


def variation(text: str) -> Variation:
    """One `--with`: perhaps a name and a colon, then changes with semicolons between them."""
    named = _NAMED.fullmatch(text) or _NAMED_CLOSELY.fullmatch(text)
    changes = apart(named["changes"] if named else text) or [text]
    read = _read(named["name"] if named else ", ".join(changes), changes, "--with")
    if "=" in text:
        return read
    named_only = tuple(replace(fault, message=f"{fault.message}; for example {EXAMPLE}") for fault in read.faults)
    return replace(read, faults=named_only)


def _read(name: str, texts: Sequence[str], option: str) -> Variation:
    from ccsim.errors import ScenarioError
    from ccsim.scenario.change import read_change

    changes: list[Change] = []
    faults: list[Fault] = []
    for text in texts:
        try:
            changes.append(read_change(text, option))
        except ScenarioError as error:
            faults += error.faults
    return Variation(name, tuple(changes), tuple(faults))


def apart(text: str) -> list[str]:
    """Parts between semicolons that stand outside brackets and quotes."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if letter == ";" and not depth and not quote:
            parts.append("")
            continue
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        else:
            depth += (letter in "[{(") - (letter in "]})")
        parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]
