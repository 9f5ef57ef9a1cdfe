"""Experience: satisfaction (CSAT), effort (CES) and the risk of leaving, as functions of what a customer lived through.

Each score is its base, plus so much for each minute in line, each attempt after the first and each change of channel,
plus at most one amount for how it ended:

========== =============================================================================================
abandoned  abandoned or balked
no_answer  blocked, dropped, not reached by a call-back, no place to book, came to an appointment too late
           and was not seen, or lost his place because the center released it
unresolved answered without a solution, falsely contained, or gave up in a bot
no_show    did not come, or cancelled
========== =============================================================================================

It ends on its scale: CSAT on 1 to 5, CES on 1 to 7.

Who did not come or cancelled, and was never served before, has seen nothing of the service and is not asked: scored by
what he lived through, he would have had no wait at all, and missed appointments would be the most satisfied customers.
Whoever was served before is asked, as if his last service had been the end. Where `no_show` of a score is not 0, that
score is asked of all of them, and that is the amount for how it ended. Nor is anybody asked who is still on his way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ccsim.measures.customer_measures import CES_SCALE, CSAT_SCALE
from ccsim.measures.journeys import OWN_DOING, Ending
from ccsim.measures.marks import among
from ccsim.model.center import BoolArray, FloatArray, IntArray

if TYPE_CHECKING:
    from ccsim.model.behaviour import Experience, Score


@dataclass(frozen=True)
class Lived:
    """What customers lived through, an entry each."""

    waited: FloatArray  # seconds
    attempts: IntArray
    switches: IntArray  # of channel
    ending: IntArray  # Ending of the last step
    service: IntArray  # Ending of the last step in which somebody served him, -1: nobody ever did


def scores(experience: Experience | None, lived: Lived, ended: BoolArray, segment: IntArray) -> dict[str, FloatArray]:
    """csat (1 to 5), ces (1 effort, 7 none), churn (probability to leave for good) and churn_cost of each customer.

    NaN for those who are not asked: whose journey has not `ended`, who were never served and did not come or cancelled;
    and where nothing is said of experience. Churn is linear in CSAT
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
    """A score; NaN: he has seen nothing of the service, by his own doing."""
    further = np.maximum(lived.attempts - 1, 0)
    by_ending = _by_ending(score)
    own_doing = among(lived.ending, OWN_DOING)
    missed = score.no_show if score.no_show else np.where(lived.service >= 0, by_ending[lived.service], np.nan)
    value = (
        score.base
        + score.wait_per_min * (lived.waited / 60.0)
        + score.repeat * further
        + score.switch * lived.switches
        + np.where(own_doing, missed, by_ending[lived.ending])
    )
    return np.asarray(np.clip(value, *scale), dtype=np.float64)


def _by_ending(score: Score) -> FloatArray:
    """Amount by `Ending`, own doing left out; the entry at -1, of customers without any, is 0."""
    amount = np.zeros(len(Ending) + 1)
    amount[[Ending.ABANDONED, Ending.BALKED]] = score.abandoned
    amount[[Ending.BLOCKED, Ending.DROPPED, Ending.NOT_REACHED, Ending.NOT_BOOKED]] = score.no_answer
    amount[[Ending.LATE_NO_SHOW, Ending.RELEASED]] = score.no_answer
    amount[[Ending.UNRESOLVED, Ending.FALSELY_CONTAINED, Ending.GAVE_UP]] = score.unresolved
    return amount
