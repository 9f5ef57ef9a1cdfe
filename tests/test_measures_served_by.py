"""Which group took how many contacts of which type: by hand, and on generated centers in both engines."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from generated_center import thorough
from generated_worlds import FEATURES, World
from hypothesis import given
from hypothesis import strategies as st
from journeys_by_hand import rule
from measures_by_hand import C, Ch, Team, Type, center, history
from measures_differ import measures_differ

import ccsim
from ccsim.engine.compiled.engine import CompiledEngine
from ccsim.engine.logs import Logs, Outcome
from ccsim.engine.simpy_engine import run
from ccsim.errors import ScenarioError
from ccsim.measures import Measures, conserved, measure, served_by
from ccsim.measures.meter import Meter
from ccsim.model.behaviour import Behaviour
from ccsim.model.center import CenterModel
from ccsim.workload import Workload

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TWO = (Team("front", skills=(0,)), Team("back", agents=2, skills=(0, 1)))
DAY_1, DAY_2 = "2026-03-02", "2026-03-03"


def served(at: float, start: float, end: float, **more: Any) -> C:
    return C(at, answered=start, talk_end=end, handled=end, waited=start > at, **more)


def read(model: CenterModel, contacts: list[C], work: list[tuple[int, int, float, float]] = ()) -> Measures:
    return counted(model, *history(model, contacts, work=work))


def counted(model: CenterModel, workload: Workload, logs: Logs) -> Measures:
    """By NumPy, and by kernels the same."""
    found = measure(model, workload, logs)
    conserved(found)
    assert not measures_differ(found, Meter(model, compiled=True).read(workload, logs))
    return found


def taken(day: Measures, of: str, interval: str = "", measure: str = "taken") -> float:
    return day.value("skill" if "/" in of else "agents", of, measure, interval)


# --- by hand ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("most", [0, 1 << 16])  # counted by group, and by agent
def test_by_hand(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of four calls overflow to the back office, one of them on the second day; chats are its own."""
    monkeypatch.setattr(served_by, "_MOST", most)
    model = center(types=(Type("calls"), Type("chats")), teams=TWO, days=2)
    contacts = [
        *(served(at, at, at + 60.0) for at in (0.0, 100.0)),
        served(200.0, 210.0, 260.0),
        C(300.0, Outcome.ABANDONED, left=330.0, waited=True),
        served(400.0, 400.0, 500.0, type=1),
        served(7300.0, 7300.0, 7400.0),
    ]
    work = [(0, 0, 0.0, 60.0), (0, 1, 100.0, 160.0), (1, 2, 210.0, 260.0), (2, 4, 400.0, 500.0), (2, 5, 7300.0, 7400.0)]
    day = read(model, contacts, work)
    assert [taken(day, one) for one in ("calls/front", "calls/back", "chats/back")] == [2, 2, 1]
    assert [taken(day, "calls/back", on) for on in (DAY_1, DAY_2)] == [1, 1]
    assert [taken(day, "calls/front", on) for on in (DAY_1, DAY_2)] == [2, 0]
    assert (taken(day, "front"), taken(day, "back")) == (2, 3)
    assert day.value("all", "all", "taken") == 5 and day.value("day", DAY_2, "taken") == 1
    shares = {one: taken(day, one, measure="taken_share") for one in ("calls/front", "calls/back", "chats/back")}
    assert shares == {"calls/front": 1 / 2, "calls/back": 1 / 2, "chats/back": 1}
    assert taken(day, "front", measure="taken_share") == 2 / 4  # of the calls: chats are none of its skills
    assert taken(day, "back", measure="taken_share") == 3 / 5
    assert taken(day, "calls/back", DAY_2, "taken_share") == 1


def test_what_nobody_was_served_of_has_no_share() -> None:
    day = read(center(types=(Type("calls"), Type("chats")), teams=TWO), [served(0.0, 0.0, 9.0)], [(0, 0, 0.0, 9.0)])
    assert taken(day, "chats/back") == 0
    assert np.isnan(taken(day, "chats/back", measure="taken_share"))


def test_resolved_by_whom() -> None:
    """The front resolves one of its two; the back office has but the one that it does not."""
    model = center(teams=(Team("front"), Team("back")))
    unsure = tuple(replace(group, resolution=np.array([0.5])) for group in model.groups)
    contacts = [served(at, at, at + 9.0, resolved=at == 10.0) for at in (0.0, 10.0, 20.0)]
    day = read(replace(model, groups=unsure), contacts, [(0, 0, 0.0, 9.0), (0, 1, 10.0, 19.0), (1, 2, 20.0, 29.0)])
    assert [taken(day, of) for of in ("front", "back")] == [2, 1]
    assert day.tables["skills"]["taken_resolved"][:3, 0].tolist() == [1, 1, 0]  # all, the front, the back office


