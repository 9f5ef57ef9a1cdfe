"""Estimation: replications gathered into estimates with intervals, verdicts on targets, and when to stop."""

from __future__ import annotations

from ccsim.estimation.accumulator import Accumulator
from ccsim.estimation.estimates import Estimate, Estimates, Row
from ccsim.estimation.stopping import half_widths, next_look, precise
from ccsim.estimation.targets import TargetResult

__all__ = ["Accumulator", "Estimate", "Estimates", "Row", "TargetResult", "half_widths", "next_look", "precise"]
