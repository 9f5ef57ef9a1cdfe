"""Work against staff, as a bound that is never wrong.

The work of a contact is taken as the least it can take of any agent who may serve it: on the fastest group, and under
concurrency at the pace that gets most done. Of the contacts that come by themselves those count that surely need an
agent (`ccsim.model.inflow`), and nothing of what follows from others. For a set of contact types S and the groups that
may take any of them, work above the planned time of those groups, less what absence takes of it on average, cannot be
done in time, however cleverly it is routed (Hall 1935: where no set of types is short of staff, some sharing out
exists). What is found is therefore too much; the opposite does not hold.

Why the pace bound holds with several channels at once: an agent with n contacts in hand works on one of type k at
pace_k(n) <= (1 / w_k) / n, w_k being 1 / max over n' of n' pace_k(n'); so work done weighted by w_k grows at most at
rate 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ccsim.model.arrivals import expected_contacts
from ccsim.model.center import CenterModel, FloatArray, Group, LawByTime, Timeline
from ccsim.model.inflow import least_factor, least_reaching
from ccsim.model.timeline import agent_seconds

MOST_CLASSES = 10  # beyond, not every set of types is looked at: 2**10 are done in a moment


@dataclass(frozen=True)
class Overload:
    """Types that need more agent-seconds than the groups that may take them have after absence, (intervals,) each."""

    types: tuple[int, ...]
    groups: tuple[int, ...]
    work: FloatArray
    staff: FloatArray

    @property
    def excess(self) -> FloatArray:
        return np.asarray(np.where(self.staff > 0.0, self.work - self.staff, 0.0))


def present(model: CenterModel, g: int) -> float:
    """Share of a group's planned people who come: 1 - absence."""
    agents = model.groups[g].agents
    return 1.0 - model.agents[agents[0]].absence if len(agents) else 1.0


def eligible(model: CenterModel, k: int) -> frozenset[int]:
    """Groups that may take a type, at once, after a delay, or while a live rule adds them."""
    return frozenset(preference.group for preference in model.routing.preferences[k]) | added(model, k)


def added(model: CenterModel, k: int) -> frozenset[int]:
    """Groups that a live rule may open for a type."""
    groups = {rule.add_group for rule in model.behaviour.rules if rule.contact == k and rule.add_group >= 0}
    return frozenset(g for g in groups if k in model.groups[g].types)


def least_work(model: CenterModel, k: int) -> FloatArray:
    """Agent-seconds of a contact, by interval of arrival, that no agent who may take it can undercut.

    0 where nobody may, and for a trace that brings its own talk times: nothing is claimed of those.
    """
    trace = model.types[k].arrivals.trace
    groups = eligible(model, k)
    if not groups or (trace is not None and not np.isnan(trace.talk).all()):
        return np.zeros(len(model.timeline.interval_day))
    return np.asarray(np.minimum.reduce([_work_on(model.groups[g], k, model) for g in groups]))


def _work_on(group: Group, k: int, model: CenterModel) -> FloatArray:
    contact_type = model.types[k]
    pace = model.channels[contact_type.channel].pace
    smallest = min(load for load in group.load if load)
    together = 1 + (group.capacity - group.load[k]) // smallest  # contacts in hand, one of them of this type
    best = max(n * pace[min(n, len(pace)) - 1] for n in range(1, together + 1))
    work = contact_type.work[group.work[k]]
    mean = _least_mean(work.talk, model.timeline) + _least_mean(work.wrap_up, model.timeline)
    return np.asarray(mean * float(group.factor[k]) * least_factor(model, k) / best)


def _least_mean(law: LawByTime | None, timeline: Timeline) -> FloatArray:
    """Least of the means in force during each interval."""
    if law is None:
        return np.zeros(len(timeline.time_of_day))
    means = np.array([part.mean for part in law.laws])
    first = np.searchsorted(law.starts, timeline.time_of_day, "right") - 1
    last = np.searchsorted(law.starts, timeline.time_of_day + np.diff(timeline.edges), "left") - 1
    return np.array([means[i : j + 1].min() for i, j in zip(first, last, strict=True)])


def overloads(model: CenterModel, *, live_only: bool) -> Iterator[Overload]:
    """Sets of types with their work and staff by interval, whether there is too much or not."""
    timeline = model.timeline
    staff = np.array([present(model, g) * agent_seconds(s, timeline.edges) for g, s in enumerate(model.scheduled)])
    taken = {
        k: expected_contacts(contact_type.arrivals, timeline) * least_reaching(model, k) * least_work(model, k)
        for k, contact_type in enumerate(model.types)
        if eligible(model, k) and (model.channels[contact_type.channel].live or not live_only)
    }
    classes: dict[frozenset[int], list[int]] = {}
    for k in taken:
        classes.setdefault(eligible(model, k), []).append(k)
    for groups in _unions(list(classes)):
        types = tuple(sorted(k for own, members in classes.items() if own <= groups for k in members))
        yield Overload(
            types=types,
            groups=tuple(sorted(groups)),
            work=np.asarray(sum(taken[k] for k in types)),
            staff=staff[sorted(groups)].sum(axis=0),
        )


def _unions(sets: list[frozenset[int]]) -> list[frozenset[int]]:
    """Unions of the sets, smallest first: all of them, or for many sets those of one, of two and of all."""
    sizes = range(1, len(sets) + 1) if len(sets) <= MOST_CLASSES else (1, 2, len(sets))
    unions = {frozenset[int]().union(*chosen) for size in sizes for chosen in combinations(sets, size)}
    return sorted(unions, key=lambda union: (len(union), sorted(union)))
