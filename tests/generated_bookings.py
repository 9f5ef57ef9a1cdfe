"""Appointments and what reminds of them, as scenario files say them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from generated_center import SEGMENTS, Mapping, either, shares, signed
from generated_laws import by_segment, laws, single
from generated_mornings import Morning, Windows
from hypothesis import strategies as st

LEADS = st.sampled_from(["", "0", "1", "2"])
PUNCTUALITIES = st.sampled_from(
    [
        {"empirical": {"values": ["0 s", "60 s", "5 min", "10 min", "11 min"]}},
        {"normal": {"mean": "0 s", "sd": "5 min"}, "at_most": "5 min"},
    ]
)
"""Many come at the very end of their grace."""
REASONS = (
    {"forgot": 0.4, "emergency": 0.3, "solved_elsewhere": 0.3},
    {"forgot": 1.0},
    {"emergency": 0.5, "solved_elsewhere": 0.5},
)


def booked(contact: str) -> str:
    """The appointment that becomes this contact."""
    return f"{contact}_diary"


@st.composite
def reminder(draw: Any) -> Mapping:
    chance = st.sampled_from([0.3, 0.8, 1.0])
    said: Mapping = {"channel": draw(st.sampled_from(["sms", "post"])), "cost": 0.1}
    said["before"] = draw(st.sampled_from(["10 min", "20 min", "1 h", "20 h", "24 h"]))
    said |= {share: draw(chance) for share in ("reach", "open", "remembers")}
    said["cancels"] = draw(st.sampled_from([0.1, 0.3, 1.0]))
    if draw(st.booleans()):
        said["send_between"] = "07:00-20:00"
    if draw(st.integers(0, 3)):
        answers, rebooks = st.sampled_from([0.0, 0.3, 0.8]), st.sampled_from([0.0, 0.5, 1.0])
        said["confirm"] = {"answers": draw(answers), "rebooks": draw(rebooks)}
    return said


@st.composite
def appointment(
    draw: Any, name: str, morning: Morning, windows: Windows, reminders: Mapping, files: dict[str, str]
) -> Mapping:
    minutes = draw(st.sampled_from([5, 10]))
    often = draw(st.sampled_from([4, 12, 30]))
    said: Mapping = {
        "contact": name,
        "agents": "hosts",
        "slot": f"{minutes} min",
        "requests": {"rate": f"{often / 10 if windows == morning.always else often} per h"},
        "lead_time": draw(st.one_of(st.sampled_from(["0 s", "10 min", "1 d"]), laws(5000), single(90_000))),
        "horizon": draw(st.sampled_from(["1 h", "1 d", "2 d"])),
        "grace": draw(st.sampled_from(["0 s", "5 min", "10 min"])),
        "protect_before": draw(st.sampled_from(["0 s", "3 min", "10 min"])),
        "overbooking": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "standby": draw(st.booleans()),
    }
    if draw(st.integers(0, 4)):
        said["punctuality"] = draw(either(signed(600), PUNCTUALITIES))
    if draw(st.integers(0, 4)):
        said["no_show"] = {
            "by_lead": {"0 d": draw(shares), "1 d": draw(shares)},
            "reasons": draw(st.sampled_from(REASONS)),
            "segments": {SEGMENTS[0]: draw(st.sampled_from([1.0, 1.5]))},
            "missed_before": draw(st.sampled_from([1.0, 2.0])),
            "day_cv": draw(st.sampled_from([0.0, 0.5])),
        }
    if draw(st.booleans()):
        said["cancellation"] = {"share": draw(by_segment(shares)), "before": draw(single(7200))}
    if draw(st.booleans()):
        times = draw(st.lists(st.integers(0, 60 // minutes - 1), min_size=1, max_size=4, unique=True))
        rows = [
            f"{morning.dates[0]} {morning.clock(minutes * t)},{draw(st.integers(1, 3))},{draw(LEADS)}"
            for t in sorted(times)
        ]
        if draw(st.booleans()):
            rows.append(f"{morning.dates[0] + timedelta(days=1)} {morning.clock(0)},1,")
        said |= {"diary": f"{booked(name)}.csv", "dates": "iso"}
        files[f"{booked(name)}.csv"] = "\n".join(["slot,places,lead_time", *rows]) + "\n"
    if reminders:
        chosen = draw(st.lists(st.sampled_from(sorted(reminders)), min_size=1, max_size=3, unique=True))
        said["reminders"] = chosen
        asks = [one for one in chosen if "confirm" in reminders[one] and reminders[one]["before"] != "10 min"]
        if asks and draw(st.integers(0, 3)):
            chance = st.sampled_from([0.3, 1.0, 1.0])
            calls = {"call": "chasing", "remembers": draw(chance), "cancels": draw(chance)}
            said["unconfirmed"] = {"at": draw(st.sampled_from(["10 min", "15 min"]))}
            said["unconfirmed"] |= draw(st.sampled_from([{"release": True}, calls, calls]))
    return said
