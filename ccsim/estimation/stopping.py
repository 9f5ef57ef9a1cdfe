"""How many replications to run: a fixed number, or until the intervals asked for are narrow enough.

Precision is looked at only at fixed counts (20, 40, 80, ...). Looking after every replication would stop on lucky
stretches and make intervals too narrow (Law 2015, Simulation Modeling and Analysis, 9.4.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccsim.errors import Fault, ScenarioError
from ccsim.estimation.estimates import Estimates

if TYPE_CHECKING:
    from ccsim.scenario.schema import Simulation

FIRST_LOOK = 20


def next_look(done: int, simulation: Simulation) -> int | None:
    """Replications to reach before looking at the estimates again; None: there is nothing more to do.

    Without `precision` the one look is at `replications`. With it, looks are at 20, 40, 80 ... from `replications` on,
    and the last at `max_replications` (never less than `replications`).
    """
    least = simulation.replications
    if not simulation.precision:
        return least if done < least else None
    most = max(simulation.max_replications, least)
    look = FIRST_LOOK
    while look < least or look <= done:
        look *= 2
    return min(look, most) if done < most else None


def half_widths(estimates: Estimates, precision: Mapping[str, float]) -> dict[str, float]:
    """Present half width, over all contacts or agents, of each measure that a precision is asked for.

    Raises
    ------
    ScenarioError
        There is no such measure.
    """
    widths = {}
    for measure in precision:
        try:
            widths[measure] = estimates.get("all", "all", measure).half_width
        except KeyError:
            message = f"no measure {measure!r}"
            raise ScenarioError([Fault("scenario", 0, 0, "simulation.precision", message)]) from None
    return widths


def precise(estimates: Estimates, precision: Mapping[str, float]) -> bool:
    """Whether every half width asked for is reached (absolute, in the measure's unit). No interval is not precise."""
    return all(width <= precision[measure] for measure, width in half_widths(estimates, precision).items())
