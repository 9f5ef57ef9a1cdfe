"""Channels, their hours, and what comes by them, as scenario files say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from generated_center import SEGMENTS, Mapping
from generated_laws import laws, patience
from generated_mornings import OPENINGS, Morning, Windows
from hypothesis import strategies as st

CHANNELS = {"calls": "voice", "sales": "voice", "chats": "chat", "mails": "mail", "letters": "mail"}
LIVE = ("calls", "sales", "chats")


@st.composite
def trace(draw: Any, morning: Morning, windows: Windows, columns: Sequence[str]) -> str:
    """Recorded contacts; what is left blank is drawn."""
    luck = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    number, most, apart = draw(st.integers(1, 30)), draw(st.sampled_from([15, 30, 60])), draw(st.sampled_from([10, 60]))
    found = morning.moments(windows, number, most, apart, luck)
    recorded = [column for column in columns if draw(st.integers(0, 4)) == 0]
    lines = [",".join(["start", *recorded])]
    for at in found:
        cells = [f"{10 * int(luck.integers(40))} s" if luck.random() < 0.7 else "" for _ in recorded]
        lines.append(",".join([at, *cells]))
    return "\n".join(lines) + "\n"


@st.composite
def contact(draw: Any, kind: str, morning: Morning, windows: Windows, files: dict[str, str]) -> Mapping:
    said: Mapping = {"channel": CHANNELS[kind], "resolution": draw(st.sampled_from([0.3, 0.7, 1.0]))}
    apart = draw(st.booleans())
    said |= {"talk_time": draw(laws(400)), "wrap_up": draw(laws(60))} if apart else {"handle_time": draw(laws(400))}
    said["priority"] = draw(st.integers(1, 2))
    said["weight"] = draw(st.sampled_from([1, 1, 2]))
    said["answer_within"] = draw(st.sampled_from(["20 s", "60 s"]))
    if draw(st.integers(0, 3)) == 0:
        said["head_start"] = "60 s"
    if draw(st.booleans()):
        said["segments"] = {SEGMENTS[0]: 0.7, SEGMENTS[1]: 0.3}
    columns = ["talk_time", "wrap_up"] if apart else []
    if kind in LIVE:
        said["patience"] = draw(patience(300))
        columns.append("patience")
        if draw(st.booleans()):
            said["balking"] = draw(st.sampled_from([0.1, {0: 0.0, 2: 0.5}]))
        if draw(st.integers(0, 2)) == 0:
            said["max_waiting"] = draw(st.integers(0, 3))
        if draw(st.booleans()):
            said["patience_on_retry"] = "same"
    if draw(st.integers(0, 4)) == 0:
        often = draw(st.integers(5, 40))
        said["arrivals"] = {"rate": f"{often / 10 if windows == morning.always else often} per h"}
    else:
        said["arrivals"] = {"trace": f"{kind}.csv"}
        files[f"{kind}.csv"] = draw(trace(morning, windows, columns))
    return said


@st.composite
def channels(draw: Any, names: Sequence[str]) -> Mapping:
    concurrency = draw(st.integers(2, 4))
    lines = draw(st.sampled_from([None, None, 2, 4]))
    interruptible = draw(st.booleans())
    ways: Mapping = {
        "voice": {"kind": "live", "drain": draw(st.booleans())} | ({} if lines is None else {"lines": lines}),
        "chat": {"kind": "live", "concurrency": concurrency},
        "mail": {"kind": "deferred", "interruptible": interruptible},
        "tasks": {"kind": "deferred", "interruptible": draw(st.booleans())},
    }
    if draw(st.booleans()):
        ways["chat"]["pace"] = draw(st.sampled_from([[1, 0.8], [1, 0.8, 0.65]]))
    if draw(st.integers(0, 2)) == 0:
        ways["chat"]["lines"] = draw(st.integers(2, 6))
    if draw(st.integers(0, 4)) == 0:
        ways["voice"]["concurrency"] = 2
    if interruptible and draw(st.booleans()):
        ways["mail"]["resume_cost"] = "20 s"
    return {name: ways.get(name, {"kind": "appointment"}) for name in names}


@st.composite
def opening(draw: Any, ways: Mapping, morning: Morning) -> tuple[Mapping, dict[str, Windows]]:
    """The section, and when contacts of each channel come."""
    usual = draw(st.sampled_from(OPENINGS))
    at_close = st.sampled_from(["serve", "serve", "drop"])
    said: Mapping = {"default": {"mon-sun": morning.hours(usual)}, "at_close": draw(at_close)}
    windows: dict[str, Windows] = dict.fromkeys(ways, usual)
    for name, way in ways.items():
        own: Mapping = {}
        if draw(st.integers(0, 3)) == 0:
            windows[name] = draw(st.sampled_from([*OPENINGS, morning.always]))
            own["mon-sun"] = morning.hours(windows[name])
        if way["kind"] == "deferred":
            if draw(st.booleans()):
                own["receives"] = "always"
                windows[name] = morning.always
        elif draw(st.integers(0, 3)) == 0:
            own["at_close"] = draw(at_close)
        if own:
            said[name] = own
    return said, windows
