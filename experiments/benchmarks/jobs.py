"""The jobs: J1, J2, and one group under ever more contacts, agents and people waiting."""

from __future__ import annotations

import json
import resource
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.validation.case import Case, exponential
from experiments.validation.one_skill import handled, single
from experiments.validation.published import j2

JOBS = ("J1", "J2")


def job_case(job: str) -> Case:
    """J1 is M/M/50+M, 10 calls a minute; J2 the multi-skill day. Both some 10,000 contacts."""
    if job == "J2":
        return j2("named")
    return single("J1", 50, 10.0, handled(5.0), patience=exponential(2.0), warm_up_min=0.0, contacts=9_600.0)


def team(agents: int, per_min: float, load: float, patience: Any, contacts: float) -> Case:
    """One type and `agents` agents; handle times as `load` asks for, `patience` in mean handle times or "never"."""
    handle = load * agents / per_min
    patient = patience if patience == "never" else exponential(patience * handle)
    case = single("growth", agents, per_min, handled(handle), patience=patient, warm_up_min=0.0, contacts=contacts)
    return replace(case, contacts=contacts)


def write(case: Case, folder: Path) -> Path:
    """The scenario of a case with its tables, for the command line."""
    for name, text in case.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    file = folder / "scenario.yaml"
    file.write_text(json.dumps(case.scenario, indent=1), encoding="utf-8")  # JSON is YAML, too
    return file


def user_seconds(who: int = resource.RUSAGE_SELF) -> float:
    return resource.getrusage(who).ru_utime
