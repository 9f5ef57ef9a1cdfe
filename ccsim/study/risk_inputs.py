"""Uncertain inputs of one scenario: which changes they mean, and draws of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.change import Change, change_at
from ccsim.scenario.change_heads import rounded, with_amount
from ccsim.scenario.exact import Quantity
from ccsim.scenario.load import Source
from ccsim.scenario.node import Node
from ccsim.scenario.schema import Scenario
from ccsim.scenario.sections.uncertainty import Input, inputs_in
from ccsim.study.beside import asked, bare
from ccsim.study.standard_paths import absences, handle_times, patiences, recorded, volumes
from ccsim.study.stress_lines import NET
from ccsim.workload.streams import Streams

SHOWN = 20  # faults of values, of which there may be one a draw
TRIED = (0.001, 0.5, 0.999)  # quantiles at which every input is tried alone


@dataclass(frozen=True)
class Meant:
    """An input with the changes up to their operators that it means; `said` is what a word leaves out."""

    input: Input
    heads: tuple[Change, ...]
    said: str = ""

    @property
    def name(self) -> str:
        return self.input.name

    @property
    def what(self) -> str:
        """As the file says it."""
        return ", ".join(self.input.record.change)

    def value(self, share: float) -> Quantity:
        """A quantile, as it is written."""
        return rounded(float(self.input.law.quantile(np.array([share]))[0]), self.input.unit)

    def changes(self, value: Quantity) -> tuple[Change, ...]:
        return tuple(with_amount(head, value) for head in self.heads)


@dataclass(frozen=True)
class Uncertainty:
    """A scenario and its uncertain inputs; `source` and `given` are what draws are made of."""

    base: Scenario
    source: Source
    given: tuple[str, ...]
    inputs: tuple[Meant, ...]

    def scenario(self, values: Sequence[Quantity]) -> Scenario:
        """With a value for each input.

        Raises
        ------
        ScenarioError
            With what the scenario refuses, and for which values.
        """
        changes = [change for one, value in zip(self.inputs, values, strict=True) for change in one.changes(value)]
        try:
            return self.source.scenario([*self.given, *changes], idle=True)
        except ScenarioError as error:
            settings = ", ".join(f"{one.name} = {value}" for one, value in zip(self.inputs, values, strict=True))
            told = [replace(fault, message=f"{fault.message} (with {settings})") for fault in error.faults]
            raise ScenarioError(told) from None


def inputs_of(source: Source, given: Sequence[str] = ()) -> Uncertainty:
    """The scenario with the changes `given`, and its inputs, each tried alone low, in the middle and high.

    Raises
    ------
    ScenarioError
        With every fault of the scenario, and of every input.
    """
    base = source.scenario(given)
    root = asked(source, given)
    scenario, others = bare(source, given)
    found: list[Meant] = []
    faults: list[Fault] = []
    for one in inputs_in(root):
        try:
            found.append(_meant(one, base, root))
        except ValueError as error:
            faults.append(_fault(one, str(error)))
    uncertainty = Uncertainty(base, scenario, tuple(others), tuple(found))
    for meant in found:
        faults += _tried(meant, uncertainty)
    if faults:
        raise ScenarioError(list(dict.fromkeys(faults))[:SHOWN])
    return uncertainty


def drawn(inputs: Sequence[Meant], draws: int, seed: int) -> FloatArray:
    """A Latin hypercube (McKay, Beckman & Conover 1979) in the unit cube: draws in rows, inputs in columns.

    Each input's column is keyed by its name, so that another input moves no other. Means over such draws never have
    more than draws / (draws - 1) times the variance of those over independent ones (Owen 1997), which intervals may
    thus take them for.
    """
    streams, words = Streams(seed, 0), np.arange(draws)
    columns = [
        (
            np.argsort(streams.uniform(one.name, "uncertainty_order", words))
            + streams.uniform(one.name, "uncertainty", words)
        )
        / draws
        for one in inputs
    ]
    return np.column_stack(columns)


def seed_of(seed: int, draw: int) -> int:
    """Of the customers of a draw. Draws do not share theirs: chance that all have in common would not average out over
    them, nor be seen in their spread."""
    return Streams(seed, draw).key("", "uncertainty")[0] >> 16


def _meant(one: Input, base: Scenario, root: Node) -> Meant:
    if not one.word:
        return Meant(one, one.heads)
    said = ""
    paths: dict[str, str] = {}
    if one.word == "volume":
        contacts, bookings = volumes(base)
        as_they_were = recorded(base)
        paths = {name: f"{path}*=" for name, path in (contacts | bookings).items() if name not in as_they_were}
        said = f"not {', '.join(as_they_were)}: recorded arrivals are replayed" if as_they_were else ""
        if not paths:
            raise ValueError("nothing arrives by itself that could be multiplied")
    elif one.word == "absence":
        groups, counted = absences(base, root)
        paths = {group: f"{path}{'+=' if known else '='}" for group, (path, known) in groups.items()}
        said = f"not {', '.join(counted)}: {NET}" if counted else ""
        if not paths:
            raise ValueError(f"all groups are planned by counts: {NET}")
    else:
        operator = "+=" if one.unit.kind == "duration" else "*="
        types, own = handle_times(base) if one.word == "handle_time" else (patiences(base), {})
        paths = {name: f"{path}{operator}" for name, path in (types | own).items()}
        if not paths:
            raise ValueError("no contact type has a patience")
    heads = [replace(change_at(f"{text}0", one.place), text=text) for text in paths.values()]
    return Meant(one, tuple(heads), said)


def _tried(one: Meant, uncertainty: Uncertainty) -> list[Fault]:
    """What the scenario says against the input's values alone, told with the input and the value."""
    told: dict[tuple[str, str], Fault] = {}
    for value in dict.fromkeys(map(one.value, TRIED)):
        try:
            uncertainty.source.scenario([*uncertainty.given, *one.changes(value)], idle=True)
        except ScenarioError as error:
            for fault in error.faults:
                message = f"{fault.path}: {fault.message}" if fault.path else fault.message
                key = (fault.path, fault.message.replace(str(value), ""))
                told.setdefault(key, _fault(one.input, f"{message} (at {value})"))
    return list(told.values())


def _fault(one: Input, message: str) -> Fault:
    return Fault(one.place.file, one.place.line, one.place.column, f"uncertainty.{one.name}", message)
