"""Which of several systems meets all its targets at least cost, said no more surely than it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.estimation.paired import paired_differences, stack
from ccsim.measures.catalogue import find
from ccsim.study.margins import Margin, usual

if TYPE_CHECKING:
    from ccsim.estimation.targets import Verdict
    from ccsim.study.result import Result


@dataclass(frozen=True)
class Choice:
    """Which costs least of those that meet all their targets; of all, where there are no targets.

    Attributes
    ----------
    measure : str
        What cost is: `cost`, or `paid_hours` where nothing costs any.
    targets : bool
        Whether any system has targets.
    met, perhaps : tuple of str
        Who surely meets all its targets, and who may.
    first : str or None
        Who costs least of those that meet all; of several as cheap the first of them. None: nobody surely does.
    alike, close : tuple of str
        Who costs the same as the first within what matters, and who else does not surely cost more.
    cheaper : tuple of str
        Of those that may meet all, who costs less than the first.
    sentence : str
        All of it in words.
    """

    measure: str
    targets: bool
    met: tuple[str, ...]
    perhaps: tuple[str, ...]
    first: str | None
    alike: tuple[str, ...]
    close: tuple[str, ...]
    cheaper: tuple[str, ...]
    sentence: str


def cheapest(results: Mapping[str, Result], confidence: float, margin: Margin | None = None) -> Choice:
    """`results` by name, the base first. Which differ by less than `margin`, usually 1 % of the base's cost, are as
    cheap as each other."""
    costs = Costs(results, confidence, margin)
    targets = any(one.targets for one in results.values())
    met = [name for name, one in results.items() if all(verdict.verdict == "met" for verdict in one.targets)]
    perhaps = [name for name, one in results.items() if name not in met and not names(one, "missed")]
    if not met:
        said = "none meets all its targets"
        if perhaps:
            said = f"none surely meets all its targets; more replications would tell of {unsure(results, perhaps)}"
        return Choice(costs.measure, targets, (), tuple(perhaps), None, (), (), (), said)
    first, alike, close = costs.least(met)
    cheaper = costs.cheaper(perhaps, min(met, key=costs.of))
    what = "cheapest that meets all its targets" if targets else "no targets to meet; cheapest of all"
    said = costs.sentence(what, met, first, alike, close)
    if cheaper:
        said += f"; cheaper, and may meet all of its own too: {unsure(results, cheaper)}"
    return Choice(
        costs.measure, targets, tuple(met), tuple(perhaps), first, tuple(alike), tuple(close), tuple(cheaper), said
    )


class Costs:
    """What the systems cost, and which of them differ by less than matters."""

    def __init__(self, results: Mapping[str, Result], confidence: float, margin: Margin | None) -> None:
        self.results, self.confidence = results, confidence
        self.base = next(iter(results))
        self.measure = "cost" if any(of(one, "cost") > 0 for one in results.values()) else "paid_hours"
        usual_one = usual(find(self.measure))
        self.margin = (margin if margin and self.measure == "cost" else usual_one).of(self.of(self.base))

    def of(self, name: str) -> float:
        return of(self.results[name], self.measure)

    def least(self, among: list[str]) -> tuple[str, list[str], list[str]]:
        """The one of `among` that costs least, of those as cheap the first; the others of them; those unsure."""
        best = min(among, key=self.of)
        alike, close = self._beside(best, [name for name in among if name != best])
        first, *also = [name for name in among if name == best or name in alike]
        return first, also, close

    def sentence(self, what: str, among: list[str], first: str, alike: list[str], close: list[str]) -> str:
        base = " (the base)" if first == self.base else ""
        said = f"{what}: {first}{base}, {amount(self.results[first], self.measure)}"
        if alike:
            costs = ", ".join(f"{name} ({amount(self.results[name], self.measure)})" for name in alike)
            said += f"; as cheap, within what matters: {costs}"
        elif len(among) == 1:
            return said if len(among) == len(self.results) else f"{said}; it is the only one that does"
        return f"{said}; not surely less than {', '.join(close)}" if close else said

    def cheaper(self, among: list[str], than: str) -> list[str]:
        """Those that cost less, unless by surely less than matters."""
        found = [name for name in among if self.of(name) < self.of(than)]
        return [name for name in found if name not in self._beside(than, found)[0]]

    def _beside(self, one: str, others: list[str]) -> tuple[list[str], list[str]]:
        """Those that cost surely the same within what matters, and the others that do not surely cost more."""
        if not others:
            return [], []
        own, *theirs = [self.results[name].per_replication("all", "all", self.measure) for name in (one, *others)]
        more = paired_differences(own, stack(theirs), self.confidence)
        low, high = more.equivalence_ends
        alike = [
            name
            for name, below, above in zip(others, low, high, strict=True)
            if -self.margin < below and above < self.margin
        ]
        close = [name for name, low in zip(others, more.ends[0], strict=True) if not low > 0 and name not in alike]
        return alike, close


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
