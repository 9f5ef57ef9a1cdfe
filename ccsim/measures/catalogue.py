"""Every measure ccsim knows: what it is, in which unit, and which tallies stand above and below its fraction line.

A measure over replications is always sum over sum (a ratio of expectations), never a mean of percentages. A denominator
of `()` means "per replication". Tallies are those of `ccsim.measures.meter`; this module and those it gathers from
import nothing else of the house, so that the scenario reader and the command line can look names up at no cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ccsim.measures.agent_measures import AGENT_MEASURES, CENTER_MEASURES, SKILL_MEASURES
from ccsim.measures.appointment_measures import APPOINTMENT_MEASURES, SELF_SERVICE_MEASURES
from ccsim.measures.contact_measures import CONTACT_MEASURES, SERVICE_LEVEL_MEASURES
from ccsim.measures.customer_measures import CUSTOMER_MEASURES
from ccsim.measures.definition import BY_DAY as BY_DAY
from ccsim.measures.definition import EVERY_SPAN as EVERY_SPAN
from ccsim.measures.definition import SCOPES as SCOPES
from ccsim.measures.definition import Feature
from ccsim.measures.definition import Measure as Measure
from ccsim.measures.definition import Span as Span
from ccsim.measures.definition import Table as Table

WITHIN = "_within_"
"""Joins a service level and another threshold than the contact's own: `service_level_within_60`."""

SERVICE_LEVELS: tuple[str, ...] = tuple(measure.name for measure in SERVICE_LEVEL_MEASURES)
_THRESHOLD_TALLIES = ("answered_within", "gone_within", "judged", "judged_long")

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        *CONTACT_MEASURES,
        *CUSTOMER_MEASURES,
        *APPOINTMENT_MEASURES,
        *SELF_SERVICE_MEASURES,
        *AGENT_MEASURES,
        *SKILL_MEASURES,
        *CENTER_MEASURES,
    )
}


def seconds_suffix(within: float) -> str:
    """Threshold as it stands in a measure's name: `60`, `14400`, `0.5`."""
    return str(int(within)) if within == int(within) else repr(float(within))


def at_threshold(name: str, within: float | None) -> str:
    """Name of a service level at another threshold; `within` None leaves the name as it is.

    >>> at_threshold("service_level", 60.0)
    'service_level_within_60'
    """
    return name if within is None else f"{name}{WITHIN}{seconds_suffix(within)}"


def find(name: str) -> Measure:
    """Definition of a measure, service levels at another threshold (`service_level_answered_within_60`) included.

    Raises
    ------
    KeyError
        No measure of this name.
    """
    base, joint, suffix = name.partition(WITHIN)
    if not joint:
        return MEASURES[name]
    if base not in SERVICE_LEVELS:
        raise KeyError(name)
    try:
        within = float(suffix)
    except ValueError:
        raise KeyError(name) from None
    if not 0 <= within < float("inf") or seconds_suffix(within) != suffix:
        raise KeyError(name)
    own = MEASURES[base]
    return replace(
        own,
        name=name,
        numerator=tuple(_with_threshold(tally, within) for tally in own.numerator),
        denominator=tuple(_with_threshold(tally, within) for tally in own.denominator),
        meaning=own.meaning.replace("the threshold", f"{suffix} s"),
    )


def threshold_of(name: str) -> float | None:
    """Threshold in a measure's name, None where it is the contact's own."""
    suffix = name.partition(WITHIN)[2]
    return float(suffix) if suffix else None


def _with_threshold(tally: str, within: float) -> str:
    return at_threshold(tally, within) if tally in _THRESHOLD_TALLIES else tally


def measures_at(within: Iterable[float], features: frozenset[Feature]) -> tuple[Measure, ...]:
    """All measures of a run: those of the catalogue that the center has what it needs for (`features`), and, for each
    further threshold, the five service levels at it."""
    further = (find(at_threshold(name, seconds)) for seconds in within for name in SERVICE_LEVELS)
    known = (measure for measure in MEASURES.values() if measure.needs is None or measure.needs in features)
    return (*known, *further)
