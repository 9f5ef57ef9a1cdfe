"""Section B: skills-based routing on small centers, exact Markov chains; times in minutes as in the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from experiments.validation.case import Case, exponential, figures, per_hour, steady
from experiments.validation.figures import FIGURES


@dataclass(frozen=True)
class Chain:
    """One chain as its source states it. `service` by type and group; `picks` by group, None: longest wait."""

    name: str
    arrivals: dict[str, float]
    patience: dict[str, float]
    agents: dict[str, int]
    service: dict[str, dict[str, float]]
    prefers: dict[str, list[str]]
    picks: dict[str, list[str]] | None = None
    priority: dict[str, int] | None = None
    reserve: dict[str, dict[str, int]] | None = None
    lines: int | None = None


N = {
    "arrivals": {"type1": 1.0, "type2": 0.9},
    "patience": {"type1": 2.5, "type2": 1.5},
    "agents": {"A": 3, "B": 4},
    "service": {"type1": {"A": 3.0, "B": 3.5}, "type2": {"B": 4.0}},
}
X = {
    "arrivals": {"type1": 1.0, "type2": 0.8},
    "patience": {"type1": 2.0, "type2": 3.0},
    "agents": {"A": 3, "B": 3},
    "service": {"type1": {"A": 2.5, "B": 3.2}, "type2": {"A": 4.0, "B": 3.0}},
    "prefers": {"type1": ["A", "B"], "type2": ["B", "A"]},
}
V = {
    "arrivals": {"type1": 0.9, "type2": 1.1},
    "patience": {"type1": 2.0, "type2": 1.5},
    "agents": {"A": 6},
    "service": {"type1": {"A": 2.5}, "type2": {"A": 3.5}},
    "prefers": {"type1": ["A"], "type2": ["A"]},
    "priority": {"type1": 1, "type2": 2},
}
OWN_FIRST: dict[str, Any] = {"prefers": {"type1": ["A", "B"], "type2": ["B"]}}
B_PICKS: dict[str, Any] = {"picks": {"A": ["type1"], "B": ["type2", "type1"]}}

CHAINS: tuple[Chain, ...] = (
    Chain("B-N-static-own-first", **N, **OWN_FIRST, **B_PICKS),
    Chain("B-N-flex-first", **N, prefers={"type1": ["B", "A"], "type2": ["B"]}, **B_PICKS),
    Chain("B-N-fcfs", **N, **OWN_FIRST),
    Chain("B-X-static", **X, picks={"A": ["type1", "type2"], "B": ["type2", "type1"]}),
    # Any agent takes any type, so that somebody waits only while all 6 are busy: a room of 6 is 12 lines.
    Chain("B-X-fcfs-room6", **X, lines=12),
    Chain(
        "B-W-edges-first",
        arrivals={"type1": 0.6, "type2": 0.7, "type3": 0.5},
        patience={"type1": 2.0, "type2": 1.5, "type3": 2.5},
        agents={"A": 3, "B": 3},
        service={"type1": {"A": 4.0}, "type2": {"A": 4.0, "B": 5.0}, "type3": {"B": 5.0}},
        prefers={"type1": ["A"], "type2": ["A", "B"], "type3": ["B"]},
        picks={"A": ["type1", "type2"], "B": ["type3", "type2"]},
    ),
    Chain(
        "B-M-static",
        arrivals={"type1": 1.0, "type2": 0.9},
        patience={"type1": 2.0, "type2": 2.0},
        agents={"A": 2, "B": 2, "C": 2},
        service={"type1": {"A": 3.0, "C": 3.5}, "type2": {"B": 3.2, "C": 4.0}},
        prefers={"type1": ["A", "C"], "type2": ["B", "C"]},
        picks={"A": ["type1"], "B": ["type2"], "C": ["type1", "type2"]},
    ),
    Chain("B-V-priority", **V),
    Chain("B-V-reserve1", **V, reserve={"A": {"type2": 1}}),
    Chain(
        "B-V-fcfs",
        arrivals={"type1": 0.9, "type2": 1.1},
        patience={"type1": 2.0, "type2": 0.8},
        agents={"A": 6},
        service={"type1": {"A": 3.0}, "type2": {"A": 3.0}},
        prefers={"type1": ["A"], "type2": ["A"]},
    ),
)


def chain_case(chain: Chain) -> Case:
    """The chain as a scenario; a group's own service law stands with the skill."""
    horizon = steady(sum(chain.arrivals.values()), 240.0, 6000.0)
    routing: dict[str, Any] = {
        "contact_rule": "longest_wait",
        "preferences": chain.prefers,
    }
    if chain.picks:
        routing |= {"contact_rule": "group_order", "order": chain.picks}
    elif chain.priority:
        routing["contact_rule"] = "priority"
    if chain.reserve:
        routing["reserve"] = chain.reserve
    contacts = {
        kind: {
            "channel": "voice",
            "arrivals": per_hour(rate),
            "patience": exponential(chain.patience[kind]),
            "handle_time": exponential(next(iter(chain.service[kind].values()))),
            **({"priority": chain.priority[kind]} if chain.priority else {}),
        }
        for kind, rate in chain.arrivals.items()
    }
    agents = {
        group: {
            "skills": {
                kind: {"handle_time": exponential(by_group[group])}
                for kind, by_group in chain.service.items()
                if group in by_group
            },
            "staffing": number,
        }
        for group, number in chain.agents.items()
    }
    scenario: dict[str, Any] = {
        "name": chain.name,
        "calendar": horizon.calendar,
        "channels": {"voice": {"kind": "live"} | ({"lines": chain.lines} if chain.lines else {})},
        "contacts": contacts,
        "agents": agents,
        "routing": routing,
    }
    if horizon.opening:
        scenario["opening"] = horizon.opening
    scopes = {f"group{i}": group for i, group in enumerate(chain.agents, start=1)}
    return Case(
        name=chain.name,
        source="exact Markov chain",
        scenario=scenario,
        quantities=figures(FIGURES[chain.name], scopes=scopes),
        measured=(horizon.measured,),
        thresholds=(20.0, 60.0),
        contacts=horizon.contacts,
        main="type1.p_ab",
        confirms_measures=horizon.opening is None,
    )


CASES: tuple[Case, ...] = tuple(chain_case(chain) for chain in CHAINS)