def test_one_group_is_not_told() -> None:
    day = read(center(), [served(0.0, 0.0, 9.0)])
    with pytest.raises(KeyError):
        day.value("agents", "team", "taken")


def test_warm_up_is_left_out() -> None:
    day = read(
        center(teams=(Team("front"), Team("back")), warm_up=900.0),
        [served(800.0, 900.0, 1000.0), served(1000.0, 1000.0, 1100.0)],
        [(0, 0, 900.0, 1000.0), (1, 1, 1000.0, 1100.0)],
    )
    assert (taken(day, "front"), taken(day, "back")) == (0, 1)


def test_interrupted_work_counts_for_who_began_it() -> None:
    """Mail is begun by the front, set aside, and finished by the back office."""
    model = center(channels=(Ch(live=False),), types=(Type("mail"),), teams=(Team("front"), Team("back")), intervals=4)
    mail = [served(0.0, 0.0, 900.0), served(10.0, 20.0, 50.0)]
    work = [(1, 0, 500.0, 900.0), (0, 0, 0.0, 100.0), (1, 1, 20.0, 50.0)]
    assert taken(read(model, mail, work), "mail/back") == 2  # who finished, where nothing is ever interrupted
    model = replace(model, channels=(replace(model.channels[0], interruptible=True),))
    day = read(model, mail, work)
    assert (taken(day, "mail/front"), taken(day, "mail/back")) == (1, 1)


def test_who_only_dialled_took_nothing() -> None:
    """The front dials in vain; the back office reaches him. Another is never reached."""
    model = center(teams=(Team("front"), Team("back")))
    model = replace(model, behaviour=Behaviour(rules=(rule(callback=True),)))
    contacts = [
        served(0.0, 700.0, 800.0, outcome=Outcome.CALLED_BACK),
        C(10.0, Outcome.NOT_REACHED, left=900.0, waited=True),
        C(20.0, Outcome.DROPPED, left=990.0, waited=True),
    ]
    work = [(0, 0, 500.0, 510.0), (1, 0, 690.0, 800.0), (0, 1, 890.0, 900.0), (0, 2, 600.0, 610.0)]
    workload, logs = history(model, contacts, work=work)
    logs = replace(logs, contacts=replace(logs.contacts, agent=np.array([1, 0, 0])))
    day = counted(model, workload, logs)
    assert (taken(day, "front"), taken(day, "back")) == (0, 1)


def test_a_contact_that_nobody_took_is_found_out() -> None:
    model = center(teams=(Team("front"), Team("back")))
    workload, logs = history(model, [served(0.0, 0.0, 9.0), served(1.0, 9.0, 12.0)])
    lost = replace(logs, contacts=replace(logs.contacts, agent=np.array([0, -1])))
    for compiled in (False, True):
        found = Meter(model, compiled=compiled).read(workload, lost)
        with pytest.raises(RuntimeError, match=r"contact calls, interval horizon: served 2 is not the 1 that groups"):
            conserved(found)
    teams = (Team("front"), Team("back", skills=()))
    strange = replace(logs, contacts=replace(logs.contacts, agent=np.array([0, 1])))
    with pytest.raises(RuntimeError, match="served 2 is not the 1 that groups took"):
        conserved(measure(center(teams=teams), workload, strange))


# --- whole days -------------------------------------------------------------------------------------------------


def plainly(model: CenterModel, logs: Logs) -> Counter[tuple[int, int, int]]:
    """By type, group and day, read contact by contact: who held it when talk began."""
    log, agents = logs.contacts, logs.agents
    held: dict[int, list[tuple[float, float, int]]] = {}
    for agent, row, start, end in zip(
        agents.work_agent, agents.work_contact, agents.work_start, agents.work_end, strict=True
    ):
        held.setdefault(int(row), []).append((float(start), float(end), int(agent)))
    found: Counter[tuple[int, int, int]] = Counter()
    for row in range(log.rows):
        outcome = Outcome(int(log.outcome[row]))
        if outcome not in (Outcome.ANSWERED, Outcome.CALLED_BACK) or log.arrived[row] < model.timeline.warm_up:
            continue
        then = [one for one in sorted(held[row]) if one[0] <= log.answered[row] <= one[1]]
        _, _, agent = then[-1 if outcome == Outcome.CALLED_BACK else 0]
        day = int(model.timeline.interval_day[log.interval[row]])
        found[int(log.type[row]), model.agents[agent].group, day] += 1
    return found


