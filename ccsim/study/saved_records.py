"""Reading back what `ccsim run --out DIR --records` wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError
from ccsim.study.saving import SUMMARY, digest
from ccsim.version import version

if TYPE_CHECKING:
    import pandas as pd

HOW = "ccsim run FILE --out DIR --records"


class NoRecords(CcsimError):
    """A folder does not hold the records asked for, or not as ccsim wrote them; says what to do."""


@dataclass(frozen=True)
class RunFacts:
    """What a run was."""

    scenario: str
    seed: int
    replications: int
    confidence: float
    currency: str


@dataclass(frozen=True)
class SavedRun:
    """The folder of a run, and what its summary says."""

    folder: Path
    summary: dict[str, Any]

    @classmethod
    def open(cls, folder: str | Path) -> SavedRun:
        """
        Raises
        ------
        NoRecords
            There is no such folder, or no run in it.
        """
        folder = Path(folder)
        if not folder.is_dir():
            what = "is a file, not a folder" if folder.exists() else "is not there"
            raise NoRecords(f"{folder} {what}: give the DIR of {HOW}")
        try:
            summary = json.loads((folder / SUMMARY).read_bytes())
        except FileNotFoundError:
            raise NoRecords(f"no results in {folder}, it has no {SUMMARY}: {HOW} writes them") from None
        except (OSError, ValueError, RecursionError) as fault:
            raise NoRecords(f"{folder / SUMMARY} cannot be read: {fault}") from fault
        if not isinstance(summary, dict) or not isinstance(summary.get("provenance"), dict):
            raise NoRecords(f"{folder / SUMMARY} is not a summary of ccsim: {HOW} writes one")
        return cls(folder, summary)

    def facts(self) -> RunFacts:
        """What the summary says of the run.

        Raises
        ------
        NoRecords
            Some of it is missing, or is none: all faults at once.
        """
        provenance, summary = self.summary["provenance"], self.summary
        seed, replications = provenance.get("seed"), provenance.get("replications")
        confidence: Any = summary.get("confidence")
        fits = {
            "provenance.scenario": isinstance(provenance.get("scenario"), str),
            "provenance.seed": type(seed) is int,
            "provenance.replications": type(replications) is int and replications >= 1,
            "confidence": type(confidence) in (int, float) and 0 < confidence < 1,
            "currency": isinstance(summary.get("currency"), str),
        }
        faults = []
        for name in (name for name, good in fits.items() if not good):
            holder, key = (provenance, name.partition(".")[2]) if "." in name else (summary, name)
            faults.append(f"{name} is {holder[key]!r}" if key in holder else f"{name} is missing")
        if faults:
            raise self.damaged(", ".join(faults))
        return RunFacts(provenance["scenario"], seed, replications, float(confidence), summary["currency"])

    def damaged(self, fault: str) -> NoRecords:
        """What to say of a summary that was changed since."""
        return NoRecords(f"{self.folder / SUMMARY} is not as ccsim wrote it, {fault}: {HOW} writes it again")

    @property
    def written_by(self) -> str:
        """The version of ccsim that wrote it."""
        versions = self.summary["provenance"].get("versions")
        return str(versions.get("ccsim", "unknown")) if isinstance(versions, dict) else "unknown"

    def table(self, name: str, columns: dict[str, str]) -> pd.DataFrame:
        """Columns of a table of records, with their dtypes.

        Raises
        ------
        NoRecords
            The run wrote no such table, or with other columns; or it was changed since.
        """
        files = self.summary.get("files")
        files = files if isinstance(files, dict) else {}
        listed = [f"{name}.{kind}" for kind in ("parquet", "csv") if f"{name}.{kind}" in files]
        if not listed:
            if any(one.partition(".")[0] == "contacts" for one in files):
                raise self._other_version(f"the records in {self.folder} have no table of {name}")
            raise NoRecords(f"{self.folder} holds a run without records; with them: {HOW}")
        path = self.folder / listed[0]
        if not path.is_file():
            raise NoRecords(f"{path} is not there any more: {HOW} writes it again")
        try:
            if digest(path) != files[listed[0]]:
                raise NoRecords(f"{path} was changed since ccsim wrote it: {HOW} writes it again")
            frame = _parquet(path, list(columns)) if path.suffix == ".parquet" else _csv(path, columns)
        except OSError as refusal:
            raise NoRecords(f"{path} cannot be read: {refusal.strerror or refusal}") from refusal
        if frame is None:
            raise self._other_version(f"{path} does not have the columns {', '.join(columns)}")
        return frame.astype(columns)

    def _other_version(self, found: str) -> NoRecords:
        wrote, here = self.written_by, version()
        by = f"they were written by ccsim {wrote}, this is {here}" if wrote != here else f"this is ccsim {here}"
        return NoRecords(f"{found} ({by}): {HOW} writes them anew")


def _parquet(path: Path, columns: list[str]) -> pd.DataFrame | None:
    import pandas as pd

    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise NoRecords(f"{path} is parquet, and pyarrow is not installed (pip install 'ccsim[parquet]')") from None
    try:
        if not set(columns) <= set(pq.read_schema(path).names):
            return None
        return pd.read_parquet(path, columns=columns)
    except ValueError as fault:  # pyarrow's own errors are
        raise NoRecords(f"{path} cannot be read: {fault}") from fault


def _csv(path: Path, columns: dict[str, str]) -> pd.DataFrame | None:
    import pandas as pd

    empty = {name: [""] for name, dtype in columns.items() if dtype != "str"}  # a segment may be called "NA"
    try:
        if not set(columns) <= set(pd.read_csv(path, nrows=0).columns):
            return None
        return pd.read_csv(path, usecols=list(columns), dtype=columns, keep_default_na=False, na_values=empty)
    except ValueError as fault:
        raise NoRecords(f"{path} cannot be read: {fault}") from fault
