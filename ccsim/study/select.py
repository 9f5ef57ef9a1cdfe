"""`select`: the best of many alternatives by one measure, with a guarantee, in few replications."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ccsim.errors import CcsimError, Fault, ScenarioError
from ccsim.study.compare import within
from ccsim.study.compared import Compared, understood
from ccsim.study.margins import Margin, margin
from ccsim.study.selected import Selected
from ccsim.study.systems import System, Together, systems_of

if TYPE_CHECKING:
    from ccsim.estimation.paired import Fraction
    from ccsim.estimation.selection import Selection
    from ccsim.scenario.schema import Scenario
    from ccsim.study.simulate import Announce, EngineName, Progress

FIRST = 20
STAGES = 5  # times the first stage is what a selection takes, roughly
LONG = 1_000  # replications of each that are worth a word
STEP = 4  # a quarter more replications at a time


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
    other by `delta` or more. Where several are closer than that it takes one of them; `behind` says how far each may be
    behind the best, all of them together with probability `confidence`. See `ccsim.estimation.selection` and
    `ccsim.estimation.behind_best`.

    Parameters
    ----------
    measure : str
        One of which more or less is better: `"cost_per_resolved"`, `"asa of sales"`.
    delta : str or float
        Least difference worth finding: `"0.5 points"`, `"5 s"`; a number is in the measure's unit. `"1 %"` is of the
        base's value after the first stage: the guarantee holds for this amount, nearly as if it had been known before.
    first : int
        Replications of each before any is dropped.
    base, others, names, seed, jobs, engine, confidence, progress, announce : see `compare`.

    Raises
    ------
    CcsimError
        As `compare`.
    """
    systems = systems_of(base, others, names)
    simulation = systems[0].scenario.simulation
    sure = simulation.confidence if confidence is None else confidence
    if not 1 / len(systems) < sure < 1:
        raise CcsimError(f"confidence must be between 1/{len(systems)} (a guess) and 1, got {sure:g}")
    if first < 2:
        raise CcsimError(f"first must be at least 2, got {first}")
    by = selectable(measure, systems)
    least = indifference(delta, by, systems[0].scenario.currency)
    together = Together(
        systems,
        seed=simulation.seed if seed is None else seed,
        within=within([by], systems),
        confidence=sure,
        most=STAGES * first,
        days_of={by.place} if by.dates else (),
        jobs=jobs,
        engine=engine,
        progress=progress,
        announce=announce,
    )
    stages = Stages(together, by, least, sure, first, announce)
    with together.running():
        stages.run()
    return stages.found(delta if isinstance(delta, str) else f"{delta:g}")


class Stages:
    """Replications of all, then of those still in, until one is left."""

    def __init__(
        self,
        together: Together,
        by: Compared,
        least: Margin,
        confidence: float,
        first: int,
        announce: Announce | None,
    ) -> None:
        self.together, self.by, self.least, self.announce = together, by, least, announce
        self.confidence, self.first = confidence, first
        self.selection: Selection | None = None

    def run(self) -> None:
        """Until it is decided."""
        from ccsim.estimation.selection import Selection

        order = {one.name: place for place, one in enumerate(self.together.systems)}
        self.together.run(range(1, self.first + 1), list(order.values()), self.first * len(order))
        self.selection = selection = Selection(
            list(order),
            indifference=self._indifference(),
            more_is_better=self.by.measure.better == "more",
            confidence=self.confidence,
            first=self.first,
        )
        selection.feed({name: self._fraction(place) for name, place in order.items()})
        done, spent = self.first, self.first * len(order)
        if not selection.done and self.announce is not None and (selection.most or 0) > LONG:
            self.announce(f"it may take up to {selection.most:,} replications of each; a larger delta takes fewer")
        while not selection.done:
            among = [order[name] for name in selection.still_in]
            left = (selection.most or done + 1) - done
            more = max(min(max(done // STEP, 1), left), 1)
            self.together.run(range(done + 1, done + more + 1), among, spent + max(left, more) * len(among))
            spent += more * len(among)
            fractions = {name: self._fraction(order[name]) for name in selection.still_in}
            selection.feed({name: (y[done:], x[done:]) for name, (y, x) in fractions.items()})
            done += more

    def found(self, delta: str) -> Selected:
        """What came out, as far as it came."""
        from ccsim.estimation.behind_best import behind_best

        names = [one.name for one in self.together.systems]
        behind = behind_best(
            [self._fraction(place) for place in range(len(names))],
            more_is_better=self.by.measure.better == "more",
            confidence=self.confidence,
            first=self.first,
        )
        amount = (
            self.selection.indifference if self.selection else math.nan if self.least.relative else self.least.amount
        )
        sure = f"{100 * self.confidence:g} %"
        said = (
            delta if not self.least.relative else f"{delta.strip()} of the base's value after {self.first} replications"
        )
        return Selected(
            measure=self.by,
            delta=delta,
            indifference=amount,
            best=self.selection.best if self.selection else None,
            results=dict(zip(names, self.together.results(), strict=True)),
            out=tuple(self.selection.out if self.selection else ()),
            behind=dict(zip(names, behind, strict=True)),
            confidence=self.confidence,
            guarantee=f"with probability {sure} the best is selected, if it is better than every other by {said} or "
            f"more; and with {sure} all are as far behind the best as said here (nearly so where values are far from "
            "normal)",
        )

    def _indifference(self) -> float:
        """In the measure's unit; per cent are of the base's value in the first stage."""
        y, x = self._fraction(0)
        amount = self.least.of(y.sum() / x.sum() if x.sum() else 0.0)
        if not amount > 0:
            raise CcsimError(f"{self.by.text} of the base is 0, and so is any per cent of it: say delta in its unit")
        return amount

    def _fraction(self, place: int) -> Fraction:
        return self.together.gathered[place].fractions(*self.by.place)[0]


def selectable(text: str, systems: Sequence[System]) -> Compared:
    """A measure that all systems have, and of which more or less is better."""
    try:
        by = understood(text, systems, days=True)
        for one in systems:
            if lacking := by.lacking(one.model):
                raise ValueError(f"{one.name} has no {lacking}")
        if by.measure.better is None:
            raise ValueError("neither more nor less of it is better")
    except ValueError as fault:
        raise ScenarioError([Fault(f"--select {text}", 0, 0, "", str(fault))]) from None
    return by


def indifference(delta: str | float, by: Compared, currency: str) -> Margin:
    """The least difference worth finding, as typed."""
    try:
        found = margin(delta, by.measure, currency)
        if not found.amount > 0:
            raise ValueError(f"must be above 0, got {delta}")
    except ValueError as fault:
        raise ScenarioError([Fault(f"--delta {delta}", 0, 0, "", str(fault))]) from None
    return found