@thorough
@given(st.sampled_from(sorted(FEATURES)).flatmap(FEATURES.__getitem__))
def test_on_generated_centers_in_both_engines(world: World) -> None:
    model = world.model
    meter, by_kernels, compiled = Meter(model), Meter(model, compiled=True), CompiledEngine(model)
    several = len(model.groups) > 1
    for workload in world.workloads():
        for logs in (run(model, workload), compiled(model, workload)):
            day = meter.read(workload, logs)
            assert not measures_differ(day, by_kernels.read(workload, logs))
            conserved(day)
            if not several:
                assert day.tables["skills"] == {}
                continue
            expected = plainly(model, logs)
            cells, counts = day.cells, day.tables["skills"]["taken"]
            scopes = len(model.groups) + 1
            for pair, (kind, group) in enumerate(cells.skills.T):
                found = counts[scopes + pair, cells.day_slots]
                assert found.tolist() == [expected[int(kind), int(group), d] for d in range(len(cells.days))]
                assert counts[scopes + pair, 0] == found.sum()
            assert counts[0, 0] == sum(expected.values())
            skills, contacts = day.tables["skills"], day.tables["contacts"]
            np.testing.assert_array_equal(skills["taken_resolved"][0, 0], contacts["resolved"][0, 0])
            by_type = np.zeros(len(model.types))
            np.add.at(by_type, cells.skills[0], skills["taken_resolved"][scopes:, 0])
            np.testing.assert_array_equal(by_type, contacts["resolved"][1 : 1 + len(by_type), 0])


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_in_the_table_of_a_run(engine: str) -> None:
    """In `measures.csv` the groups' contacts add up to those of the type, over the horizon and on every day."""
    result = ccsim.simulate(ccsim.load(SCENARIOS / "multichannel"), replications=2, engine=engine)
    table = result.measures
    pairs = table[(table["scope"] == "skill") & (table["measure"] == "taken")]
    assert (pairs["mean"] > 0).any() and set(pairs["interval"].str.len()) == {0, len(DAY_1)}
    by_type = pairs.groupby([pairs["name"].str.partition("/")[0], "interval"])["mean"].sum()
    whole = table[(table["scope"] == "contact") & table["measure"].isin(["answered", "called_back"])]
    for (name, interval), total in by_type.items():
        own = whole[(whole["name"] == name) & (whole["interval"] == interval)]
        assert total == pytest.approx(own["mean"].sum(), abs=1e-9), (name, interval)
    name = str(pairs["name"].iloc[0])
    estimate = result.estimates.get("skill", name, "taken")
    assert estimate.low <= estimate.mean <= estimate.high
    y, x = result.per_replication("skill", name, "taken_share")
    assert (y >= 0).all() and (y <= x).all()


# --- as it is asked for -------------------------------------------------------------------------------------------

SHARED = {
    "name": "shared",
    "calendar": {"start": "2026-03-02", "days": 1},
    "opening": {"mon-fri": "08:00-10:00"},
    "channels": {"voice": {"kind": "live"}},
    "contacts": {"first calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "3 min"}},
    "agents": {
        "front": {"skills": ["first calls"], "staffing": 2},
        "back up": {"skills": ["first calls"], "staffing": 2},
    },
    "targets": {"overflow": {"agents": "back up", "measure": "taken_share", "at_most": "60%"}},
}


def test_a_target_about_overflow() -> None:
    result = ccsim.simulate(ccsim.scenario.from_dict(SHARED), replications=5)
    assert result.targets[0].sentence == "taken_share of agents back up at most 60 %"
    assert result.targets[0].verdict == "met"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            {"contact": "first calls", "measure": "taken_share", "at_most": "60%"},
            "taken_share is a measure of agents: say agents: GROUP, or nothing for all",
        ),
        (
            {"agents": "front", "measure": "taken", "at_most": 60, "per": "interval"},
            "taken is not measured by interval",
        ),
    ],
)
def test_targets_that_cannot_be(target: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        ccsim.simulate(ccsim.scenario.from_dict({**SHARED, "targets": {"overflow": target}}), replications=1)


def test_a_target_needs_several_groups() -> None:
    one = {**SHARED, "agents": {"back up": SHARED["agents"]["back up"]}}
    with pytest.raises(ScenarioError, match="taken_share needs a second agent group, and there is none"):
        ccsim.scenario.from_dict(one)
