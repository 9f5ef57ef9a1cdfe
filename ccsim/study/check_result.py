"""`CheckResult`: which targets are met, and what has become worse than a baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ccsim.measures.catalogue import find
from ccsim.scenario import fingerprint
from ccsim.scenario.node import Place
from ccsim.sentences import spoken
from ccsim.study.provenance import versions
from ccsim.study.result import plain

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.estimation.sequential import Decision
    from ccsim.scenario.schema import Scenario
    from ccsim.study.check_costs import CheckedCost

Outcome = Literal["passed", "failed", "undecided"]
Change = Literal["no regression", "regression", "undecided"]


def called(decision: str) -> str:
    """A decision or outcome in the word that all pages and tables have for it; files for machines keep the value."""
    return "uncertain" if decision == "undecided" else decision


CHECK = "check"
"""Name of the files."""


@dataclass(frozen=True)
class CheckedTarget:
    """A target and what was decided on it after `replications`.

    `value` is the measure over the horizon; of a wait quantile the share of waits up to the bound, with `probability`
    the share of days; NaN for a target per interval or day. `quantile` is the wait quantile
    itself, NaN for other measures. Its interval has the confidence that the family left to it.
    `detail` says what a value does not.
    """

    name: str
    sentence: str
    measure: str
    scope: str
    scope_name: str
    unit: str
    bound: float
    at_least: bool
    decision: Decision
    value: float
    low: float
    high: float
    quantile: float
    replications: int
    detail: str
    place: Place


@dataclass(frozen=True)
class CheckedDifference:
    """A measure beside that of the baseline on the same customers; `worse_by` is below 0 where it is better.

    `tolerance` is in the measure's unit; where it is a part of what the baseline has, it is that part of `base`. Of a
    wait quantile all of these are shares of waits up to a target's bound. The half width has the confidence that the
    family left to it.
    """

    name: str
    subject: str
    measure: str
    scope: str
    scope_name: str
    unit: str
    decision: Change
    base: float
    value: float
    worse_by: float
    half_width: float
    tolerance: float
    more_is_worse: bool
    replications: int
    detail: str
    place: Place


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes
    ----------
    scenario, baseline : Scenario
        `baseline` is None where there was none.
    targets : tuple of CheckedTarget
        In the scenario's order.
    comparisons : tuple of CheckedDifference
        Empty without a baseline.
    costs : tuple of CheckedCost
        Cost, cost for each need settled, value of lost contacts, paid hours: over the horizon, after all replications.
    confidence : float
        That no decision is wrong, of all targets, intervals and comparisons together; of each cost by itself.
    replications, most : int
        Simulated, and the limit.
    decisions : int
        How many questions the confidence is for.
    notes : tuple of str
        What a reader has to know besides.
    baseline_name : str
        What the baseline was called by whoever asked; empty where there was none.
    tolerances : mapping
        Those that were asked for, as they were typed.
    center : mapping
        Days and contact types, as a run's summary has them.
    """

    scenario: Scenario
    baseline: Scenario | None
    targets: tuple[CheckedTarget, ...]
    comparisons: tuple[CheckedDifference, ...]
    costs: tuple[CheckedCost, ...]
    confidence: float
    replications: int
    most: int
    decisions: int
    seed: int
    engine: str
    currency: str
    notes: tuple[str, ...] = ()
    baseline_name: str = ""
    tolerances: Mapping[str, str | float] = field(default_factory=dict)
    center: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """failed: a target is missed or a measure has become worse; undecided: none is, but something is not clear."""
        found = {*(one.decision for one in self.targets), *(one.decision for one in self.comparisons)}
        if found & {"missed", "regression"}:
            return "failed"
        return "undecided" if "undecided" in found else "passed"

    @cached_property
    def table(self) -> pd.DataFrame:
        """One target a row, with its decision."""
        return _frame(self.targets, CheckedTarget)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One comparison with the baseline a row."""
        return _frame(self.comparisons, CheckedDifference)

    @cached_property
    def decided(self) -> pd.DataFrame:
        """Targets, then comparisons with the baseline, one a row, with the file and line that say it.

        Values are in `unit`, the bound in `bound_unit`, quantiles in seconds; `mean` as in a run's `measures.csv`.
        """
        import pandas as pd

        rows = [{"about": "target", **_row(one), "bound_unit": find(one.measure).unit} for one in self.targets]
        rows += [{"about": "baseline", **_row(one)} for one in self.comparisons]
        columns = list(dict.fromkeys(key for row in rows for key in row))
        if "bound_unit" in columns:
            columns.insert(columns.index("bound") + 1, columns.pop(columns.index("bound_unit")))
        table = pd.DataFrame(rows, columns=columns).astype({"line": "Int64"})
        return table.rename(columns={"value": "mean", "quantile": "quantile_s"})

    def provenance(self) -> dict[str, Any]:
        """What has to be the same for these decisions to come out again."""
        return {
            "scenario": self.scenario.name,
            "file": _file_of(self.scenario),
            "changes": list(self.scenario.changes),
            "fingerprint": fingerprint(self.scenario),
            "baseline": fingerprint(self.baseline) if self.baseline is not None else None,
            "baseline_name": self.baseline_name or None,
            "tolerances": dict(self.tolerances),
            "seed": self.seed,
            "replications": self.replications,
            "max_replications": self.most,
            "engine": self.engine,
            "versions": versions(),
        }

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        from ccsim.study.assumptions import asked

        return {
            "outcome": self.outcome,
            "confidence": self.confidence,
            "decisions": self.decisions,
            "currency": self.currency,
            "center": dict(self.center),
            "targets": [{**_row(one), "asked": asked(self.scenario, one.name)} for one in self.targets],
            "comparisons": [_row(one) for one in self.comparisons],
            "costs": plain(self.costs),
            "notes": list(map(str, self.notes)),
            "sentences": spoken(
                [*self.notes, *(one.detail for one in self.targets), *(one.detail for one in self.comparisons)]
            ),
            "provenance": self.provenance(),
        }

    def save(self, folder: str | Path, language: str = "en") -> list[Path]:
        """Write `check.json`, `check.csv` and `report.html` to `folder`; returns the files.

        Those of an earlier check are replaced, what ccsim did not write is never touched. The page opens in `language`
        ("en" or "es") and holds both.

        Raises
        ------
        OutputError
            If the folder cannot be written, or a file is in the way that ccsim did not write; nothing is half-written.
        """
        from ccsim.report.check_page import page
        from ccsim.study.comparison_files import write
        from ccsim.study.saving import REPORT, write_text

        summary = self.summary()
        report = {REPORT: lambda path: write_text(path, page(summary, language))}
        return write(summary, self.decided, Path(folder), CHECK, report)


def _file_of(scenario: Scenario) -> str:
    """The file that says all of a scenario; empty: several do, or it is not known."""
    says = {one.source.rpartition(":")[0] for one in scenario.inputs}
    asks = {place.file for place in scenario.target_places.values()}
    return asks.pop() if len(asks) == 1 and says == {Path(file).name for file in asks} else ""


def _row(one: CheckedTarget | CheckedDifference) -> dict[str, Any]:
    """As JSON has it: its place as file and line."""
    row: dict[str, Any] = plain(one)
    place = row.pop("place")
    return {**row, "file": place["file"], "line": place["line"] or None}


def _frame(rows: Sequence[Any], kind: type[Any]) -> pd.DataFrame:
    import pandas as pd

    kept = [name for name in kind.__dataclass_fields__ if name != "place"]
    return pd.DataFrame([[getattr(row, name) for name in kept] for row in rows], columns=kept)
