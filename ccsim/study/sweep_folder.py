"""The folder of a sweep: killed at any moment, it holds every point that was finished.

`manifest.json` says what is swept and is there before the first point; `points.jsonl` gets a line, with its check, for
each point as it finishes. Tables and the report are written at the end, beside their place, and moved there. The
manifest lists the report with its SHA-256 before it is moved there: another `report.html` is somebody's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Literal

from ccsim.errors import OutputError
from ccsim.study.provenance import others
from ccsim.study.record_files import ParquetTable
from ccsim.study.saving import REPORT, digest, refusals, summary_text, write_text
from ccsim.study.saving import same as as_listed
from ccsim.study.sweep_journal import JOURNAL, line_of, lock, read_journal

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.sweep_run import Outcome

MANIFEST, EFFECTS = "manifest.json", "effects.csv"
RESULTS = {"parquet": "results.parquet", "csv": "results.csv"}
PARTIAL = ".ccsim-partial-"


class Folder:
    """A folder in which a sweep is done, or goes on; nobody else may work in it meanwhile.

    Raises
    ------
    OutputError
        On entering: it cannot be written, holds another sweep or somebody's own files, or is worked in.
    """

    def __init__(self, path: str | Path, manifest: dict[str, Any]) -> None:
        self.path = Path(path)
        self.manifest = manifest
        self.outcomes: dict[str, Outcome] = {}
        self._journal: IO[bytes] | None = None
        self._report: str | None = None

    def __enter__(self) -> Folder:
        with refusals(self.path):
            there = next(path for path in (self.path, *self.path.absolute().parents) if path.exists())
            if not there.is_dir():
                raise OutputError(f"cannot write results to {self.path}: {there} is a file, not a folder")
            begun = self._check()
            self.path.mkdir(parents=True, exist_ok=True)
            self._journal = (self.path / JOURNAL).open("ab")
            lock(self._journal, self.path)
            if not begun:
                self._write_manifest(self.manifest)
            self.outcomes = read_journal(self.path)
            if self._journal.tell() and not (self.path / JOURNAL).read_bytes().endswith(b"\n"):
                self._journal.write(b"\n")  # after what was being written when it was killed
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._journal is not None
        self._journal.close()

    def add(self, run: str, outcome: Outcome) -> None:
        """A point that is finished: on disk when this returns."""
        assert self._journal is not None
        with self._going_on():
            self._journal.write(line_of(run, outcome))
            self._journal.flush()
            os.fsync(self._journal.fileno())
        self.outcomes[run] = outcome

    def finish(
        self,
        table: pd.DataFrame,
        effects: pd.DataFrame,
        ending: dict[str, Any],
        kind: Literal["parquet", "csv"],
        report: str | None = None,
    ) -> list[Path]:
        """Writes the tables, to the manifest what came of it, and the report if there is one; returns the files.

        Killed between the last two, the folder has no report: it can be made again.
        """
        with self._going_on():
            if kind == "parquet":
                writer = ParquetTable(self.path, f"{PARTIAL}results")
                writer.append(table)
                writer.close()
            else:
                table.to_csv(self.path / f"{PARTIAL}results.csv", index=False, lineterminator="\n")
            (self.path / f"{PARTIAL}results.{kind}").replace(self.path / RESULTS[kind])
            for other, name in RESULTS.items():
                if other != kind:
                    (self.path / name).unlink(missing_ok=True)
            written = [self.path / RESULTS[kind]]
            if len(effects):
                effects.to_csv(self.path / f"{PARTIAL}effects", index=False, lineterminator="\n")
                (self.path / f"{PARTIAL}effects").replace(self.path / EFFECTS)
                written.append(self.path / EFFECTS)
            else:
                (self.path / EFFECTS).unlink(missing_ok=True)
            written += [self.path / MANIFEST]
            if self.own_report:
                (self.path / REPORT).unlink(missing_ok=True)
            if report is None:
                self._write_manifest({**self.manifest, **ending})
                return written
            partial = self.path / f"{PARTIAL}report"
            write_text(partial, report)
            self._report = digest(partial)
            self._write_manifest({**self.manifest, **ending, "files": {MANIFEST: None, REPORT: self._report}})
            partial.replace(self.path / REPORT)
        return [*written, self.path / REPORT]

    @property
    def own_report(self) -> bool:
        """Whether the `report.html` in the folder may be replaced: there is none, or it is as ccsim wrote it."""
        return not os.path.lexists(self.path / REPORT) or as_listed(self.path / REPORT, self._report)

    def _check(self) -> bool:
        """Whether this sweep was begun here; refuses what is anything else."""
        if os.path.lexists(self.path / MANIFEST):
            known = read_manifest(self.path)
            same(self.manifest, known, self.path)
            self._report = listed_report(known)
            if not self.own_report:
                raise OutputError(
                    f"cannot write results to {self.path}: there is a {REPORT}, and ccsim did not write it or it was "
                    "changed since; nothing was changed there: move that file away"
                )
            return True
        for name in (JOURNAL, EFFECTS, REPORT, *RESULTS.values()):
            if os.path.lexists(self.path / name):
                if name == JOURNAL and not (self.path / name).stat().st_size:
                    continue  # killed before it said what it would sweep
                raise OutputError(
                    f"cannot write results to {self.path}: there is a {name} already, and no sweep; nothing was "
                    "changed there: choose another folder, or move that file away"
                )
        return False

    def _write_manifest(self, manifest: dict[str, Any]) -> None:
        partial = self.path / f"{PARTIAL}manifest"
        with partial.open("w", encoding="utf-8") as file:
            file.write(summary_text(manifest))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.path / MANIFEST)

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        try:
            yield
        except OSError as refusal:
            raise OutputError(
                f"cannot write results to {self.path}: {refusal.strerror or refusal}; the points finished before it "
                "are kept there, and the same command goes on with the others"
            ) from refusal


def same(manifest: dict[str, Any], other: dict[str, Any], folder: Path) -> None:
    """Refuses a folder of another sweep, or of one done with other versions.

    Raises
    ------
    OutputError
        It says what differs.
    """
    differs = ""
    if other["fingerprint"] != manifest["fingerprint"]:
        scenario = other["scenario"]["fingerprint"] != manifest["scenario"]["fingerprint"]
        differs = f"the {'scenario' if scenario else 'experiment'} was another one"
        if other["experiment"] != manifest["experiment"]:
            differs += f" ({other['experiment']})"
    else:
        told = others(other["versions"], manifest["versions"])
        differs = f"it was done with {told}" if told else ""
    if differs:
        raise OutputError(f"{folder} holds another sweep: {differs}; nothing was changed there: choose another folder")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a folder's sweep is about.

    Raises
    ------
    OutputError
        The folder holds no sweep.
    """
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        whole = found["kind"] == "ccsim sweep" and all(key in found for key in ("fingerprint", "points", "versions"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        why = f"its {MANIFEST} is not one of a sweep" if (folder / MANIFEST).exists() else f"it has no {MANIFEST}"
        raise OutputError(f"{folder} is no folder of a sweep: {why}")
    manifest: dict[str, Any] = found
    return manifest


def listed_report(manifest: dict[str, Any]) -> str | None:
    """SHA-256 of the report, as a manifest lists it."""
    files = manifest.get("files")
    found = files.get(REPORT) if isinstance(files, dict) else None
    return found if isinstance(found, str) else None


def joined(folders: Iterable[Path]) -> tuple[dict[str, Any], dict[str, Outcome]]:
    """The sweep that folders have in common, and all that is finished in any of them.

    Raises
    ------
    OutputError
        A folder holds no sweep, or another one, or other results of the same point.
    """
    manifest: dict[str, Any] | None = None
    found: dict[str, Outcome] = {}
    for folder in folders:
        own = read_manifest(folder)
        if manifest is None:
            manifest = {key: value for key, value in own.items() if key not in ENDING}
        same(manifest, own, folder)
        for run, outcome in read_journal(folder).items():
            known = found.get(run)
            if known is None or "fault" in known:
                found[run] = outcome
            elif "rows" in outcome and line_of(run, known) != line_of(run, outcome):
                raise OutputError(
                    f"{folder} has other results of a point than the folders before it: simulate it again"
                )
    assert manifest is not None
    return manifest, found


ENDING = ("complete", "missing", "faults", "files")
"""Keys of a manifest that say what came of it."""
