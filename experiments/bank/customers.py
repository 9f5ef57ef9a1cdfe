"""What customers do, from the log: how their number varies, who is put ahead, how long they are prepared to wait."""

from __future__ import annotations

import numpy as np
import pandas as pd
from record import SPLIT, counts, kinds, profile

TOLD = 120  # seconds: who leaves because of the queue he was told of, has left by then
BEHIND = 4  # so many waiting or more are one class
PERIODS = {
    "before 12 January": ("", "1999-01-12"),
    "to 3 February": ("1999-01-12", "1999-02-04"),
    "after": ("1999-02-04", "9"),
}
PROBABILITIES = (
    [0.005, 0.01, 0.02, 0.03, 0.04] + [k / 100 for k in range(5, 100, 5)] + [0.98, 0.99, 0.995]
)  # of the patience tables


def high_share(calls: pd.DataFrame, contact: str) -> float:
    """Share of high priority among the waiting who were identified.

    The log gives a priority only to calls that joined the queue: nearly all answered at once carry a 0. The share
    over all calls (37 % for PS) is therefore too low; the share among those who had to wait does not depend on that.
    """
    waiting = calls[(calls.contact == contact) & (calls.q_start_s > 0) & (calls.priority > 0)]
    return float((waiting.priority == 2).mean())


def overtakes(calls: pd.DataFrame) -> dict[str, float]:
    """Of customers of high priority in PS who joined 5 to 85 s after one of low: the share served before him.

    By period. Counted at each answer while one of each is waiting. A head start of 90 s at work gives 1, none 0.
    """
    waited = calls[(calls.contact == "ps") & (calls.q_start_s > 0)]
    first, day_of = [], []
    for day, own in waited.groupby("day"):
        joined, high = own.q_start_s.to_numpy(), (own.priority == 2).to_numpy()
        left = joined + own.q_time.to_numpy()
        for k in np.flatnonzero(own.answered.to_numpy()):
            others = np.flatnonzero((joined < left[k]) & (left > left[k]) & (high != high[k]))
            later = (joined[k] - joined[others]) * (1 if high[k] else -1)  # high after low
            pairs = int(((later > 5) & (later < 85)).sum())
            first += pairs * [bool(high[k])]
            day_of += pairs * [f"{day:%Y-%m-%d}"]
    wins = pd.Series(first, index=day_of, dtype=float)
    return {name: float(wins[(wins.index >= a) & (wins.index < b)].mean()) for name, (a, b) in PERIODS.items()}


