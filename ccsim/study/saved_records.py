"""Reading back what `ccsim run --out DIR --records` wrote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError
from ccsim.study.saving import SUMMARY, digest
from ccsim.version import version

if TYPE_CHECKING:
    import pandas as pd

HOW = "ccsim run FILE --out DIR --records"
KINDS = ("parquet", "csv")
PIECE = 200_000  # rows of CSV read at once


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
    _unchanged: set[Path] = field(default_factory=set, repr=False, compare=False)  # files looked at before

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
        path = self._listed(name)
        frame = _parquet(path, list(columns)) if path.suffix == ".parquet" else _csv(path, columns)
        if frame is None:
            raise self._lacks(path, columns)
        return frame.astype(columns)

    def has(self, name: str) -> bool:
        """Whether a table of records is there, changed or not."""
        return any(path.is_file() for path in self._written(name))

    def size(self, name: str) -> int:
        """Bytes of its files that are there."""
        return sum(path.stat().st_size for path in self._written(name) if path.is_file())

    def _written(self, name: str) -> list[Path]:
        """The files that the run wrote of it, there or not."""
        files = self.summary.get("files")
        return [
            self.folder / f"{name}.{kind}" for kind in KINDS if isinstance(files, dict) and f"{name}.{kind}" in files
        ]

    def lost(self, names: Iterable[str]) -> list[str]:
        """Files of those tables of records that the run wrote and that are not there any more as ccsim wrote them."""
        found = []
        for name in names:
            for path in self._written(name):
                try:
                    self._listed(name)
                except NoRecords:
                    found.append(path.name)
        return found

    def pieces(self, name: str, columns: dict[str, str], replication: int | None = None) -> Iterator[pd.DataFrame]:
        """The same piece by piece, so that the whole need not fit into memory; of all replications, or of one.

        Raises
        ------
        NoRecords
            As from `table`.
        """
        path = self._listed(name)
        wanted = {"replication": "int64", **columns}
        parquet = path.suffix == ".parquet"
        found = _parquet_pieces(path, wanted, replication) if parquet else _csv_pieces(path, wanted, PIECE)
        if found is None:
            raise self._lacks(path, wanted)
        for frame in found:
            own = frame if replication is None else frame[frame["replication"] == replication]
            yield own.astype(wanted)

    def _listed(self, name: str) -> Path:
        """The file of a table, as ccsim wrote it."""
        files = self.summary.get("files")
        files = files if isinstance(files, dict) else {}
        listed = self._written(name)
        if not listed:
            if any(one.partition(".")[0] == "contacts" for one in files):
                raise self._other_version(f"the records in {self.folder} have no table of {name}")
            raise NoRecords(f"{self.folder} holds a run without records; with them: {HOW}")
        path = listed[0]
        if not path.is_file():
            raise NoRecords(f"{path} is not there any more: {HOW} writes it again")
        try:
            if path not in self._unchanged and digest(path) != files[path.name]:
                raise NoRecords(f"{path} was changed since ccsim wrote it: {HOW} writes it again")
        except OSError as refusal:
            raise NoRecords(f"{path} cannot be read: {refusal.strerror or refusal}") from refusal
        self._unchanged.add(path)
        return path

    def _lacks(self, path: Path, columns: dict[str, str]) -> NoRecords:
        return self._other_version(f"{path} does not have the columns {', '.join(columns)}")

    def _other_version(self, found: str) -> NoRecords:
        wrote, here = self.written_by, version()
        by = f"they were written by ccsim {wrote}, this is {here}" if wrote != here else f"this is ccsim {here}"
        return NoRecords(f"{found} ({by}): {HOW} writes them anew")


def _parquet(path: Path, columns: list[str]) -> pd.DataFrame | None:
    import pandas as pd

    file = _parquet_file(path)
    try:
        return pd.read_parquet(path, columns=columns) if set(columns) <= set(file.schema_arrow.names) else None
    except (OSError, ValueError) as fault:  # pyarrow's own errors are of these
        raise NoRecords(f"{path} cannot be read: {fault}") from fault


def _parquet_pieces(path: Path, columns: dict[str, str], replication: int | None) -> Iterator[pd.DataFrame] | None:
    """A row group holds rows of one replication, and says of which."""
    file = _parquet_file(path)
    if not set(columns) <= set(file.schema_arrow.names):
        return None
    place = file.schema_arrow.names.index("replication")

    def may_hold(group: int) -> bool:
        known = file.metadata.row_group(group).column(place).statistics
        return replication is None or known is None or not known.has_min_max or known.min <= replication <= known.max

    groups = [group for group in range(file.num_row_groups) if may_hold(group)]
    return (file.read_row_group(group, list(columns)).to_pandas() for group in groups)


def _parquet_file(path: Path) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError:
        raise NoRecords(f"{path} is parquet, and pyarrow is not installed (pip install 'ccsim[parquet]')") from None
    try:
        return pq.ParquetFile(path)
    except (OSError, ValueError) as fault:
        raise NoRecords(f"{path} cannot be read: {fault}") from fault


def _csv(path: Path, columns: dict[str, str]) -> pd.DataFrame | None:
    found = _csv_pieces(path, columns, None)
    return None if found is None else next(found)


def _csv_pieces(path: Path, columns: dict[str, str], rows: int | None) -> Iterator[pd.DataFrame] | None:
    """`rows` at a time; None: all at once."""
    import pandas as pd

    empty = {name: [""] for name, dtype in columns.items() if dtype != "str"}  # a segment may be called "NA"
    how: dict[str, Any] = {"usecols": list(columns), "dtype": columns, "keep_default_na": False, "na_values": empty}
    try:
        if not set(columns) <= set(pd.read_csv(path, nrows=0).columns):
            return None
        return iter([pd.read_csv(path, **how)]) if rows is None else iter(pd.read_csv(path, chunksize=rows, **how))
    except (OSError, ValueError) as fault:
        raise NoRecords(f"{path} cannot be read: {fault}") from fault
