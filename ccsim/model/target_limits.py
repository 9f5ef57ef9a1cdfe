"""Targets that nobody's work can meet, told only where it is certain."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import reduce

import numpy as np

from ccsim.model.center import CenterModel, LawByTime
from ccsim.model.grid import TICK
from ccsim.model.inflow import comes, least_factor
from ccsim.model.offered_load import added, eligible
from ccsim.scenario.schema import Scenario, Target
from ccsim.sentences import Sentence

NEED_AN_ANSWER = (
    "service_level",
    "service_level_excluding_short",
    "service_level_answered",
    "service_level_incl_blocked",
)


def impossible_targets(scenario: Scenario, model: CenterModel) -> Iterator[Sentence]:
    for name, target in scenario.targets.items():
        types = _types(target, model)
        if target.appointment is not None or target.self_service is not None:
            continue
        if target.agents is not None:
            group = list(scenario.agents).index(target.agents)
            if not model.paid_seconds[group].any():
                yield Sentence("target_nobody_on_duty", name=name, group=target.agents)
        elif not types:
            yield Sentence("target_nothing_comes", name=name)
        elif why := _out_of_reach(target, types, model):
            yield Sentence("target_out_of_reach", name=name, why=why)


def _types(target: Target, model: CenterModel) -> list[int]:
    """Contact types with demand that a target is about."""
    return [
        k
        for k, contact_type in enumerate(model.types)
        if (target.contact is None or target.contact == contact_type.name)
        and (target.channel is None or target.channel == model.channels[contact_type.channel].name)
        and (target.segment is None or contact_type.segment_share[model.segments.index(target.segment)] > 0.0)
        and comes(model, k)
    ]


def _out_of_reach(target: Target, types: list[int], model: CenterModel) -> str | None:
    if any(model.channels[model.types[k].channel].appointment for k in types):
        return None  # hosts are held for those they expect, whatever the preferences say
    served = [k for k in types if eligible(model, k)]
    names = ", ".join(model.types[k].name for k in types)
    if target.measure in NEED_AN_ANSWER and (target.at_least or 0.0) > 0.0:
        return _no_reply_in_time(target, served, names, model)
    if target.measure == "asa" and target.at_most is not None and served:
        least = min(_least_delay(k, model) for k in served)
        if least > target.at_most:
            return Sentence("no_group_before", names=names, least=f"{least:g}", most=f"{target.at_most:g}")
    if target.measure == "resolution" and target.at_least is not None and served:
        most = max(float(model.groups[g].resolution[k]) for k in served for g in eligible(model, k))
        if most < target.at_least:
            return Sentence("resolves_too_few", most=f"{most:.1%}", names=names, least=f"{target.at_least:.1%}")
    if target.measure == "aht" and target.at_most is not None and served:
        shortest = min(_shortest_mean(k, model) for k in served)
        if shortest > target.at_most:
            return Sentence("needs_too_long", shortest=f"{shortest:.4g}", names=names, most=f"{target.at_most:g}")
    return None


def _no_reply_in_time(target: Target, served: list[int], names: str, model: CenterModel) -> str | None:
    if not served:
        return Sentence("no_group_may", names=names)
    reasons: set[Sentence] = set()
    for k in served:
        within = model.types[k].answer_within if target.within is None else target.within
        delay = _least_delay(k, model)
        if delay > within:
            told = {"name": model.types[k].name, "delay": f"{delay:g}", "within": f"{within:g}"}
            reasons.add(Sentence("no_group_in_time", **told))
        elif _reply_outlasts(k, within - delay, model):
            reasons.add(Sentence("reply_outlasts", name=model.types[k].name, within=f"{within:g}"))
        else:
            return None
    return reduce(lambda one, other: Sentence("also", one=one, other=other), sorted(reasons))


def _least_delay(k: int, model: CenterModel) -> float:
    """Of a group that a live rule adds, none."""
    return min([preference.delay for preference in model.routing.preferences[k]] + [0.0] * len(added(model, k)))


def _reply_outlasts(k: int, within: float, model: CenterModel) -> bool:
    """Whether a deferred contact judged at the end of its reply always takes longer, on every group.

    Not told where closed hours may hide some of the reply, nor where a trace brings talk times.
    """
    contact_type = model.types[k]
    channel = model.channels[contact_type.channel]
    judged_at_end = not channel.live and not contact_type.sla_at_start
    if not judged_at_end or (contact_type.clock_opening and not channel.never_closes):
        return False
    if contact_type.arrivals.trace is not None:
        return False
    for group in (model.groups[g] for g in eligible(model, k)):
        factor = float(group.factor[k]) * least_factor(model, k)
        limit = (within + TICK) / factor if factor else math.inf
        if any(law.cdf(np.array([limit]))[0] > 0.0 for law in contact_type.work[group.work[k]].talk.laws):
            return False
    return True


def _shortest_mean(k: int, model: CenterModel) -> float:
    """Least mean of talk and wrap-up over groups and times of day; 0 where a trace brings its own."""
    contact_type = model.types[k]
    if contact_type.arrivals.trace is not None:
        return 0.0

    def least(law: LawByTime | None) -> float:
        return 0.0 if law is None else min(part.mean for part in law.laws)

    return least_factor(model, k) * min(
        float(group.factor[k]) * (least(work.talk) + least(work.wrap_up))
        for group in (model.groups[g] for g in eligible(model, k))
        for work in (contact_type.work[group.work[k]],)
    )
