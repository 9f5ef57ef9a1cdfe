"""`Sweep`: what the points of an experiment turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccsim.study.result import plain
from ccsim.study.sweep_run import FIELDS

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.sweep_run import Outcome


@dataclass(frozen=True)
class Sweep:
    """Results of a sweep, or of as much of it as is finished.

    Attributes
    ----------
    manifest : dict
        What was swept: experiment, design, factors, measures, points, seed, versions, fingerprints.
    outcomes : dict
        Rows, or the fault, of each run, by the fingerprint of its scenario.
    interrupted : bool
        Ctrl-C stopped it early.
    lost : str
        What else did, such as a cluster whose scheduler is gone.
    unreported : str
        Why no report was written beside the other files; empty where one was, or none was to be.
    """

    manifest: dict[str, Any]
    outcomes: dict[str, Outcome]
    interrupted: bool = False
    lost: str = ""
    unreported: str = ""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A measure of a point a row: `point`, a column for each factor, `target, scope, name, measure, unit, estimate,
        half_width, low, high, replications, verdict`.

        Factors are in s, shares of 1 and per h where their values are numbers, else as written. Rows of targets have
        `target` and `verdict`. Points that failed, or are not finished, have no rows.
        """
        import pandas as pd

        finished = [point for point in self.manifest["points"] if "rows" in self.outcomes.get(point["run"], {})]
        each = [self.outcomes[point["run"]]["rows"] for point in finished]
        counts = [len(rows) for rows in each]
        columns: dict[str, Any] = {"point": repeated([point["point"] for point in finished], counts, "int64")}
        for place, factor in enumerate(self.manifest["factors"]):
            kind = kind_of(place, self.manifest)
            which = "settings" if kind is None else "numbers"
            columns[factor["name"]] = repeated([point[which][place] for point in finished], counts, kind)
        flat = [row for rows in each for row in rows]
        kinds = {"replications": "int64", **dict.fromkeys(("estimate", "half_width", "low", "high"), "float64")}
        for place, field in enumerate(FIELDS):
            columns[field] = pd.Series([row[place] for row in flat], dtype=kinds.get(field, "str"))
        return pd.DataFrame(columns)

    @cached_property
    def effects(self) -> pd.DataFrame:
        """What each factor does to each measure: columns go by the design (`ccsim.study.sweep_effects`).

        Raises
        ------
        NotSupported
            The design needs SALib, which is not installed.
        """
        from ccsim.study.sweep_effects import effects

        return effects(self.manifest, self.frame, self.outcomes)

    @property
    def faults(self) -> dict[int, str]:
        """Why points failed, by their numbers."""
        found = {point["point"]: self.outcomes.get(point["run"], {}).get("fault") for point in self.manifest["points"]}
        return {number: fault for number, fault in found.items() if fault is not None}

    @property
    def sentences(self) -> dict[str, Any]:
        """Of faults that can be said in other languages, what says them (`ccsim.sentences.spoken`)."""
        return {one["fault"]: one["sentence"] for one in self.outcomes.values() if "sentence" in one}

    @property
    def missing(self) -> list[int]:
        """Points that are not finished."""
        return [point["point"] for point in self.manifest["points"] if point["run"] not in self.outcomes]

    @property
    def ending(self) -> dict[str, Any]:
        """What came of it, for the manifest."""
        faults = [{"point": number, "fault": fault} for number, fault in self.faults.items()]
        return {"complete": not self.missing, "missing": self.missing, "faults": faults}

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        rows = [plain(row) for row in self.frame.to_dict("records")]
        effects = [plain(row) for row in self.effects.to_dict("records")]
        return {**self.manifest, **self.ending, "rows": rows, "effects": effects}


def kind_of(place: int, manifest: dict[str, Any]) -> str | None:
    """Type of a factor's column, the same in every part of a sweep; None: text."""
    if not manifest["factors"][place]["numeric"]:
        return None
    numbers = [point["numbers"][place] for point in manifest["points"]]
    return "int64" if all(one is not None and one == int(one) for one in numbers) else "float64"


def repeated(values: list[Any], counts: list[int], kind: str | None) -> pd.Series[Any]:
    """Each value as often as its point has rows."""
    import pandas as pd

    flat = [value for value, count in zip(values, counts, strict=True) for _ in range(count)]
    return pd.Series(flat, dtype=kind or "str")
