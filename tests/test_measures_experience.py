"""Scores by hand: what each thing lived through adds, the ends of the scales, promoters and the risk of leaving."""

from __future__ import annotations

import numpy as np
import pytest
from journeys_by_hand import EXPERIENCE

from ccsim.measures.experience import Lived, nps, scores
from ccsim.measures.journeys import Ending


def lived(*, waited=0.0, attempts=1, switches=0, ending=Ending.RESOLVED, service=-1, segment=0, ended=True):
    one = Lived(*(np.array([value]) for value in (waited, attempts, switches, ending, service)))
    found = scores(EXPERIENCE, one, np.array([ended]), np.array([segment]))
    return {name: float(value[0]) for name, value in found.items()}


@pytest.mark.parametrize(
    ("endings", "csat", "ces"),
    [
        ((Ending.RESOLVED, Ending.CONTAINED), 4.6, 6.2),
        ((Ending.ABANDONED, Ending.BALKED), 2.1, 5.5),
        ((Ending.BLOCKED, Ending.DROPPED, Ending.NOT_REACHED, Ending.NOT_BOOKED), 2.6, 6.2),
        ((Ending.LATE_NO_SHOW, Ending.RELEASED), 2.6, 6.2),
        ((Ending.UNRESOLVED, Ending.FALSELY_CONTAINED, Ending.GAVE_UP), 3.4, 6.2),
        ((Ending.NO_SHOW, Ending.CANCELLED), 4.1, np.nan),
    ],
)
def test_how_it_ended(endings, csat, ces):
    for ending in endings:
        found = lived(ending=ending)
        assert (found["csat"], found["ces"]) == pytest.approx((csat, ces), nan_ok=True)


def test_every_ending_is_spoken_of():
    open_ends = {Ending.DIVERTED, Ending.KEPT, Ending.OPEN}
    assert len(set(Ending) - open_ends) == 2 + 2 + 4 + 2 + 3 + 2


def test_own_doing_after_a_service():
    assert lived(ending=Ending.NO_SHOW, service=Ending.UNRESOLVED)["ces"] == pytest.approx(6.2)
    assert lived(ending=Ending.CANCELLED, service=Ending.RESOLVED)["csat"] == pytest.approx(4.1)  # a weight goes first
    assert lived(ending=Ending.ABANDONED, service=Ending.RESOLVED)["csat"] == pytest.approx(2.1)  # the last step judges


def test_waits_further_attempts_and_changes_of_channel():
    found = lived(waited=150.0, attempts=3, switches=2)
    assert found["csat"] == pytest.approx(4.6 - 0.12 * 2.5 - 0.4 * 2 - 0.3 * 2)
    assert found["ces"] == pytest.approx(6.2 - 0.1 * 2.5 - 1.0 * 2 - 0.8 * 2)


def test_scores_end_on_their_scales():
    worst = lived(waited=36_000.0)
    assert (worst["csat"], worst["ces"]) == (1.0, 1.0)
    assert worst["churn"] == pytest.approx(0.12)


def test_the_risk_of_leaving_is_linear_between_the_points():
    found = lived(waited=600.0, segment=1)  # csat 3.4
    assert found["churn"] == pytest.approx(0.03 - 0.02 * 0.4 / 2)
    assert found["churn_cost"] == pytest.approx(1000 * found["churn"])


def test_of_those_still_on_their_way_nothing_is_known():
    assert np.isnan(list(lived(ended=False).values())).all()


def test_promoters_and_detractors_include_their_bounds():
    points = nps(EXPERIENCE, np.array([4.5, 4.499, 3.401, 3.4, 1.0, np.nan]))
    np.testing.assert_array_equal(points, [100, 0, 0, -100, -100, np.nan])
