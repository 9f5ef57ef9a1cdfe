"""A risk analysis as its page and pictures take it: from `ccsim.risk`, or read back from its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import ResultsError
from ccsim.report.folders import read_index
from ccsim.report.risk_outcomes import Outcome, outcomes

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.risk_result import Risk

Json = dict[str, Any]
RISK, QUANTILES, ALONG = "risk.json", "quantiles.csv", "along.csv"
KEPT = ("center", "met_together", "warnings", "asked")  # since there are pages of it
NUMBERS = ("probability", "long_run", "horizon", "value", "below", "mean", "low", "high")


@dataclass(frozen=True)
class RiskTables:
    """What `risk.json`, `quantiles.csv` and `along.csv` hold."""

    summary: Json
    quantiles: pd.DataFrame
    along: pd.DataFrame

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """What each target is about, then the measures."""
        return outcomes(self.summary, self.quantiles, self.along)

    @classmethod
    def of(cls, results: RiskTables | Risk | str | Path) -> RiskTables:
        """Of a `Risk`, or of its folder.

        Raises
        ------
        ResultsError
            As `risk_of`.
        """
        if isinstance(results, RiskTables):
            return results
        if isinstance(results, str | Path):
            return risk_of(results)
        return cls(results.summary(), results.quantiles, results.along)


def risk_of(folder: str | Path) -> RiskTables:
    """What `ccsim risk --out DIR` wrote.

    Raises
    ------
    ResultsError
        There is none, it cannot be read, or an older ccsim wrote it, which did not keep what the page says.
    """
    from ccsim.study.risk_curves import OF_ALONG, OF_QUANTILES

    folder = Path(folder)

    def whole(said: Json) -> bool:
        kept = all(key in said for key in KEPT) and all("as_it_is" in one for one in said["targets"])
        return kept and all((folder / name).is_file() for name in (QUANTILES, ALONG))

    said = read_index(folder / RISK, whole)
    return RiskTables(said, _table(folder / QUANTILES, OF_QUANTILES), _table(folder / ALONG, OF_ALONG))


def _table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The same digits as were written; names are texts, whatever they look like."""
    import pandas as pd

    try:
        read = pd.read_csv(path, usecols=list(columns), dtype="str", keep_default_na=False)
        return read.assign(**{one: [float(text or "nan") for text in read[one]] for one in columns if one in NUMBERS})
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except ValueError as fault:
        raise ResultsError(f"cannot read {path}: {' '.join(str(fault).split())}") from None
