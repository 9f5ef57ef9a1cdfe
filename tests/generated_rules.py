"""Live rules of every kind, as scenario files say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generated_center import Mapping
from generated_laws import by_segment, seconds
from generated_mornings import Morning
from hypothesis import strategies as st

ENDS = {
    "> 20 s": "< 10 s",
    ">= 60 s": "< 60 s",
    "> 0": "<= 0",
    ">= 2": "< 1",
    "> 3": "<= 2",
    "< 1": "> 2",
    "<= 1": "> 1",
}
"""By bound, one that ends what it began."""
QUANTITIES = {"expected_wait": ("> 20 s", ">= 60 s"), "waiting": ("> 0", ">= 2", "> 3"), "idle": ("< 1", "<= 1")}

HOURS = (((10, 40),), ((0, 30),), ((0, 20), (30, 60)))


@st.composite
def condition(draw: Any, of_contact: bool, morning: Morning) -> Mapping:
    """One to four things that must hold; `of_contact`: looked at for each contact anew."""
    named = draw(st.lists(st.sampled_from(sorted(QUANTITIES)), max_size=2, unique=True))
    when: Mapping = {name: draw(st.sampled_from(QUANTITIES[name])) for name in QUANTITIES if name in named}
    if "expected_wait" in when:
        when["predictor"] = draw(st.sampled_from(["head", "last_answered", "queue_length"]))
    if of_contact and (not when or draw(st.booleans())):
        when["must_wait"] = True
    elif not when or draw(st.integers(0, 2)) == 0:
        when["between"] = morning.hours(draw(st.sampled_from(HOURS)))
    if named and not of_contact and draw(st.booleans()):
        first = next(name for name in QUANTITIES if name in when)
        when["until"] = ENDS[when[first]]
    return when


@st.composite
def rule(draw: Any, kind: str, elsewhere: Sequence[str], able: Sequence[str], morning: Morning) -> Mapping:
    what = draw(st.sampled_from(["callback", "callback", "add", "close"] + ["divert"] * bool(elsewhere)))
    when = {"contact": kind, **draw(condition(what in ("callback", "divert"), morning))}
    if what == "callback":
        attempts = draw(st.integers(1, 3))
        terms: Mapping = {
            "reach": draw(st.sampled_from([0.0, 0.5, 1.0])),
            "ring": draw(seconds(40)),
            "attempts": attempts,
        }
        if attempts > 1:
            terms["retry_after"] = draw(seconds(600))
        accepted = draw(by_segment(st.sampled_from([0.3, 0.6, 1.0])))
        return {"when": when, "offer": "callback", "accepted": accepted, "callback": terms}
    if what == "divert":
        return {"when": when, "divert_to": draw(st.sampled_from(elsewhere)), "share": draw(st.sampled_from([0.5, 1.0]))}
    return {"when": when, f"{what}_group": draw(st.sampled_from(able))}


@st.composite
def rules(
    draw: Any, live: Sequence[str], kinds: Sequence[str], agents: Mapping, bots: Sequence[str], morning: Morning
) -> Mapping:
    found: list[Mapping] = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(live))
        able = [name for name, one in agents.items() if kind in one["skills"]]
        elsewhere = [*kinds[kinds.index(kind) + 1 :], *bots]  # never round in a circle
        one = draw(rule(kind, elsewhere, able, morning))
        if all(one["when"] != other["when"] for other in found):  # else they may contradict each other
            found.append(one)
    return {f"rule{i}": one for i, one in enumerate(found)}