def variation(calls: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Overdispersion by moments: contacts ~ Poisson(profile x day factor x noise), factors shared or a type's own.

    Day: Var(total) = mean + cv^2 mean^2. Noise, given the day's total: E(residual^2) = m + cv^2 m^2, and its lag-1
    correlation from neighbouring residuals. The scenario splits PS and NE by priority, and what is a type's own is
    drawn apart for each half of the split; so PS has only the shared factor, which is chosen so that all contacts
    together vary as recorded, and NE and NW have what they vary by beyond it.
    """
    names = ["ps", "ne", "nw", "all"]
    day, noise, correlation, expected = {}, {}, {}, {}
    for name in names:
        table = counts(calls, None if name == "all" else name)
        n, mean = table.to_numpy(), profile(table)
        totals, means = n.sum(axis=1), mean.sum(axis=1)
        days_of_kind = np.array([(kinds(table) == kind).sum() for kind in kinds(table)])
        unbiased = days_of_kind / (days_of_kind - 1)
        day[name] = ((totals - means) ** 2 * unbiased).mean() / (means**2).mean() - 1 / means.mean()
        m = mean * (totals / means)[:, None]
        left = n - m
        freedom = n.size / (n.size - 2 * n.shape[1] - len(n))
        noise[name] = ((left**2).sum() * freedom - m.sum()) / (m**2).sum()
        covariance = (left[:, :-1] * left[:, 1:]).sum() / (m[:, :-1] * m[:, 1:]).sum()
        correlation[name] = covariance / noise[name]
        expected[name] = m
    own_day, own_noise = {}, {}
    shared_day, shared_noise = day["all"], noise["all"]
    for _ in range(50):  # a fixed point: what the types vary by on their own is part of what all vary by
        for name in ("ne", "nw"):
            own_day[name] = max((1 + day[name]) / (1 + shared_day) - 1, 0.0)
            own_noise[name] = max((1 + noise[name]) / (1 + shared_noise) - 1, 0.0)
        weight = {name: float((expected[name] ** 2).sum() / (expected["all"] ** 2).sum()) for name in own_day}
        shared_day = day["all"] - sum(weight[name] * own_day[name] * (1 + shared_day) for name in own_day)
        shared_noise = noise["all"] - sum(weight[name] * own_noise[name] * (1 + shared_noise) for name in own_noise)
    result = {
        f"{name} (recorded)": {
            "day cv": day[name] ** 0.5,
            "intraday cv": noise[name] ** 0.5,
            "lag 1": correlation[name],
        }
        for name in names
    }
    result["shared"] = {"day cv": shared_day**0.5, "intraday cv": shared_noise**0.5, "correlation": correlation["all"]}
    for name in own_day:
        result[f"{name} (own)"] = {"day cv": own_day[name] ** 0.5, "intraday cv": own_noise[name] ** 0.5}
    return result


def ahead(calls: pd.DataFrame) -> pd.Series:
    """How many of his own line (type, and priority in PS and NE) wait already when a contact has to join the queue."""
    waited = calls[calls.contact.notna() & (calls.q_start_s > 0)]
    line = waited.contact.where(~waited.contact.isin(SPLIT) | (waited.priority < 2), waited.contact + "_priority")
    parts = []
    for _, own in waited.groupby([waited.day, line]):
        joined, left = own.q_start_s.to_numpy(), (own.q_start_s + own.q_time).to_numpy()
        before = np.searchsorted(np.sort(joined), joined) - np.searchsorted(np.sort(left), joined, side="right")
        parts.append(pd.Series(np.maximum(before, 0), index=own.index))
    return pd.concat(parts).reindex(calls.index)


def hazards(times: np.ndarray, gone: np.ndarray, last: int) -> np.ndarray:
    """Kaplan-Meier hazard of leaving in each second 0 to `last`."""
    seconds = np.arange(last + 1)
    at_risk = len(times) - np.searchsorted(np.sort(times), seconds)
    return np.bincount(times[gone & (times <= last)].astype(int), minlength=last + 1) / np.maximum(at_risk, 1)


def patience(calls: pd.DataFrame, chosen: pd.Series, told: bool) -> tuple[list[float], dict[str, float], list[float]]:
    """Kaplan-Meier quantiles of the patience of the waiting; an answer censors (Brown et al. 2005, section 5).

    Callers are told their place in the queue, and the longer it is the more leave within two minutes; later leaving
    does not depend on it. With `told`, patience is that of customers with nobody of their line before them (the first
    two minutes) and of all (after), and the last result is the share who leave by two minutes beyond that, with 1, 2,
    3, and `BEHIND` or more before them. It stands in the scenario as balking.

    Whole seconds are taken as the middle of theirs. Beyond the last well observed wait (30 customers still there)
    the tail is exponential with the hazard of the second half of what was observed.
    """
    waited = calls[chosen & (calls.q_start_s > 0) & (calls.q_time > 0)]
    times = waited.q_time.to_numpy()
    gone = ~waited.answered.to_numpy()
    last = int(np.sort(times)[-30])
    hazard = hazards(times, gone, last)
    balking = []
    if told:
        before = np.minimum(waited.ahead.to_numpy(), BEHIND)
        by_place = [hazards(times[before == k], gone[before == k], TOLD) for k in range(BEHIND + 1)]
        hazard[: TOLD + 1] = by_place[0]
        stays = [float(np.prod(1 - own)) for own in by_place]
        balking = [max(1 - stay / stays[0], 0.0) for stay in stays[1:]]
    survival = np.cumprod(1 - hazard)
    half = last / 2
    exposure = np.clip(times, half, last).sum() - half * len(times)
    tail = (gone & (times > half) & (times <= last)).sum() / exposure
    values = []
    for p in PROBABILITIES:
        if 1 - p >= survival[last]:
            values.append(float(np.argmax(survival <= 1 - p)) - 0.5)
        else:
            values.append(last + float(np.log(survival[last] / (1 - p)) / tail))
    facts = {"waited": len(waited), "abandoned": int(gone.sum()), "observed_to_s": last, "survival": survival[last]}
    return values, facts | {"tail_hazard_per_min": 60 * tail}, balking
