"""What can be drawn of a folder of results, by the names that `ccsim plot` takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ccsim.report.check import INDEX, check_of
from ccsim.report.comparison import COMPARISON, STRESS, comparison_of, stress_of
from ccsim.report.folders import held
from ccsim.report.risk import RISK
from ccsim.report.run import run_of
from ccsim.study.saving import SUMMARY
from ccsim.study.sweep_folder import MANIFEST

OF_RUN = ("load", "waits")
OF_CHECK = ("targets", "baseline")
FEW = 9  # names that one line tells


def names(folder: str | Path) -> list[str]:
    """Measures, and what has a name of its own; empty where there is no picture of such results.

    Raises
    ------
    ResultsError
        There are no results of ccsim, or they cannot be read.
    """
    index, _ = held(folder)
    found = _NAMES[index](Path(folder)) if index in _NAMES else []
    return list(dict.fromkeys(found))


def told(folder: str | Path) -> str:
    """`out holds a check, of which can be drawn: targets`; errors as of `names`."""
    _, what = held(folder)
    there = names(folder)
    if not there:
        return f"{folder} holds {what}, of which there is no picture: its report.html draws it (ccsim report {folder})"
    listed = f" {', '.join(there)}" if len(there) <= FEW else grouped(there)
    return f"{folder} holds {what}, of which can be drawn:{listed}"


def grouped(there: list[str]) -> str:
    """Many names by what they are about, a line each, in the order of the alphabet."""
    from ccsim.measures.catalogue import MEASURES, WITHIN, find

    found: dict[str, list[str]] = {}
    for name in there:
        known = name.partition(WITHIN)[0] in MEASURES
        found.setdefault(find(name).table if known else "as a whole", []).append(name)
    return "".join(f"\n  {about}: {', '.join(sorted(own))}" for about, own in found.items())


def _run(folder: Path) -> list[str]:
    from ccsim.measures.catalogue import find

    known = (str(one) for one in run_of(folder).measures["measure"].unique())
    return [*OF_RUN, *(one for one in known if {"interval", "day"} & set(find(one).spans))]


def _comparison(folder: Path) -> list[str]:
    return compared(comparison_of(folder))


def _stress(folder: Path) -> list[str]:
    return compared(stress_of(folder)["comparison"])


def compared(summary: dict[str, list[dict[str, list[dict[str, str]]]]]) -> list[str]:
    """Measures of which there are differences."""
    rows = [row for one in summary["alternatives"] for row in one["differences"]]
    return [row["measure"] for row in rows if row["difference"] is not None]


def _risk(folder: Path) -> list[str]:
    from ccsim.plot.risk import names_of
    from ccsim.report.risk import risk_of

    return names_of(risk_of(folder))


def _check(folder: Path) -> list[str]:
    said = check_of(folder)
    return [name for name, key in zip(OF_CHECK, ("targets", "comparisons"), strict=True) if said[key]]


def _sweep(folder: Path) -> list[str]:
    from ccsim.report.sweep import sweep_of
    from ccsim.report.sweep_points import Points

    return [one.measure for one in Points(sweep_of(folder)).measures]


_NAMES: dict[str, Callable[[Path], list[str]]] = {
    **{SUMMARY: _run, COMPARISON: _comparison, STRESS: _stress},
    **{RISK: _risk, INDEX: _check, MANIFEST: _sweep},
}
