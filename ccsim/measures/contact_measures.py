"""Measures of contacts, by the interval in which they arrive.

Formulas follow Gans, Koole & Mandelbaum (2003), "Telephone call centers: tutorial, review and research prospects"; the
variants of the service level are those of Jouini, Koole & Roubos (2013), "Performance indicators for call centers with
impatient customers". Who accepted a call-back is left out of service levels, asa and waits.
"""

from __future__ import annotations

from ccsim.measures.definition import Better, Feature, Measure


def _count(name: str, meaning: str, needs: Feature | None = None, better: Better | None = None) -> Measure:
    return Measure(name, "contacts", "contacts", (name,), (), meaning, needs=needs, better=better)


def _share(
    name: str, numerator: tuple[str, ...], denominator: tuple[str, ...], meaning: str, better: Better | None = None
) -> Measure:
    return Measure(name, "share", "contacts", numerator, denominator, meaning, highest=1.0, better=better)


def _time(
    name: str,
    numerator: str,
    denominator: str,
    meaning: str,
    needs: Feature | None = None,
    better: Better | None = None,
) -> Measure:
    return Measure(name, "s", "contacts", (numerator,), (denominator,), meaning, needs=needs, better=better)


def _wait(percent: int) -> Measure:
    meaning = f"wait that {percent} % of the offered do not exceed (backlog and call-backs apart)"
    return Measure(f"wait_p{percent}", "s", "contacts", (), (), meaning, quantile=percent / 100, better="less")


SERVICE_LEVEL_MEASURES = (
    _share(
        "service_level",
        ("answered_within",),
        ("judged",),
        "answered within the threshold, of the offered (call-backs apart)",
        better="more",
    ),
    _share(
        "service_level_excluding_short",
        ("answered_within",),
        ("judged_long",),
        "answered within the threshold, of the offered (call-backs apart) that neither balked nor left within "
        "short_abandon",
        better="more",
    ),
    _share(
        "service_level_answered",
        ("answered_within",),
        ("replied",),
        "answered within the threshold, of the answered",
        better="more",
    ),
    _share(
        "service_level_met_or_left",
        ("answered_within", "gone_within"),
        ("judged",),
        "answered, balked or abandoned within the threshold, of the offered (call-backs apart)",
        better="more",
    ),
    _share(
        "service_level_incl_blocked",
        ("answered_within",),
        ("judged", "blocked"),
        "answered within the threshold, of the offered (call-backs apart) and the blocked",
        better="more",
    ),
)

CONTACT_MEASURES = (
    _count("arrived", "contacts that arrived"),
    _count("first_attempts", "arrived as their customer's first contact or booking", "customers"),
    _count("retried", "arrived after an earlier contact or booking of their customer", "customers", better="less"),
    _count("blocked", "found no line, or too many waiting", better="less"),
    _count("contained", "ended in self-service: served, falsely or not, or gave up", "self_service"),
    _count("diverted", "sent elsewhere by a rule, where they arrive anew", "diversions"),
    _count("offered", "arrived, and neither blocked, contained nor diverted"),
    _count("answered", "an agent began to serve them", better="more"),
    _count("balked", "left at once when told to wait", better="less"),
    _count("abandoned", "left the queue, patience at an end", better="less"),
    _count("called_back", "accepted a call-back and were served by it", "callbacks"),
    _count("not_reached", "accepted a call-back and were not reached", "callbacks", better="less"),
    _count("dropped", "still waiting when the channel closed", better="less"),
    _count("backlog", "deferred, unanswered at the end", better="less"),
    *SERVICE_LEVEL_MEASURES,
    _time("asa", "wait_answered", "answered", "mean wait of the answered", better="less"),
    _time("mean_wait", "wait", "wait_ended", "mean wait of the offered (backlog and call-backs apart)", better="less"),
    *(_wait(percent) for percent in (50, 80, 90, 95)),
    _time("wait_max", "wait_max", "wait_any", "mean over replications of the longest wait", better="less"),
    _time(
        "callback_wait",
        "callback_wait",
        "called_back",
        "mean time until the called back were served",
        "callbacks",
        better="less",
    ),
    _share(
        "abandonment_rate", ("balked", "abandoned"), ("offered",), "balked or abandoned, of the offered", better="less"
    ),
    _time(
        "mean_time_to_abandon",
        "wait_abandoned",
        "abandoned",
        "mean wait of those who abandoned (the balked, who did not wait, apart)",
    ),
    _share(
        "delay_probability", ("delayed",), ("offered",), "had to wait (or balked at it), of the offered", better="less"
    ),
    _share("blocking_rate", ("blocked",), ("arrived",), "blocked, of the arrived", better="less"),
    Measure(
        "queue_length",
        "contacts",
        "contacts",
        ("queue_time",),
        ("open_time",),
        "mean number waiting, over the time the channel (or any channel of the scope) is open; call-backs wait until "
        "they are first dialled",
        better="less",
    ),
    _time(
        "aht", "work", "handled", "mean handle time: talk and wrap-up as really spent, and the dialling of call-backs"
    ),
    _share("resolution", ("resolved",), ("served",), "resolved, of the answered and called back", better="more"),
    Measure(
        "cost_channel",
        "money",
        "contacts",
        ("cost_channel",),
        (),
        "what the channels cost: per contact and per minute",
        better="less",
    ),
)
