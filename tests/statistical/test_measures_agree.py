"""Our own measures against sums over the same logs that were written apart from them: equal, not merely close."""

from __future__ import annotations

import math

import numpy as np
import pytest

import ccsim.model
import ccsim.workload
from ccsim.engine.simpy_engine import run
from ccsim.measures import Meter, conserved
from experiments.validation.case import Case
from experiments.validation.cases import CASES
from experiments.validation.tally import tally

PAIRS = {
    "service_level": ("answered_within_{t:g}", "offered", 1.0),
    "service_level_answered": ("answered_within_{t:g}", "answered", 1.0),
    "service_level_excluding_short": ("answered_within_{t:g}", "stayed_{t:g}", 1.0),
    "service_level_met_or_left": ("settled_within_{t:g}", "offered", 1.0),
    "service_level_incl_blocked": ("answered_within_{t:g}", "offered_or_blocked", 1.0),
    "abandonment_rate": ("lost", "offered", 1.0),
    "delay_probability": ("waited", "offered", 1.0),
    "blocking_rate": ("blocked", "arrived", 1.0),
    "asa": ("wait_answered", "answered", 60.0),
    "mean_wait": ("wait", "offered", 60.0),
    "mean_time_to_abandon": ("wait_abandoned", "abandoned", 60.0),
    "aht": ("handle", "answered", 60.0),
}


@pytest.mark.parametrize(
    "name",
    [
        "A-Trunks-4",
        "B-V-reserve1",
        "B-X-fcfs-room6",
        "A-MMnG-det-n10",
        "A-ErlangC-n8-lam1-aht5",
        "D-Retrial-trunks",
        "D-Callback-reserve1",
    ],
)
def test_measures_of_a_replication_equal_sums_over_its_logs(name: str) -> None:
    case: Case = CASES[name]
    assert case.confirms_measures
    model = ccsim.model.build(case.load())
    workload = ccsim.workload.draw(model, 2026, 1)
    logs = run(model, workload)
    measures = Meter(model).read(workload, logs)
    conserved(measures)
    # Our occupancy goes on to the end of the last contact: time after the horizon counts over all.
    sums = tally(model, logs, np.array([[case.measured[0][0], 1e12]]), case.thresholds)
    limit = case.thresholds[0]
    for scope, label in [("all", "all"), *(("contact", t.name) for t in model.types)]:
        for measure, (above, below, factor) in PAIRS.items():
            numerator, denominator = sums[f"{label}.{above.format(t=limit)}"], sums[f"{label}.{below.format(t=limit)}"]
            expected = factor * numerator / denominator if denominator else math.nan
            assert measures.value(scope, label, measure) == pytest.approx(expected, rel=1e-9, nan_ok=True), (
                label,
                measure,
            )
    for group in model.groups:
        expected = sums[f"{group.name}.busy"] / sums[f"{group.name}.duty"]
        assert measures.value("agents", group.name, "occupancy") == pytest.approx(expected, rel=1e-9)


def test_measures_of_sessions_equal_sums_over_their_bookings() -> None:
    """A host who stays until the last has left works overtime by what the last completion exceeds the closing."""
    case: Case = CASES["F-Exp-heterogeneous"]
    model = ccsim.model.build(case.load())
    workload = ccsim.workload.draw(model, 2026, 1)
    logs = run(model, workload)
    measures = Meter(model).read(workload, logs)
    conserved(measures)
    sums = tally(model, logs, np.array(case.measured), case.thresholds)
    booked = 10.0 * len(case.measured)
    shows, wait = sums["sessions.shows"], sums["sessions.wait"]
    assert measures.value("appointment", "session", "booked") == booked
    assert measures.value("appointment", "session", "kept") == shows
    assert measures.value("appointment", "session", "no_show_rate") == pytest.approx(1 - shows / booked, rel=1e-12)
    assert measures.value("contact", "visit", "mean_wait") == pytest.approx(60 * wait / shows, rel=1e-9)
    assert measures.value("agents", "host", "overtime") == pytest.approx(60 * sums["sessions.overtime"], rel=1e-9)
