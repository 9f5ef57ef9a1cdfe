"""Estimates over replications: the table, single values, what is kept for comparison, and when to stop."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from measures_by_hand import C, Team, center, history

from ccsim.engine.logs import Outcome, Presence
from ccsim.errors import ScenarioError
from ccsim.estimation import Accumulator, Row, half_widths, next_look, precise
from ccsim.measures import MEASURES, at_threshold
from ccsim.measures.catalogue import SERVICE_LEVELS
from ccsim.measures.meter import Meter, thresholds
from ccsim.scenario.schema import Simulation, Target

MODEL = center(teams=(Team(cost_per_hour=10.0),), days=2)


def replication(number: int, prompt: int, late: int):
    """`prompt` calls answered at once and `late` ones after 30 s, in the first half-hour; one more in the second."""
    contacts = [C(10.0 * i, answered=10.0 * i, talk_end=10.0 * i + 9, handled=10.0 * i + 9) for i in range(prompt)]
    contacts += [C(900.0 + i, answered=930.0 + i, waited=True) for i in range(late)]
    contacts.append(C(1800.0, Outcome.ABANDONED, left=1810.0, waited=True))
    work = [(0, i, c.answered, c.handled) for i, c in enumerate(contacts[:prompt])]
    presence = [(0, Presence.ON_DUTY, 0.0, 3600.0)]
    return history(MODEL, contacts, presence=presence, work=work, replication=number)


WITHIN_60 = [at_threshold(name, 60.0) for name in SERVICE_LEVELS]
COUNTS = [(8, 2), (6, 2), (9, 5)]


@pytest.fixture(scope="module")
def gathered():
    meter, accumulator = Meter(MODEL, (60.0,)), Accumulator(MODEL, {}, 0.9)
    for number, (prompt, late) in enumerate(COUNTS, 1):
        accumulator.add(meter.read(*replication(number, prompt, late)))
    return accumulator


def test_single_values(gathered):
    estimates = gathered.estimates()
    level = estimates.get("contact", "calls", "service_level")
    assert level.mean == pytest.approx(23 / 35)
    residual = np.array([p - 23 / 35 * (p + n + 1) for p, n in COUNTS])
    half = 2.919985580353726 * residual.std(ddof=1) / math.sqrt(3) / (35 / 3)
    assert level.half_width == pytest.approx(half, rel=1e-9)
    assert (level.low, level.high) == (level.mean - level.half_width, level.mean + level.half_width)
    assert level.replications == 3
    assert estimates.get("all", "", "arrived").mean == pytest.approx(35 / 3)
    assert estimates.get("day", "2026-03-02", "arrived") == estimates.get("all", "all", "arrived", "2026-03-02")
    assert estimates.get("contact", "calls", "service_level_within_60").mean == pytest.approx(32 / 35)
    assert estimates.get("all", "all", "abandonment_rate", "2026-03-02T00:30:00+00:00").mean == 1
    assert math.isnan(estimates.get("all", "all", "service_level", "2026-03-03").mean)


@pytest.mark.parametrize(
    "place",
    [
        ("contact", "chats", "asa"),
        ("all", "all", "aza"),
        ("contact", "calls", "occupancy"),
        ("all", "all", "service_level_within_30"),
        ("all", "all", "asa", "2026-03-09"),
        ("all", "all", "utilisation", "2026-03-02T00:30:00+00:00"),
        ("all", "all", "fte", "2026-03-02"),
        ("all", "all", "asa", "after"),
    ],
)
def test_what_there_is_not(gathered, place):
    with pytest.raises(KeyError):
        gathered.estimates().get(*place)


def test_the_tidy_table(gathered):
    estimates = gathered.estimates()
    rows = list(estimates.rows())
    frame = estimates.frame()
    assert list(frame.columns) == list(Row._fields)
    assert len(frame) == len(rows)
    keys = [row[:4] for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        one = estimates.get(row.scope, row.name, row.measure, row.interval)
        np.testing.assert_array_equal(
            [row.mean, row.half_width, row.low, row.high], [one.mean, one.half_width, one.low, one.high]
        )
    order = ["all", "contact", "channel", "segment", "agents", "day"]
    assert all(order.index(a.scope) <= order.index(b.scope) for a, b in pairwise(rows))
    assert {row.scope for row in rows} == {"all", "contact", "channel", "agents", "day"}
    plain = {name for name, measure in MEASURES.items() if measure.needs is None}
    assert {row.measure for row in rows if row.scope == "all" and not row.interval} == plain | set(WITHIN_60)
    assert {row.measure for row in rows if row.scope == "agents" and not row.interval} == {
        name for name in plain if MEASURES[name].table == "agents"
    }
    assert {row.name for row in rows if row.scope == "day"} == {"2026-03-02", "2026-03-03"}
    assert isinstance(rows[0].mean, float) and isinstance(rows[0].replications, int)


def test_intervals_in_which_nothing_ever_happens_have_no_rows(gathered):
    intervals = {row.interval for row in gathered.estimates().rows() if row.scope == "contact"}
    assert intervals == {"", "2026-03-02", "2026-03-03", "2026-03-02T00:00:00+00:00", "2026-03-02T00:30:00+00:00"}


def test_customers_have_rows_wherever_their_contacts_have():
    accumulator = Accumulator(MODEL, {})
    accumulator.add(Meter(MODEL).read(*replication(1, 3, 1)))
    shown = {(row.scope, row.interval) for row in accumulator.estimates().rows() if row.measure == "arrived"}
    assert shown == {(row.scope, row.interval) for row in accumulator.estimates().rows() if row.measure == "lost_value"}


def test_fractions_kept_for_comparison(gathered):
    above, below = gathered.per_replication("contact", "calls", "service_level")
    assert above.tolist() == [8, 6, 9]
    assert below.tolist() == [11, 9, 15]
    above, below = gathered.per_replication("agents", "team", "occupancy")
    assert above.tolist() == [72, 54, 81]
    assert below.tolist() == [3600] * 3
    assert gathered.per_replication("all", "", "cost")[0].tolist() == [20.0] * 3
    for place in (("all", "all", "wait_p50"), ("contact", "nobody", "asa"), ("all", "all", "nothing")):
        with pytest.raises(KeyError):
            gathered.per_replication(*place)


def test_one_replication_has_means_and_no_intervals():
    accumulator = Accumulator(MODEL, {})
    accumulator.add(Meter(MODEL).read(*replication(1, 3, 1)))
    estimates = accumulator.estimates()
    assert estimates.get("all", "all", "service_level").mean == 0.6
    assert estimates.get("all", "all", "wait_p50").mean == 0
    for row in estimates.rows():
        assert math.isnan(row.half_width) and math.isnan(row.low) and math.isnan(row.high)


def test_what_is_refused():
    with pytest.raises(ValueError, match="no replication"):
        Accumulator(MODEL, {}).estimates()
    with pytest.raises(ValueError, match=r"confidence must be in \(0, 1\), got 95"):
        Accumulator(MODEL, {}, 95)
    accumulator = Accumulator(MODEL, {})
    accumulator.add(Meter(MODEL).read(*replication(1, 1, 1)))
    with pytest.raises(ValueError, match="different thresholds"):
        accumulator.add(Meter(MODEL, (60.0,)).read(*replication(2, 1, 1)))


def test_thresholds_come_from_targets_and_precision():
    targets = {
        "a": Target(measure="service_level", within=60.0, at_least=0.8),
        "b": Target(measure="asa", at_most=20.0),
        "c": Target(measure="service_level_answered", within=0.5, at_least=0.8),
    }
    assert thresholds(targets, ["service_level_within_90", "asa"]) == (0.5, 60.0, 90.0)


# --- stopping ---------------------------------------------------------------------------------------------------


def looks(**simulation) -> list[int]:
    settings, done, found = Simulation(**simulation), 0, []
    while (look := next_look(done, settings)) is not None:
        found.append(look)
        done = look
    return found


def test_looks_are_at_fixed_counts():
    assert looks(replications=30) == [30]
    assert looks(replications=1, precision={"asa": 1.0})[:4] == [20, 40, 80, 160]
    assert looks(replications=30, precision={"asa": 1.0})[:3] == [40, 80, 160]
    assert looks(replications=40, precision={"asa": 1.0})[-1] == 1280
    assert looks(replications=5000, precision={"asa": 1.0}) == [5000]
    assert looks(replications=1, max_replications=100, precision={"asa": 1.0}) == [20, 40, 80, 100]


def test_an_interrupted_run_goes_on_to_the_next_look():
    assert next_look(33, Simulation(replications=20, precision={"asa": 1.0})) == 40
    assert next_look(1280, Simulation(replications=20, precision={"asa": 1.0})) is None
    assert next_look(30, Simulation(replications=30)) is None


def test_precise_when_every_half_width_is_reached(gathered):
    estimates = gathered.estimates()
    width = estimates.get("all", "all", "service_level").half_width
    assert half_widths(estimates, {"service_level": 1.0}) == {"service_level": width}
    assert precise(estimates, {"service_level": width})
    assert not precise(estimates, {"service_level": width * 0.999})
    assert not precise(estimates, {"service_level": width, "asa": 0.001})
    assert precise(estimates, {})
    with pytest.raises(ScenarioError, match=r"simulation\.precision: no measure 'service'"):
        precise(estimates, {"service": 0.01})


def test_without_an_interval_nothing_is_precise():
    one = Accumulator(MODEL, {})
    one.add(Meter(MODEL).read(*replication(1, 1, 1)))
    assert not precise(one.estimates(), {"service_level": 1.0})


def test_intervals_stay_within_what_is_possible():
    """High spread, three replications: mean ± half_width reaches far below 0 and above 1."""
    meter, wild = Meter(MODEL), Accumulator(MODEL, {}, 0.95)
    for number, (prompt, late) in enumerate([(40, 0), (1, 1), (0, 2)], 1):
        wild.add(meter.read(*replication(number, prompt, late)))
    estimates = wild.estimates()
    cut = {"below": 0, "above": 0}
    for row in estimates.rows():
        if math.isnan(row.low) or row.measure.startswith("wait_p"):
            continue
        assert row.low == max(row.mean - row.half_width, min(row.mean, 0.0))
        most = max(MEASURES.get(row.measure, MEASURES["service_level"]).highest, row.mean)
        assert row.high == min(row.mean + row.half_width, most)
        cut["below"] += row.mean - row.half_width < 0
        cut["above"] += row.mean + row.half_width > most
    assert min(cut.values()) > 0


def test_only_shares_of_a_whole_and_scores_have_a_highest_value():
    free = {name for name, measure in MEASURES.items() if measure.unit == "share" and measure.highest != 1.0}
    # overtime is in the time worked and not in the plan; a diary may be handed over fuller than its places
    assert free == {"occupancy_scheduled", "utilisation", "diary_use"}
    scales = {name: (one.lowest, one.highest) for name, one in MEASURES.items() if one.unit in ("score", "points")}
    assert scales == {"csat": (1, 5), "ces": (1, 7), "nps": (-100, 100)}
    others = [measure for name, measure in MEASURES.items() if name not in scales]
    assert all(measure.lowest == 0 for measure in others)
    assert all(measure.highest == math.inf for measure in others if measure.unit != "share")


def test_all_together_on_a_date_stand_once(gathered):
    rows = list(gathered.estimates().rows())
    dates = {"2026-03-02", "2026-03-03"}
    assert not [row for row in rows if row.scope == "all" and row.interval in dates]
    assert {row.interval for row in rows if row.scope == "contact"} >= dates
    by_day = sum(row.mean for row in rows if row.scope == "day" and row.measure == "arrived")
    whole = next(row.mean for row in rows if row[:4] == ("all", "all", "", "arrived"))
    by_interval = sum(row.mean for row in rows if row.scope == "all" and row.interval and row.measure == "arrived")
    assert by_day == by_interval == pytest.approx(whole)
