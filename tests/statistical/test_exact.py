"""Against exact figures, quick: one case or two for each rule. The rest stand in `test_exact_slow.py`.

Each row: the case, what an error in would move its figures, and the bias surely seen in shares and in minutes. False
alarm: 2e-6 a figure (`check_case`). The faults of `test_power.py` are found by these very tests.
"""

from __future__ import annotations

import pytest
from check_case import check_case

from experiments.validation.cases import CASES

ROWS: list[tuple[str, str, float, float]] = [
    ("A-ErlangB-insensitive", "blocking by lines; the law of the work does not matter", 0.032, 0.0),
    ("A-ErlangC-n8-lam1-aht5", "a queue without patience", 0.049, 0.15),
    ("A-ErlangA-03", "patience, all four kinds of service level", 0.062, 0.13),
    ("A-Trunks-4", "waiting and talking share the lines", 0.066, 0.08),
    ("A-MMnG-det-n10", "patience from joining, by its law and not by its mean", 0.075, 0.13),
    ("A-MPHnM-hyper2", "work of high variation", 0.051, 0.11),
    ("A-TalkWrapTrunks", "the line is freed at the end of talk, the agent after wrap-up", 0.047, 0.038),
    ("B-N-static-own-first", "preferences, group order, a group's own handle time", 0.044, 0.046),
    ("B-N-fcfs", "longest wait across types", 0.045, 0.051),
    ("B-X-fcfs-room6", "lines shared by types", 0.05, 0.058),
    ("B-V-priority", "priority without pre-emption", 0.042, 0.043),
    ("B-V-reserve1", "reservation at arrivals and completions alike", 0.041, 0.046),
    ("E-Chat-least3x3", "pace by the number in hand, least loaded agent first", 0.06, 0.49),
    ("E-Chat-PS-loss", "pace whatever the law of the work", 0.031, 0.68),
    ("E-Chat-PS-loss (max_waiting)", "max_waiting of 0", 0.031, 0.68),
    ("P-MMCBlocked", "max_waiting blocks who would wait; closing serves", 0.028, 0.019),
    ("P-MMCClrQ", "closing drops", 0.0044, 0.0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "rule", "share", "minutes"), ROWS, ids=[row[0] for row in ROWS])
def test_figures_are_met(name: str, rule: str, share: float, minutes: float) -> None:
    check_case(CASES[name], 30, share=share, minutes=minutes)
