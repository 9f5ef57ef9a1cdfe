"""Durations of every family, as scenario files say them."""

from __future__ import annotations

from typing import Any

from generated_center import SEGMENTS, either
from hypothesis import strategies as st

Said = Any
HALVES = ("00:00", "02:00", "08:30", "23:30")
"""Times of day at which laws change."""


def seconds(most: int) -> st.SearchStrategy[str]:
    """Multiples of ten or of sixty, often none at all: they meet other events at the same instant."""
    tens, minutes = st.integers(0, most // 10), st.integers(0, most // 60).map(lambda n: 6 * n)
    return either(tens, minutes, st.just(0)).map(lambda n: f"{10 * n} s")


@st.composite
def families(draw: Any, most: int) -> dict[str, Said]:
    """A drawn duration whose mean is at most so many seconds; some are cut off."""
    mean = 10 * draw(st.integers(2, most // 10))
    by_mean = {"mean": f"{mean} s"}
    family = draw(st.sampled_from(FAMILIES))
    said: dict[str, Said] = {
        "exponential": by_mean,
        "erlang": by_mean | {"cv": 0.5},
        "gamma": by_mean | {"cv": draw(st.sampled_from([0.4, 1.4]))},
        "lognormal": by_mean | {"cv": 0.7},
        "weibull": by_mean | {"shape": draw(st.sampled_from([0.8, 1.5]))},
        "uniform": {"low": "0 s", "high": f"{2 * mean} s"},
        "triangular": {"low": "10 s", "mode": f"{mean // 2} s", "high": f"{2 * mean} s"},
        "normal": by_mean | {"cv": 0.4},
        "hyperexponential": {"means": [f"{mean // 2} s", f"{2 * mean} s"], "weights": [0.75, 0.25]},
        "empirical": {"values": ["0 s", f"{mean} s", f"{mean} s", f"{2 * mean} s"]},
        "mixture": {"parts": [f"{mean} s", {"exponential": by_mean}], "weights": [0.5, 0.5]},
    }
    law = {family: said[family]}
    return law | {"at_most": f"{2 * mean} s"} if draw(st.integers(0, 5)) == 0 else law


FAMILIES = (
    "exponential",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "uniform",
    "triangular",
    "normal",
    "hyperexponential",
    "empirical",
    "mixture",
)


def single(most: int) -> st.SearchStrategy[Said]:
    return either(seconds(most), seconds(most), families(most))


def laws(most: int) -> st.SearchStrategy[Said]:
    """Some depend on the time of day."""
    one, two = single(most), st.tuples(single(most), single(most))
    return either(one, one, one, two.map(lambda both: {"by_time": dict(zip(HALVES, 2 * both, strict=True))}))


def patience(most: int) -> st.SearchStrategy[Said]:
    one = either(laws(most), laws(most), st.just("never"))
    return either(one, one, st.fixed_dictionaries({"default": one, SEGMENTS[0]: one}))


def by_segment(share: st.SearchStrategy[float]) -> st.SearchStrategy[Said]:
    return either(share, share, st.fixed_dictionaries(dict.fromkeys(SEGMENTS, share)))
