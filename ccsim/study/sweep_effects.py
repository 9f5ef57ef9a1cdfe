"""What each factor does to each measure, as the design of a sweep tells it.

grid: mean over all other factors at each value, and its `difference` to the first value.
one_at_a_time: estimate at each value, and its `difference` to the base.
    Both with the interval of the difference over the replications, which have the same customers at all points (each
    for itself, at the sweep's confidence; `half_width` is half its length). NaN: of wait quantiles, and where points
    have different numbers of replications.
latin_hypercube, sobol: Spearman's rank correlation, and the slope of a linear fit in all factors that are numbers.
morris: elementary effects over a factor's whole range (mu, mu_star with the half width of its 95 % interval, sigma).
sobol_indices: first-order and total indices with their 95 % bootstrap half widths, of pairs too if asked for.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.arrays import FloatArray
from ccsim.errors import NotSupported
from ccsim.estimation.moments import student
from ccsim.estimation.skewed import arms, skewness
from ccsim.study.sweep_designs import BY_SALIB, NO_SALIB, Design, cube_of, has_salib

if TYPE_CHECKING:
    import pandas as pd

    from ccsim.study.sweep_run import Outcome

Row = dict[str, Any]
RESAMPLES = 1000
LEAST = 2  # trajectories, samples or replications of which anything can be said
ROUNDING = 1e-13  # a spread below this part of a difference is none


def effects(manifest: dict[str, Any], frame: pd.DataFrame, outcomes: Mapping[str, Outcome]) -> pd.DataFrame:
    """The table of effects, of the points that are finished.

    Raises
    ------
    NotSupported
        The design needs SALib, which is not installed.
    """
    import pandas as pd

    design = Design(**manifest["design"])
    if design.kind in BY_SALIB and not has_salib():
        raise NotSupported(f"{design.kind} {NO_SALIB}")
    estimates = frame[frame.target == ""].set_index(["point", "scope", "name", "measure"]).estimate
    points = manifest["points"]
    found: list[Row] = []
    for place, (scope, name, measure) in enumerate(manifest["measures"]):
        values = np.array([estimates.get((point["point"], scope, name, measure), np.nan) for point in points])
        which = {"scope": scope, "name": name, "measure": measure}
        moved = by_replication(manifest, outcomes, place)
        found += [{**row, **which} for row in of_measure(design, manifest, np.asarray(values, dtype=np.float64), moved)]
    table = pd.DataFrame(found)
    first = [column for column in ("factor", "level", "scope", "name", "measure") if column in table]
    return table[[*first, *(column for column in table if column not in first)]]


def by_replication(manifest: dict[str, Any], outcomes: Mapping[str, Outcome], place: int) -> FloatArray:
    """(points, replications) of a measure: how each moves it; one column of NaN where these do not belong together."""
    kept = [outcomes.get(point["run"], {}).get("by_replication") for point in manifest["points"]]
    own: list[list[float]] = [one[place] if one else [] for one in kept]
    size = {len(one) for one in own if one}
    if len(size) != 1:
        return np.full((len(own), 1), np.nan)
    nothing = [np.nan] * size.pop()
    return np.array([one or nothing for one in own])


def of_measure(design: Design, manifest: dict[str, Any], values: FloatArray, moved: FloatArray) -> Iterator[Row]:
    names = [factor["name"] for factor in manifest["factors"]]
    if design.kind in BY_SALIB:
        cube = np.array([point["shares"] for point in manifest["points"]])
        yield from (of_trajectories if design.kind == "morris" else of_indices)(design, names, cube, values)
    elif design.is_sampled:
        yield from of_sample(manifest, values)
    elif design.kind == "grid":
        yield from of_grid(manifest, values, moved)
    else:
        yield from of_one_at_a_time(manifest, values, moved)


def of_grid(manifest: dict[str, Any], values: FloatArray, moved: FloatArray) -> Iterator[Row]:
    """Means at each level of a factor, over the points that have a value."""
    for place, factor in enumerate(manifest["factors"]):
        settings = np.array([point["settings"][place] for point in manifest["points"]])
        first, first_moved = np.nan, np.full(moved.shape[1], np.nan)
        for index, level in enumerate(factor["levels"]):
            there = (settings == level) & ~np.isnan(values)
            mean = float(values[there].mean()) if there.any() else np.nan
            own = moved[there].mean(axis=0) if there.any() else np.full(moved.shape[1], np.nan)
            if index == 0:
                first, first_moved = mean, own
            difference = with_interval(mean - first, own - first_moved, manifest["confidence"])
            yield {"factor": factor["name"], "level": level, "mean": mean, **difference}


def of_one_at_a_time(manifest: dict[str, Any], values: FloatArray, moved: FloatArray) -> Iterator[Row]:
    """The base comes first, then each factor's levels."""
    at = 1
    for factor in manifest["factors"]:
        for level in factor["levels"]:
            value = float(values[at])
            difference = with_interval(value - float(values[0]), moved[at] - moved[0], manifest["confidence"])
            yield {"factor": factor["name"], "level": level, "mean": value, **difference}
            at += 1


