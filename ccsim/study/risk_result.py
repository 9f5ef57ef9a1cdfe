"""`Risk`: what may happen, how probably targets are met, and which input carries how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.horizons import Kept, watch
from ccsim.estimation.input_shares import NOTHING, Share, left_over, of_draws, shares
from ccsim.estimation.response import Inputs, Response
from ccsim.estimation.risk import LongRun, Population, Probability, Split, one_horizon, split
from ccsim.estimation.targets import ResolvedTarget
from ccsim.scenario.exact import Quantity
from ccsim.scenario.value_at import UNITS
from ccsim.study.compared import Compared
from ccsim.study.result import Result, plain
from ccsim.study.risk_inputs import Uncertainty

if TYPE_CHECKING:
    import pandas as pd

RISK = "risk"
DRAWS, PICTURE = "draws.csv", "risk.png"
CURVE = 400  # quantiles that draw a distribution
NAN = float("nan")


@dataclass(frozen=True)
class Drawn:
    """A draw of the inputs: the values, and what its replications brought; `run --set ... --seed` says the same."""

    number: int
    seed: int
    values: tuple[Quantity, ...]
    fractions: Sequence[tuple[FloatArray, FloatArray]]  # of each measure, numerators and denominators
    kept: Sequence[Kept]  # of each target


@dataclass(frozen=True)
class Range:
    """The middle share of what may happen (`central`), with the median."""

    low: float
    median: float
    high: float


@dataclass(frozen=True)
class MeasureRisk:
    """A measure when the inputs are not known; NaN where too few draws have a value.

    `mean` is over the inputs. `long_run` is the value on average over chance, `horizon` that of the days themselves.
    """

    compared: Compared
    as_it_is: float
    mean: float
    long_run: Range
    horizon: Range
    split: Split
    shares: tuple[Share, ...]
    left_over: float


@dataclass(frozen=True)
class TargetRisk:
    """How probably a target is met: in the long run (None where it asks that of many values), and by one horizon."""

    target: ResolvedTarget
    as_it_is: str
    long_run: Probability | None
    horizon: Probability
    shares: tuple[Share, ...]
    left_over: float
    bound: float
    curve: FloatArray  # of what the target is about: its long-run value at evenly spaced probabilities
    values: FloatArray  # and of each simulated horizon


@dataclass(frozen=True)
class Risk:
    """What came of all draws.

    Attributes
    ----------
    as_it_is : Result
        The scenario with its inputs as the file has them, as `ccsim run` simulates it.
    draws : tuple of Drawn
        Those that were finished, of `asked`.
    """

    as_it_is: Result
    uncertainty: Uncertainty
    draws: tuple[Drawn, ...]
    cube: FloatArray
    compared: tuple[Compared, ...]
    targets: tuple[ResolvedTarget, ...]
    seed: int
    asked: int
    replications: int
    central: float
    confidence: float

    @cached_property
    def of_measures(self) -> tuple[MeasureRisk, ...]:
        return tuple(map(self._of_measure, range(len(self.compared))))

    @cached_property
    def of_targets(self) -> tuple[TargetRisk, ...]:
        return tuple(map(self._of_target, range(len(self.targets))))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know beside the numbers."""
        base, notes = self.as_it_is, []
        cut = f"results of the {len(self.draws)} draws, of {self.asked}, that were finished"
        if base.interrupted:
            notes.append(f"stopped by Ctrl-C: {cut}")
        if base.lost:
            notes.append(f"{base.lost}; {cut}")
        return (*notes, *(f"{one.name}: {one.said}" for one in self.uncertainty.inputs if one.said), *base.model.notes)

    # --- as tables ----------------------------------------------------------------------------------------------

    @cached_property
    def inputs(self) -> pd.DataFrame:
        """An input a row: `input, change, distribution, low, median, high` of what was drawn, in `unit`."""
        import pandas as pd

        return pd.DataFrame(list(self._input_rows()))

    @cached_property
    def measures(self) -> pd.DataFrame:
        """A measure a row: as it is, the mean and the range in the long run, the range of one horizon, and the split."""
        import pandas as pd

        return pd.DataFrame(list(self._measure_rows()))

    @cached_property
    def met(self) -> pd.DataFrame:
        """A target a row: the probabilities that it is met in the long run, and by one horizon, with their intervals."""
        import pandas as pd

        return pd.DataFrame(list(self._target_rows()))

    @cached_property
    def shares(self) -> pd.DataFrame:
        """What each input carries of the variance of each measure, and of what each target is about (`target`)."""
        import pandas as pd

        return pd.DataFrame(list(self._share_rows()))

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Measures, then targets, each with the share of every input."""
        import pandas as pd

        names = [one.name for one in self.uncertainty.inputs]

        def carried(found: tuple[Share, ...]) -> dict[str, float]:
            return {f"{what} of {name}": getattr(one, what) for name, one in zip(names, found, strict=True) for what in ("first", "total")}

        rows = [
            {"target": "", **row, **carried(one.shares)}
            for row, one in zip(self._measure_rows(), self.of_measures, strict=True)
        ]
        rows += [
            {**_about(one.target), **row, **carried(one.shares)}
            for row, one in zip(self._target_rows(), self.of_targets, strict=True)
        ]
        return pd.DataFrame(rows)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A measure or target of a draw a row: the inputs' values, `estimate` with its standard `error`, and of targets
        the share of the horizons that meet it."""
        import pandas as pd

        return pd.DataFrame(list(self._draw_rows()))

    def summary(self) -> dict[str, Any]:
        """All of it but the single draws as plain values for JSON; None: no value."""
        rows = {
            "inputs": self._input_rows(),
            "measures": self._measure_rows(),
            "targets": self._target_rows(),
            "shares": self._share_rows(),
        }
        return {
            "scenario": self.as_it_is.scenario.name,
            "provenance": self.as_it_is.provenance(),
            "draws": len(self.draws),
            "draws_asked": self.asked,
            "replications": self.replications,
            "seed": self.seed,
            "central": self.central,
            "confidence": self.confidence,
            "currency": self.as_it_is.scenario.currency,
            "interrupted": self.as_it_is.interrupted,
            **{name: [plain(row) for row in of_kind] for name, of_kind in rows.items()},
            "notes": list(self.notes),
        }

    def save(self, folder: str | Path) -> list[Path]:
        """Write `risk.json`, `risk.csv` (a measure or target a row), `draws.csv` and `risk.png`; returns the files.

        Raises
        ------
        OutputError
            As `Comparison.save`.
        """
        from ccsim.study.comparison_files import write
        from ccsim.study.risk_picture import draw

        more = {DRAWS: lambda path: self.table.to_csv(path, index=False, lineterminator="\n")}
        more |= {PICTURE: lambda path: draw(self, path)}
        return write(self.summary(), self.rows, Path(folder), RISK, more)

    # --- estimates ----------------------------------------------------------------------------------------------

    @cached_property
    def _inputs(self) -> Inputs:
        return Inputs([one.input.law for one in self.uncertainty.inputs], self.cube)

    @cached_property
    def _population(self) -> Population:
        return Population(self._inputs, len(self.uncertainty.inputs))

    def _of_measure(self, place: int) -> MeasureRisk:
        compared = self.compared[place]
        y, x = (np.array(part) for part in zip(*(one.fractions[place] for one in self.draws), strict=True))
        as_it_is = self._as_it_is(compared)
        response = self._inputs.fit(*of_draws(y, x))
        values = np.divide(y, x, out=np.full(y.shape, np.nan), where=x != 0)
        tails = np.array([(1 - self.central) / 2, 0.5, (1 + self.central) / 2])
        count = len(self.uncertainty.inputs)
        if response is None:
            nothing = Range(NAN, NAN, NAN)
            return MeasureRisk(compared, as_it_is, NAN, nothing, nothing, Split(NAN, NAN, NAN), (NOTHING,) * count, NAN)
        long_run = self._long_run(response, compared)
        return MeasureRisk(
            compared,
            as_it_is,
            response.mean,
            Range(*map(float, long_run.quantiles(tails))),
            Range(*map(float, np.nanquantile(values, tails))),
            split(response, values),
            tuple(shares(response, count, self.confidence)),
            left_over(response),
        )

    def _of_target(self, place: int) -> TargetRisk:
        target = self.targets[place]
        kept = [one.kept[place] for one in self.draws]
        y, x = np.array([one.y for one in kept]), np.array([one.x for one in kept])
        response = self._inputs.fit(*of_draws(y, x))
        question = watch(target, self.as_it_is.model).question
        long_run, curve = None, np.zeros(0)
        if response is not None and question is not None:
            distribution = LongRun(self._inputs, response, self._population, question.lowest, question.highest)
            long_run = distribution.keeps(question.bound, question.at_least, self.confidence)
            curve = distribution.quantiles((np.arange(CURVE) + 0.5) / CURVE)
        held = np.array([one.kept for one in kept], dtype=np.float64)
        count = len(self.uncertainty.inputs)
        return TargetRisk(
            target,
            next(one.verdict for one in self.as_it_is.targets if one.name == target.name),
            long_run,
            one_horizon(self._inputs, held, self.confidence),
            (NOTHING,) * count if response is None else tuple(shares(response, count, self.confidence)),
            NAN if response is None else left_over(response),
            target.asked.share if question is None else question.bound,
            curve,
            np.divide(y, x, out=np.full(y.shape, np.nan), where=x != 0).ravel(),
        )

    def _long_run(self, response: Response, compared: Compared) -> LongRun:
        measure = compared.measure
        return LongRun(self._inputs, response, self._population, measure.lowest, measure.highest)

    def _as_it_is(self, compared: Compared) -> float:
        if compared.missing(self.as_it_is.model):
            return NAN
        return self.as_it_is.estimates.get(compared.scope, compared.name, compared.measure.name).mean

    # --- rows ---------------------------------------------------------------------------------------------------

    def _input_rows(self) -> Iterator[dict[str, Any]]:
        tails = ((1 - self.central) / 2, 0.5, (1 + self.central) / 2)
        for one in self.uncertainty.inputs:
            values = dict(zip(("low", "median", "high"), (number(one.value(share)) for share in tails), strict=True))
            parameters = {str(key): value for key, value in one.input.parameters.items()}
            yield {
                "input": one.name,
                "change": one.what,
                "changes": "; ".join(head.text for head in one.heads),
                "distribution": f"{one.input.family} {parameters}",
                **values,
                "unit": UNITS[one.input.unit.kind],
            }

    def _measure_rows(self) -> Iterator[dict[str, Any]]:
        for one in self.of_measures:
            yield {
                **_place(one.compared),
                "as_it_is": one.as_it_is,
                "mean": one.mean,
                **{f"long_run_{key}": getattr(one.long_run, key) for key in ("low", "median", "high")},
                **{f"horizon_{key}": getattr(one.horizon, key) for key in ("low", "median", "high")},
                "sd_inputs": one.split.inputs,
                "sd_chance": one.split.chance,
                "sd_noise": one.split.noise,
            }

    def _target_rows(self) -> Iterator[dict[str, Any]]:
        for one in self.of_targets:
            long_run = one.long_run or Probability(NAN, NAN, NAN)
            yield {
                "target": one.target.name,
                "sentence": one.target.sentence,
                "verdict": one.as_it_is,
                **{f"met_long_run{end}": value for end, value in zip(("", "_low", "_high"), long_run, strict=True)},
                **{f"met_horizon{end}": value for end, value in zip(("", "_low", "_high"), one.horizon, strict=True)},
            }

    def _share_rows(self) -> Iterator[dict[str, Any]]:
        names = [one.name for one in self.uncertainty.inputs]
        of_all: list[tuple[dict[str, Any], tuple[Share, ...]]] = [
            ({"target": "", **_place(one.compared)}, one.shares) for one in self.of_measures
        ]
        of_all += [
            ({"target": one.target.name, **_about(one.target)}, one.shares) for one in self.of_targets
        ]
        for what, found in of_all:
            yield from ({**what, "input": name, **share._asdict()} for name, share in zip(names, found, strict=True))

    def _draw_rows(self) -> Iterator[dict[str, Any]]:
        for one in self.draws:
            settings = {
                meant.name: number(value) for meant, value in zip(self.uncertainty.inputs, one.values, strict=True)
            }
            first = {"draw": one.number, "seed": one.seed, **settings}
            whats = [({"target": "", **_place(what)}, fraction, NAN) for what, fraction in zip(self.compared, one.fractions, strict=True)]
            whats += [
                ({"target": target.name, **_about(target)}, (kept.y, kept.x), float(kept.kept.mean()))
                for target, kept in zip(self.targets, one.kept, strict=True)
            ]
            for what, (y, x), met in whats:
                ratio, noise = of_draws(y[None], x[None])
                yield {**first, **what, "estimate": ratio[0], "error": float(np.sqrt(noise[0])), "horizons_met": met}


def number(value: Quantity) -> float:
    """In seconds, as a share of 1, per hour."""
    return value.number * (3600.0 if value.kind == "rate" else 1.0)


def _place(one: Compared) -> dict[str, Any]:
    return {"scope": one.scope, "name": one.name, "measure": one.measure.name, "unit": one.measure.unit}


def _about(one: ResolvedTarget) -> dict[str, Any]:
    """What a target is about: of a quantile or per interval, shares of waits or intervals."""
    whole = one.measure.quantile is None and one.asked.per == "horizon"
    unit = one.measure.unit if whole else "share"
    return {"scope": one.scope, "name": one.scope_name, "measure": one.measure.name, "unit": unit}
