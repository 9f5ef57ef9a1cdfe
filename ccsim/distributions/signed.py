"""Times against an appointed one: negative is early.

`constant` takes any sign and `normal` is not truncated, its mean of any sign (cv is sd against the mean's size). The
other families are as in `make_law`, so that they mean lateness only. `at_most` may have any sign, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccsim.distributions.composite import Capped
from ccsim.distributions.families import Constant, Normal
from ccsim.distributions.law import Law
from ccsim.distributions.make import Written, make_law
from ccsim.distributions.parameters import given_number, not_negative, number, one_of


def make_signed_law(distribution: Written) -> Law:
    """The law of a distribution as written, early or late.

    Raises
    ------
    ValueError
        As `make_law`.

    Examples
    --------
    >>> from ccsim.scenario.schema import Distribution
    >>> make_signed_law(Distribution(family="normal", parameters={"mean": -60.0, "sd": 240.0})).mean
    -60.0
    """
    if distribution.family not in ("constant", "normal"):
        return make_law(distribution)
    law = _constant(distribution.parameters) if distribution.family == "constant" else _normal(distribution.parameters)
    return law if distribution.at_most is None else Capped(law, number("at_most", distribution.at_most))


def _constant(given: Mapping[str, Any]) -> Law:
    one_of("constant", given, {"value"})
    return Constant(given_number("constant", given, "value"))


def _normal(given: Mapping[str, Any]) -> Law:
    by_sd = one_of("normal", given, {"mean", "cv"}, {"mean", "sd"}) == {"mean", "sd"}
    mean = given_number("normal", given, "mean")
    sd = not_negative("normal", given, "sd") if by_sd else not_negative("normal", given, "cv") * abs(mean)
    return Normal(mean, sd) if sd else Constant(mean)
