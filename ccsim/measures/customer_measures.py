"""Measures of customers, by the interval of their first attempt; see `ccsim.measures.customers`."""

from __future__ import annotations

from ccsim.measures.definition import Better, Feature, Measure

CSAT_SCALE = (1.0, 5.0)
CES_SCALE = (1.0, 7.0)
NPS_SCALE = (-100.0, 100.0)
_ASKED = "of those asked: not pending, nor unserved because they did not come or cancelled"


def _count(name: str, meaning: str, better: Better | None = None) -> Measure:
    return Measure(name, "customers", "customers", (name,), (), meaning, needs="customers", better=better)


def _share(
    name: str,
    numerator: str,
    denominator: str,
    meaning: str,
    needs: Feature = "customers",
    better: Better | None = None,
) -> Measure:
    return Measure(
        name, "share", "customers", (numerator,), (denominator,), meaning, highest=1.0, needs=needs, better=better
    )


def _each(name: str, unit: str, numerator: str, meaning: str, better: Better | None = None) -> Measure:
    return Measure(name, unit, "customers", (numerator,), ("customers",), meaning, needs="customers", better=better)


def _score(
    name: str,
    unit: str,
    meaning: str,
    scale: tuple[float, float],
    asked: str = "csat_asked",
    better: Better | None = None,
) -> Measure:
    lowest, highest = scale
    return Measure(
        name,
        unit,
        "customers",
        (name,),
        (asked,),
        meaning,
        lowest=lowest,
        highest=highest,
        needs="experience",
        better=better,
    )


def _money(name: str, meaning: str, needs: Feature | None, better: Better | None = None) -> Measure:
    return Measure(name, "money", "customers", (name,), (), meaning, needs=needs, better=better)


CUSTOMER_MEASURES = (
    _count("customers", "customers whose first contact or booking request falls here"),
    _each(
        "contacts_per_customer",
        "attempts",
        "attempts",
        "attempts of a customer: a booking and the meeting it became are one, a diverted contact is one",
        better="less",
    ),
    _each("channel_switches", "changes", "channel_switches", "changes of channel of a customer", better="less"),
    _share(
        "customer_resolution",
        "settled",
        "ended",
        "whose last step settled the need, by an agent or by self-service, of those not pending",
        better="more",
    ),
    _share(
        "first_contact_resolution",
        "first_resolved",
        "first_judged",
        "settled at the first attempt with nothing after it inside first_contact_window, of those whose window ends "
        "inside the horizon",
        better="more",
    ),
    Measure(
        "time_to_resolution",
        "s",
        "customers",
        ("time_to_resolution",),
        ("settled",),
        "mean time from the first arrival or request to the end of the contact that settled it",
        needs="customers",
        better="less",
    ),
    _share("lost_rate", "lost", "ended", "neither settled nor pending, of those not pending", better="less"),
    _count("attempts_cut", "would have gone on, but had made most_attempts", better="less"),
    _score("csat", "score", f"mean satisfaction, 1 to 5, {_ASKED}", CSAT_SCALE, better="more"),
    _score("nps", "points", f"promoters less detractors, in points of 100, {_ASKED}", NPS_SCALE, better="more"),
    _score("ces", "score", f"mean ease, 1 to 7, {_ASKED}", CES_SCALE, "ces_asked", better="more"),
    _share(
        "churn", "churn", "csat_asked", f"mean probability to leave for good, {_ASKED}", "experience", better="less"
    ),
    _money(
        "churn_cost",
        "probability to leave times the segment's value, all who are asked added",
        "experience",
        better="less",
    ),
    _money(
        "lost_value",
        "value of the customers lost by being blocked, by balking or abandoning, by a closing, unreached or unbooked",
        None,
        better="less",
    ),
)
