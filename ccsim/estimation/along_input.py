"""A long-run value along one uncertain input: on average over all others, with an interval at each of its quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.estimation.input_shares import alone
from ccsim.estimation.response import Inputs, Response

AT = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
"""Quantiles of an input; farther out few draws lie."""


class Along(NamedTuple):
    """E[value | input at its quantiles `AT`], the main effect of a Sobol' decomposition, with its interval at each."""

    mean: FloatArray
    low: FloatArray
    high: FloatArray


def along(
    inputs: Inputs,
    response: Response,
    place: int,
    confidence: float = 0.95,
    lowest: float = -np.inf,
    highest: float = np.inf,
    at: Sequence[float] = AT,
) -> Along:
    """Of the input at `place`: the constant and the terms of this input alone, as the others average out.

    The interval is that of the coefficients, from functions that might as well have come out; `lowest` and `highest`
    are what the measure can be.
    """
    cube = np.full((len(at), inputs.cube.shape[1]), 0.5)
    cube[:, place] = at
    own = alone(response, place)
    own[0] = True
    columns = inputs.at(cube, response.terms)[:, own]
    coefficients, moved = response.coefficients[own], response.might_be[0][own]
    spread = columns @ (coefficients[:, None] + moved)
    low, high = np.quantile(spread, ((1 - confidence) / 2, (1 + confidence) / 2), axis=1)
    mean = columns @ coefficients
    return Along(*(np.clip(one, lowest, highest) for one in (mean, np.minimum(low, mean), np.maximum(high, mean))))
