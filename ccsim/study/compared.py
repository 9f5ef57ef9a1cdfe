"""Which measures are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ccsim.errors import Fault, ScenarioError
from ccsim.measures.catalogue import MEASURES, at_threshold, find, threshold_of
from ccsim.measures.cells import Cells
from ccsim.measures.definition import Measure
from ccsim.measures.features import features_of
from ccsim.scenario.durations import duration, duration_text
from ccsim.scenario.measure_names import nearest_measure
from ccsim.scenario.node import nearest
from ccsim.sentences import Sentence

if TYPE_CHECKING:
    from ccsim.model.center import CenterModel
    from ccsim.scenario.schema import Target
    from ccsim.study.systems import System

SCOPES = ("contact", "channel", "segment", "agents", "appointment", "self_service")
HEADLINES = (
    "service_level",
    "abandonment_rate",
    "asa",
    "containment",
    "no_show_rate",
    "kept",
    "customer_resolution",
    "csat",
    "occupancy",
)
_TYPED = re.compile(
    r"(?P<measure>\S+)"
    r"(?:\s+of\s+(?:(?P<scope>contact|channel|segment|agents|skill|appointment|self.service)\s+)?(?P<name>.+))?"
)
_ON = re.compile(r"(?P<what>.+?)\s+on\s+(?P<days>(?:(?:mon|tue|wed|thu|fri|sat|sun)\b|\d{4}-\d\d-\d\d).*)")
_WITHIN = re.compile(r"(?P<measure>\S+)\s+within\s+(?P<within>.+?)(?P<of>\s+of\s+.+)?")


@dataclass(frozen=True)
class Compared:
    """A measure of everything, or of one contact type, channel, segment, group, appointment or bot.

    `on`: over these days only, as typed (`mon`, `2026-03-02`), which are `dates`; empty: over all.
    """

    scope: str
    name: str
    measure: Measure
    on: str = ""
    dates: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str, str, tuple[str, ...]]:
        """Where its fractions are."""
        return self.scope, self.name, self.measure.name, self.dates

    @property
    def text(self) -> str:
        """As it is typed and shown: `asa`, `asa of sales`, `asa of channel voice`."""
        return self.measure.name + self._of

    @property
    def _of(self) -> str:
        kind = "" if self.scope == "contact" else f"{self.scope} "
        on = f" on {self.on}" if self.on else ""
        return on if self.scope == "all" else f" of {kind}{self.name}{on}"

    @property
    def label(self) -> str:
        """As a table shows it: `service_level within 2 h of channel email`."""
        base, joint, within = self.measure.name.partition("_within_")
        return f"{base} within {duration_text(float(within))}{self._of}" if joint else self.text

    @property
    def words(self) -> str:
        """In a sentence: `abandonment rate of channel voice`."""
        base, joint, within = self.measure.name.partition("_within_")
        said = base.replace("_", " ") + (f" within {duration_text(float(within))}" if joint else "")
        return said + self._of

    def lacking(self, model: CenterModel) -> str:
        """What a center would have to have for such a measure; empty where it has."""
        needs = self.measure.needs
        if needs is not None and needs not in features_of(model):
            return Sentence(f"needs_{needs}")
        if (self.scope, self.name) not in Cells.of(model).scopes(self.measure.table):
            return Sentence(f"lacks_{self.scope}", name=self.name)
        return ""


def chosen(
    asked: Sequence[str] | None, systems: Sequence[System], quantiles: bool = False, days: bool = False
) -> list[Compared]:
    """What is compared: the measures asked for, else those of all targets and the headlines; perhaps `quantiles`, too.

    `days`: also measures on some days only, as asked.

    Raises
    ------
    ScenarioError
        Every name that is no measure, or that no system has.
    """
    if asked is None:
        return by_default(systems, quantiles)
    found, faults = [], []
    for text in asked:
        try:
            found.append(understood(text, systems, quantiles, days))
        except ValueError as fault:
            faults.append(Fault(f"--measure {text}", 0, 0, "", str(fault)))
    if faults:
        raise ScenarioError(faults)
    return list(dict.fromkeys(found))


def by_default(systems: Sequence[System], quantiles: bool = False) -> list[Compared]:
    """Measures of the targets, in their order, then headlines over everything; none twice under two names."""
    models = [one.model for one in systems]
    found: dict[tuple[str, str, str], Compared] = {}
    for one in systems:
        for target in one.scenario.targets.values():
            compared = of_target(target, models)
            if quantiles or compared.measure.quantile is None:
                found.setdefault((compared.scope, compared.name, compared.measure.name), compared)
    lives = {channel.live for model in models for channel in model.channels if not channel.appointment}
    headlines = [name for name in HEADLINES if not (name == "asa" and len(lives) > 1)]
    headlines.append("cost" if any(map(costs, models)) else "paid_hours")
    for name in headlines:
        compared = Compared("all", "all", MEASURES[name])
        if any(not compared.lacking(model) for model in models):
            found.setdefault(("all", "all", name), compared)
    return list(found.values())


def of_target(target: Target, models: Sequence[CenterModel]) -> Compared:
    """What a target is about, by its plainest name."""
    named = [(scope, getattr(target, scope)) for scope in SCOPES if getattr(target, scope) is not None]
    scope, name = named[0] if named else ("all", "all")
    own = {seconds for model in models for seconds in answered_within(scope, name, model)}
    measure = find(at_threshold(target.measure, None if own == {target.within} else target.within))
    if all(is_all(scope, measure, model) for model in models):
        scope, name = "all", "all"
    return Compared(scope, name, measure)


def answered_within(scope: str, name: str, model: CenterModel) -> set[float]:
    """Thresholds of the contact types of a scope."""
    return {
        kind.answer_within
        for kind in model.types
        if scope not in ("contact", "channel")
        or name == (kind.name if scope == "contact" else model.channels[kind.channel].name)
    }


def is_all(scope: str, measure: Measure, model: CenterModel) -> bool:
    """Whether there is but one of a kind, so that it is the same as all together."""
    if scope in ("contact", "channel") and measure.table in ("contacts", "customers") and not model.appointments:
        return len(model.types if scope == "contact" else {kind.channel for kind in model.types}) == 1
    if scope == "appointment" and measure.table == "appointments":
        return len(model.appointments) == 1
    if scope == "self_service":
        return len(model.behaviour.bots) == 1
    return scope == "agents" and len(model.groups) == 1


def costs(model: CenterModel) -> bool:
    """Whether anything costs money."""
    of_channels = any(
        channel.cost_per_second or channel.cost_per_contact or channel.line_cost_per_second
        for channel in model.channels
    )
    return of_channels or any(group.cost_per_hour > 0 for group in model.groups)


def understood(text: str, systems: Sequence[System], quantiles: bool = False, days: bool = False) -> Compared:
    """A measure as typed: `asa`, `asa of sales`, `service_level_within_60 of channel voice`, `asa of sales on mon`."""
    if on := _ON.fullmatch(text.strip()):
        if not days:
            raise ValueError("over all days only: single days are for compare and --select")
        return on_days(understood(on["what"], systems, quantiles), on["days"], systems)
    typed = _TYPED.fullmatch(plainly(text))
    if typed is None:
        raise ValueError("expected a measure, like abandonment_rate, or one of something, like 'asa of sales'")
    try:
        measure = find(typed["measure"])
    except KeyError:
        raise ValueError(f"no such measure{nearest_measure(typed['measure'])}") from None
    if measure.quantile is not None and not quantiles:
        raise ValueError("a quantile is no mean of replications: asa, mean_wait and service_level_within_60 are")
    models = [one.model for one in systems]
    if typed["name"] is None:
        compared = Compared("all", "all", measure)
    else:
        kind = re.sub(r"\W", "_", typed["scope"] or "")
        compared = scoped(measure, kind, typed["name"], models)
    lacking = [compared.lacking(model) for model in models]
    if all(lacking):
        raise ValueError(f"nothing to compare: there is no {lacking[0]}")
    return compared


def on_days(compared: Compared, text: str, systems: Sequence[System]) -> Compared:
    """The same on some days of the calendar."""
    from ccsim.scenario.calendar import Clock
    from ccsim.scenario.change_when import when
    from ccsim.scenario.clock_times import WEEKDAYS

    asked = when(text)
    measure = compared.measure
    if asked.hours:
        raise ValueError("by day, not by hour: say 'on mon' or 'on 2026-03-02'")
    if measure.quantile is not None or "day" not in measure.spans:
        raise ValueError(f"{measure.name} is compared over all days only")
    clock = Clock(systems[0].scenario.calendar)
    asked.spans(clock)  # refuses days that are not there
    dates = tuple(
        day.isoformat()
        for day in systems[0].model.timeline.dates
        if clock.weekday(day) in (asked.weekdays or WEEKDAYS) and day in (asked.dates or (day,))
    )
    return replace(compared, on=asked.text, dates=dates)


def plainly(text: str) -> str:
    """`service_level within 2 h of email` as `service_level_within_7200 of email`."""
    said = _WITHIN.fullmatch(text.strip())
    if said is None:
        return text.strip()
    return at_threshold(said["measure"], duration(said["within"])) + (said["of"] or "")


def scoped(measure: Measure, scope: str, name: str, models: Sequence[CenterModel]) -> Compared:
    """A measure of what is called `name`; where several kinds have it, `scope` says which."""
    given = {place: None for model in models for place in Cells.of(model).scopes(measure.table) if place[0] != "all"}
    given = {place: None for place in given if place[0] not in measure.not_for}
    if not given:
        raise ValueError(f"{measure.name} is measured over everything only: leave out 'of {name}'")
    found = [place for place in given if place[1] == name and scope in ("", place[0])]
    if not found:
        of_kind = [place[1] for place in given if scope in ("", place[0])]
        raise ValueError(
            f"{measure.name} is not measured of {scope + ' ' if scope else ''}{name!r}{nearest(name, of_kind)}"
        )
    if len(found) > 1 and not is_same(found, models):
        said = " or ".join(f"'{measure.name} of {place[0]} {name}'" for place in found)
        raise ValueError(f"several are called {name!r}: say {said}")
    return Compared(*found[0], measure)


def is_same(found: Sequence[tuple[str, str]], models: Sequence[CenterModel]) -> bool:
    """A contact type that is alone on a channel of the same name."""
    return {scope for scope, _ in found} == {"contact", "channel"} and all(
        [kind.name for kind in model.types if model.channels[kind.channel].name == found[0][1]] == [found[0][1]]
        for model in models
    )


def thresholds(compared: Sequence[Compared]) -> set[float]:
    """Seconds at which service levels have to be tallied."""
    return {seconds for one in compared if (seconds := threshold_of(one.measure.name)) is not None}
