"""Estimation: estimates with intervals, verdicts on targets and differences, the best of many, and when to stop."""

from __future__ import annotations

from ccsim.estimation.accumulator import Accumulator
from ccsim.estimation.comparison_verdicts import Judgement, judge_difference
from ccsim.estimation.estimates import Estimate, Estimates, Row
from ccsim.estimation.paired import Difference, Differences, paired_differences
from ccsim.estimation.selection import Selection
from ccsim.estimation.sequential import Answer, Family, Question
from ccsim.estimation.stopping import half_widths, next_look, precise
from ccsim.estimation.targets import TargetResult

__all__ = [
    "Accumulator",
    "Answer",
    "Difference",
    "Differences",
    "Estimate",
    "Estimates",
    "Family",
    "Judgement",
    "Question",
    "Row",
    "Selection",
    "TargetResult",
    "half_widths",
    "judge_difference",
    "next_look",
    "paired_differences",
    "precise",
]
