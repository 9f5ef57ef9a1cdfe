"""Experiments on a scenario that is simulated in no time, and what counts how often."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

SCENARIO = """
    name: Morning
    calendar: {start: 2026-03-02, timezone: Europe/Madrid}
    opening: {mon-fri: "08:00-10:00"}
    simulation: {replications: 4, seed: 7, engine: reference}
    channels: {voice: {kind: live}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 30 per h}, patience: {exponential: {mean: 3 min}}, handle_time: 4 min}
    agents:
      team: {skills: [calls], staffing: 3}
    targets:
      eighty_twenty: {measure: service_level, within: 20 s, at_least: 80%}
"""
GRID = """
    scenario: morning.yaml
    design: grid
    factors:
      team: {path: agents.team.staffing, from: 2, to: 4, step: 1}
      patience: {path: contacts.calls.patience.exponential.mean, values: [90 s, 3 min]}
"""


def write(folder: Path, experiment: str = GRID, scenario: str = SCENARIO) -> Path:
    """The experiment's file, the scenario beside it."""
    folder.mkdir(exist_ok=True)
    (folder / "morning.yaml").write_text(textwrap.dedent(scenario), encoding="utf-8")
    file = folder / "experiment.yaml"
    file.write_text(textwrap.dedent(experiment), encoding="utf-8")
    return file


def of_design(design: str, more: str = "") -> str:
    """An experiment on ranges with this design."""
    return f"""
    scenario: morning.yaml
    design: {design}
    factors:
      team: {{path: agents.team.staffing, from: 2, to: 4, step: 1}}
      patience: {{path: contacts.calls.patience.exponential.mean, from: 1 min, to: 8 min, log: true}}
    replications: 2
    measures: [asa, paid_hours]
    {more}
"""


class Counting:
    """Stands in for `sweep_run.outcome`, and stops at a point if told to."""

    def __init__(self, outcome: Any, stop_at: int = 0) -> None:
        self.outcome, self.stop_at, self.runs = outcome, stop_at, []

    def __call__(self, shared: Any, run: Any) -> Any:
        if self.stop_at == len(self.runs) + 1:
            raise KeyboardInterrupt
        self.runs.append(run.run)
        return self.outcome(shared, run)
