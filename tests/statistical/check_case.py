"""How a validation case becomes a test."""

from __future__ import annotations

from assert_ratio import assert_ratio

from experiments.validation.case import Case, Quantity, columns

SEED = 2026
FALSE_ALARM = 2e-6
"""Per figure of contacts. With some 480 of these, and 260 of `FALSE_ALARM_OF_CUSTOMERS`, a correct simulator fails the
suite with probability below 1e-3."""
FALSE_ALARM_OF_CUSTOMERS = 1e-7
"""Per figure of journeys and appointments."""
MINUTES = frozenset({
    "mean_callback_wait",
    "mean_handle_time",
    "mean_late_wait",
    "mean_no_show_wait",
    "mean_overtime",
    "mean_server_idle_total",
    "mean_session_end",
    "mean_wait",
    "mean_wait_ab",
    "mean_wait_appointments",
    "mean_wait_by_slot",
    "mean_wait_of_shows",
    "mean_wait_per_attempt",
    "mean_wait_per_client_given_show",
    "mean_wait_served",
})  # fmt: skip
OF_TEN_CLIENTS = frozenset({"objective", "sum_wait_of_shows"})


def check_case(
    case: Case, replications: int, *, share: float, minutes: float = 0.0, false_alarm: float = FALSE_ALARM
) -> None:
    """Every figure of the case; a bias of `share` (probabilities, occupancy, rates; numbers above 1: this share of
    them) or `minutes` (times; ten times that in sums over a session) is seen.

    Days are simulated by the compiled engine where it can be had, in a twentieth of the time. That the reference engine
    writes the same of every case is tested to the bit, in `test_exact_engines.py`.
    """
    sums = columns(case.replicate(replications, SEED, "auto"))
    for quantity in case.quantities:
        assert_ratio(
            sums[quantity.numerator],
            sums[quantity.denominator],
            quantity.exact,
            false_alarm=false_alarm,
            detects=_detects(quantity, share, minutes),
            standard_error=quantity.standard_error,
            what=f"{case.name} {quantity.name}",
        )


def _detects(quantity: Quantity, share: float, minutes: float) -> float:
    name = quantity.name.rpartition(".")[2].rpartition(": ")[2]
    if name in OF_TEN_CLIENTS:
        return 10 * minutes
    return minutes if name in MINUTES else share * max(1.0, quantity.exact)
