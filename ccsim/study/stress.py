"""`stress`: what a center comes to when things turn out otherwise, and what one more person brings."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError
from ccsim.estimation.worth import Worth, worth
from ccsim.scenario.durations import length_text
from ccsim.sentences import spoken
from ccsim.study.beside import opened
from ccsim.study.compare import compare
from ccsim.study.comparison import Alternative, Comparison
from ccsim.study.result import Result, plain
from ccsim.study.stress_lines import Line, lines_of
from ccsim.study.stress_moved import Moved, moved

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.estimation.paired import Difference
    from ccsim.scenario.load import Source
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import Announce, EngineName, Progress

STRESS = "stress"
AS_IT_IS = "as it is"
VERDICTS = ("met", "missed", "uncertain")
POINTS = 100.0
THOUSAND = 1000.0
NO_GAIN = Worth(math.nan, math.nan)


@dataclass(frozen=True)
class Stressed:
    """A line with what came of it; `alternative` is None where it could not be made.

    `moved` is what becomes of targets that are missed as it is.
    """

    line: Line
    alternative: Alternative | None
    gain: Worth
    moved: tuple[Moved, ...] = ()

    def of(self, measure: str) -> Difference | None:
        """The paired difference of a measure over everything."""
        for found in self.alternative.findings if self.alternative is not None else ():
            if found.compared.text == measure:
                return found.difference
        return None


@dataclass(frozen=True)
class Stress:
    """A scenario as it is, and every line against it.

    Attributes
    ----------
    comparison : Comparison
        Of all lines that could be made, in their order.
    lines : tuple of Stressed
        All lines. `gain`, of those of one agent more or less: points of service level for each 1,000 of the currency,
        or for each FTE where nothing costs money.
    measures : tuple of str
        What is compared, over everything.
    """

    comparison: Comparison
    lines: tuple[Stressed, ...]
    measures: tuple[str, ...]

    @property
    def base(self) -> Result:
        return self.comparison.base

    @property
    def cost(self) -> str:
        """`cost`, or `paid_hours` where nothing costs money."""
        return self.measures[-1]

    @property
    def gain_unit(self) -> str:
        if self.cost != "cost":
            return f"points per FTE of {length_text(self.base.scenario.full_time_week)}"
        return f"points per 1,000 {self.base.scenario.currency}".rstrip()

    @property
    def gains(self) -> int:
        """Intervals of gains, which hold together as the differences do."""
        return sum(1 for one in self.lines if one.line.group and one.alternative is not None)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One line a row, the scenario as it is first: measures with their differences, targets, what a gain costs."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()))

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        return {
            "scenario": self.comparison.base_name,
            "provenance": self.base.provenance(),
            "replications": self.comparison.replications,
            "seed": self.comparison.seed,
            "confidence": self.comparison.confidence,
            "comparisons": self.comparison.comparisons,
            "currency": self.base.scenario.currency,
            "gain_unit": self.gain_unit,
            "targets": [plain(verdict) for verdict in self.base.targets],
            "lines": [plain(row) for row in self._rows()],
            "moved": {one.line.name: [own.plain() for own in one.moved] for one in self.lines if one.moved},
            "sentences": spoken(one.line.why_not for one in self.lines),
            "comparison": self.comparison.summary(),
            "interrupted": self.base.interrupted,
            "notes": list(map(str, self.comparison.notes)),
        }

    def save(self, folder: str | Path, language: str = "en") -> list[Path]:
        """Write `stress.json`, `stress.csv` and `report.html` to `folder`, as `Comparison.save` does; returns the
        files."""
        from ccsim.report.stress_page import page
        from ccsim.study.comparison_files import report, write

        summary = self.summary()
        return write(summary, self.table, Path(folder), STRESS, report(summary, STRESS, page, language))

    def _rows(self) -> Iterator[dict[str, Any]]:
        yield self._row(AS_IT_IS, Line(AS_IT_IS), self.base, None)
        for one in self.lines:
            result = one.alternative.result if one.alternative is not None else None
            yield self._row(one.line.name, one.line, result, one)

    def _row(self, name: str, line: Line, result: Result | None, of: Stressed | None) -> dict[str, Any]:
        row: dict[str, Any] = {"line": name, "kind": line.kind if of is not None else "as_it_is", "group": line.group}
        row |= {"changes": "; ".join(line.changes), "said": line.said, "why_not": line.why_not}
        for measure in dict.fromkeys((*self.measures, "paid_hours")):
            value = result.estimates.get("all", "all", measure).mean if result is not None else math.nan
            found = of.of(measure) if of is not None else None
            row[measure] = value
            if measure in self.measures:
                row[f"{measure}_difference"] = found.difference if found is not None else math.nan
                row[f"{measure}_low"] = found.low if found is not None else math.nan
                row[f"{measure}_high"] = found.high if found is not None else math.nan
        for verdict in VERDICTS:
            row[verdict] = ", ".join(named(result, verdict)) if result is not None else ""
        row["breaks"] = ", ".join(breaks(self.base, result)) if result is not None else ""
        gain = of.gain if of is not None else NO_GAIN
        row |= {"gain": gain.value, "gain_low": gain.value - gain.half_width, "gain_high": gain.value + gain.half_width}
        return row


def stress(
    scenario: str | Path | Source,
    *,
    changes: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    confidence: float | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Stress:
    """Simulate a scenario as it is and when things turn out otherwise, on the same customers.

    Volume 10 % higher and lower, AHT 15 s longer and shorter, absence 3 points higher, each reminder left out (or the
    scenario's own list, `stress`), and one agent more and less in each group. A line that cannot be made says why.

    Parameters
    ----------
    scenario : path, or what `ccsim.scenario.source` read
    changes : made beforehand, as in `ccsim.load`.
    replications, seed, jobs, engine, confidence, progress, announce : as in `compare`.

    Returns
    -------
    Stress
        After Ctrl-C that of the replications that all lines had finished, as of `compare`.

    Raises
    ------
    CcsimError
        As `compare`; faults of the scenario's own list are told with those of the scenario.
    """
    base, lines = lines_of(opened(scenario, changes) if isinstance(scenario, str | Path) else scenario, changes)
    made = [line.scenario for line in lines if line.scenario is not None]
    if not made:
        reasons = "; ".join(f"{one.name}: {one.why_not}" for one in lines)
        raise CcsimError(f"no line of the table can be made: {reasons}")
    measures = compared_in(base)
    comparison = compare(
        base,
        *made,
        names=[line.name for line in lines if line.scenario is not None],
        measures=measures,
        replications=replications,
        seed=seed,
        jobs=jobs,
        engine=engine,
        confidence=confidence,
        progress=progress,
        announce=announce,
    )
    alternatives = iter(comparison.alternatives)
    found = [(line, next(alternatives) if line.scenario is not None else None) for line in lines]
    gains = sum(1 for line, one in found if line.group and one is not None)
    missed = moved(comparison)
    return Stress(
        comparison,
        tuple(
            Stressed(line, one, gain(comparison, line, one, measures[-1], gains), missed.get(line.name, ()))
            for line, one in found
        ),
        measures,
    )


def compared_in(base: Scenario) -> tuple[str, ...]:
    """What a manager asks of each line, the cost last."""
    from ccsim.model import build
    from ccsim.study.compared import costs

    no_shows = ("no_show_rate",) if base.appointments else ()
    return ("service_level", "abandonment_rate", *no_shows, "cost" if costs(build(base)) else "paid_hours")


def gain(comparison: Comparison, line: Line, one: Alternative | None, cost: str, gains: int) -> Worth:
    """Points of service level for each 1,000 of the currency, or for each FTE; none where agents are the same."""
    if one is None or not line.group:
        return NO_GAIN
    measure, size = ("cost", THOUSAND) if cost == "cost" else ("fte", 1.0)

    def both(name: str) -> Any:
        return tuple(result.per_replication("all", "all", name) for result in (comparison.base, one.result))

    found = worth(both("service_level"), both(measure), comparison.confidence, gains)
    return Worth(found.value * POINTS * size, found.half_width * POINTS * size)


def named(result: Result, verdict: str) -> list[str]:
    """Targets with this verdict."""
    return [one.name for one in result.targets if one.verdict == verdict]


def breaks(base: Result, other: Result) -> list[str]:
    """Targets that are met as it is, and missed then."""
    met = named(base, "met")
    return [name for name in named(other, "missed") if name in met]
