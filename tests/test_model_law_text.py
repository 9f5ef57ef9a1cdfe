"""Distributions in a few words: the cv told is that of the law drawn from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from model_scenarios import law

from ccsim.distributions import make_law
from ccsim.model.law_text import law_text
from ccsim.scenario.schema import BySegment, ByTime

TOLD: list[tuple[str, dict[str, Any]]] = [
    ("exponential", {"mean": 60.0}),
    ("erlang", {"mean": 60.0, "shape": 4.0}),
    ("gamma", {"mean": 60.0, "cv": 0.6}),
    ("gamma", {"shape": 2.0, "scale": 30.0}),
    ("lognormal", {"mean": 60.0, "sd": 30.0}),
    ("lognormal", {"mu": 4.0, "sigma": 0.5}),
    ("weibull", {"mean": 60.0, "shape": 1.5}),
    ("weibull", {"scale": 60.0, "shape": 2.0}),
    ("uniform", {"low": 20.0, "high": 100.0}),
    ("triangular", {"low": 20.0, "mode": 30.0, "high": 100.0}),
    ("hyperexponential", {"means": [30.0, 90.0], "weights": [0.4, 0.6]}),
]


@pytest.mark.parametrize(("family", "parameters"), TOLD)
def test_the_cv_is_that_of_the_law(family: str, parameters: dict[str, Any]) -> None:
    said = law_text(law(family, **parameters))
    assert said.startswith(f"{family}, cv ")
    drawn = make_law(law(family, **parameters)).quantile((np.arange(400_000) + 0.5) / 400_000)
    assert float(said.rpartition(" ")[2]) == pytest.approx(drawn.std() / drawn.mean(), rel=0.01)


def test_what_has_no_cv_says_its_family() -> None:
    assert law_text(law("constant", value=60.0)) == "constant"
    assert law_text(law("never")) == "never"
    assert law_text(law("empirical", values=(1.0, 2.0))) == "empirical"
    assert law_text(law("uniform", low=0.0, high=0.0)) == "uniform"
    assert law_text(law("lognormal", mean=0.0, sd=0.0)) == "lognormal"
    assert law_text(law("exponential", at_most=600.0, mean=60.0)) == "exponential, cv 1, at most 10 min"


def test_several_laws_are_told_where_they_differ() -> None:
    calm, wild = law("gamma", mean=60.0, cv=0.5), law("gamma", mean=60.0, cv=2.0)
    assert law_text(BySegment(default=calm, segments={"vip": wild})) == "gamma, cv 0.5 or gamma, cv 2"
    assert law_text(BySegment(default=calm, segments={"vip": law("gamma", mean=9.0, cv=0.5)})) == "gamma, cv 0.5"
    hours = tuple(law("gamma", mean=60.0, cv=0.1 * (i + 1)) for i in range(4))
    assert law_text(ByTime(starts=(0.0, 1.0, 2.0, 3.0), laws=hours)) == "4 different distributions"
