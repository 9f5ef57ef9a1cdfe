"""Experience: satisfaction (CSAT), effort (CES) and the risk of leaving, as functions of what a customer lived through.

Each score is its base, plus so much for each minute in line, each further contact after the first and each change of
channel, plus at most one amount for how it ended:

========== ====================================================================
abandoned  abandoned or balked
no_answer  blocked, dropped, not reached by a call-back, or no place to book
unresolved answered without a solution, falsely contained, or gave up in a bot
no_show    did not come, or came too late
========== ====================================================================

It ends on its scale: CSAT on 1 to 5, CES on 1 to 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.measures.customer_measures import CES_SCALE, CSAT_SCALE
from ccsim.measures.journeys import Ending
from ccsim.model.center import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.model.behaviour import Experience, Score


@dataclass(frozen=True)
class Lived:
    """What customers lived through, an entry each; `waited` in seconds, `ending` of the last step (`Ending`)."""

    waited: FloatArray
    contacts: IntArray
    switches: IntArray
    ending: IntArray


def scores(experience: Experience | None, lived: Lived, ended: BoolArray, segment: IntArray) -> dict[str, FloatArray]:
    """csat (1 to 5), ces (1 effort, 7 none), churn (probability to leave for good) and churn_cost of each customer.

    NaN for those whose journey has not `ended`, and where nothing is said of experience. Churn is linear in CSAT
    between the points given, flat beyond; its cost is that share of what a customer of the segment is worth.
    """
    if experience is None:
        return {name: np.full(len(ended), np.nan) for name in ("csat", "ces", "churn", "churn_cost")}
    csat = np.where(ended, _score(experience.csat, lived, CSAT_SCALE), np.nan)
    ces = np.where(ended, _score(experience.ces, lived, CES_SCALE), np.nan)
    churn = np.interp(csat, experience.churn_csat, experience.churn_probability)
    return {"csat": csat, "ces": ces, "churn": churn, "churn_cost": churn * experience.segment_value[segment]}


def nps(experience: Experience, satisfaction: FloatArray) -> FloatArray:
    """Each customer's part in the net promoter score: 100 a promoter, -100 a detractor, 0 in between; NaN stays."""
    promoter = satisfaction >= experience.promoter_from
    detractor = satisfaction <= experience.detractor_to
    points = 100.0 * (promoter.astype(np.float64) - detractor)
    return np.where(np.isnan(satisfaction), np.nan, points)


def _score(score: Score, lived: Lived, scale: tuple[float, float]) -> FloatArray:
    further = np.maximum(lived.contacts - 1, 0)
    value = (
        score.base
        + score.wait_per_min * (lived.waited / 60.0)
        + score.repeat * further
        + score.switch * lived.switches
        + _at_the_end(score)[lived.ending]
    )
    return np.asarray(np.clip(value, *scale), dtype=np.float64)


def _at_the_end(score: Score) -> FloatArray:
    """By `Ending`; the entry at -1, of customers without any, is 0."""
    amount = np.zeros(len(Ending) + 1)
    amount[[Ending.ABANDONED, Ending.BALKED]] = score.abandoned
    amount[[Ending.BLOCKED, Ending.DROPPED, Ending.NOT_REACHED, Ending.NOT_BOOKED]] = score.no_answer
    amount[[Ending.UNRESOLVED, Ending.FALSELY_CONTAINED, Ending.GAVE_UP]] = score.unresolved
    amount[[Ending.NO_SHOW, Ending.LATE_NO_SHOW]] = score.no_show
    return amount
