"""Section A: one contact type, one group; closed forms (Erlang B, C and A, general patience, trunks, priorities)."""

from __future__ import annotations

from typing import Any

from experiments.validation.case import Case, exponential, figures, minutes, per_hour, steady
from experiments.validation.figures import FIGURES

SOURCE = "closed form"


def single(
    name: str,
    n: int,
    per_min: float,
    handle: dict[str, Any],
    *,
    patience: Any = "never",
    lines: int | None = None,
    threshold_s: float = 20.0,
    warm_up_min: float = 60.0,
    contacts: float = 4000.0,
    source: str = SOURCE,
) -> Case:
    """M/G/n with patience and lines. `handle` holds handle_time, or talk_time and wrap_up."""
    horizon = steady(per_min, warm_up_min, contacts)
    voice = {"kind": "live"} | ({} if lines is None else {"lines": lines})
    scenario: dict[str, Any] = {
        "name": name,
        "calendar": horizon.calendar,
        "channels": {"voice": voice},
        "contacts": {
            "calls": {
                "channel": "voice",
                "arrivals": per_hour(per_min),
                "patience": patience,
                "answer_within": f"{threshold_s:g} s",
                **handle,
            }
        },
        "agents": {"team": {"skills": ["calls"], "staffing": n}},
    }
    if horizon.opening:
        scenario["opening"] = horizon.opening
    return Case(
        name=name,
        source=source,
        scenario=scenario,
        quantities=figures(FIGURES[name], threshold_s) if name in FIGURES else (),
        measured=(horizon.measured,),
        thresholds=(threshold_s,),
        contacts=horizon.contacts,
        main=next((m for m in ("p_ab", "p_block", "mean_wait") if m in FIGURES.get(name, {})), ""),
        confirms_measures=horizon.opening is None,
    )


def handled(mean_min: float) -> dict[str, Any]:
    return {"handle_time": exponential(mean_min)}


def _erlang_a(number: str, n: int, per_min: float, mean: float, patience: float, warm_up_min: float) -> Case:
    name = f"A-ErlangA-{number}"
    contacts = 20_000.0 if n == 1000 else 4_000.0  # so many agents are hardly ever idle: longer runs to see it
    return single(
        name, n, per_min, handled(mean), patience=exponential(patience), warm_up_min=warm_up_min, contacts=contacts
    )


def _patience(law: str, n: int, per_min: float, warm_up_min: float) -> Case:
    laws: dict[str, Any] = {
        "det": minutes(2.0),
        "erlang2": {"erlang": {"mean": minutes(2.0), "shape": 2}},
        "weibull": {"weibull": {"shape": 0.7, "scale": minutes(1.6)}},
    }
    return single(f"A-MMnG-{law}-n{n}", n, per_min, handled(4.0), patience=laws[law], warm_up_min=warm_up_min)


def _priority() -> Case:
    name = "A-Priority-MMn"
    horizon = steady(1.2, 2880.0, 12000.0)
    kind = {"channel": "voice", "patience": "never", "handle_time": exponential(3.0)}
    return Case(
        name=name,
        source=SOURCE,
        scenario={
            "name": name,
            "calendar": horizon.calendar,
            "channels": {"voice": {"kind": "live"}},
            "contacts": {
                "high": {**kind, "arrivals": per_hour(0.5), "priority": 1},
                "low": {**kind, "arrivals": per_hour(0.7), "priority": 2},
            },
            "agents": {"team": {"skills": ["high", "low"], "staffing": 4}},
        },
        quantities=figures(FIGURES[name]),
        measured=(horizon.measured,),
        contacts=horizon.contacts,
        main="low.mean_wait",
        confirms_measures=True,
    )


LOGNORMAL_15: dict[str, Any] = {"handle_time": {"lognormal": {"mean": minutes(4.0), "cv": 1.5}}}

CASES: tuple[Case, ...] = (
    single("A-ErlangB-n5-a3", 5, 1.0, handled(3.0), lines=5),
    single("A-ErlangB-n20-a15", 20, 5.0, handled(3.0), lines=20),
    single("A-ErlangB-n100-a84.06", 100, 28.02, handled(3.0), lines=100),
    single("A-ErlangB-insensitive", 10, 2.0, LOGNORMAL_15, lines=10, warm_up_min=240.0),
    single("A-ErlangC-n2-lam0.375-aht4", 2, 0.375, handled(4.0), warm_up_min=1440.0),
    single("A-ErlangC-n8-lam1-aht5", 8, 1.0, handled(5.0), warm_up_min=480.0),
    single("A-ErlangC-n50-lam48-aht1", 50, 48.0, handled(1.0), warm_up_min=480.0, contacts=20000.0),
    _erlang_a("01", 1, 0.25, 3.0, 2.0, 60.0),
    _erlang_a("03", 5, 2.0, 3.0, 3.0, 60.0),
    _erlang_a("05", 14, 3.33333333333, 4.0, 3.0, 60.0),
    _erlang_a("07", 50, 48.0, 1.0, 2.0, 30.0),
    _erlang_a("09", 100, 30.0, 4.0, 4.0, 60.0),
    _erlang_a("11", 400, 102.5, 4.0, 20.0, 180.0),
    _erlang_a("13", 1000, 275.0, 4.0, 2.0, 40.0),
    _erlang_a("15", 7, 2.0, 3.0, 3.0, 60.0),
    single("A-Trunks-2", 20, 6.0, handled(4.0), patience=exponential(2.0), lines=25),
    single("A-Trunks-4", 10, 2.2, handled(4.0), lines=14, warm_up_min=240.0),
    _patience("det", 10, 2.6, 120.0),
    _patience("erlang2", 10, 2.6, 120.0),
    _patience("weibull", 10, 2.6, 120.0),
    _patience("det", 60, 15.0, 120.0),
    _patience("erlang2", 60, 15.0, 120.0),
    _patience("weibull", 60, 15.0, 120.0),
    single(
        "A-MMnG-erlang2-n100",
        100,
        102.0,
        handled(1.0),
        patience={"erlang": {"mean": minutes(1.0), "shape": 2}},
        threshold_s=6.0,
        warm_up_min=30.0,
    ),
    single(
        "A-MG1-lognormal",
        1,
        0.25,
        {"handle_time": {"lognormal": {"mean": minutes(3.0), "cv": 1.0}}},
        warm_up_min=2880.0,
        contacts=12000.0,
    ),
    single("A-MDn-n4", 4, 1.2, {"handle_time": minutes(3.0)}, warm_up_min=2880.0, contacts=12000.0),
    _priority(),
    single(
        "A-MPHnM-hyper2",
        4,
        1.1,
        {"handle_time": {"hyperexponential": {"means": [minutes(2.0), minutes(9.5)], "weights": [0.8, 0.2]}}},
        patience=exponential(2.5),
        warm_up_min=240.0,
    ),
    single(
        "A-TalkWrapTrunks",
        6,
        2.0,
        {"talk_time": exponential(2.0), "wrap_up": exponential(0.8)},
        patience=exponential(2.0),
        lines=9,
    ),
)
