"""What single horizons say of targets: over the horizon, on days, per interval; by hand, and as `run` judges them."""

from __future__ import annotations

import numpy as np
import pytest

from ccsim.estimation.horizons import InEach, OnDays, OverAll, watch
from ccsim.measures import Meter, thresholds
from ccsim.model import build
from ccsim.scenario import from_dict
from ccsim.study.comparisons import resolved
from ccsim.study.replication import Job, replicate
from ccsim.study.systems import System

BASE = {
    "calendar": {"start": "2026-03-02", "days": 3, "interval": "1 h"},
    "opening": {"mon-fri": "08:00-11:00"},
    "channels": {"voice": {"kind": "live"}},
    "contacts": {
        "calls": {
            "channel": "voice",
            "arrivals": {"rate": {"08:00": "40 per h", "10:00": "0 per h"}},
            "patience": {"exponential": {"mean": "3 min"}},
            "handle_time": {"exponential": {"mean": "4 min"}},
        }
    },
    "agents": {"team": {"skills": ["calls"], "staffing": 3}},
}


def horizons(target, count=12):
    scenario = from_dict({**BASE, "targets": {"asked": target}})
    model = build(scenario)
    from ccsim.engine import simpy_engine

    job = Job(model, Meter(model, thresholds(scenario.targets)), 5, simpy_engine.run)
    found = [one.measures for one in replicate(job, range(1, count + 1))]
    (asked,) = resolved(System("s", scenario, model))
    return watch(asked, model), found


def test_over_the_horizon():
    target = {"measure": "service_level", "within": "20 s", "at_least": "57%"}
    watched, found = horizons(target)
    assert isinstance(watched, OverAll) and (watched.question.bound, watched.question.at_least) == (0.57, True)
    kept = watched.read(found)
    assert 0 < kept.kept.sum() < len(found), "some keep it and some do not"
    assert (kept.kept == (kept.y / kept.x >= 0.57)).all()


def test_a_wait_quantile_is_a_share_of_waits():
    watched, found = horizons({"measure": "wait_p80", "at_most": "60 s"})
    kept = watched.read(found)
    assert (watched.question.bound, watched.question.at_least) == (0.8, True)
    assert ((kept.y / kept.x >= 0.8) == kept.kept).all() and kept.kept.sum() > 0


def test_with_probability_days_are_counted():
    watched, found = horizons(
        {"measure": "service_level", "within": "20 s", "at_least": "65%", "per": "day", "probability": "60%"}
    )
    assert isinstance(watched, OnDays) and watched.question.bound == 0.6
    kept = watched.read(found)
    assert set(kept.x) == {3.0} and set(kept.y) <= {0.0, 1.0, 2.0, 3.0}
    assert (kept.kept == (kept.y >= 2)).all()


def test_per_interval_a_horizon_is_judged_by_its_own():
    """Nine open intervals; in three of them nobody can come, and they hold it."""
    watched, found = horizons(
        {"measure": "service_level", "within": "20 s", "at_least": "65%", "per": "interval", "in": "60%"}
    )
    assert isinstance(watched, InEach) and watched.question is None
    kept = watched.read(found)
    assert set(kept.x) == {9.0} and kept.y.min() >= 3.0
    assert (kept.kept == (kept.y >= 6)).all()


def test_ignore_below_goes_by_the_average():
    target = {"measure": "service_level", "within": "20 s", "at_least": "65%", "per": "interval", "ignore_below": 5}
    watched, found = horizons(target)
    assert set(watched.read(found).x) == {6.0}


def test_nothing_to_judge_is_kept():
    watched, found = horizons({"measure": "asa", "at_most": "1 s"}, count=3)
    kept = watched.read(found)
    assert not kept.kept.any()
    for one in found:
        for name in one.tables["contacts"]:
            one.tables["contacts"][name][:] = 0
    assert watched.read(found).kept.all()


@pytest.mark.parametrize("bad", [0, 1])
def test_what_keeps_a_bound_exactly(bad):
    from ccsim.estimation.horizons import keeps
    from ccsim.estimation.sequential import Question

    values = np.array([0.8, 0.8 - 1e-9, np.nan])
    assert keeps(Question(0.8, at_least=not bad), values).tolist() == (
        [True, True, True] if bad else [True, False, True]
    )
