"""Whether targets are met, missed or uncertain."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ccsim.estimation.estimates import Estimate, Estimates
from ccsim.estimation.moments import ratio_of
from ccsim.estimation.quantiles import quantile_in
from ccsim.estimation.targets import ResolvedTarget, TargetResult, Verdict
from ccsim.measures.meter import Measures, place
from ccsim.model.center import BoolArray, FloatArray

_NO_INTERVAL = "fewer than two replications have anything to judge by, so there is no interval"


@dataclass
class DayRecord:
    """For a `probability` target: of each replication the days that meet the bound, and those that have a value."""

    target: ResolvedTarget
    met: list[BoolArray] = field(default_factory=list)
    judged: list[BoolArray] = field(default_factory=list)

    def add(self, measures: Measures) -> None:
        """One replication."""
        cells, target = measures.cells, self.target
        scopes, _ = measures.table(target.measure.table)
        row, _ = place(scopes, cells, target.scope, target.scope_name)
        if target.measure.quantile is None:
            above, below = (table[row, cells.day_slots] for table in measures.fraction(target.measure))
            value = np.divide(above, below, out=np.full(len(above), np.nan), where=below != 0)
        else:
            slots = np.arange(cells.day_slots.start, cells.day_slots.stop) + row * len(cells.slots)
            value = quantile_in(measures.waits, target.measure.quantile, slots)
        self.met.append(target.holds(value))
        self.judged.append(~np.isnan(value))


def judge(target: ResolvedTarget, estimates: Estimates, days: DayRecord | None) -> TargetResult:
    """Verdict on a target at the confidence of the estimates.

    Over the horizon: met when the whole interval is on the right side of the bound, missed when none of it is.
    Per interval or day: met when the share of those surely met reaches `in`, missed when with the uncertain ones it
    cannot either. An interval closed throughout is none, an open one without a value counts as met, and those with less
    than `ignore_below` on average are left out (of contacts offered; of customers, bookings, requests or sessions where
    the measure is about those).
    With `probability`: by the interval of the share of days that meet the bound, replications being clusters.
    """
    each = None
    if days is not None:
        estimate, verdict, detail = _judge_probability(target, days, estimates)
    elif target.asked.per == "horizon":
        estimate = estimates.get(target.scope, target.scope_name, target.measure.name)
        verdict, detail = _judge_horizon(target, estimate)
    else:
        estimate = None
        verdict, detail, each = _judge_each(target, estimates)
    return TargetResult(
        target.name,
        target.sentence,
        target.measure.name,
        target.scope,
        target.scope_name,
        estimate,
        target.bound,
        target.at_least,
        verdict,
        detail,
        each,
    )


def _judge_horizon(target: ResolvedTarget, estimate: Estimate) -> tuple[Verdict, str]:
    if np.isnan(estimate.mean):
        return "uncertain", "nothing to judge: the measure is 0 / 0 in every replication"
    if np.isnan(estimate.half_width):
        return "uncertain", _NO_INTERVAL
    between = f"between {target.say(estimate.low)} and {target.say(estimate.high)}"
    if target.holds(np.array([estimate.low, estimate.high])).all():
        return "met", between
    if not target.holds(np.array([estimate.low, estimate.high])).any():
        return "missed", between
    return "uncertain", f"{between}: more replications would tell, or it is too close to call"


def _judge_each(target: ResolvedTarget, estimates: Estimates) -> tuple[Verdict, str, tuple[int, int, int] | None]:
    cells, per = estimates.cells, target.asked.per
    slots = cells.interval_slots if per == "interval" else cells.day_slots
    mean, low, high = (part[slots] for part in estimates.series(target.scope, target.scope_name, target.measure.name))
    empty = np.isnan(mean)
    counts = np.ones(len(mean), dtype=np.bool_)
    if target.scope in ("all", "contact", "channel", "segment") and target.measure.table in ("contacts", "customers"):
        is_open = estimates.series(target.scope, target.scope_name, "queue_length")[0][slots]
        counts = ~(empty & np.isnan(is_open))  # closed throughout: there is no such interval to meet it in
    else:
        counts = ~empty
    if target.asked.ignore_below > 0:
        counts &= _volume(target, estimates)[slots] >= target.asked.ignore_below
    if not counts.any() or empty[counts].all():
        return "uncertain", f"nothing to judge: no {per} has the volume", None
    with np.errstate(invalid="ignore"):
        both = np.stack((target.holds(low), target.holds(high)))
    unknown = np.isnan(low) & ~empty
    met = counts & (empty | (both.all(axis=0) & ~unknown))
    missed = counts & ~empty & ~unknown & ~both.any(axis=0)
    judged, surely, never = int(counts.sum()), int(met.sum()), int(missed.sum())
    each = (surely, never, judged - surely - never)
    detail = f"{surely} of {judged} {per}s surely met, {never} surely missed, {each[2]} uncertain"
    needed = target.asked.share * judged - 1e-9  # so that 90 % of 10 is 9
    if never:
        labels = np.array(cells.slots[slots], dtype=object)[missed]
        detail += f"; missed: {', '.join(labels[:3])}{' ...' if len(labels) > 3 else ''}"
    if surely >= needed:
        return "met", detail, each
    if judged - never < needed:
        return "missed", detail, each
    return "uncertain", detail if not unknown[counts].all() else f"{detail}; {_NO_INTERVAL}", each


def _volume(target: ResolvedTarget, estimates: Estimates) -> FloatArray:
    """What `ignore_below` counts, on average, in every slot."""
    return estimates.series(target.scope, target.scope_name, target.volume)[0]


def _judge_probability(target: ResolvedTarget, days: DayRecord, estimates: Estimates) -> tuple[Estimate, Verdict, str]:
    cells = estimates.cells
    met, judged = np.array(days.met), np.array(days.judged)
    if target.asked.ignore_below > 0:
        judged &= _volume(target, estimates)[cells.day_slots] >= target.asked.ignore_below
    y, x = (met & judged).sum(axis=1).astype(np.float64), judged.sum(axis=1).astype(np.float64)
    mean, half = ratio_of(y, x, estimates.confidence)
    low, high = (float(end) for end in np.clip((mean - half, mean + half), 0.0, 1.0))
    clusters = int((x > 0).sum())
    if half == 0 and mean in (0.0, 1.0):
        # Without a single exception the delta method sees no variance. What n alike replications do exclude is the
        # binomial bound of Clopper & Pearson (1934), one replication counting as one trial.
        reach = ((1 - estimates.confidence) / 2) ** (1 / clusters)
        low, high = (reach, 1.0) if mean == 1.0 else (0.0, 1 - reach)
        half = (high - low) / 2
    estimate = Estimate(mean, low, high, half, len(y))
    wanted = target.asked.probability
    assert wanted is not None
    days_met = f"{int(y.sum())} of {int(x.sum())} simulated days meet it"
    if np.isnan(mean):
        return estimate, "uncertain", "nothing to judge: no day has a value"
    if np.isnan(half):
        return estimate, "uncertain", f"{days_met}; {_NO_INTERVAL}"
    if low >= wanted:
        return estimate, "met", days_met
    return estimate, "missed" if high < wanted else "uncertain", days_met
