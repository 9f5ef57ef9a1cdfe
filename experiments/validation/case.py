"""A validation case: a scenario, and figures that somebody else worked out for it."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from experiments.validation.spans import DAY, Spans, Tallies
from experiments.validation.tally import tally

START = "2026-03-02"  # a Monday


@dataclass(frozen=True)
class Quantity:
    """`exact` = expectation of the numerator over expectation of the denominator (names of `tally`).

    `standard_error` is that of the figure itself where the source estimated it by simulation; 0: exact.
    """

    name: str
    exact: float
    numerator: str
    denominator: str
    standard_error: float = 0.0


@dataclass(frozen=True)
class Case:
    """`scenario` is of the YAML shape, `files` the tables that it names. `measured`: see `tally`."""

    name: str
    source: str
    scenario: dict[str, Any]
    quantities: tuple[Quantity, ...]
    measured: tuple[tuple[float, float], ...]
    thresholds: tuple[float, ...] = (20.0,)
    slot: float = 0.0  # seconds: tallies by time of day as well, slot 0 at the beginning of `measured`
    settles: float = 0.0  # seconds that a customer's journey may take: who comes later is not followed
    files: dict[str, str] = field(default_factory=dict)
    contacts: float = 0.0  # expected per replication, warm-up included: the work it takes
    main: str = ""  # the figure for the short table; default: the first
    confirms_measures: bool = False  # our own measures have the same definition (nothing closes, no clipping)

    def load(self) -> Any:
        """The `Scenario`."""
        from ccsim.scenario import from_dict

        with tempfile.TemporaryDirectory() as folder:
            for name, text in self.files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return from_dict(self.scenario, folder=folder)

    def replicate(self, replications: int, seed: int, engine: str) -> Iterator[Tallies]:
        """Tallies of replications 1, 2, ... on the `engine` that `choose` makes of this."""
        import ccsim.model
        import ccsim.workload
        from ccsim.engine.choose import choose

        model = ccsim.model.build(self.load())
        chosen = choose(model, engine)
        spans: Spans = np.array(self.measured)
        for replication in range(1, replications + 1):
            logs = chosen.run(model, ccsim.workload.draw(model, seed, replication))
            yield tally(model, logs, spans, self.thresholds, self.slot, self.settles)


def columns(tallies: Iterator[Tallies] | list[Tallies]) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    """Each tally as one vector over replications."""
    rows = list(tallies)
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


# --- scenarios in steady state ---------------------------------------------------------------------


@dataclass(frozen=True)
class Horizon:
    """How long a steady-state replication lasts, and its warm-up."""

    calendar: dict[str, Any]
    opening: dict[str, Any] | None
    measured: tuple[float, float]
    contacts: float


def steady(per_min: float, warm_up_min: float, contacts: float = 4000.0) -> Horizon:
    """About `contacts` contacts after the warm-up; whole days that never close, or the first hours of one day."""
    minutes = warm_up_min + contacts / per_min
    if minutes > 1440:
        days = math.ceil(minutes / 1440)
        calendar = {"start": START, "days": days, "interval": "60 min", "warm_up": f"{warm_up_min:g} min"}
        return Horizon(calendar, None, (warm_up_min * 60, days * DAY), days * 1440 * per_min)
    hours = max(1, math.ceil(minutes / 60))
    calendar = {"start": START, "days": 1, "interval": "60 min", "warm_up": f"{warm_up_min:g} min"}
    opening = {"mon-sun": f"00:00-{hours:02d}:00"}
    return Horizon(calendar, opening, (warm_up_min * 60, hours * 3600.0), hours * 60 * per_min)


def per_hour(per_min: float) -> dict[str, str]:
    return {"rate": f"{per_min * 60!r} per h"}


def minutes(value: float) -> str:
    return f"{value * 60!r} s"


def exponential(mean_min: float) -> dict[str, Any]:
    return {"exponential": {"mean": minutes(mean_min)}}


# --- names of the sources -> tallies ---------------------------------------------------------------

Pair = Callable[[str, float], tuple[str, str]]
PAIRS: dict[str, Pair] = {
    "p_block": lambda s, t: (f"{s}.blocked", f"{s}.arrived"),
    "p_wait": lambda s, t: (f"{s}.waited", f"{s}.offered"),
    "p_delay": lambda s, t: (f"{s}.waited", f"{s}.offered"),
    "p_ab": lambda s, t: (f"{s}.abandoned", f"{s}.offered"),
    "mean_wait": lambda s, t: (f"{s}.wait", f"{s}.offered"),
    "mean_wait_served": lambda s, t: (f"{s}.wait_answered", f"{s}.answered"),
    "mean_wait_ab": lambda s, t: (f"{s}.wait_abandoned", f"{s}.abandoned"),
    "mean_wait_given_wait": lambda s, t: (f"{s}.wait", f"{s}.waited"),
    "mean_queue": lambda s, t: (f"{s}.wait", "all.minutes"),
    "mean_busy": lambda s, t: (f"{s}.busy", "all.minutes"),
    "occupancy": lambda s, t: (f"{s}.busy", f"{s}.duty"),
    "slot_occupancy": lambda s, t: (f"{s}.load", f"{s}.duty"),
    "mean_handle_time": lambda s, t: (f"{s}.handle", f"{s}.answered"),
    "throughput": lambda s, t: (f"{s}.answered", "all.minutes"),
    "p_ab_le_T": lambda s, t: (f"{s}.left_within_{t:g}", f"{s}.offered"),
    "sl": lambda s, t: (f"{s}.answered_within_{t:g}", f"{s}.offered"),
    "sl_served_of_offered": lambda s, t: (f"{s}.answered_within_{t:g}", f"{s}.offered"),
    "sl_served_of_served": lambda s, t: (f"{s}.answered_within_{t:g}", f"{s}.answered"),
    "sl_all_le_T": lambda s, t: (f"{s}.settled_within_{t:g}", f"{s}.offered"),
    "sl_excl_short_ab": lambda s, t: (f"{s}.answered_within_{t:g}", f"{s}.stayed_{t:g}"),
    "sl_of_offered_incl_blocked": lambda s, t: (f"{s}.answered_within_{t:g}", f"{s}.arrived"),
}


def figures(
    expected: dict[str, float], threshold: float = 20.0, scopes: dict[str, str] | None = None
) -> tuple[Quantity, ...]:
    """Quantities by the names of the sources: `p_ab`, `type1.p_ab`, `group2.occupancy`, `type1.T=1.sl_all_le_T`."""
    found = []
    for name, exact in expected.items():
        scope, _, rest = name.rpartition(".")
        limit = threshold
        if ".T=" in f".{scope}":
            scope, _, at = scope.rpartition("T=")
            scope, limit = scope.rstrip("."), round(float(at) * 60, 2)
        found.append(Quantity(name, exact, *PAIRS[rest]((scopes or {}).get(scope, scope or "all"), limit)))
    return tuple(found)
