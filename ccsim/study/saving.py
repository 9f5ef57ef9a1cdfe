"""Writing results to a folder: all of them or none."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel
    from ccsim.study.result import Result

TABLES = ("contacts", "agents")
FILES = ("summary.json", "measures.csv", *(f"{table}.{kind}" for table in TABLES for kind in ("parquet", "csv")))


def has_parquet() -> bool:
    """Whether pyarrow is installed: records are CSV where it is not."""
    from importlib.util import find_spec

    return find_spec("pyarrow") is not None


class Saving:
    """Collects the files of a run in a hidden folder beside `folder`, and moves them there when all are complete.

    Opened before a simulation it finds out at once whether the folder can be written, and takes records replication by
    replication, so that memory does not grow. Left without `commit`, it leaves nothing behind.

    Raises
    ------
    OutputError
        On entering and from `commit`, when the file system refuses; says where and why.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._writers: dict[str, ParquetTable | CsvTable] = {}
        self._refused: OutputError | None = None

    def __enter__(self) -> Saving:
        with refusals(self.folder):
            there = next(path for path in (self.folder, *self.folder.absolute().parents) if path.exists())
            if not there.is_dir():
                raise OutputError(f"cannot write results to {self.folder}: {there} is a file, not a folder")
            # inside an existing folder, else beside the one to come: the same file system either way
            home = self.folder if self.folder.is_dir() else self.folder.parent
            home.mkdir(parents=True, exist_ok=True)
            self._partial = Path(tempfile.mkdtemp(prefix=".ccsim-partial-", dir=home))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            with suppress(OSError):  # on a full disk closing fails too; the error on its way says so already
                writer.abandon()
        shutil.rmtree(self._partial, ignore_errors=True)

    def add(self, model: CenterModel, logs: Logs) -> None:
        """Append one replication's contact and agent records.

        A refusal is raised by `commit` only: a disk that fills up must not cost the replications still running.
        """
        from ccsim.study.records import agent_records, contact_records

        if self._refused is not None:
            return
        with self._postponed(), refusals(self.folder):
            for table, frame in (("contacts", contact_records(model, logs)), ("agents", agent_records(model, logs))):
                if table not in self._writers:
                    self._writers[table] = (ParquetTable if has_parquet() else CsvTable)(self._partial, table)
                self._writers[table].append(frame)

    @contextmanager
    def _postponed(self) -> Iterator[None]:
        try:
            yield
        except OutputError as refusal:
            self._refused = refusal

    def commit(self, result: Result) -> list[Path]:
        """Write `summary.json` and `measures.csv`, then move everything into the folder; returns the files."""
        if self._refused is not None:
            raise self._refused
        with refusals(self.folder):
            for writer in self._writers.values():
                writer.close()
            summary = json.dumps(result.summary(), indent=2, ensure_ascii=False, allow_nan=False)
            (self._partial / "summary.json").write_text(summary + "\n", encoding="utf-8")
            result.measures.to_csv(self._partial / "measures.csv", index=False, lineterminator="\n")
            names = sorted(path.name for path in self._partial.iterdir())
            self.folder.mkdir(parents=True, exist_ok=True)
            for name in FILES:  # another run's records beside this run's summary would mislead
                if name not in names:
                    (self.folder / name).unlink(missing_ok=True)
            for name in names:
                (self._partial / name).replace(self.folder / name)
        return [self.folder / name for name in names]


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as refusal:
        where = f" ({refusal.filename})" if refusal.filename else ""
        reason = refusal.strerror or str(refusal)
        raise OutputError(f"cannot write results to {folder}: {reason}{where}; nothing was changed there") from refusal


class ParquetTable:
    """A parquet file written a replication at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = folder / f"{name}.parquet"
        self._writer: Any = None

    def append(self, frame: pd.DataFrame) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._writer is None:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        else:
            table = pa.Table.from_pandas(frame, schema=self._writer.schema, preserve_index=False)
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        if self._writer is not None and self._writer.is_open:
            self._writer.close()


class CsvTable:
    """A CSV file written a replication at a time."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self._header = True

    def append(self, frame: pd.DataFrame) -> None:
        frame.to_csv(self._file, header=self._header, index=False, lineterminator="\n")
        self._header = False

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()
