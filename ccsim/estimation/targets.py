"""Targets: what is asked of a center, checked against what is measured, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ccsim.errors import Fault, ScenarioError
from ccsim.estimation.estimates import Estimate
from ccsim.measures.catalogue import SERVICE_LEVELS, Measure, at_threshold, find
from ccsim.measures.cells import Cells
from ccsim.measures.definition import Table
from ccsim.measures.features import features_of
from ccsim.model.center import BoolArray, CenterModel, FloatArray
from ccsim.scenario.durations import duration_text
from ccsim.sentences import Sentence

if TYPE_CHECKING:
    from ccsim.scenario.schema import Target

Verdict = Literal["met", "missed", "uncertain"]
_SCOPES = ("contact", "channel", "segment", "agents", "appointment", "self_service")
_VOLUMES: dict[Table, tuple[str, str]] = {
    "contacts": ("offered", "contacts"),
    "customers": ("customers", "customers"),
    "appointments": ("booked", "bookings"),
    "self_service": ("sessions", "sessions"),
}
_BY_REQUEST = ("requests", "not_booked", "not_booked_rate")
"""Measures of appointments that go by the time of the request, not of the slot."""


@dataclass(frozen=True)
class ResolvedTarget:
    """A target, its measure and the scope it is about; `subject` is what of it stands before the bound."""

    name: str
    asked: Target
    measure: Measure
    scope: str
    scope_name: str
    bound: float
    at_least: bool
    subject: str
    sentence: str
    currency: str
    volume: str  # measure that `ignore_below` counts; empty: there is none

    def say(self, value: float) -> str:
        """A value of the measure as a planner reads it."""
        rounded = float(f"{value:.4g}")
        return quantity(rounded, self.measure.unit, self.currency)

    def holds(self, value: FloatArray) -> BoolArray:
        """Whether values are on the right side of the bound, which belongs to it."""
        return np.asarray(value >= self.bound if self.at_least else value <= self.bound)


@dataclass(frozen=True)
class TargetResult:
    """A target with its verdict.

    `estimate` is the measure over the horizon; for a `probability` target the share of days that meet the bound; for
    one per interval or day None, and `each` counts those surely met, surely missed and uncertain. `detail` says in
    words what the verdict rests on.
    """

    name: str
    sentence: str
    measure: str
    scope: str
    scope_name: str
    estimate: Estimate | None
    bound: float
    at_least: bool
    verdict: Verdict
    detail: str
    each: tuple[int, int, int] | None = None


def resolve(targets: Mapping[str, Target], model: CenterModel, cells: Cells) -> tuple[ResolvedTarget, ...]:
    """Targets in the scenario's order.

    Raises
    ------
    ScenarioError
        Every target that cannot be judged: unknown measure or name, a measure that does not exist for the scope or
        needs what the center has not, not one bound, `ignore_below` for agents, `probability` without `per: day`.
    """
    faults: list[Fault] = []
    resolved = []
    for name, target in targets.items():
        try:
            resolved.append(_resolve(name, target, model, cells))
        except ValueError as fault:
            faults.append(Fault("scenario", 0, 0, f"targets.{name}", str(fault)))
    if faults:
        raise ScenarioError(faults)
    return tuple(resolved)


def _resolve(name: str, target: Target, model: CenterModel, cells: Cells) -> ResolvedTarget:
    full_name = at_threshold(target.measure, target.within)
    try:
        measure = find(full_name)
    except KeyError:
        known = "within is for service levels only" if target.within is not None else "no such measure"
        raise ValueError(f"{known}: {target.measure!r}") from None
    named = [(scope, getattr(target, scope)) for scope in _SCOPES if getattr(target, scope) is not None]
    if len(named) > 1:
        raise ValueError(f"one of {', '.join(_SCOPES)} at most, got {', '.join(scope for scope, _ in named)}")
    scope, scope_name = named[0] if named else ("all", "all")
    features = features_of(model)
    if measure.needs is not None and measure.needs not in features:
        needed = Sentence(f"needs_{measure.needs}")
        raise ValueError(f"{measure.name} needs {needed}, and the scenario has none")
    if (scope, scope_name) not in cells.scopes(measure.table) or scope in measure.not_for:
        raise ValueError(f"{measure.name} is not measured for {scope} {scope_name!r}")
    if (target.at_least is None) == (target.at_most is None):
        raise ValueError("exactly one of at_least and at_most")
    if target.per not in measure.spans:
        raise ValueError(f"{measure.name} is not measured per {target.per}")
    if target.probability is not None and target.per != "day":
        raise ValueError("probability goes with per: day")
    volume, counted = _volume(measure, "customers" in features)
    if target.ignore_below > 0 and not volume:
        raise ValueError("ignore_below counts contacts, customers, bookings or sessions, and this measure has none")
    bound = target.at_least if target.at_least is not None else target.at_most
    assert bound is not None
    subject = _subject(target, measure, scope, scope_name, model)
    sentence = _sentence(subject, target, measure, model, bound)
    if target.ignore_below > 0:
        sentence += f" with {target.ignore_below:g} {counted} or more"
    at_least = target.at_least is not None
    return ResolvedTarget(
        name, target, measure, scope, scope_name, float(bound), at_least, subject, sentence, model.currency, volume
    )


def _volume(measure: Measure, customers_followed: bool) -> tuple[str, str]:
    """Measure by which `ignore_below` counts, and the word for what it counts.

    Contacts offered; customers (contacts where every customer is one); appointments booked for slots of the interval or
    day, requests where the measure goes by them; sessions.
    """
    if measure.name in _BY_REQUEST:
        return "requests", "requests"
    table: Table = "contacts" if measure.table == "customers" and not customers_followed else measure.table
    return _VOLUMES.get(table, ("", ""))


def _subject(target: Target, measure: Measure, scope: str, scope_name: str, model: CenterModel) -> str:
    base = target.measure.partition("_within_")[0]
    words = [base]
    if scope != "all":
        words.append(f"of {scope_name}" if scope == "contact" else f"of {scope.replace('_', '-')} {scope_name}")
    if base in SERVICE_LEVELS:
        words.append(_within(target, measure, scope, scope_name, model))
    return " ".join(words)


def _sentence(subject: str, target: Target, measure: Measure, model: CenterModel, bound: float) -> str:
    side = "least" if target.at_least is not None else "most"
    sentence = f"{subject} at {side} {quantity(bound, measure.unit, model.currency)}"
    if target.probability is not None:
        sentence += f", on at least {quantity(target.probability, 'share', model.currency)} of the days"
    elif target.per != "horizon":
        every = f"in at least {quantity(target.share, 'share', model.currency)} of" if target.share < 1 else "in all of"
        sentence += f", {every} the {target.per}s"
    return sentence


def _within(target: Target, measure: Measure, scope: str, scope_name: str, model: CenterModel) -> str:
    suffix = measure.name.partition("_within_")[2]
    if suffix:
        return f"within {duration_text(float(suffix))}"
    own = {
        kind.answer_within
        for kind in model.types
        if scope not in ("contact", "channel")
        or scope_name == (kind.name if scope == "contact" else model.channels[kind.channel].name)
    }
    return f"within {duration_text(own.pop())}" if len(own) == 1 else "within each contact's answer_within"


def quantity(value: float, unit: str, currency: str) -> str:
    """A value as a planner reads it: `80 %`, `20 s`, `12 USD`, a score alone."""
    if unit == "share":
        return f"{100 * value:.10g} %"
    if unit == "s":
        return duration_text(value)
    if unit == "score":
        return f"{value:.10g}"
    return f"{value:.10g} {currency if unit == 'money' else 'FTE' if unit == 'fte' else unit}".rstrip()
