"""Small centers with bots, journeys, call-backs and live rules, as scenario files would say them."""

from __future__ import annotations

from typing import Any

from generated_center import DAYS, SEGMENTS, Mapping, World, by_segment, durations, tens, trace
from hypothesis import strategies as st

CHANNELS = {"calls": "voice", "sales": "voice", "chats": "chat", "mails": "mail"}


@st.composite
def contact(draw: Any, kind: str) -> Mapping:
    said: Mapping = {"channel": CHANNELS[kind], "arrivals": {"trace": f"{kind}.csv"}}
    said["segments"] = {"digital": 0.5, "traditional": 0.5}
    if draw(st.booleans()):
        said |= {"talk_time": draw(durations(400)), "wrap_up": draw(durations(60))}
    else:
        said["handle_time"] = draw(durations(400))
    said["resolution"] = draw(st.sampled_from([0.3, 0.7, 1.0]))
    said["priority"] = draw(st.integers(1, 2))
    if CHANNELS[kind] != "mail":
        said["patience"] = draw(st.one_of(st.just("never"), durations(300)))
        if draw(st.booleans()):
            said["balking"] = draw(st.sampled_from([0.1, {0: 0.0, 2: 0.5}]))
        if draw(st.integers(0, 2)) == 0:
            said["max_waiting"] = draw(st.integers(0, 3))
        if said["patience"] != "never" and draw(st.booleans()):
            said["patience_on_retry"] = "same"
    return said


@st.composite
def agents(draw: Any, kinds: list[str]) -> Mapping:
    """One to three groups that together may take every type."""
    groups: Mapping = {}
    number = draw(st.integers(1, 3))
    for g in range(number):
        skills = set(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)))
        if g == number - 1:
            skills |= set(kinds) - {k for group in groups.values() for k in group["skills"]}
        staffing: Any = draw(st.integers(1, 3))
        if draw(st.booleans()):
            staffing = draw(st.lists(st.integers(0, 3), min_size=2, max_size=2).filter(any))
        factor = st.sampled_from([1.0, 1.0, 1.2])
        groups[f"group{g}"] = {
            "skills": {k: draw(factor) for k in kinds if k in skills},
            "staffing": staffing,
            "when_staff_falls": draw(st.sampled_from(["count", "named"])),
            "cost_per_hour": 20,
        }
    return groups


@st.composite
def bot(draw: Any, kinds: list[str]) -> Mapping:
    containment = draw(st.integers(0, 6)) / 10
    said: Mapping = {
        "fronts": draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True)),
        "time": draw(durations(120)),
        "containment": draw(st.sampled_from([containment, {"digital": containment, "traditional": 0.2}])),
        "gives_up": draw(st.sampled_from([0.0, 0.1, 0.4])),
        "false_containment": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "cost": 0.25,
        "hand_over": {"keeps_context": draw(st.booleans()), "aht": draw(st.sampled_from([1.0, 0.8]))},
        "easy_first": draw(st.sampled_from([0.0, 0.3])),
    }
    if said["false_containment"]:
        said["returns"] = {"to": draw(st.sampled_from(kinds)), "after": draw(durations(4000))}
    if draw(st.booleans()):
        said["capacity"] = draw(st.integers(1, 2))
    if draw(st.booleans()):
        said["outages"] = ["2026-03-02 08:10 to 08:25"]
    return said


OUTCOMES = ("unresolved", "resolved", "contained", "gave_up")
OF_QUEUES = ("abandoned", "blocked", "balked", "dropped", "not_reached")


@st.composite
def journeys(draw: Any, kinds: list[str]) -> Mapping:
    moves: Mapping = {"most_attempts": draw(st.integers(1, 5))}
    for kind in kinds:
        said: Mapping = {}
        outcomes = OUTCOMES if CHANNELS[kind] == "mail" else OUTCOMES + OF_QUEUES
        for outcome in draw(st.lists(st.sampled_from(outcomes), max_size=4, unique=True)):
            first = draw(st.sampled_from([0.0, 0.4, 1.0, {"digital": 0.7, "traditional": 0.2}]))
            after = durations(5000)
            said[outcome] = [{"to": draw(st.sampled_from(kinds)), "probability": first, "after": draw(after)}]
            if first == 0.4:
                said[outcome].append({"to": draw(st.sampled_from(kinds)), "probability": 0.6})
        if said:
            moves[kind] = said
    return moves


