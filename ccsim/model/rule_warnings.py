"""What a planner should know about live rules: those that change nothing, and those that work against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from ccsim.model.behaviour import Rule
from ccsim.model.center import CenterModel, FloatArray
from ccsim.model.describe import moment
from ccsim.model.offered_load import eligible
from ccsim.scenario.calendar import Clock
from ccsim.scenario.durations import duration_text
from ccsim.scenario.schema import Scenario
from ccsim.sentences import Sentence

Windows = list[tuple[float, float]]


def rule_warnings(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    rules = model.behaviour.rules
    for i, rule in enumerate(rules):
        for sentence in (
            *_without_effect(rule, model),
            *_against(rule, rules[:i], model),
            *_closed(rule, scenario, model),
        ):
            yield Sentence("about", path=f"orchestration.{rule.name}", what=sentence)


def _without_effect(rule: Rule, model: CenterModel) -> Iterator[Sentence]:
    preferences = {preference.group: preference.delay for preference in model.routing.preferences[rule.contact]}
    name = model.types[rule.contact].name
    if rule.between is not None and not len(rule.between):
        yield Sentence("rule_never_in_force")
    if rule.add_group >= 0 and preferences.get(rule.add_group) == 0.0:
        yield Sentence("rule_adds_nothing", group=model.groups[rule.add_group].name, name=name)
    if rule.close_group >= 0 and rule.close_group not in eligible(model, rule.contact):
        yield Sentence("rule_closes_nothing", group=model.groups[rule.close_group].name, name=name)


def _against(rule: Rule, earlier: tuple[Rule, ...], model: CenterModel) -> Iterator[Sentence]:
    """A group that one rule adds and another closes may be both at once; what is closed takes none."""
    for other in earlier:
        opposite = {(other.add_group, rule.close_group), (other.close_group, rule.add_group)}
        if rule.contact == other.contact and any(a == b >= 0 for a, b in opposite) and _both_hold(rule, other, model):
            group = model.groups[max(rule.add_group, rule.close_group)].name
            key = "rule_adds_closed" if rule.add_group >= 0 else "rule_closes_added"
            yield Sentence(key, group=group, name=model.types[rule.contact].name, other=other.name)


def _both_hold(rule: Rule, other: Rule, model: CenterModel) -> bool:
    """Whether they can hold at once: their hours meet, and no value of a quantity that both name first ends either."""
    if not _common(_hours(rule, model), _hours(other, model)):
        return False
    ends = (rule.until, other.until)
    if ends[0] is None or ends[1] is None or _first_named(rule) != _first_named(other):
        return True
    limits = [ends[0].value, ends[1].value]
    probes = (0.0, *limits, sum(limits) / 2.0, math.inf)
    return any(not ends[0].holds(value) and not ends[1].holds(value) for value in probes)


def _first_named(rule: Rule) -> str:
    """The quantity that `until` is about."""
    return next(name for name in ("expected_wait", "waiting", "idle") if getattr(rule, name) is not None)


def _closed(rule: Rule, scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    """Hours in which the rule could divert and where it diverts to nobody answers: then it does not."""
    if rule.divert_type < 0:
        return
    here, there = (model.channels[model.types[k].channel] for k in (rule.contact, rule.divert_type))
    if not there.live:
        return
    at_work = _common(_hours(rule, model), _windows(here.open_windows))
    shut = _common(at_work, _gaps(_windows(there.open_windows), model.timeline.horizon))
    lost = math.fsum(end - start for start, end in shut)
    if lost > 1.0:
        clock, (start, end) = Clock(scenario.calendar), shut[0]
        first = Sentence("stretch", start=moment(start, clock), end=moment(end, clock, start))
        yield Sentence("diverts_nobody", there=there.name, here=here.name, lost=duration_text(lost), first=first)


def _hours(rule: Rule, model: CenterModel) -> Windows:
    """When the rule may hold, elapsed."""
    return [(0.0, model.timeline.horizon)] if rule.between is None else _windows(rule.between)


def _windows(windows: FloatArray) -> Windows:
    return [(start, end) for start, end in windows.tolist()]


def _common(one: Windows, other: Windows) -> Windows:
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return sorted((start, end) for start, end in both if start < end)


def _gaps(windows: Windows, horizon: float) -> Windows:
    """What ascending, disjoint windows leave over of the horizon."""
    edges = [0.0, *np.ravel(windows).tolist(), horizon]
    return list(zip(edges[::2], edges[1::2], strict=True))
