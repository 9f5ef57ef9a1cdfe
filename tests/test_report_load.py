"""Load against people: pools of groups, contacts served side by side, and where it is too much, in words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import ccsim
from ccsim.report import load
from ccsim.report.at_risk import broken
from ccsim.report.figures import axis
from ccsim.report.load_choices import choices
from ccsim.report.load_figure import load as figure_of
from ccsim.report.load_figure import loads
from ccsim.report.load_shares import LoadShares
from ccsim.report.numbers import FIXED
from ccsim.report.pools import Pool, pools
from ccsim.report.run import Run, run_of
from ccsim.report.run_page import page
from ccsim.report.short_of_people import how_many_more, who_is_short
from ccsim.scenario import from_dict

ROOT = Path(__file__).parents[1]

SCENARIO: dict[str, Any] = {
    "name": "shared and apart",
    "calendar": {"start": "2026-03-02", "days": 2, "interval": "30 min"},
    "opening": {"mon-fri": "08:00-12:00"},
    "channels": {"voice": {"kind": "live"}, "chat": {"kind": "live", "concurrency": 3}, "mail": {"kind": "deferred"}},
    "contacts": {
        "sales": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min", "patience": "2 min"},
        "help": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min", "patience": "2 min"},
        "chats": {"channel": "chat", "arrivals": {"rate": "60 per h"}, "handle_time": "6 min", "patience": "2 min"},
        "letters": {"channel": "mail", "arrivals": {"rate": "6 per h"}, "handle_time": "5 min"},
    },
    "agents": {
        "sellers": {"skills": ["sales"], "staffing": 2},
        "both": {"skills": ["sales", "help"], "staffing": 6},
        "writers": {"skills": ["chats", "letters"], "staffing": 4},
    },
}


VOICE = "sales, help: sellers + both"


@pytest.fixture(scope="module")
def run() -> Run:
    return run_of(ccsim.simulate(from_dict(SCENARIO), replications=4))


class FirstCome:
    """A routing policy: the first who can, the first who came."""

    def choose_agent(self, contact: Any, agents: Any, now: float) -> Any:
        return agents[0]

    def choose_contact(self, agent: Any, contacts: Any, now: float) -> Any:
        return contacts[0]


def drawn(run: Run) -> dict[str, Any]:
    along = axis(run.measures, 1800.0)
    figure = figure_of(loads(run.measures, along, run.summary, broken(run.measures, run.summary)), along, run.summary)
    assert figure is not None
    return figure


def short(run: Run, **changed: Any) -> str | None:
    """What a page says of who is short, with plain spaces, of a summary that is `changed`."""
    summary = {**run.summary, **changed}
    found = broken(run.measures, summary)
    told = who_is_short(loads(run.measures, axis(run.measures, 1800.0), summary, found), found, summary)
    return None if told is None else told("en").replace(FIXED, " ")


def lines(figure: dict[str, Any], choice: str) -> dict[str, Any]:
    variant = figure["variants"][choice]
    return {one["name"]["$word"]: one for one in variant["lines"]}


def note(figure: dict[str, Any], choice: str, language: str = "en") -> str:
    return str(figure["variants"][choice]["note"]["$said"][language])


def center(**takers: str) -> dict[str, Any]:
    groups = list(dict.fromkeys("".join(takers.values())))
    return {
        "contacts": [{"name": name, "groups": list(groups)} for name, groups in takers.items()],
        "groups": [{"name": name} for name in groups],
    }


@pytest.mark.parametrize(
    ("takers", "expected"),
    [
        ({"a": "x"}, ["a:x"]),
        ({"a": "x", "b": "x"}, ["ab:x"]),
        ({"a": "x", "b": "y"}, ["ab:xy", "a:x", "b:y"]),
        ({"a": "x", "b": "xy"}, ["ab:xy", "a:x"]),
        ({"a": "x", "b": "xy", "c": "z"}, ["abc:xyz", "ab:xy", "c:z", "a:x"]),
        ({"a": "xy", "b": "yz", "c": "zw", "d": "v"}, ["abcd:xyzwv", "abc:xyzw", "d:v", "a:xy", "b:yz", "c:zw"]),
        ({"a": "xy", "b": "xy"}, ["ab:xy"]),
    ],
)
def test_pools(takers: dict[str, str], expected: list[str]) -> None:
    """All, parts that share nobody, and the groups of each type with all that they alone may take."""
    found = ["".join(pool.types) + ":" + "".join(pool.groups) for pool in pools(center(**takers))]
    assert found == expected


def test_an_older_summary_has_no_pools() -> None:
    old = {"contacts": [{"name": "a"}], "groups": [{"name": "x"}]}
    assert pools(old) == [Pool(("a",), ("x",))] and pools({}) == [Pool((), ())]


def choice(figure: dict[str, Any], name: str) -> str:
    """The key of what is chosen by its name; none of all groups together."""
    return next(str(one["key"]) for one in figure["choices"] if one["name"].get("$name", "") == name)


def test_the_choices(run: Run) -> None:
    """Every pool by what it alone may take, and every group."""
    figure = drawn(run)
    heads = {
        "": [""],
        "nobody_else": ["sales, help: sellers + both", "help: both"],
        "one_group": ["sellers", "both", "writers"],
    }
    assert [(one["under"], one["name"].get("$name", "")) for one in figure["choices"]] == [
        (under, name) for under, names in heads.items() for name in names
    ]
    assert list(figure["variants"]) == [one["key"] for one in figure["choices"]]
    phones, both = (lines(figure, choice(figure, name)) for name in ("sales, help: sellers + both", "help: both"))
    assert set(phones["on_duty"]["mean"]) >= {8} and set(both["on_duty"]["mean"]) >= {6}
    sales, helped = (load.offered_load(run.measures, "contact", one) for one in ("sales", "help"))
    at = 3  # 09:30 of the first day
    assert phones["erlangs"]["mean"][at] == pytest.approx(sales["erlangs"][at] + helped["erlangs"][at], rel=1e-3)
    assert both["erlangs"]["mean"][at] == pytest.approx(helped["erlangs"][at], rel=1e-3)  # sales may go elsewhere
    said = note(figure, choice(figure, "sales, help: sellers + both"))
    assert said.startswith("Work of sales, help against sellers, both.")
    assert note(figure, choice(figure, "writers")).startswith("Work of chats, letters against writers.")  # theirs alone
    assert "hide the shortage" in note(figure, "0") and "hide the shortage" not in said


def test_a_group_that_shares_its_types_has_its_share(run: Run) -> None:
    """Those of all who may take a type add up to its load; of people there all day they are what was taken."""
    figure = drawn(run)
    sellers, both = (lines(figure, choice(figure, name)) for name in ("sellers", "both"))
    sales, helped = (load.offered_load(run.measures, "contact", one) for one in ("sales", "help"))
    at = 3
    together = sellers["erlangs"]["mean"][at] + both["erlangs"]["mean"][at]
    assert together == pytest.approx(sales["erlangs"][at] + helped["erlangs"][at], rel=2e-3)
    rows = run.measures[(run.measures["name"] == "sales/sellers") & (run.measures["measure"] == "taken_share")]
    day, whole = (float(rows.loc[rows["interval"] == of, "mean"].iloc[0]) for of in ("2026-03-02", ""))
    assert sellers["erlangs"]["mean"][at] == pytest.approx(sales["erlangs"][at] * day, rel=2e-3)
    said = note(figure, choice(figure, "sellers"))
    assert (
        said.startswith("The load of sellers, of contacts that others may take, too")
        and f"sales {whole:.0%}".replace("%", f"{FIXED}%") in said
    )


@pytest.mark.parametrize(
    ("takers", "expected"),
    [
        ({"a": "x", "b": "x"}, [":ab"]),  # one group is all there is
        ({"a": "xy", "b": "xy"}, [":ab", "x:ab shared", "y:ab shared"]),
        ({"a": "x", "b": "y"}, [":ab", "x:a", "y:b"]),
        ({"a": "x", "b": "xy"}, [":ab", "a: x:a", "x:ab shared", "y:b shared"]),
    ],
)
def test_whose_load_is_a_share(takers: dict[str, str], expected: list[str]) -> None:
    found = choices(center(**takers))
    names = (f"{one.name.get('$name', '')}:{''.join(one.pool.types)}{' shared' * one.shared}" for one in found)
    assert list(names) == expected


def test_who_is_not_there_has_no_share() -> None:
    """In the hours of one group alone it has all of the load, however little it took of the day."""
    scenario = {**SCENARIO, "contacts": {"sales": SCENARIO["contacts"]["sales"]}}
    early = {"skills": ["sales"], "staffing": [1, 1, 8, 8, 8, 8, 8, 8]}
    late = {"skills": ["sales"], "staffing": [0, 0, 8, 8, 8, 8, 8, 8]}
    scenario["agents"] = {"early": early, "late": late}
    run = run_of(ccsim.simulate(from_dict(scenario), replications=2))
    whole = load.offered_load(run.measures, "contact", "sales")["erlangs"]
    takers = {"sales": ["early", "late"]}
    first, second = (LoadShares(run.measures, takers).load(one, ["sales"])["erlangs"] for one in ("early", "late"))
    assert first[0] == whole[0] > 0 and second[0] == 0
    assert (first + second).tolist() == pytest.approx(whole.tolist()) and 0 < first[4] < whole[4]


def test_it_opens_on_whom_the_plan_lacks() -> None:
    """Calls to the two of `few` break their target, while everybody together is enough."""
    few = {"skills": ["help"], "staffing": 2}
    targets = {"helped": {"measure": "service_level", "contact": "help", "at_least": 0.8}}
    scenario = {**SCENARIO, "agents": {**SCENARIO["agents"], "both": few}, "targets": targets}
    scenario["agents"]["sellers"] = {"skills": ["sales"], "staffing": 12}
    run = run_of(ccsim.simulate(from_dict(scenario), replications=4))
    figure = drawn(run)
    assert figure["first"] == choice(figure, "both") and lines(figure, figure["first"])["exceeds"]
    calm, along = {**run.summary, "targets": []}, axis(run.measures, 1800.0)
    found = figure_of(loads(run.measures, along, calm, []), along, calm)
    assert found is not None and found["first"] == choice(found, "both")


def test_who_is_short_when_the_plan_breaks() -> None:
    """In words, how far work stands above staff in the intervals that break, and what tells how many more would do."""
    targets = {
        "helped": {"measure": "service_level", "contact": "help", "at_least": 0.8},
        "written": {"measure": "service_level", "contact": "letters", "at_least": 0.999},
    }
    agents = {**SCENARIO["agents"], "both": {"skills": ["help"], "staffing": 2}}
    run = run_of(ccsim.simulate(from_dict({**SCENARIO, "agents": agents, "targets": targets}), replications=4))
    told = short(run)
    assert told is not None
    said = re.fullmatch(r"Short of people at those times \(help\): both, work takes ([\d.]+) with 2 on duty\.", told)
    assert said is not None
    (load_said,) = said.groups()
    (first, *_) = broken(run.measures, run.summary)
    table = load.offered_load(run.measures, "contact", "help")
    mean = table[table["interval"].isin(first.rows["interval"])]["erlangs"].mean()
    assert float(load_said) == pytest.approx(mean, abs=0.05)

    assert short(run, targets=[]) is None  # nothing breaks
    assert short(run, targets=[one for one in run.summary["targets"] if one["name"] == "written"]) is None  # may wait
    allows = {"per": "interval", "share": 0.1, "ignore_below": 0.0, "probability": None}
    within = [{**run.summary["targets"][0], "verdict": "met", "asked": allows}]
    assert short(run, targets=within) is None


def test_who_is_short_stands_with_the_times_it_speaks_of(run: Run) -> None:
    """After the targets that are met, yet not at times, where no other breaks; else after those that break."""
    asked = {"per": "horizon", "share": 1.0, "ignore_below": 0.0, "probability": None}
    value = {"mean": 0.9, "low": 0.9, "high": 0.9}
    one = {"name": "x", "measure": "service_level", "bound": 0.999, "at_least": True, "verdict": "met"}
    one |= {"scope": "channel", "scope_name": "voice", "asked": asked, "estimate": value, "each": None, "detail": ""}
    calls = {**one, "name": "y", "measure": "abandonment_rate", "bound": 0.0, "at_least": False}
    for verdict, after in (("met", True), ("missed", False)):
        told = page(replace(run, summary={**run.summary, "targets": [{**one, "verdict": verdict}, calls]}))
        assert told.count('id="short"') == 1
        assert (told.index('id="short"') > told.index("Met over the whole time, yet not at times")) == after


def test_what_tells_how_many_more_people_would_do(run: Run) -> None:
    changes = {**run.summary["provenance"], "changes": ["agents.both.staffing=2"]}
    inputs = [{"input": "name", "value": "x", "source": "my plan.yaml:1"}]
    told = how_many_more({**run.summary, "inputs": inputs, "provenance": changes})("en")
    command = "ccsim stress 'my plan.yaml' --set agents.both.staffing=2"
    assert told == f"How many more would do: {command} tries one more, ccsim sweep several."
    several = [*inputs, {"input": "name", "value": "x", "source": "base.yaml:1"}]
    assert "ccsim stress FILE tries" in how_many_more({**run.summary, "inputs": several})("en")


def test_without_slack_where_nobody_is_short() -> None:
    """Chance breaks a target of all calls at once while work stays below staff on average; with people to spare in
    all intervals it is not people that lack, and nothing is said."""
    targets = {"helped": {"measure": "service_level", "contact": "help", "at_least": 0.999}}

    def told(staffing: int | list[int], rate: str = "60 per h") -> str | None:
        calls = {**SCENARIO["contacts"]["help"], "arrivals": {"rate": rate}, "handle_time": "4 min"}
        contacts = {**SCENARIO["contacts"], "help": calls}
        agents = {**SCENARIO["agents"], "both": {"skills": ["help"], "staffing": staffing}}
        changed = {**SCENARIO, "contacts": contacts, "agents": agents, "targets": targets}
        return short(run_of(ccsim.simulate(from_dict(changed), replications=8)))

    assert told(8) is None  # 4 erlangs
    tight = str(told(6, "82 per h"))  # 5.5 erlangs
    assert tight.startswith("Without slack at those times (help): both, work takes 5.") and "of 6 on duty" in tight
    number, more = r"([\d.]+)", r"; it is more than they are in (\d+) of these (\d+) half-hours, most at "
    moment = rf"(?:Mon|Tue) \d Mar \d\d:\d\d: {number} for 6\."
    found = re.fullmatch(rf"Without slack .*, work takes {number} of 6 on duty{more}{moment}", tight)
    assert found is not None
    mean, n, every, most = map(float, found.groups())
    assert mean <= 6 < most and 0 < n < every
    some = str(told([6, 6, 6, 6, 3, 6, 6, 6]))
    assert (
        some.startswith("Enough people at those times on average (help): both, work takes ")
        and "and when; it is" in some
    )


def test_of_a_target_on_several_those_who_take_them_all(run: Run) -> None:
    """The shortest of those who may take all live contacts it is about; of all of them that is nobody by himself."""
    asked = {"per": "horizon", "share": 1.0, "ignore_below": 0.0, "probability": None}
    every = {"name": "x", "measure": "service_level", "bound": 0.999, "at_least": True, "verdict": "missed"}
    every |= {"scope": "all", "scope_name": "all", "asked": asked}
    calls = {**every, "scope": "channel", "scope_name": "voice"}
    along, found = axis(run.measures, 1800.0), {}
    for one in (every, calls):
        summary = {**run.summary, "targets": [one]}
        known = loads(run.measures, along, summary, broken(run.measures, summary))
        assert known is not None
        first, *others = (known.works[place].choice.name for place in known.order)
        found[one["scope"]] = first
        assert {"$word": "all_groups"} in (first, *others)
    assert found["all"] == {"$word": "all_groups"} and found["channel"] in ({"$name": "both"}, {"$name": VOICE})
    fewer = {**SCENARIO["agents"], "writers": {"skills": ["chats", "letters"], "staffing": 2}}
    tight = run_of(ccsim.simulate(from_dict({**SCENARIO, "agents": fewer}), replications=2))
    assert "(All contacts): all groups together, work takes " in str(short(tight, targets=[every]))


def test_side_by_side_a_contact_takes_a_part_of_an_agent(run: Run) -> None:
    beside = load.side_by_side(run.summary)
    assert beside["contact", "chats"] == beside["channel", "chat"] == 3 and beside["contact", "sales"] == 1
    whole, part = (load.offered_load(run.measures, "contact", "chats", one)["erlangs"] for one in (None, beside))
    assert part.tolist() == pytest.approx((whole / 3).tolist())
    by_channel = load.offered_load(run.measures, "channel", "chat", beside)["erlangs"]
    assert by_channel.tolist() == pytest.approx(part.tolist())
    together = load.offered_load(run.measures, beside=beside)["erlangs"].sum()
    parts = [load.offered_load(run.measures, "contact", one, beside)["erlangs"].sum() for one in SCENARIO["contacts"]]
    assert together == pytest.approx(sum(parts))
    figure = drawn(run)
    assert "a third each" in note(figure, "0")
    assert "a third each" not in note(figure, choice(figure, "sales, help: sellers + both"))


def test_where_it_is_too_much_is_marked_and_said(run: Run) -> None:
    """8 erlangs of calls on 8 people: they are too many in some intervals, and nowhere without its triangle."""
    figure = drawn(run)
    pool = choice(figure, "sales, help: sellers + both")
    found = lines(figure, pool)
    over = [
        place
        for place, (work, people) in enumerate(zip(found["erlangs"]["mean"], found["on_duty"]["mean"], strict=True))
        if work > people
    ]
    assert over and sum(many for _, many in found["exceeds"]["x"]) == len(over) and found["exceeds"]["marks"]
    said = note(figure, pool)
    first = found["exceeds"]["x"][0][0]
    stretch = "Mon 2 Mar {:02}:{:02}".format(*divmod(480 + 30 * first, 60)).replace(" ", FIXED)
    assert f"The load exceeds the people on duty in {len(over)} of" in said
    assert stretch in said or "most of all" in said
    assert "La carga supera a las personas presentes" in note(figure, pool, "es")
    helped = choice(figure, "help: both")
    assert "exceeds" not in lines(figure, helped) and "never exceeds" in note(figure, helped)


def test_deferred_work_can_wait(run: Run) -> None:
    figure = drawn(run)
    own = choice(figure, "writers")
    writers = lines(figure, own)
    assert {"live", "erlangs_live"} & set(writers) and "erlangs_deferred" in writers
    assert "live contacts alone are judged" in note(figure, own)
    letters = SCENARIO["contacts"]["letters"]
    scenario = {**SCENARIO, "contacts": {"letters": letters}, "channels": {"mail": {"kind": "deferred"}}}
    scenario["agents"] = {"writers": {"skills": ["letters"], "staffing": 1}}
    alone = drawn(run_of(ccsim.simulate(from_dict(scenario), replications=2)))
    assert "no interval is marked" in note(alone, "0") and len(alone["choices"]) == 1
    assert "exceeds" not in lines(alone, "0")


@pytest.mark.parametrize("policy", [False, True])
def test_who_may_take_what_is_in_the_summary(policy: bool) -> None:
    """By routing; a policy in Python may send a contact to whoever has the skill."""
    routed = {**SCENARIO, "routing": {"preferences": {"sales": ["sellers"]}}}
    result = ccsim.simulate(from_dict(routed), replications=1, policy=FirstCome() if policy else None)
    contacts = {one["name"]: one["groups"] for one in result.summary()["center"]["contacts"]}
    assert contacts["sales"] == (["sellers", "both"] if policy else ["sellers"])
