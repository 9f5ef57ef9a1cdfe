"""`select`: the best of many, the same for any number of processes, and what it refuses."""

from __future__ import annotations

import json

import pytest
from stand_in_engine import at_once, use

import ccsim
from ccsim.errors import CcsimError, ScenarioError
from ccsim.study import parallel
from ccsim.study.select import select


@pytest.fixture
def four(small_file):
    """Teams of 4, 5, 6 and 7."""
    return [
        ccsim.load(small_file, changes=[f"agents.team.staffing={people}"] * (people != 4)) for people in range(4, 8)
    ]


def test_the_best_is_found_and_losers_run_no_longer_than_they_must(four):
    selected = select(*four, measure="asa", delta="0.2 s", first=10)
    assert selected.best == "agents.team.staffing=7"
    replications = [result.replications for result in selected.results.values()]
    assert replications[0] == min(replications) == 10 < max(replications)
    assert {one.name for one in selected.out} >= {"Small team"}
    assert selected.guarantee.startswith(
        "with probability 95 % the best is selected, if it is better than every other by 0.2 s or more"
    )


def test_how_far_behind(four):
    selected = select(*four, measure="asa", delta="0.2 s", first=10)
    assert selected.behind[selected.best].least == 0 and selected.behind["Small team"].least > 10
    assert selected.will_do == [selected.best] and selected.perhaps == []
    assert selected.table.behind_most.tolist() == [one.most for one in selected.behind.values()]
    close = select(four[3], four[3], four[0], measure="asa", delta="1 s", names=["twin", "few"])
    assert close.will_do == ["Small team", "twin"] and close.indifference == 1.0


def test_the_best_on_a_day(small_file):
    base, monday = small_file, ccsim.load(small_file, changes=["agents.team.staffing[mon]+=3"])
    selected = select(base, monday, measure="asa on mon", delta="5 s", names=["three more"])
    assert selected.best == "three more" and selected.behind["Small team"].least > 20
    whole = select(base, monday, measure="asa", delta="5 s", names=["three more"])
    assert selected.estimate("three more").mean < whole.estimate("three more").mean
    assert selected.table["mean"].tolist() == [selected.estimate(name).mean for name in selected.results]


def test_less_or_more_is_better(four):
    assert select(*four, measure="cost", delta=10).best == "Small team"
    assert select(*four, measure="service_level", delta=0.02).best == "agents.team.staffing=7"


def test_the_same_from_any_number_of_processes(four, monkeypatch):
    monkeypatch.setattr(parallel, "POOL_START", 0.0)
    one, two = (select(*four, measure="asa of sales", delta="3 s", jobs=jobs).summary() for jobs in (1, 2))
    assert one == two and json.dumps(one, allow_nan=False)


def test_equals_end(four):
    selected = select(four[0], four[0], measure="asa", delta="1 s", names=["twin"])
    assert selected.best == "Small team" and len(selected.results) == 2


def test_progress_grows_to_its_goal(four):
    seen = []
    select(*four, measure="asa", delta="3 s", progress=lambda done, goal: seen.append((done, goal)))
    assert [done for done, _ in seen] == list(range(1, len(seen) + 1)) and all(done <= goal for done, goal in seen)


def test_a_delta_that_takes_long_is_said(four):
    def enough(done, goal):
        if done > 50:
            raise KeyboardInterrupt

    said = []
    selected = select(*four[2:], measure="asa", delta=0.001, announce=said.append, progress=enough)
    assert selected.best is None and len(said) == 1
    assert said[0].startswith("it may take up to ") and said[0].endswith("a larger delta takes fewer")


def test_ctrl_c_leaves_it_open(four, monkeypatch):
    def stopped(model, workload, policy=None):
        if workload.replication == 12:
            raise KeyboardInterrupt
        return at_once(model, workload, policy)

    use(monkeypatch, stopped)
    selected = select(*four, measure="asa", delta="1 s")
    assert selected.best is None and selected.early and {one.replications for one in selected.results.values()} == {11}


def test_what_only_some_have(small_file):
    without = ccsim.load(small_file, changes=["contacts.sales=null", "agents.team.skills=[calls]"])
    with pytest.raises(ScenarioError, match="no sales has no contact sales"):
        select(small_file, without, measure="asa of sales", delta="1 s", names=["no sales"])


@pytest.mark.parametrize(
    ("option", "said"), [({"confidence": 0.2}, "between 1/4"), ({"first": 1}, "first must be at least 2")]
)
def test_what_cannot_be_asked(four, option, said):
    with pytest.raises(CcsimError, match=said):
        select(*four, measure="asa", delta="1 s", **option)
