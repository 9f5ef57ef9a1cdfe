"""Writing results to a folder: all of them or none, and never over what somebody else put there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ccsim.errors import OutputError
from ccsim.study.record_files import CsvTable, ParquetTable, RecordsFormat
from ccsim.study.record_tables import TABLES

if TYPE_CHECKING:
    from ccsim.engine.logs import Logs
    from ccsim.model.center import CenterModel
    from ccsim.study.record_tables import RecordTable
    from ccsim.study.result import Result

SUMMARY, MEASURES, WAITS, REPORT = "summary.json", "measures.csv", "waits.csv", "report.html"
FILES = (SUMMARY, MEASURES, WAITS, REPORT, *(f"{table.name}.{kind}" for table in TABLES for kind in ("parquet", "csv")))
INDEXES = {
    **{SUMMARY: "a run", "comparison.json": "a comparison", "selection.json": "a selection"},
    **{
        "stress.json": "a stress test",
        "risk.json": "a risk analysis",
        "check.json": "a check",
        "manifest.json": "a sweep",
    },
}
"""Which file lists what belongs to which results."""


class Saving:
    """Collects the files of a run in a hidden folder beside `folder`, and moves them there when all are complete.

    Opened before a simulation it finds out at once whether the folder can be written, and takes records replication by
    replication, so that memory does not grow. Left without `commit`, it leaves nothing behind.

    `summary.json` lists the files of its run with their SHA-256. Only these, unchanged, are replaced by the next run;
    records that the next run does not write are removed (`removed` names them), so that they do not stand beside its
    summary. Any other file in the way is somebody's own.

    Parameters
    ----------
    folder : where to; made if need be.
    records : format of records; None: none are written.
    inputs : files that the scenario was read from.
    tables : what records are written (`ccsim.study.record_tables.tables_of` the scenario).

    Raises
    ------
    OutputError
        On entering and from `commit`, when the file system refuses, or a file is in the way that ccsim did not write,
        that was changed since, or that is an input; says where and why.
    """

    def __init__(
        self,
        folder: str | Path,
        records: RecordsFormat | None = None,
        inputs: Iterable[str] = (),
        tables: Iterable[RecordTable] = TABLES,
    ) -> None:
        self.folder = Path(folder)
        self.removed: list[Path] = []
        self._records = records
        self._tables = tuple(tables) if records is not None else ()
        self._names = {SUMMARY, MEASURES, WAITS, REPORT, *(f"{table.name}.{records}" for table in self._tables)}
        self._inputs = {Path(one) for one in inputs}
        self._writers: dict[str, ParquetTable | CsvTable] = {}
        self._refused: OutputError | None = None

    def __enter__(self) -> Saving:
        with refusals(self.folder):
            there = next(path for path in (self.folder, *self.folder.absolute().parents) if path.exists())
            if not there.is_dir():
                raise OutputError(f"cannot write results to {self.folder}: {there} is a file, not a folder")
            self._check()
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
        """Append one replication's records.

        A refusal is raised by `commit` only: a disk that fills up must not cost the replications still running.
        """
        if self._refused is not None:
            return
        with self._postponed(), refusals(self.folder):
            for table in self._tables:
                if table.name not in self._writers:
                    kind = ParquetTable if self._records == "parquet" else CsvTable
                    self._writers[table.name] = kind(self._partial, table.name)
                self._writers[table.name].append(table.rows(model, logs))

    def commit(self, result: Result, language: str = "en") -> list[Path]:
        """Write `summary.json`, `measures.csv`, `waits.csv` and `report.html`, which opens in `language`, then move all
        into the folder; returns the files."""
        from ccsim.report.run import Run, tidy
        from ccsim.report.run_page import page
        from ccsim.study.saved_records import SavedRun

        if self._refused is not None:
            raise self._refused
        with refusals(self.folder):
            for writer in self._writers.values():
                writer.close()
            result.measures.to_csv(self._partial / MEASURES, index=False, lineterminator="\n")
            result.waits.to_csv(self._partial / WAITS, index=False, lineterminator="\n")
            summary = result.summary()
            written = {path.name: digest(path) for path in self._partial.iterdir()}
            records = SavedRun(self._partial, {**summary, "files": written})
            known = {**summary, "files": [*written, REPORT, SUMMARY]}
            broken = None
            try:
                run = Run(tidy(result.measures), known, result.waits, records)
                write_text(self._partial / REPORT, page(run, language))
            except OSError:
                raise
            except Exception as bug:  # what was simulated is kept whatever the page makes of it
                broken = bug
            if broken is None:
                written[REPORT] = digest(self._partial / REPORT)
            summary["files"] = {**dict(sorted(written.items())), SUMMARY: None}
            write_text(self._partial / SUMMARY, summary_text(summary))
            names = sorted(summary["files"])
            own = self._check()  # once more: a simulation takes its time
            self.folder.mkdir(parents=True, exist_ok=True)
            self.removed = [self.folder / name for name in sorted(own - set(names))]
            for path in self.removed:
                path.unlink()
            for name in names:
                (self._partial / name).replace(self.folder / name)
        if broken is not None:
            raise broken
        return [self.folder / name for name in names]

    def _check(self) -> set[str]:
        """Names in the folder that ccsim wrote; refuses where anything else has a name that will be written."""
        listed = files_of(self.folder / SUMMARY)
        own = {name for name, known in listed.items() if same(self.folder / name, known)}
        for name in FILES:
            path = self.folder / name
            if path.resolve() in self._inputs:
                why = "the scenario reads it"
            elif name in own or name not in self._names or not os.path.lexists(path):
                continue
            else:
                changed = "it was changed since ccsim wrote it"
                why = changed if name in listed else belongs_to(self.folder, name) or "ccsim did not write it"
            raise OutputError(
                f"cannot write results to {self.folder}: there is a {name} already, and {why}; nothing was changed "
                "there: choose another folder, or move that file away"
            )
        return own

    @contextmanager
    def _postponed(self) -> Iterator[None]:
        try:
            yield
        except OutputError as refusal:
            self._refused = refusal


def replace_report(folder: Path, text: str, index: str = SUMMARY) -> None:
    """Write another `report.html` into a folder of results, and its digest into the file that lists what is there.

    Raises
    ------
    OutputError
        When the file system refuses, or the `report.html` there is not as ccsim wrote it; nothing was changed then.
    """
    summary, path = json.loads((folder / index).read_bytes()), folder / REPORT
    with refusals(folder):
        if os.path.lexists(path) and not same(path, summary.get("files", {}).get(REPORT)):
            raise OutputError(
                f"cannot write {path}: there is one already, and ccsim did not write it or it was changed since; "
                "nothing was changed there: move that file away"
            )
        with tempfile.TemporaryDirectory(prefix=".ccsim-partial-", dir=folder) as partial:
            new = Path(partial) / REPORT
            write_text(new, text)
            summary.setdefault("files", {index: None})[REPORT] = digest(new)
            write_text(Path(partial) / index, summary_text(summary))
            path.unlink(missing_ok=True)  # killed meanwhile, there is none, rather than one that is not listed
            for name in (index, REPORT):
                (Path(partial) / name).replace(folder / name)


def summary_text(summary: dict[str, Any]) -> str:
    return json.dumps(summary, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """The same bytes on every system; half a surrogate, which a name may hold, as `?`."""
    path.write_bytes(text.encode("utf-8", errors="replace"))


def files_of(summary: Path) -> dict[str, Any]:
    """Files of a run by name, with their SHA-256, as its summary lists them; none where it is no summary of ccsim."""
    try:
        said = json.loads(summary.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(said, dict) or "provenance" not in said or not isinstance(said.get("files"), dict):
        return {}
    return {name: known for name, known in said["files"].items() if name in FILES}


def index_in(folder: Path) -> str | None:
    """The file by which results in a folder are known, that of a run before others; None: there are none."""
    return next((index for index in INDEXES if (folder / index).is_file()), None)


def belongs_to(folder: Path, name: str) -> str:
    """`it is of a sweep that ccsim wrote there`, where other results in the folder list a file as it is; else empty."""
    for index, what in INDEXES.items():
        try:
            known = json.loads((folder / index).read_bytes())["files"].get(name)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        if known is not None and same(folder / name, known):
            return f"it is of {what} that ccsim wrote there"
    return ""


def same(path: Path, known: Any) -> bool:
    """Whether a file is as a summary lists it; the summary cannot hold a digest of itself."""
    if not path.is_file() or path.is_symlink():
        return False
    return path.name == SUMMARY or digest(path) == known


def digest(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def refusals(folder: Path) -> Iterator[None]:
    """What keeps results from being written, said; a scenario's own folder is not for results."""
    try:
        if (folder / "scenario.yaml").exists():
            other = folder.parent / f"{folder.absolute().name}-results"
            raise OutputError(
                f"cannot write results to {folder}: it holds a scenario (scenario.yaml), and they would lie among its "
                f"files: choose another folder, like {other}"
            )
        yield
    except OSError as refusal:
        where = f" ({refusal.filename})" if refusal.filename else ""
        reason = refusal.strerror or str(refusal)
        raise OutputError(f"cannot write results to {folder}: {reason}{where}; nothing was changed there") from refusal
