"""`select`: the best of many alternatives by one measure, with a guarantee, in few replications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccsim.errors import CcsimError, Fault, ScenarioError
from ccsim.study.compare import within
from ccsim.study.compared import Compared, understood
from ccsim.study.margins import margin
from ccsim.study.result import Result, plain
from ccsim.study.systems import System, Together, systems_of

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.estimation.selection import Out, Selection
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import Announce, EngineName, Progress

SELECTION = "selection"
FIRST = 20
STAGES = 5  # times the first stage is what a selection takes, roughly
LONG = 1_000  # replications of each that are worth a word
STEP = 4  # a quarter more replications at a time


@dataclass(frozen=True)
class Selected:
    """The best of several systems, or how far it came.

    Attributes
    ----------
    best : str or None
        None: stopped before it was decided.
    results : dict
        By name, each after as many replications as it took.
    out : tuple of Out
        Those that were dropped: after how many replications, and by which other.
    guarantee : str
        What can be relied on.
    table : DataFrame
        One system a row.
    """

    measure: Compared
    delta: str
    best: str | None
    results: dict[str, Result]
    out: tuple[Out, ...]
    guarantee: str

    @property
    def base(self) -> Result:
        return next(iter(self.results.values()))

    @property
    def lost(self) -> str:
        return self.base.lost

    @property
    def early(self) -> bool:
        return self.base.interrupted or bool(self.lost)

    @property
    def notes(self) -> tuple[str, ...]:
        """What cut it short."""
        if not self.early:
            return ()
        return (f"{self.lost or 'stopped by Ctrl-C'}: nothing is decided yet, and the guarantee does not hold",)

    @property
    def table(self) -> pd.DataFrame:
        """One system a row: its estimate, after how many replications, whether it is the best, and who put it out."""
        import pandas as pd

        gone = {one.name: one.by for one in self.out}
        of, rows = self.measure, []
        for name, result in self.results.items():
            found = result.estimates.get(of.scope, of.name, of.measure.name)
            estimate = {"mean": found.mean, "half_width": found.half_width, "low": found.low, "high": found.high}
            row = {"system": name, "measure": of.text, "unit": of.measure.unit, **estimate}
            rows.append(
                {**row, "replications": result.replications, "best": name == self.best, "out_by": gone.get(name)}
            )
        return pd.DataFrame(rows)

    def save(self, folder: str | Path) -> list[Path]:
        """Write `selection.json` and `selection.csv` to `folder`, as `Comparison.save` does; returns the files."""
        from ccsim.study.comparison_files import write

        return write(self.summary(), self.table, Path(folder), SELECTION)

    def summary(self) -> dict[str, Any]:
        """All of it as plain values for JSON; None: no value."""
        of = self.measure
        gone = {one.name: one for one in self.out}
        return {
            "measure": of.text,
            "delta": self.delta,
            "best": self.best,
            "guarantee": self.guarantee,
            "systems": [
                {
                    "name": name,
                    "estimate": plain(result.estimates.get(of.scope, of.name, of.measure.name)),
                    "replications": result.replications,
                    "out_by": gone[name].by if name in gone else None,
                    "provenance": result.provenance(),
                }
                for name, result in self.results.items()
            ],
            "notes": list(self.notes),
        }


def select(
    base: Scenario | str | Path,
    *others: Scenario | str | Path,
    measure: str,
    delta: str | float,
    names: Sequence[str] = (),
    seed: int | None = None,
    jobs: int = 1,
    engine: EngineName | None = None,
    confidence: float | None = None,
    first: int = FIRST,
    progress: Progress | None = None,
    announce: Announce | None = None,
) -> Selected:
    """Simulate `base` and `others` on the same customers until the best by `measure` is left.

    Procedure KN (Kim & Nelson 2001): with probability `confidence` the best is selected, if it is better than every
    other by `delta` or more. See `ccsim.estimation.selection`.

    Parameters
    ----------
    measure : str
        One of which more or less is better: `"cost_per_resolved"`, `"asa of sales"`.
    delta : str or float
        Least difference worth finding: `"0.5 points"`, `"5 s"`; a number is in the measure's unit.
    first : int
        Replications of each before any is dropped.
    base, others, names, seed, jobs, engine, confidence, progress, announce : see `compare`.

    Raises
    ------
    CcsimError
        As `compare`.
    """
    from ccsim.estimation.selection import Selection

    systems = systems_of(base, others, names)
    simulation = systems[0].scenario.simulation
    sure = simulation.confidence if confidence is None else confidence
    if not 1 / len(systems) < sure < 1:
        raise CcsimError(f"confidence must be between 1/{len(systems)} (a guess) and 1, got {sure:g}")
    if first < 2:
        raise CcsimError(f"first must be at least 2, got {first}")
    by = selectable(measure, systems)
    selection = Selection(
        [one.name for one in systems],
        indifference=indifference(delta, by, systems[0].scenario.currency),
        more_is_better=by.measure.better == "more",
        confidence=sure,
        first=first,
    )
    together = Together(
        systems,
        seed=simulation.seed if seed is None else seed,
        within=within([by], systems),
        confidence=sure,
        most=STAGES * first,
        jobs=jobs,
        engine=engine,
        progress=progress,
        announce=announce,
    )
    with together.running():
        run(selection, together, by, announce)
    said = delta if isinstance(delta, str) else f"{delta:g}"
    return Selected(
        measure=by,
        delta=said,
        best=selection.best,
        results={one.name: result for one, result in zip(systems, together.results(), strict=True)},
        out=tuple(selection.out),
        guarantee=f"with probability {100 * sure:g} % the best is selected, if it is better than every other by {said} "
        "or more (nearly so where values are far from normal)",
    )


def run(selection: Selection, together: Together, by: Compared, announce: Announce | None) -> None:
    """Replications of those still in, until one is left."""
    order = {one.name: place for place, one in enumerate(together.systems)}
    done, spent = 0, 0
    while not selection.done:
        among = [order[name] for name in selection.still_in]
        more = selection.first if not done else max(done // STEP, 1)
        most = selection.most or selection.first
        more = max(min(more, most - done), 1)
        together.run(range(done + 1, done + more + 1), among, spent + max(most - done, more) * len(among))
        spent += more * len(among)
        fed = {}
        for name in selection.still_in:
            y, x = together.gathered[order[name]].per_replication(by.scope, by.name, by.measure.name)
            fed[name] = y[done:], x[done:]
        selection.feed(fed)
        if not done and not selection.done and announce is not None and (selection.most or 0) > LONG:
            announce(f"it may take up to {selection.most:,} replications of each; a larger delta takes fewer")
        done += more


def selectable(text: str, systems: Sequence[System]) -> Compared:
    """A measure that all systems have, and of which more or less is better."""
    try:
        by = understood(text, systems)
        for one in systems:
            if missing := by.missing(one.model):
                raise ValueError(missing.replace("it has", f"{one.name} has"))
        if by.measure.better is None:
            raise ValueError("neither more nor less of it is better")
    except ValueError as fault:
        raise ScenarioError([Fault(f"--select {text}", 0, 0, "", str(fault))]) from None
    return by


def indifference(delta: str | float, by: Compared, currency: str) -> float:
    """In the unit of the measure."""
    try:
        found = margin(delta, by.measure, currency)
        if found.relative:
            raise ValueError("per cent of what is known only afterwards: say it in the measure's unit")
        if not found.amount > 0:
            raise ValueError(f"must be above 0, got {delta}")
    except ValueError as fault:
        raise ScenarioError([Fault(f"--delta {delta}", 0, 0, "", str(fault))]) from None
    return found.amount
