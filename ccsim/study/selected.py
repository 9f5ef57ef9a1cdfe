"""`Selected`: the best of several systems, and how far the others are behind."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.estimation.estimates import Estimate
from ccsim.estimation.paired import paired_differences
from ccsim.sentences import Sentence
from ccsim.study.compared import Compared
from ccsim.study.result import Result, plain
from ccsim.study.side_by_side import in_common, system

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.estimation.behind_best import Behind
    from ccsim.estimation.selection import Out

SELECTION = "selection"


@dataclass(frozen=True)
class Selected:
    """The best of several systems, or how far it came.

    Attributes
    ----------
    delta : str
        As typed.
    indifference : float
        The same in the measure's unit; NaN: not known before the first stage was over.
    best : str or None
        None: stopped before it was decided.
    results : dict
        By name, each after as many replications as it took.
    out : tuple of Out
        Those that were dropped: after how many replications, and by which other.
    behind : dict
        By name, how far each is behind the best, at least and at most; all hold together.
    confidence : float
        Of the selection, of all that `behind` says together, and of each target's verdict.
    guarantee : str
        What can be relied on.
    table : DataFrame
        One system a row.
    """

    measure: Compared
    delta: str
    indifference: float
    best: str | None
    results: dict[str, Result]
    out: tuple[Out, ...]
    behind: dict[str, Behind]
    confidence: float
    guarantee: str

    @property
    def will_do(self) -> list[str]:
        """Those surely no more than delta behind the best: the one selected first, then in their order."""
        return self._best_first([name for name, one in self.behind.items() if one.most <= self.indifference])

    @property
    def perhaps(self) -> list[str]:
        """Those of which it cannot be told whether they are more than delta behind."""
        found = [name for name, one in self.behind.items() if one.least <= self.indifference < one.most]
        return self._best_first(found)

    def _best_first(self, among: list[str]) -> list[str]:
        return sorted(among, key=lambda name: name != self.best)

    def estimate(self, name: str) -> Estimate:
        """Of the measure in one of the systems, over the days that it is about."""
        of, result = self.measure, self.results[name]
        if not of.dates:
            return result.estimates.get(of.scope, of.name, of.measure.name)
        y, x = result.gathered.fractions(*of.place)[0]
        found = paired_differences((np.zeros_like(y), np.ones_like(x)), (y, x), self.confidence).at()
        return Estimate(found.difference, found.low, found.high, found.half_width, len(y))

    @property
    def base(self) -> Result:
        return next(iter(self.results.values()))

    @property
    def lost(self) -> str:
        return self.base.lost

    @property
    def early(self) -> bool:
        return self.base.interrupted or bool(self.lost)

    @property
    def notes(self) -> tuple[str, ...]:
        """What cut it short."""
        if not self.early:
            return ()
        return (Sentence("nothing_decided", why=self.lost or Sentence("by_ctrl_c")),)

    @property
    def table(self) -> pd.DataFrame:
        """One system a row: its estimate, after how many replications, whether it is the best, and who put it out."""
        import pandas as pd

        gone = {one.name: one.by for one in self.out}
        of, rows = self.measure, []
        for name, result in self.results.items():
            found = self.estimate(name)
            estimate = {"mean": found.mean, "half_width": found.half_width, "low": found.low, "high": found.high}
            row = {"system": name, "measure": of.text, "unit": of.measure.unit, **estimate}
            behind = self.behind[name]
            row |= {"replications": result.replications, "best": name == self.best, "out_by": gone.get(name)}
            rows.append({**row, "behind_least": behind.least, "behind_most": behind.most})
        return pd.DataFrame(rows)

    def save(self, folder: str | Path, language: str = "en") -> list[Path]:
        """Write `selection.json`, `selection.csv` and `report.html` to `folder`, as `Comparison.save` does; returns the
        files."""
        from ccsim.report.selection_page import page
        from ccsim.study.comparison_files import report, write

        summary = self.summary()
        return write(summary, self.table, Path(folder), SELECTION, report(summary, SELECTION, page, language))

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        of = self.measure
        gone = {one.name: one for one in self.out}
        return {
            "measure": of.text,
            "by": {
                "scope": of.scope,
                "name": of.name,
                "measure": of.measure.name,
                "on": of.on,
                "unit": of.measure.unit,
            },
            "delta": self.delta,
            "indifference": None if math.isnan(self.indifference) else self.indifference,
            "best": self.best,
            "will_do": self.will_do,
            "perhaps": self.perhaps,
            "confidence": self.confidence,
            "guarantee": self.guarantee,
            **in_common(self.results, self.notes),
            "systems": [
                {
                    "name": name,
                    "estimate": plain(self.estimate(name)),
                    "behind": plain(self.behind[name]),
                    "replications": result.replications,
                    "out_by": gone[name].by if name in gone else None,
                    **system(result, [of]),
                }
                for name, result in self.results.items()
            ],
            "notes": list(map(str, self.notes)),
        }
