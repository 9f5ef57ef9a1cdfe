"""`Comparison`: how alternatives differ from a base, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ccsim.estimation.comparison_verdicts import Judgement
from ccsim.estimation.paired import Difference
from ccsim.sentences import Sentence
from ccsim.study.cheapest import Choice
from ccsim.study.compared import Compared
from ccsim.study.result import Result, plain
from ccsim.study.side_by_side import in_common, system

if TYPE_CHECKING:
    import pandas as pd

Overall = Literal["better", "worse", "a trade-off", "different", "no practical difference", "undecided"]


@dataclass(frozen=True)
class Finding:
    """One measure of an alternative against the base; `margin` is the least difference that matters, in its unit."""

    compared: Compared
    difference: Difference
    margin: float
    judgement: Judgement


@dataclass(frozen=True)
class Alternative:
    """An alternative, its findings in the order of the measures, and what is measured of one of the two only.

    `idle` is what is known of why nothing has come of its changes.
    """

    name: str
    result: Result
    findings: tuple[Finding, ...]
    left_out: tuple[str, ...]
    idle: str = ""

    @property
    def verdict(self) -> Overall:
        """Better: in something, and in nothing worse. What is undecided beside it stands in `sentence`."""
        found = {one.judgement.verdict for one in self.findings}
        if {"better", "worse"} <= found:
            return "a trade-off"
        if "better" in found:
            return "better"
        if "worse" in found:
            return "worse"
        if found & {"higher", "lower"}:
            return "different"
        return "no practical difference" if found == {"no practical difference"} else "undecided"

    @property
    def sentence(self) -> str:
        """`a trade-off: better in asa; worse in cost; undecided in occupancy`."""
        if not self.findings:
            return "nothing to compare: every measure is left out"
        if self.identical:
            why = self.idle or "check that it can act"
            return f"no effect at all on what is compared: every figure is the same ({why})"
        parts = []
        for verdict in ("better", "worse", "higher", "lower", "undecided"):
            names = [one.compared.words for one in self.findings if one.judgement.verdict == verdict]
            if names:
                parts.append(f"{verdict}{'' if verdict in ('higher', 'lower') else ' in'} {', '.join(names)}")
        if not parts:
            return f"{self.verdict} in anything that was compared"
        if self.verdict in ("better", "worse", "undecided"):
            return "; ".join(parts)
        return f"{self.verdict}: {'; '.join(parts)}"

    @property
    def identical(self) -> bool:
        """Whether every measure was the same in every replication."""
        return all(one.difference.error == 0 and one.difference.difference == 0 for one in self.findings)

    @property
    def variance_reduction(self) -> tuple[float, float]:
        """Least and most that common random numbers took off the variance of a difference; NaN: nothing varies."""
        found = [
            one.difference.variance_reduction
            for one in self.findings
            if one.difference.error > 0 and np.isfinite(one.difference.variance_reduction)
        ]
        return (min(found), max(found)) if found else (np.nan, np.nan)

    @property
    def needed(self) -> int | None:
        """Replications that would decide all that is undecided and can be decided; None where there is nothing."""
        found = [one.judgement.needed for one in self.findings if one.judgement.needed is not None]
        return max(found, default=None)

    @property
    def at_least(self) -> bool:
        """Whether it may well take more than `needed`: what was simulated is too little to say."""
        return any(one.judgement.at_least for one in self.findings)


@dataclass(frozen=True)
class Comparison:
    """A base and its alternatives, simulated on the same customers.

    Attributes
    ----------
    base : Result
    alternatives : tuple of Alternative
    confidence : float
        Of all intervals together.
    comparisons : int
        How many intervals that are.
    margins : tuple of (str, str)
        What was asked for, by measure, beside the usual margins.
    choice : Choice
        Which meets all its targets at least cost, with what is not sure of it.
    remarks : tuple of str
        What a reader has to know beside the numbers.
    asked : tuple of str
        The measures asked for; empty: those of the targets, and the headlines.
    """

    base: Result
    base_name: str
    alternatives: tuple[Alternative, ...]
    confidence: float
    comparisons: int
    margins: tuple[tuple[str, str], ...]
    choice: Choice
    remarks: tuple[str, ...]
    asked: tuple[str, ...] = ()

    @property
    def cheapest(self) -> str:
        """Which meets all its targets at least cost, in words."""
        return self.choice.sentence

    @property
    def replications(self) -> int:
        """Of each system; the first ones, without a gap."""
        return self.base.replications

    @property
    def seed(self) -> int:
        return self.base.seed

    @property
    def results(self) -> dict[str, Result]:
        """By name, the base first."""
        return {self.base_name: self.base, **{one.name: one.result for one in self.alternatives}}

    @property
    def notes(self) -> tuple[str, ...]:
        """What cut it short, and the remarks."""
        notes: list[str] = []
        if self.base.interrupted:
            notes.append(Sentence("stopped_all", n=self.replications))
        if self.base.lost:
            notes.append(Sentence("cut_short_all", why=self.base.lost, n=self.replications))
        return (*notes, *self.remarks)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One measure of one alternative a row, with its interval and verdict."""
        import pandas as pd

        return pd.DataFrame([row for one in self.alternatives for row in _rows(one)])

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        measured = list(dict.fromkeys(found.compared for one in self.alternatives for found in one.findings))
        return {
            "base": {"name": self.base_name, **system(self.base, measured)},
            "alternatives": [
                {
                    "name": one.name,
                    "verdict": one.verdict,
                    "sentence": one.sentence,
                    "left_out": list(map(str, one.left_out)),
                    **system(one.result, measured),
                    "differences": [plain(row) for row in _rows(one)],
                }
                for one in self.alternatives
            ],
            "confidence": self.confidence,
            "comparisons": self.comparisons,
            "replications": self.replications,
            "seed": self.seed,
            "margins": dict(self.margins),
            "asked": list(self.asked),
            "cheapest": self.cheapest,
            "choice": plain(self.choice),
            **in_common(self.results, [*self.notes, *(left for one in self.alternatives for left in one.left_out)]),
            "interrupted": self.base.interrupted,
            "notes": list(map(str, self.notes)),
        }

    def save(self, folder: str | Path, language: str = "en") -> list[Path]:
        """Write `comparison.json`, `comparison.csv` and `report.html` to `folder`; returns the files.

        Those of an earlier comparison are replaced, what ccsim did not write is never touched. The page opens in
        `language` ("en" or "es") and holds both.

        Raises
        ------
        OutputError
            If the folder cannot be written, or a file is in the way that ccsim did not write; nothing is half-written.
        """
        from ccsim.report.comparison_page import page
        from ccsim.study.comparison_files import COMPARISON, report, write

        summary = self.summary()
        return write(summary, self.differences, Path(folder), COMPARISON, report(summary, COMPARISON, page, language))


def _rows(alternative: Alternative) -> Iterator[dict[str, Any]]:
    for found in alternative.findings:
        measured = found.compared
        yield {
            "alternative": alternative.name,
            "scope": measured.scope,
            "name": measured.name,
            "measure": measured.measure.name,
            "on": measured.on,
            "unit": measured.measure.unit,
            **found.difference._asdict(),
            "margin": found.margin,
            "verdict": found.judgement.verdict,
            "needed": found.judgement.needed,
            "sentence": found.judgement.sentence,
        }
