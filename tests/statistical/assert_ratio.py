"""The assertion of every statistical test."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from experiments.validation.judge import judge

Vector = NDArray[Any]


def assert_ratio(
    numerator: Vector,
    denominator: Vector,
    expected: float,
    *,
    false_alarm: float,
    detects: float,
    standard_error: float = 0.0,
    what: str = "ratio",
) -> None:
    """E[numerator] / E[denominator] is `expected`, one value per replication each.

    A correct simulator fails with probability `false_alarm`. A bias of `detects` or more is found with at least the
    probability 1 - `false_alarm`; when the sample cannot promise that, the test fails as too weak.
    """
    verdict = judge(numerator, denominator, expected, false_alarm=false_alarm, standard_error=standard_error)
    assert 2 * verdict.half_width <= detects, (
        f"{what}: a bias below {2 * verdict.half_width:.3g} may go unseen, {detects:.3g} was wanted: more replications"
    )
    assert verdict.inside, (
        f"{what}: simulated {verdict.estimate:.6g}, exact {expected:.6g}: off by {verdict.off:.3g}, "
        f"allowed ±{verdict.half_width:.3g} (false alarm {false_alarm:g})"
    )
