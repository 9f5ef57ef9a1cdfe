"""Changes that cannot be made: each named as typed, with what is wrong and the nearest that would do; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from variation_base import TEXT, faults, write

import ccsim
from ccsim.scenario import from_dict, load, read_change, source
from ccsim.scenario.change import path_text
from ccsim.scenario.change_path import members
from ccsim.scenario.node import Node


def _cases() -> list[tuple[str, list[str]]]:
    text = (Path(__file__).parent / "scenario_variation_faults.txt").read_text(encoding="utf-8")
    blocks = [block.strip("\n").split("\n") for block in text.split("\n\n")[1:]]
    return [(lines[0][2:], [line[2:] for line in lines[1:]]) for lines in blocks]


CASES = _cases()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("varied"))


def test_there_are_as_many_bad_changes_as_good_ones() -> None:
    assert len(CASES) > 120
    assert len({typed for typed, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("typed", "expected"), CASES, ids=[typed for typed, _ in CASES])
def test_fault(file: Path, typed: str, expected: list[str]) -> None:
    assert faults(file, typed) == expected


def test_all_faults_of_all_changes_come_at_once(file: Path) -> None:
    changes = [
        "agents.tabeld.staffing+=1",
        "agents.tabled.staffing[sat]+=1",
        "contacts.rated.handle_time+=15",
        "routing.contact_rule=priorty",
        "nonsense",
        "routing.agent_rule=fastest",  # which is sound
    ]
    told = faults(file, *changes)
    assert sorted(fault.split(":")[0] for fault in told) == sorted(changes[:-1])


def test_faults_of_the_file_are_told_beside_those_of_the_changes(tmp_path: Path) -> None:
    file = write(tmp_path, TEXT.replace("staffing: 6", "staffing: six"))
    told = faults(file, "agents.tabled.staffing-=9")
    assert told == [
        "agents.tabled.staffing-=9: agents.tabled.staffing: 4 agents are planned on Mon 2026-03-02 08:00, "
        "9 less would be below 0",
        "s.yaml:33:58: agents.plain.staffing: six: no such file",
    ]


def test_of_a_file_that_cannot_be_read_only_what_is_typed_is_judged(tmp_path: Path) -> None:
    told = faults(tmp_path / "missing.yaml", "agents.tabeld.staffing+=1", "nonsense")
    assert told == [
        "nonsense: expected PATH=VALUE, PATH+=VALUE, PATH-=VALUE or PATH*=VALUE, got 'nonsense'",
        "missing.yaml: no such file",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("agents.tabled.staffing+=1", "agents.tabled.staffing=9"),
        ("agents.tabled.staffing+=1", "agents.tabled={cost_per_hour: 3}"),
        ("contacts.forecast.handle_time*=1.1", "contacts.forecast.handle_time.gamma.mean=4 min"),
        ("contacts.forecast.handle_time*=1.1", "contacts.forecast.handle_time.gamma.mean+=4 s"),
        ("contacts.rated.arrivals*=1.1", "contacts.rated.arrivals.rate=30 per h"),
    ],
)
def test_what_is_changed_as_a_whole_is_said_before(file: Path, first: str, second: str) -> None:
    path = read_change(second).path
    assert faults(file, first, second) == [
        f"{second}: {path_text(path)}: is typed after '{first}', which changes the same: put it before"
    ]
    load(file, [second, first])


def test_another_option_is_named_as_it_is() -> None:
    with pytest.raises(ccsim.ScenarioError, match=r"^base\.sweep a\.b: expected PATH=VALUE"):
        read_change("a.b", option="base.sweep")


def test_values_of_paths_that_cannot_be_meant(file: Path) -> None:
    for path, message in {
        "contacts.ratde.patience": r"contacts\.ratde: no 'ratde' in contacts \(did you mean 'rated'\?\)",
        "contacts.rated.patiense": r"contacts\.rated\.patiense: no 'patiense' in contacts\.rated \(did you mean",
        "agents.plain.staffing[mon]": r"expected a path without days or hours, got 'agents\.plain\.staffing\[mon\]'",
        "": "expected a path of names",
    }.items():
        with pytest.raises(ccsim.ScenarioError, match=message):
            source(file).values(path)


def test_a_scenario_from_python_is_varied_too() -> None:
    mapping = {
        "calendar": {"start": "2026-03-02"},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
        "agents": {"team": {"skills": ["calls"], "staffing": 5}},
    }
    assert from_dict(mapping, changes=["agents.team.staffing+=1"]).agents["team"].staffing == 6
    with pytest.raises(ccsim.ScenarioError, match="did you mean 'team'"):
        from_dict(mapping, changes=["agents.taem.staffing+=1"])


def _paths(node: Node, above: tuple[str | int, ...] = ()) -> list[str]:
    below = [path for step, inner in members(node).items() for path in _paths(inner, (*above, step))]
    return ([path_text(above)] if above else []) + below


_VALUES = [
    "2",
    "0",
    "-1",
    "1.5",
    "3 min",
    "15 s",
    "10%",
    "110%",
    "null",
    "[]",
    "{}",
    "[1, 2]",
    "{exponential: {mean: 3 min}}",
    "never",
    "true",
    "0x10",
    "1_0",
    ".inf",
    ".nan",
    "1e-300",
    "1e300",
    "5 per h",
    "08:00",
    "1:30",
    "x.csv",
    "voice",
    '"',
    "{a",
    "a: b",
    "# x",
    "",
    "1e99999999",
    "*a",
    "&b",
    "!!str 3",
    "? ",
    "%x",
    "@",
    ">",
    "<<: 3",
    "2026-03-02",
]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_is_typed_is_made_or_refused(file: Path, data: st.DataObject) -> None:
    found = source(file)
    paths = st.sampled_from(_paths(found.root))
    days = st.sampled_from(["", "", "", "[mon]", "[sat 08:00-09:00]", "[0]", "[*]", ".mean", ".default", ".*"])
    change = st.tuples(paths, days, st.sampled_from(["=", "+=", "-=", "*="]), st.sampled_from(_VALUES)).map("".join)
    changes = data.draw(st.lists(change | st.text(max_size=30), min_size=1, max_size=3))
    try:
        found.scenario(changes, idle=data.draw(st.booleans()))
    except ccsim.ScenarioError as error:
        assert error.faults