def with_interval(difference: float, moved: FloatArray, confidence: float) -> Row:
    """Of a difference, by how much each replication moves it: the interval reaches out as `paired_differences` does."""
    n = len(moved)
    error = np.std(moved, ddof=1) / np.sqrt(n) if n >= LEAST else np.nan
    if error <= ROUNDING * abs(difference):
        error = 0.0
    below, above = (float(arm) for arm in arms(np.array(error), skewness(moved), (1 - confidence) / 2, n))
    low, high = difference - below, difference + above
    return {"difference": difference, "half_width": (high - low) / 2, "low": low, "high": high}


def of_sample(manifest: dict[str, Any], values: FloatArray) -> Iterator[Row]:
    """Of factors that are numbers; the others shuffle the points and are noise here."""
    from scipy.stats import spearmanr

    there = ~np.isnan(values)
    numeric = [place for place, factor in enumerate(manifest["factors"]) if factor["numeric"]]
    settings = np.array(
        [[point["numbers"][place] for place in numeric] for point in manifest["points"]], dtype=np.float64
    )
    x, y = settings[there], values[there]
    slopes = np.full(len(numeric), np.nan)
    if len(y) > len(numeric) + 1:
        slopes = np.linalg.lstsq(np.column_stack((x - x.mean(axis=0), np.ones(len(y)))), y)[0][:-1]
    for index, place in enumerate(numeric):
        varied = len(y) > LEAST and np.ptp(y) > 0 and np.ptp(x[:, index]) > 0
        correlation = float(spearmanr(x[:, index], y).statistic) if varied else np.nan
        row = {"rank_correlation": correlation, "slope": float(slopes[index])}
        yield {"factor": manifest["factors"][place]["name"], **row}


def of_trajectories(design: Design, names: list[str], cube: FloatArray, values: FloatArray) -> Iterator[Row]:
    """Elementary effects, of the trajectories of which every point is finished."""
    block = design.block(len(names))
    keep = whole_blocks(values, block)
    of = int(keep.sum()) // block
    columns = ("mu", "mu_star", "mu_star_half_width", "sigma")
    found = np.full((len(columns), len(names)), np.nan)
    if of >= LEAST:
        from SALib.analyze import morris

        options = {"num_resamples": LEAST, "num_levels": design.levels, "seed": design.seed}
        with quiet():
            said = morris.analyze(cube_of(len(names)), cube[keep], values[keep], **options)
        mu, mu_star, sigma = (np.array(said[key], dtype=np.float64) for key in ("mu", "mu_star", "sigma"))
        # absolute effects have the squares of the effects; SALib's bootstrap is for many trajectories
        spread = np.sqrt(np.maximum(((of - 1) * sigma**2 + of * (mu**2 - mu_star**2)) / (of - 1), 0.0))
        found = np.array([mu, mu_star, student(0.95, of) * spread / np.sqrt(of), sigma])
    for name, row in zip(names, found.T.tolist(), strict=True):
        yield {
            "factor": name,
            **dict(zip(columns, row, strict=True)),
            "of": of,
        }


def of_indices(design: Design, names: list[str], cube: FloatArray, values: FloatArray) -> Iterator[Row]:
    """Shares of a measure's variance, of the samples of which every point is finished."""
    block = design.block(len(names))
    keep = whole_blocks(values, block)
    y = values[keep]
    said: dict[str, Any] = {}
    if len(y) >= LEAST * block and np.ptp(y) > 0:
        from SALib.analyze import sobol

        options = {"calc_second_order": design.second_order, "num_resamples": RESAMPLES}
        with quiet():  # SALib takes seed 0 for none
            said = sobol.analyze(cube_of(len(names)), y, seed=design.seed + 1, **options)
    columns = {"first_order": "S1", "first_order_half_width": "S1_conf", "total": "ST", "total_half_width": "ST_conf"}
    samples = int(keep.sum()) // block
    for index, name in enumerate(names):
        row = {column: float(said[key][index]) if said else np.nan for column, key in columns.items()}
        yield {"factor": name, **row, "of": samples}
    for one, other in combinations(range(len(names)), 2) if design.second_order else ():
        pair = {
            "second_order": float(said["S2"][one, other]) if said else np.nan,
            "second_order_half_width": float(said["S2_conf"][one, other]) if said else np.nan,
        }
        yield {"factor": f"{names[one]} x {names[other]}", **pair, "of": samples}


def whole_blocks(values: FloatArray, block: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Points whose trajectory or sample has a value everywhere."""
    whole = ~np.isnan(values.reshape(-1, block)).any(axis=1)
    return np.repeat(whole, block)


class quiet(warnings.catch_warnings):
    """Without SALib's warnings of what it has from NumPy and pandas."""

    def __enter__(self) -> None:
        super().__enter__()
        warnings.simplefilter("ignore")
