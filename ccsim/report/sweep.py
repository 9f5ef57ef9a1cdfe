"""A sweep as it is read back from the folder it was written to."""

from __future__ import annotations

from pathlib import Path

from ccsim.errors import ResultsError
from ccsim.study.provenance import others, versions
from ccsim.study.sweep_folder import ENDING, read_manifest
from ccsim.study.sweep_journal import read_journal
from ccsim.study.sweep_result import Sweep

KEPT = ("targets", "center", "currency", "confidence", "factors", "measures", "design")
"""Keys of a manifest without which there is nothing to show; older ones lack some."""


def sweep_of(results: Sweep | str | Path) -> Sweep:
    """A sweep, or what is finished in its folder.

    Raises
    ------
    ResultsError
        It cannot be read, is of an older ccsim, or points that were finished are gone.
    """
    if isinstance(results, Sweep):
        return results
    folder = Path(results)
    manifest = read_manifest(folder)
    if any(key not in manifest for key in KEPT):
        told = others(manifest["versions"], versions())
        again = f"another folder is needed (it was done with {told})" if told else "it simulates no point again"
        raise ResultsError(
            f"cannot use {folder}: an older ccsim wrote it, which did not keep what targets ask; "
            f"run the same ccsim sweep EXPERIMENT --out {folder}: {again}"
        )
    result = Sweep({key: value for key, value in manifest.items() if key not in ENDING}, read_journal(folder))
    if manifest.get("complete") and result.missing:
        raise ResultsError(
            f"cannot use {folder}: points.jsonl was changed since ccsim wrote it; run the same ccsim sweep again"
        )
    return result
