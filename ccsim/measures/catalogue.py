"""Every measure ccsim knows: what it is, in which unit, and which tallies stand above and below its fraction line.

A measure over replications is always sum over sum (a ratio of expectations), never a mean of percentages. A denominator
of `()` means "per replication". Tallies are those of `ccsim.measures.meter`; this module imports nothing of the house,
so that the scenario reader and the command line can look names up at no cost.

Formulas follow Gans, Koole & Mandelbaum (2003), "Telephone call centers: tutorial, review and research prospects"; the
variants of the service level are those of Jouini, Koole & Roubos (2013), "Performance indicators for call centers with
impatient customers".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

Table = Literal["contacts", "agents", "center"]
Span = Literal["horizon", "interval", "day"]

SCOPES: dict[Table, tuple[str, ...]] = {
    "contacts": ("all", "contact", "channel", "segment", "day"),
    "agents": ("all", "agents", "day"),
    "center": ("all", "day"),
}
EVERY_SPAN: tuple[Span, ...] = ("horizon", "interval", "day")
BY_DAY: tuple[Span, ...] = ("horizon", "day")

WITHIN = "_within_"
"""Joins a service level and another threshold than the contact's own: `service_level_within_60`."""


@dataclass(frozen=True)
class Measure:
    """One KPI.

    `numerator` and `denominator` name tallies to be added up; `quantile` stands instead of both. `unit` is one of
    contacts, agents, share, s (seconds), h (hours), fte, money (the scenario's currency). `spans` says over what it is
    given. None can be below 0; `highest` is what it cannot exceed.
    """

    name: str
    unit: str
    table: Table
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    meaning: str
    spans: tuple[Span, ...] = EVERY_SPAN
    quantile: float | None = None
    highest: float = math.inf

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes it is given for; `day` is all together on one date."""
        return SCOPES[self.table]


def _count(name: str, meaning: str) -> Measure:
    return Measure(name, "contacts", "contacts", (name,), (), meaning)


def _share(name: str, numerator: tuple[str, ...], denominator: tuple[str, ...], meaning: str) -> Measure:
    return Measure(name, "share", "contacts", numerator, denominator, meaning, highest=1.0)


def _of_duty(name: str, numerator: str, meaning: str) -> Measure:
    return Measure(name, "share", "agents", (numerator,), ("duty",), meaning, highest=1.0)


def _wait(percent: int) -> Measure:
    return Measure(
        f"wait_p{percent}",
        "s",
        "contacts",
        (),
        (),
        f"wait that {percent} % of the offered do not exceed (backlog apart)",
        quantile=percent / 100,
    )


_SERVICE_LEVELS = (
    _share("service_level", ("answered_within",), ("judged",), "answered within the threshold, of the offered"),
    _share(
        "service_level_excluding_short",
        ("answered_within",),
        ("judged_long",),
        "answered within the threshold, of the offered that neither balked nor left within short_abandon",
    ),
    _share(
        "service_level_answered", ("answered_within",), ("replied",), "answered within the threshold, of the answered"
    ),
    _share(
        "service_level_met_or_left",
        ("answered_within", "gone_within"),
        ("judged",),
        "answered, balked or abandoned within the threshold, of the offered",
    ),
    _share(
        "service_level_incl_blocked",
        ("answered_within",),
        ("judged", "blocked"),
        "answered within the threshold, of the offered and the blocked",
    ),
)
SERVICE_LEVELS: tuple[str, ...] = tuple(measure.name for measure in _SERVICE_LEVELS)
_THRESHOLD_TALLIES = ("answered_within", "gone_within", "judged", "judged_long")

_CONTACTS = (
    _count("arrived", "contacts that arrived"),
    _count("blocked", "found no line, or too many waiting"),
    _count("offered", "arrived and not blocked"),
    _count("answered", "an agent began to serve them"),
    _count("balked", "left at once when told to wait"),
    _count("abandoned", "left the queue, patience at an end"),
    _count("dropped", "still waiting when the channel closed"),
    _count("backlog", "deferred, unanswered at the end"),
    *_SERVICE_LEVELS,
    Measure("asa", "s", "contacts", ("wait_answered",), ("answered",), "mean wait of the answered"),
    Measure("mean_wait", "s", "contacts", ("wait",), ("wait_ended",), "mean wait of the offered (backlog apart)"),
    *(_wait(percent) for percent in (50, 80, 90, 95)),
    Measure("wait_max", "s", "contacts", ("wait_max",), ("wait_any",), "mean over replications of the longest wait"),
    _share("abandonment_rate", ("balked", "abandoned"), ("offered",), "balked or abandoned, of the offered"),
    Measure(
        "mean_time_to_abandon",
        "s",
        "contacts",
        ("wait_abandoned",),
        ("abandoned",),
        "mean wait of those who abandoned (the balked, who did not wait, apart)",
    ),
    _share("delay_probability", ("delayed",), ("offered",), "had to wait (or balked at it), of the offered"),
    _share("blocking_rate", ("blocked",), ("arrived",), "blocked, of the arrived"),
    Measure(
        "queue_length",
        "contacts",
        "contacts",
        ("queue_time",),
        ("open_time",),
        "mean number waiting, over the time the channel (or any channel of the scope) is open",
    ),
    Measure("aht", "s", "contacts", ("work",), ("handled",), "mean handle time: talk and wrap-up as really spent"),
    _share("resolution", ("resolved",), ("answered",), "resolved, of the answered"),
    Measure(
        "lost_value", "money", "contacts", ("lost_value",), (), "value of the blocked, balked, abandoned and dropped"
    ),
    Measure(
        "cost_channel", "money", "contacts", ("cost_channel",), (), "what the channels cost: per contact and per minute"
    ),
)

_AGENTS = (
    Measure(
        "agents_on_duty",
        "agents",
        "agents",
        ("on_duty",),
        ("span",),
        "agents on duty, breaks apart and overtime included, averaged over the interval; for a day and the horizon "
        "over the opening time of the group's channels",
    ),
    Measure(
        "agents_scheduled",
        "agents",
        "agents",
        ("on_plan",),
        ("span",),
        "agents planned to be on duty, averaged like agents_on_duty",
    ),
    _of_duty("occupancy", "busy", "time with a contact, of time on duty and overtime"),
    Measure(
        "occupancy_scheduled", "share", "agents", ("busy",), ("scheduled",), "time with a contact, of scheduled time"
    ),
    _of_duty("occupancy_live", "busy_live", "occupancy by live contacts alone"),
    _of_duty("slot_use", "load", "mean load over capacity, on duty and in overtime"),
    Measure("idle", "s", "agents", ("idle",), (), "time on duty without a contact, all agents added"),
    Measure("overtime", "s", "agents", ("overtime",), (), "time at work past the plan, all agents added"),
    Measure("utilisation", "share", "agents", ("busy",), ("paid",), "time with a contact, of paid time", BY_DAY),
    Measure("paid_hours", "h", "agents", ("paid_hours",), (), "plan over (1 - shrinkage), and overtime", BY_DAY),
    Measure(
        "fte",
        "fte",
        "agents",
        ("paid_hours",),
        ("full_time_hours",),
        "paid hours over those of one full-timer: 40 h a week, 8 h a day in what is left of a week",
        ("horizon",),
    ),
    Measure("cost_staff", "money", "agents", ("cost_staff",), (), "paid hours at cost_per_hour", BY_DAY),
)

_CENTER = (
    Measure("cost", "money", "center", ("cost_staff", "cost_channel"), (), "staff and channels", BY_DAY),
    Measure(
        "cost_per_resolved",
        "money",
        "center",
        ("cost_staff", "cost_channel"),
        ("resolved",),
        "staff and channels, for each contact resolved",
        BY_DAY,
    ),
)

MEASURES: dict[str, Measure] = {measure.name: measure for measure in (*_CONTACTS, *_AGENTS, *_CENTER)}


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


def measures_at(within: tuple[float, ...]) -> tuple[Measure, ...]:
    """All measures of a run: the catalogue and, for each further threshold, the five service levels at it."""
    further = (find(at_threshold(name, seconds)) for seconds in within for name in SERVICE_LEVELS)
    return (*MEASURES.values(), *further)
