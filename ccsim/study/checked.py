"""A scenario read together with all that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ccsim.errors import Fault, ScenarioError
from ccsim.scenario.schema import Scenario
from ccsim.study.beside import opened
from ccsim.study.risk_inputs import inputs_of
from ccsim.study.stress_lines import own_lines


def checked(path: str | Path, given: Sequence[str] = ()) -> Scenario:
    """The scenario with the changes `given`, of which every line of `stress` and input of `uncertainty` can be made.

    Raises
    ------
    ScenarioError
        With every fault of the scenario and of these.
    """
    source = opened(path, given)
    faults: list[Fault] = []
    base: Scenario | None = None
    try:
        base, _ = own_lines(source, given)
    except ScenarioError as error:
        faults += error.faults
    try:
        inputs_of(source, given)
    except ScenarioError as error:
        faults += error.faults
    if faults or base is None:
        raise ScenarioError(faults)
    return base
