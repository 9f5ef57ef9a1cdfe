"""Moves of customers, self-service, live rules and prevented contacts, as scenario files say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generated_bookings import booked
from generated_center import SEGMENTS, Mapping, either
from generated_contacts import LIVE
from generated_laws import by_segment, laws
from generated_mornings import Morning
from generated_rules import rules
from hypothesis import strategies as st

OUTCOMES = ("unresolved", "resolved", "contained", "gave_up")
OF_QUEUES = ("abandoned", "blocked", "balked", "dropped", "not_reached")
OF_BOOKINGS = ("no_show", "late_no_show", "cancelled", "not_booked", "abandoned")


@st.composite
def bot(draw: Any, kinds: Sequence[str], fronts: Sequence[str], morning: Morning) -> Mapping:
    containment = draw(by_segment(st.sampled_from([0.0, 0.2, 0.6])))
    said: Mapping = {
        "fronts": fronts,
        "time": draw(either(laws(120), laws(120), laws(120), st.just("16 h"))),
        "containment": containment,
        "gives_up": draw(by_segment(st.sampled_from([0.0, 0.1, 0.4]))),
        "hand_over": {"keeps_context": draw(st.booleans()), "aht": draw(st.sampled_from([1.0, 0.8]))},
        "easy_first": draw(st.sampled_from([0.0, 0.3])),
        "cost": 0.25,
    }
    if draw(st.booleans()):
        said["false_containment"] = draw(by_segment(st.sampled_from([0.3, 1.0])))
        if draw(st.integers(0, 3)):
            said["returns"] = {"to": draw(st.sampled_from(kinds)), "after": draw(laws(4000))}
    if draw(st.booleans()):
        said["capacity"] = draw(st.integers(1, 2))
    if draw(st.booleans()):
        said["outages"] = [f"{morning.dates[0]} {morning.clock(10)} to {morning.clock(25)}"]
        if draw(st.booleans()):
            said["outages"].append({"day": "mon-sun", "hours": morning.span(40, 50)})
    return said


@st.composite
def journeys(draw: Any, kinds: Sequence[str], visits: Sequence[str]) -> Mapping:
    moves: Mapping = {"most_attempts": draw(st.integers(1, 6))}
    ways = [{"to": kind} for kind in kinds] + [{"book": booked(name)} for name in visits]
    for kind in (*kinds, *visits):
        outcomes = OUTCOMES + (OF_QUEUES if kind in LIVE else OF_BOOKINGS if kind in visits else ())
        said: Mapping = {}
        for outcome in draw(st.lists(st.sampled_from(outcomes), max_size=4, unique=True)):
            first = draw(st.sampled_from([0.0, 0.4, 1.0, {SEGMENTS[0]: 0.7, SEGMENTS[1]: 0.2}]))
            said[outcome] = [{**draw(st.sampled_from(ways)), "probability": first, "after": draw(laws(5000))}]
            if first == 0.4:
                said[outcome].append({**draw(st.sampled_from(ways)), "probability": 0.6})
        if said:
            moves[kind] = said
    return moves


@st.composite
def behaviour(draw: Any, kinds: Sequence[str], visits: Sequence[str], agents: Mapping, morning: Morning) -> Mapping:
    said: Mapping = {
        "journeys": draw(journeys(kinds, visits)),
        "context": {"shared_across_channels": draw(st.booleans()), "repeat_aht": draw(st.sampled_from([1.0, 1.5]))},
    }
    may_be_fronted = [*kinds, *(booked(name) for name in visits)]
    fronted = draw(st.lists(st.sampled_from(may_be_fronted), max_size=3, unique=True))
    cut = draw(st.integers(0, len(fronted)))
    bots: Mapping = {}
    for name, fronts in (("assistant", fronted[:cut]), ("menu", fronted[cut:])):
        if fronts or draw(st.integers(0, 3)) == 0:
            bots[name] = draw(bot(kinds, fronts, morning))
    if bots:
        said["self_service"] = bots
    found = draw(rules([kind for kind in kinds if kind in LIVE], kinds, agents, list(bots), morning))
    if found:
        said["orchestration"] = found
    if draw(st.integers(0, 3)) == 0:
        said["proactive"] = {"renewals": {"replaces": kinds[0], "share": 0.3, "cost": 0.2}}
    return said
