"""Live rules of a scenario as numbers and indices.

What a group rule opened is closed again by `until`. Where a rule does not say it: a rule that begins above a threshold
ends at half of it, one that begins below a threshold at twice it, so that neither flaps; the sign is the opposite
(`> 25` ends at `<= 12.5`, `idle < 2` at `>= 4`). A rule that names no quantity ends only with its time of day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from ccsim.model.behaviour import Bound, Rule
from ccsim.model.center import FloatArray
from ccsim.model.channels import as_windows
from ccsim.model.grid import on_grid
from ccsim.model.laws import share_by_segment
from ccsim.scenario import schema_behaviour as written
from ccsim.scenario.calendar import Clock, merged
from ccsim.scenario.schema import DAY, Scenario

OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def make_rule(name: str, scenario: Scenario, clock: Clock, segments: Sequence[str]) -> Rule:
    one = scenario.orchestration[name]
    when = one.when
    types, bots, groups = list(scenario.contacts), list(scenario.self_service), list(scenario.agents)
    opens = one.add_group is not None or one.close_group is not None
    return Rule(
        name=name,
        contact=types.index(when.contact),
        expected_wait=_bound(when.expected_wait),
        waiting=_bound(when.waiting),
        idle=_bound(when.idle),
        between=_between(when.between, clock),
        until=_until(when) if opens else None,
        predictor=when.predictor,
        callback=one.offer == "callback",
        accepted=share_by_segment(one.share if one.divert_to is not None else one.accepted, segments),
        reach=one.callback.reach,
        ring=on_grid(one.callback.ring),
        attempts=one.callback.attempts,
        retry_after=on_grid(one.callback.retry_after),
        divert_type=types.index(one.divert_to) if one.divert_to in types else -1,
        divert_bot=bots.index(one.divert_to) if one.divert_to in bots else -1,
        add_group=-1 if one.add_group is None else groups.index(one.add_group),
        close_group=-1 if one.close_group is None else groups.index(one.close_group),
    )


def _bound(one: written.Bound | None) -> Bound | None:
    return None if one is None else Bound(one.sign, one.value)


def _until(when: written.When) -> Bound | None:
    if when.until is not None:
        return _bound(when.until)
    begins = when.expected_wait or when.waiting or when.idle
    if begins is None:
        return None
    times = 0.5 if begins.sign.startswith(">") else 2.0
    return Bound(OPPOSITE[begins.sign], times * begins.value)


def _between(between: tuple[tuple[float, float], ...], clock: Clock) -> FloatArray | None:
    """Elapsed windows; one that ends before it begins goes over midnight, the day before the first included."""
    if not between:
        return None
    days = [clock.dates[0] - timedelta(days=1), *clock.dates]
    windows = merged(
        span
        for day in days
        for start, end in between
        for span in (
            clock.spans(day, start, end)
            if start < end
            else [*clock.spans(day, start, DAY), *clock.spans(day + timedelta(days=1), 0.0, end)]
        )
    )
    inside = [(max(start, 0.0), min(end, clock.horizon)) for start, end in windows]
    return as_windows([(start, end) for start, end in inside if start < end])
