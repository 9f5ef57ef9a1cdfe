"""Experimental designs: which combinations of levels are simulated."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from itertools import product
from typing import Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.study.sweep_factors import Factor, Level

DESIGNS = ("grid", "one_at_a_time", "latin_hypercube", "sobol", "morris", "sobol_indices")
BY_SALIB = ("morris", "sobol_indices")
NO_SALIB = "needs SALib, which is not installed: pip install 'ccsim[sweep]'"
Combination = tuple[Level, ...]


@dataclass(frozen=True)
class Design:
    """A kind of design; `size` is points, trajectories (Morris) or samples (Sobol' indices)."""

    kind: str
    size: int = 0
    seed: int = 1
    levels: int = 4
    second_order: bool = False

    @property
    def is_sampled(self) -> bool:
        """Whether values are drawn from the ranges, instead of listed."""
        return self.kind not in ("grid", "one_at_a_time")

    def block(self, factors: int) -> int:
        """Points that are of use to an analysis only together."""
        if self.kind == "morris":
            return factors + 1
        if self.kind == "sobol_indices":
            return (2 * factors if self.second_order else factors) + 2
        return 1

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def has_salib() -> bool:
    return find_spec("SALib") is not None


def count(design: Design, factors: Sequence[Factor]) -> int:
    """Points of a design, without making it."""
    if design.kind == "grid":
        return int(np.prod([len(factor.levels) for factor in factors], dtype=object))
    if design.kind == "one_at_a_time":
        return 1 + sum(len(factor.levels) for factor in factors)
    return design.size * design.block(len(factors))


def combinations(
    design: Design, factors: Sequence[Factor], base: Combination
) -> tuple[list[Combination], FloatArray | None]:
    """The points, and for sampled designs where they lie in the unit cube, a row each; `base` has no factor changed."""
    if design.kind == "grid":
        return list(product(*(factor.levels for factor in factors))), None
    if design.kind == "one_at_a_time":
        around = [
            (*base[:place], level, *base[place + 1 :])
            for place, factor in enumerate(factors)
            for level in factor.levels
        ]
        return [base, *around], None
    cube = sample(design, len(factors))
    found = [tuple(factor.at(float(share)) for factor, share in zip(factors, row, strict=True)) for row in cube]
    return found, cube


def sample(design: Design, factors: int) -> FloatArray:
    """Points in the unit cube, a row each."""
    from scipy.stats import qmc

    if design.kind == "latin_hypercube":
        return np.asarray(qmc.LatinHypercube(factors, rng=design.seed).random(design.size))
    if design.kind == "sobol":
        return np.asarray(qmc.Sobol(factors, rng=design.seed).random(design.size))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib's, of names that SciPy gives up
        if design.kind == "morris":
            from SALib.sample import morris

            return np.asarray(morris.sample(cube_of(factors), design.size, num_levels=design.levels, seed=design.seed))
        from SALib.sample import sobol

        of_order = design.second_order
        return np.asarray(
            sobol.sample(cube_of(factors), design.size, calc_second_order=of_order, seed=design.seed), dtype=np.float64
        )


def cube_of(factors: int) -> dict[str, Any]:
    """SALib's description of the unit cube."""
    return {
        "num_vars": factors,
        "names": [f"x{index}" for index in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
