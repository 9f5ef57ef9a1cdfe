"""`Risk`: what may happen, how probably targets are met, and which input carries how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.arrays import FloatArray
from ccsim.estimation.risk import Probability
from ccsim.estimation.targets import ResolvedTarget
from ccsim.study.compared import Compared
from ccsim.study.result import Result
from ccsim.study.risk_curves import OF_ALONG, OF_QUANTILES, along_rows, quantile_rows
from ccsim.study.risk_findings import Drawn, Findings, MeasureRisk, TargetRisk
from ccsim.study.risk_inputs import Uncertainty
from ccsim.study.risk_rows import draw_rows, input_rows, measure_rows, measures_and_targets, share_rows, target_rows
from ccsim.study.risk_summary import summary_of
from ccsim.study.saving import REPORT, write_text

if TYPE_CHECKING:
    import pandas as pd

RISK = "risk"
DRAWS, PICTURE, QUANTILES, ALONG = "draws.csv", "risk.png", "quantiles.csv", "along.csv"
FILES = (DRAWS, PICTURE, QUANTILES, ALONG, REPORT)
"""Beside `risk.json` and `risk.csv`."""


@dataclass(frozen=True)
class Risk:
    """What came of all draws.

    Attributes
    ----------
    as_it_is : Result
        The scenario with its inputs as the file has them, as `ccsim run` simulates it.
    draws : tuple of Drawn
        Those that were finished, of `asked`.
    """

    as_it_is: Result
    uncertainty: Uncertainty
    draws: tuple[Drawn, ...]
    cube: FloatArray
    compared: tuple[Compared, ...]
    targets: tuple[ResolvedTarget, ...]
    seed: int
    asked: int
    measures_asked: bool
    replications: int
    central: float
    confidence: float

    @cached_property
    def of_measures(self) -> tuple[MeasureRisk, ...]:
        return tuple(self._findings.of_measure(place, one) for place, one in enumerate(self.compared))

    @cached_property
    def of_targets(self) -> tuple[TargetRisk, ...]:
        return tuple(self._findings.of_target(place, one) for place, one in enumerate(self.targets))

    @cached_property
    def met_together(self) -> Probability | None:
        """How probably one horizon meets all targets; None: there are none."""
        return self._findings.together() if self.targets else None

    @cached_property
    def _findings(self) -> Findings:
        laws = tuple(one.input.law for one in self.uncertainty.inputs)
        return Findings(self.as_it_is, laws, self.draws, self.cube, self.central, self.confidence)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know beside the numbers."""
        base, notes = self.as_it_is, []
        cut = f"results of the {len(self.draws)} draws, of {self.asked}, that were finished"
        if base.interrupted:
            notes.append(f"stopped by Ctrl-C: {cut}")
        if base.lost:
            notes.append(f"{base.lost}; {cut}")
        return (*notes, *(f"{one.name}: {one.said}" for one in self.uncertainty.inputs if one.said), *base.model.notes)

    # --- as tables ----------------------------------------------------------------------------------------------

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """An input a row: `input, change, distribution, low, median, high` of what was drawn, in `unit`, `source`."""
        import pandas as pd

        return pd.DataFrame(list(input_rows(self)))

    @cached_property
    def measures(self) -> pd.DataFrame:
        """A measure a row: as it is, the mean and range in the long run, the range of one horizon, and the split."""
        import pandas as pd

        return pd.DataFrame(list(measure_rows(self)))

    @cached_property
    def met(self) -> pd.DataFrame:
        """A target a row: probabilities that it is met, in the long run and by one horizon, with their intervals."""
        import pandas as pd

        return pd.DataFrame(list(target_rows(self)))

    @cached_property
    def shares(self) -> pd.DataFrame:
        """What each input carries of the variance of each measure, and of what each target is about (`target`)."""
        import pandas as pd

        return pd.DataFrame(list(share_rows(self)))

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Measures, then targets, each with the share of every input."""
        import pandas as pd

        return pd.DataFrame(list(measures_and_targets(self)))

    @cached_property
    def table(self) -> pd.DataFrame:
        """A measure or target of a draw a row: the inputs' values, `estimate` with its standard `error`, and of targets
        the share of the horizons that meet it."""
        import pandas as pd

        return pd.DataFrame(list(draw_rows(self)))

    @cached_property
    def quantiles(self) -> pd.DataFrame:
        """Distributions of what targets are about and of measures: a quantile a row, `long_run` and `horizon`."""
        import pandas as pd

        return pd.DataFrame(list(quantile_rows(self)), columns=OF_QUANTILES)

    @cached_property
    def along(self) -> pd.DataFrame:
        """Long-run values along each input, at its quantiles (`probability`, `value`), on average over all others."""
        import pandas as pd

        return pd.DataFrame(list(along_rows(self)), columns=OF_ALONG)

    def summary(self) -> dict[str, Any]:
        """All of it but single draws and curves as plain values for JSON; None: no value."""
        return summary_of(self)

    def save(self, folder: str | Path, language: str = "en") -> list[Path]:
        """Write `risk.json`, `risk.csv` (a measure or target a row), `draws.csv`, `quantiles.csv`, `along.csv`,
        `risk.png` and `report.html`, which opens in `language`; returns the files.

        Raises
        ------
        OutputError
            As `Comparison.save`.
        """
        from ccsim.report.risk import RiskTables
        from ccsim.report.risk_page import page
        from ccsim.study.comparison_files import Make, write
        from ccsim.study.risk_picture import draw

        def table(rows: pd.DataFrame) -> Make:
            return lambda path: rows.to_csv(path, index=False, lineterminator="\n")

        found = RiskTables.of(self)
        more = {DRAWS: table(self.table), QUANTILES: table(self.quantiles), ALONG: table(self.along)}
        more |= {PICTURE: lambda path: draw(found, path), REPORT: lambda path: write_text(path, page(found, language))}
        return write(found.summary, self.rows, Path(folder), RISK, more)
