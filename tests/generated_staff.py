"""Groups of agents, their plans and the routing to them, as scenario files say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generated_center import Mapping
from generated_laws import seconds, single
from generated_mornings import EDGES, Morning
from hypothesis import strategies as st


@st.composite
def skill(draw: Any) -> Any:
    """Faster or slower, better or worse, or with times of its own."""
    factor = draw(st.sampled_from([1.0, 1.0, 1.0, 0.8, 1.15]))
    way = draw(st.integers(0, 5))
    if way == 0:
        return {"aht": factor, "resolution": draw(st.sampled_from([0.2, 0.9]))}
    if way == 1:
        return {"handle_time": draw(single(300))}
    if way == 2:
        return {"talk_time": draw(single(300)), "wrap_up": draw(single(60)), "resolution": 0.7}
    return factor


@st.composite
def shift(draw: Any, morning: Morning) -> Mapping:
    start, end = sorted(draw(st.lists(st.sampled_from(EDGES), min_size=2, max_size=2, unique=True)))
    number = draw(st.integers(1, 3))
    said: Mapping = {"agents": number, "from": morning.clock(start), "to": morning.clock(end)}
    breaks: Mapping = {}
    for name in draw(st.lists(st.sampled_from(["tea", "lunch", "talk"]), max_size=3, unique=True)):
        length = draw(st.sampled_from([5, 10]))
        if end - start >= 20 and draw(st.integers(0, 2)) == 0:
            window = (
                morning.span(start, min(end, start + 10 * number)) if draw(st.booleans()) else morning.span(start, end)
            )
            breaks[name] = {"for": f"{length} min", "between": window}
        else:
            at = draw(st.integers(start // 5, (end - length) // 5)) * 5
            breaks[name] = {"for": f"{length} min", "at": morning.clock(at)}
    return said | {"breaks": breaks} if breaks else said


@st.composite
def positions(draw: Any, morning: Morning) -> str:
    edges = sorted(draw(st.sets(st.sampled_from(EDGES), min_size=2, max_size=5)))
    counts = [draw(st.integers(0, 3)) for _ in edges[:-1]]
    spans = zip(edges, edges[1:], [counts[0] or 1, *counts[1:]], strict=False)
    rows = [f"{morning.clock(start)},{morning.clock(end)},{count}" for start, end, count in spans]
    return "\n".join(["start,end,agents", *rows]) + "\n"


@st.composite
def plan(draw: Any, name: str, morning: Morning, files: dict[str, str]) -> Mapping:
    way = draw(st.integers(0, 3))
    if way == 0:
        return {"staffing": draw(st.integers(1, 3)), "when_staff_falls": draw(st.sampled_from(["count", "named"]))}
    if way == 1:
        files[f"{name}.csv"] = draw(positions(morning))
        return {"staffing": f"{name}.csv", "when_staff_falls": draw(st.sampled_from(["count", "count", "named"]))}
    said: Mapping = {"shifts": {f"shift{i}": draw(shift(morning)) for i in range(draw(st.integers(1, 2)))}}
    if draw(st.integers(0, 2)) == 0:
        said["absence"] = draw(st.sampled_from([0.3, {"share": 0.3, "day_cv": 0.5}]))
    if draw(st.integers(0, 2)) == 0:
        said["late_login"] = draw(st.one_of(seconds(900), single(600)))
    return said


@st.composite
def groups(draw: Any, kinds: Sequence[str], morning: Morning, files: dict[str, str]) -> Mapping:
    """One to three that together may take every type."""
    found: Mapping = {}
    number = draw(st.integers(1, 3))
    for g in range(number):
        skills = set(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)))
        if g == number - 1:
            skills |= set(kinds) - {kind for one in found.values() for kind in one["skills"]}
        skilled = {kind: draw(skill()) for kind in kinds if kind in skills}
        found[f"group{g}"] = {"skills": skilled, "cost_per_hour": 20, **draw(plan(f"group{g}", morning, files))}
    return found


@st.composite
def routing(draw: Any, kinds: Sequence[str], agents: Mapping, contact_rules: Sequence[str]) -> Mapping:
    said: Mapping = {
        "agent_rule": draw(st.sampled_from(AGENT_RULES)),
        "contact_rule": draw(st.sampled_from(contact_rules)),
    }
    preferences: Mapping = {}
    for kind in kinds:
        able = [name for name, one in agents.items() if kind in one["skills"]]
        if draw(st.booleans()):
            continue
        chosen = draw(st.lists(st.sampled_from(able), min_size=1, max_size=len(able), unique=True))
        ranks: list[list[Any]] = []
        for name in chosen:
            after = draw(st.sampled_from(["0 s", "0 s", "30 s", "60 s"]))
            one = name if after == "0 s" else {"group": name, "after": after}
            if ranks and draw(st.booleans()):
                ranks[-1].append(one)
            else:
                ranks.append([one])
        preferences[kind] = ranks
    reserve: Mapping = {}
    for name, one in agents.items():
        most = one["staffing"] - 1 if isinstance(one.get("staffing"), int) else 2
        if most > 0 and draw(st.integers(0, 3)) == 0:
            reserve[name] = {draw(st.sampled_from(sorted(one["skills"]))): draw(st.integers(1, most))}
    order: Mapping = {}
    if said["contact_rule"] == "group_order":
        for name, one in agents.items():
            mine = draw(st.permutations(sorted(one["skills"])))
            cut = draw(st.integers(0, len(mine)))
            order[name] = [*([list(mine[:cut])] if cut else []), *mine[cut:]]
    for section, found in (("preferences", preferences), ("reserve", reserve), ("order", order)):
        if found:
            said[section] = found
    return said


AGENT_RULES = ("longest_idle", "least_occupied", "fastest", "best_resolution", "most_specialised", "random")
CONTACT_RULES = ("priority", "priority", "longest_wait", "weighted_wait", "earliest_deadline", "group_order")
