"""By how much a line of a stress test moves what is missed as it is, where its verdict alone may not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ccsim.study.compare import found
from ccsim.study.compared import Compared, of_target
from ccsim.study.margins import usual
from ccsim.study.result import plain

if TYPE_CHECKING:
    from ccsim.estimation.targets import TargetResult
    from ccsim.study.comparison import Alternative, Comparison
    from ccsim.study.result import Result


class Moved(NamedTuple):
    """A target that is missed as it is: its measure then less that as it is, paired, in `unit`."""

    target: str
    unit: str
    at_least: bool
    difference: float
    low: float
    high: float

    @property
    def surely(self) -> str:
        """`better` or `worse` beyond chance; empty: neither."""
        if self.low <= 0 <= self.high or not self.low <= self.high:
            return ""
        return "better" if (self.difference > 0) == self.at_least else "worse"

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        row: dict[str, Any] = plain({**self._asdict(), "surely": self.surely})
        return row


def moved(comparison: Comparison) -> dict[str, tuple[Moved, ...]]:
    """By alternative; all intervals hold together at the confidence of the comparison.

    Of targets over the whole time only: shares of intervals or days, and quantiles of waits, have no paired difference.
    """
    missed = [one for one in comparison.base.targets if one.verdict == "missed" and one.each is None]
    pairs = [
        (other, one, what)
        for other in comparison.alternatives
        for one in missed
        if (what := _of(one, comparison.base, other))
    ]
    told: dict[str, tuple[Moved, ...]] = {other.name: () for other in comparison.alternatives}
    for other, one, what in pairs:
        margin, currency = usual(what.measure), comparison.base.scenario.currency
        of = found(what, comparison.base, other.result, margin, comparison.confidence, len(pairs), currency).difference
        own = Moved(one.name, what.measure.unit, one.at_least, of.difference, of.low, of.high)
        told[other.name] = (*told[other.name], own)
    return told


def _of(target: TargetResult, base: Result, other: Alternative) -> Compared | None:
    """What is compared of a target; None: nothing of it can be, or the line asks something else."""
    asked = base.scenario.targets[target.name]
    if (
        asked.per != "horizon"
        or asked.probability is not None
        or other.result.scenario.targets.get(target.name) != asked
    ):
        return None
    models = (base.model, other.result.model)
    what = of_target(asked, models)
    return None if what.measure.quantile is not None or any(what.lacking(model) for model in models) else what
