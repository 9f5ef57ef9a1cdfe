"""How a validation case becomes a test."""

from __future__ import annotations

from assert_ratio import assert_ratio

from experiments.validation.case import Case, columns

SEED = 2026
FALSE_ALARM = 2e-6
"""Per figure. The suite has some 480 figures: a correct simulator fails it with probability below 1e-3."""
MINUTES = ("mean_wait", "mean_wait_served", "mean_wait_ab", "mean_handle_time")


def check_case(case: Case, replications: int, *, share: float, minutes: float = 0.0) -> None:
    """Every figure of the case; a bias of `share` (probabilities, occupancy, rates) or `minutes` (times) is seen."""
    sums = columns(case.replicate(replications, SEED))
    for quantity in case.quantities:
        assert_ratio(
            sums[quantity.numerator],
            sums[quantity.denominator],
            quantity.exact,
            false_alarm=FALSE_ALARM,
            detects=minutes if quantity.name.rpartition(".")[2] in MINUTES else share,
            standard_error=quantity.standard_error,
            what=f"{case.name} {quantity.name}",
        )
