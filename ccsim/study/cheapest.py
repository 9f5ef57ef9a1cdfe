"""Which of several systems meets all its targets at least cost, said no more surely than it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ccsim.estimation.paired import paired_differences, stack

if TYPE_CHECKING:
    from ccsim.estimation.targets import Verdict
    from ccsim.study.result import Result


def cheapest(results: Mapping[str, Result], confidence: float) -> str:
    """One or two sentences; `results` by name, the base first. Cost is money, or paid hours where nothing costs any."""
    measure = "cost" if any(of(one, "cost") > 0 for one in results.values()) else "paid_hours"
    if not any(one.targets for one in results.values()):
        return f"no targets to meet; {least(results, list(results), measure, confidence, 'cheapest of all')}"
    met = [name for name, one in results.items() if all(verdict.verdict == "met" for verdict in one.targets)]
    perhaps = [name for name, one in results.items() if name not in met and not names(one, "missed")]
    if not met:
        if not perhaps:
            return "none meets all its targets"
        return f"none surely meets all its targets; more replications would tell of {unsure(results, perhaps)}"
    said = least(results, met, measure, confidence, "cheapest that meets all its targets")
    best = min(met, key=lambda name: of(results[name], measure))
    cheaper = [name for name in perhaps if of(results[name], measure) < of(results[best], measure)]
    if cheaper:
        said += f"; cheaper, and may meet all of its own too: {unsure(results, cheaper)}"
    return said


def least(results: Mapping[str, Result], among: list[str], measure: str, confidence: float, what: str) -> str:
    """The one of `among` that costs least, and those whose cost cannot be told from its."""
    best = min(among, key=lambda name: of(results[name], measure))
    others = [name for name in among if name != best]
    said = f"{what}: {best}{' (the base)' if best == next(iter(results)) else ''}, {amount(results[best], measure)}"
    if not others:
        return said if len(results) == 1 or len(among) == len(results) else f"{said}; it is the only one that does"
    own = results[best].per_replication("all", "all", measure)
    more = paired_differences(
        own, stack([results[name].per_replication("all", "all", measure) for name in others]), confidence
    )
    close = [name for name, low in zip(others, more.ends[0], strict=True) if not low > 0]
    return f"{said}; not surely less than {', '.join(close)}" if close else said


def unsure(results: Mapping[str, Result], among: list[str]) -> str:
    return ", ".join(f"{name} (uncertain: {', '.join(names(results[name], 'uncertain'))})" for name in among)


def names(result: Result, verdict: Verdict) -> list[str]:
    """Targets with this verdict."""
    return [one.name for one in result.targets if one.verdict == verdict]


def of(result: Result, measure: str) -> float:
    value = result.estimates.get("all", "all", measure).mean
    return 0.0 if np.isnan(value) else value


def amount(result: Result, measure: str) -> str:
    """`45,549 USD`, `480 paid hours`."""
    value = of(result, measure)
    if measure == "paid_hours":
        return f"{value:,.0f} paid hours"
    return f"{value:,.{0 if value >= 100 else 2}f} {result.scenario.currency}".rstrip()
