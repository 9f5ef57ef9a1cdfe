"""Against exact figures, the rest of the cases: large groups, long queues, whole days, published programs.

Each row: the case, its replications, and the bias surely seen in shares (Telethon: per minute) and in minutes. False
alarm: 2e-6 a figure (`check_case`).
"""

from __future__ import annotations

import pytest
from check_case import check_case

from experiments.validation.cases import CASES

ROWS: list[tuple[str, int, float, float]] = [
    ("A-ErlangB-n5-a3", 30, 0.022, 0.0),
    ("A-ErlangB-n20-a15", 30, 0.034, 0.0),
    ("A-ErlangB-n100-a84.06", 30, 0.054, 0.0),
    ("A-ErlangC-n2-lam0.375-aht4", 30, 0.074, 2.3),
    ("A-ErlangC-n50-lam48-aht1", 30, 0.33, 0.44),
    ("A-ErlangA-01", 30, 0.025, 0.088),
    ("A-ErlangA-05", 30, 0.11, 0.13),
    ("A-ErlangA-07", 30, 0.27, 0.058),
    ("A-ErlangA-09", 30, 0.19, 0.32),
    ("A-ErlangA-11", 30, 0.86, 0.91),
    ("A-ErlangA-13", 30, 0.11, 0.055),
    ("A-ErlangA-15", 30, 0.064, 0.11),
    ("A-Trunks-2", 30, 0.064, 0.049),
    ("A-MMnG-erlang2-n10", 30, 0.065, 0.068),
    ("A-MMnG-weibull-n10", 30, 0.054, 0.035),
    ("A-MMnG-det-n60", 30, 0.32, 0.55),
    ("A-MMnG-erlang2-n60", 30, 0.23, 0.15),
    ("A-MMnG-weibull-n60", 30, 0.17, 0.041),
    ("A-MMnG-erlang2-n100", 30, 0.24, 0.056),
    ("A-MG1-lognormal", 30, 0.036, 2.6),
    ("A-MDn-n4", 30, 0.063, 1.3),
    ("A-Priority-MMn", 30, 0.067, 5.5),
    ("B-N-flex-first", 30, 0.046, 0.058),
    ("B-X-static", 30, 0.043, 0.047),
    ("B-W-edges-first", 30, 0.053, 0.12),
    ("B-M-static", 30, 0.045, 0.064),
    ("B-V-fcfs", 30, 0.042, 0.037),
    ("C-small-identity", 150, 0.087, 0.0),
    ("C-small-count", 150, 0.086, 0.0),
    ("E-Chat-noslowdown", 30, 0.045, 0.23),
    ("E-Chat-sharing", 30, 0.052, 1.6),
    ("P-MMC", 30, 0.043, 0.044),
    ("P-MMCAb", 30, 0.027, 0.0),
    ("P-Telethon", 1000, 0.16, 0.0),
    ("P-Bank", 300, 0.045, 0.0),
    ("P-singleQueue", 30, 0.026, 0.0),
    ("J1", 30, 0.13, 0.084),
    ("J2-count", 100, 0.03, 0.025),
    ("J2-named", 100, 0.0089, 0.0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "replications", "share", "minutes"), ROWS, ids=[row[0] for row in ROWS])
def test_figures_are_met(name: str, replications: int, share: float, minutes: float) -> None:
    check_case(CASES[name], replications, share=share, minutes=minutes)


def test_every_case_is_tested() -> None:
    import test_customers
    import test_exact

    assert {row[0] for rows in (ROWS, test_exact.ROWS, test_customers.ROWS) for row in rows} == set(CASES)
