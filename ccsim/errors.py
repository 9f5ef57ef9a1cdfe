"""Everything ccsim raises on purpose.

CcsimError
├── ScenarioError      faults in a scenario file or its tables, all of them at once
├── PolicyError        a routing policy in Python that raised, or chose what it may not
├── NotSupported       the scenario asks for what the chosen engine cannot do
├── OutputError        results could not be written
├── ResultsError       there are no results to show, or not those that were asked for
└── WorkerLost         a worker process died while replications ran
"""

from __future__ import annotations

from dataclasses import dataclass


class CcsimError(Exception):
    """Base of all: its text is fit to be shown to a planner as it is."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in one place: `bank.yaml:31:5: contacts.calls.chanel: unknown key (did you mean 'channel'?)`."""

    file: str
    line: int  # from 1; 0: not known
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class ScenarioError(CcsimError):
    """One or more faults; the text holds them all, a line each, in file order."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PolicyError(CcsimError):
    """A routing policy failed; names the policy, what it was asked, and what it did."""


class NotSupported(CcsimError):
    """What is asked cannot be done here; says what can."""


class OutputError(CcsimError):
    """A result could not be written (folder not writable, disk full); says where and why. Nothing is half-written."""


class ResultsError(CcsimError):
    """Results that cannot be shown: none in the folder, or no such measure or name; says what there is."""


class WorkerLost(CcsimError):
    """A worker process was killed; says which replications are complete."""
