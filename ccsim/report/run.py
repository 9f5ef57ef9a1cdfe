"""A run as it is read back: the measures and the summary of a result, or of the folder it was written to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import ResultsError
from ccsim.report.folders import held
from ccsim.study.saving import MEASURES, SUMMARY, WAITS

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.result import Result
    from ccsim.study.saved_records import SavedRun

COLUMNS = ("scope", "name", "interval", "measure", "mean", "half_width", "low", "high", "replications")
OF_WAITS = ("scope", "name", "wait_s", "share", "low", "high")
TEXT = ("scope", "name", "interval", "measure")


@dataclass(frozen=True)
class Run:
    """What `summary.json`, `measures.csv` and `waits.csv` hold; texts of measures are categories, quick to look up.

    `records` are those beside them, if the run wrote any.
    """

    measures: pd.DataFrame
    summary: dict[str, Any]
    waits: pd.DataFrame
    records: SavedRun | None = None

    @property
    def title(self) -> str:
        """Name of the scenario, with the changes typed."""
        said = self.summary["provenance"]
        return ", ".join((str(said["scenario"]), *said.get("changes", ())))


def run_of(results: Result | Run | str | Path) -> Run:
    """A result, or what `ccsim run --out DIR` wrote.

    Raises
    ------
    ResultsError
        There are no results of a run in the folder, or they cannot be read; says what is there instead.
    """
    if isinstance(results, Run):
        return results
    if not isinstance(results, str | Path):
        return Run(tidy(results.measures), results.summary(), results.waits)
    folder = Path(results)
    from ccsim.study.saved_records import SavedRun

    summary = _summary(folder)
    return Run(_measures(folder), summary, _waits(folder), SavedRun(folder, summary))


def tidy(measures: pd.DataFrame) -> pd.DataFrame:
    """The table with its texts as categories, empty where nothing is said."""
    texts = {column: measures[column].astype(object).fillna("").astype("category") for column in TEXT}
    return measures.assign(**texts)


def _summary(folder: Path) -> dict[str, Any]:
    path = folder / SUMMARY
    index, what = held(folder)
    if index != SUMMARY:
        raise ResultsError(f"no results of a run in {folder}: it holds {what}; ccsim run FILE --out DIR writes them")
    try:
        said = json.loads(path.read_bytes())
        said["provenance"]["scenario"], said["targets"]
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ResultsError(f"cannot read {path}: it is not the summary of a run of ccsim") from None
    assert isinstance(said, dict)
    return said


def _measures(folder: Path) -> pd.DataFrame:
    path = folder / MEASURES
    if not path.is_file():
        raise ResultsError(
            f"no results of a run in {folder}: there is no {MEASURES}; run ccsim run FILE --out DIR again"
        )
    return _table(path, COLUMNS)


def _waits(folder: Path) -> pd.DataFrame:
    """Empty where an earlier ccsim wrote the folder."""
    import pandas as pd

    path = folder / WAITS
    return _table(path, OF_WAITS) if path.is_file() else pd.DataFrame(columns=OF_WAITS)


def _table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    try:
        read = pd.read_csv(
            path,
            dtype={column: "category" for column in columns if column in TEXT},
            keep_default_na=False,  # a contact type may be called NA
            na_values={column: ["", "nan"] for column in columns if column not in TEXT},
        )
    except OSError as refusal:
        raise ResultsError(f"cannot read {path}: {refusal.strerror or refusal}") from refusal
    except ValueError as fault:
        raise ResultsError(f"cannot read {path}: {' '.join(str(fault).split())}") from None
    missing = [column for column in columns if column not in read]
    if missing:
        raise ResultsError(f"cannot read {path}: it has no column {', '.join(missing)}; was it changed by hand?")
    return read