@st.composite
def rule(draw: Any, kinds: list[str], groups: Mapping, bots: list[str]) -> Mapping:
    live = [k for k in kinds if CHANNELS[k] != "mail"]
    kind = draw(st.sampled_from(live))
    when: Mapping = {"contact": kind}
    elsewhere = kinds[kinds.index(kind) + 1 :] + bots  # never round in a circle
    what = draw(st.sampled_from(["callback", "callback", "add", "close"] + ["divert"] * bool(elsewhere)))
    said: Mapping = {"when": when}
    of_contact = what in ("callback", "divert")
    quantity = draw(st.sampled_from(["expected_wait", "waiting", "idle", "must_wait" if of_contact else "hours"]))
    if quantity == "expected_wait":
        when["expected_wait"] = draw(st.sampled_from(["> 20 s", ">= 60 s"]))
        when["predictor"] = draw(st.sampled_from(["head", "last_answered", "queue_length"]))
    elif quantity == "waiting":
        when["waiting"] = draw(st.sampled_from(["> 0", ">= 2", "> 3"]))
    elif quantity == "idle":
        when["idle"] = draw(st.sampled_from(["< 1", "<= 1"]))
    elif quantity == "must_wait":
        when["must_wait"] = True
    if quantity == "hours" or draw(st.integers(0, 3)) == 0:
        when["between"] = "08:15-08:45"
    if what == "callback":
        said |= {"offer": "callback", "accepted": draw(by_segment(st.sampled_from([0.3, 0.6, 1.0])))}
        attempts = draw(st.integers(1, 3))
        said["callback"] = {
            "reach": draw(st.sampled_from([0.0, 0.5, 1.0])),
            "ring": draw(tens(40)),
            "attempts": attempts,
        }
        if attempts > 1:
            said["callback"]["retry_after"] = draw(st.integers(1, 60).map(lambda n: f"{10 * n} s"))
    elif what == "divert":
        said |= {"divert_to": draw(st.sampled_from(elsewhere)), "share": draw(st.sampled_from([0.5, 1.0]))}
    else:
        able = [g for g, group in groups.items() if kind in group["skills"]]
        if what == "close" and len(able) == 1:
            what = "add"
        said[f"{what}_group"] = draw(st.sampled_from(able))
    return said


@st.composite
def worlds(draw: Any) -> World:
    kinds = draw(st.lists(st.sampled_from(list(CHANNELS)), min_size=1, max_size=4, unique=True))
    if not any(CHANNELS[k] != "mail" for k in kinds):
        kinds.append("calls")
    lines = draw(st.sampled_from([None, None, 2, 4]))
    ways: Mapping = {
        "voice": {"kind": "live", "cost": "0.10 per min"} | ({} if lines is None else {"lines": lines}),
        "chat": {"kind": "live", "concurrency": 2, "pace": [1, 0.8], "cost": "0.05 per contact"},
        "mail": {"kind": "deferred"},
    }
    groups = draw(agents(kinds))
    scenario: Mapping = {
        "name": "generated",
        "calendar": {"start": "2026-03-02", "days": DAYS, "interval": "30 min"},
        "opening": {"default": {"mon-fri": "08:00-09:00"}, "at_close": draw(st.sampled_from(["serve", "drop"]))},
        "currency": "EUR",
        "segments": {segment: {"share": 0.5} for segment in SEGMENTS},
        "channels": {name: ways[name] for name in dict.fromkeys(CHANNELS[k] for k in kinds)},
        "contacts": {kind: draw(contact(kind)) for kind in kinds},
        "agents": groups,
        "routing": {
            "agent_rule": draw(st.sampled_from(["longest_idle", "least_occupied", "fastest", "random"])),
            "contact_rule": draw(st.sampled_from(["priority", "longest_wait", "weighted_wait", "earliest_deadline"])),
        },
        "context": {"shared_across_channels": draw(st.booleans()), "repeat_aht": draw(st.sampled_from([1.0, 1.5]))},
        "journeys": draw(journeys(kinds)),
    }
    bots = []
    if draw(st.booleans()):
        scenario["self_service"] = {"assistant": draw(bot(kinds))}
        bots = ["assistant"]
    rules = {repr(said["when"]): said for said in draw(st.lists(rule(kinds, groups, bots), max_size=3))}.values()
    if rules:
        scenario["orchestration"] = {f"rule{i}": said for i, said in enumerate(rules)}
    if draw(st.integers(0, 3)) == 0:
        scenario["proactive"] = {"renewals": {"replaces": kinds[0], "share": 0.3, "cost": 0.2}}
    files = {f"{kind}.csv": draw(trace()) for kind in kinds}
    return World(scenario, files, draw(st.integers(0, 10_000)))
