"""What a measure is: a fraction of tallies, its unit, and where and over what it is given."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Table = Literal["contacts", "customers", "appointments", "self_service", "agents", "skills", "center"]
Span = Literal["horizon", "interval", "day"]
Feature = Literal[
    "customers", "experience", "appointments", "self_service", "callbacks", "diversions", "proactive", "lines", "groups"
]
Better = Literal["more", "less"]

SCOPES: dict[Table, tuple[str, ...]] = {
    "contacts": ("all", "contact", "channel", "segment", "day"),
    "customers": ("all", "contact", "channel", "segment", "appointment", "day"),
    "appointments": ("all", "appointment", "segment", "day"),
    "self_service": ("all", "self_service", "day"),
    "agents": ("all", "agents", "day"),
    "skills": ("all", "agents", "skill", "day"),
    "center": ("all", "day"),
}
EVERY_SPAN: tuple[Span, ...] = ("horizon", "interval", "day")
BY_DAY: tuple[Span, ...] = ("horizon", "day")


@dataclass(frozen=True)
class Measure:
    """One KPI.

    `numerator` and `denominator` name tallies to be added up; `quantile` stands instead of both. `unit` is one of
    contacts, customers, attempts, changes (of channel), requests, appointments, places, reminders, sessions, agents,
    share, s (seconds), h (hours), fte, money (the scenario's currency), score, points. `spans` says over what it is
    given; scopes of its table that it is `not_for` have none. None can be below `lowest` or above `highest`.
    `needs`: what a center must have for it to be measured (`ccsim.measures.features`); None: every center is.
    `better`: whether a center does better by more or by less of it, all else equal; None where that depends, as with
    occupancy, or where it is the customers' affair, as with what arrives.
    """

    name: str
    unit: str
    table: Table
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    meaning: str
    spans: tuple[Span, ...] = EVERY_SPAN
    quantile: float | None = None
    lowest: float = 0.0
    highest: float = math.inf
    needs: Feature | None = None
    not_for: tuple[str, ...] = ()
    better: Better | None = None

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes it is given for; `day` is all together on one date."""
        return tuple(scope for scope in SCOPES[self.table] if scope not in self.not_for)
