"""What a page or picture of a `Risk` draws: distributions by their quantiles, and values along each input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.along_input import AT
from ccsim.study.risk_findings import NAN, PROBABILITIES, MeasureRisk, TargetRisk
from ccsim.study.risk_rows import about, place

if TYPE_CHECKING:
    from ccsim.study.risk_result import Risk

Row = dict[str, Any]
OF_WHAT = ("target", "scope", "name", "measure", "unit")
OF_QUANTILES = (*OF_WHAT, "probability", "long_run", "horizon")
OF_ALONG = (*OF_WHAT, "input", "probability", "value", "below", "mean", "low", "high")


def quantile_rows(risk: Risk) -> Iterator[Row]:
    """At each probability the quantile in the long run (none where a target has no such value) and of one horizon."""
    for what, one in _outcomes(risk):
        long_run = one.curve if len(one.curve) else np.full(len(PROBABILITIES), NAN)
        for at, *values in zip(PROBABILITIES, long_run, _of_horizons(one.values), strict=True):
            yield {**what, **dict(zip(OF_QUANTILES[len(OF_WHAT) :], (at, *values), strict=True))}


def along_rows(risk: Risk) -> Iterator[Row]:
    """The long-run value along each input, whose own `value` is in its unit, on average over all others; `below` is how
    probably the input is at most that."""
    inputs = risk.uncertainty.inputs
    values = [[one.value(share).told for share in AT] for one in inputs]
    below = [one.input.law.cdf(one.input.law.quantile(np.array(AT))).tolist() for one in inputs]
    for what, one in _outcomes(risk):
        for meant, own, at_most, effect in zip(inputs, values, below, one.along, strict=False):
            for told in zip([meant.name] * len(AT), AT, own, at_most, *effect, strict=True):
                yield {**what, **dict(zip(OF_ALONG[len(OF_WHAT) :], told, strict=True))}


def _outcomes(risk: Risk) -> Iterator[tuple[Row, MeasureRisk | TargetRisk]]:
    """What targets are about, then the measures."""
    for target in risk.of_targets:
        yield {"target": target.target.name, **about(target.target)}, target
    for measure in risk.of_measures:
        yield {"target": "", **place(measure.compared)}, measure


def _of_horizons(values: FloatArray) -> FloatArray:
    """Values that were simulated, not between them: a share of ten days is a tenth."""
    known = values[np.isfinite(values)]
    if not len(known):
        return np.full(len(PROBABILITIES), NAN)
    return np.asarray(np.quantile(known, PROBABILITIES, method="inverted_cdf"))
