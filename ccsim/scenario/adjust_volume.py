"""Arrivals and requests multiplied, wherever they come from; what was recorded stays as it was."""

from __future__ import annotations

from fractions import Fraction

from ccsim.scenario.exact import quantity
from ccsim.scenario.reader import Reader
from ccsim.scenario.schema import Arrivals


def adjusted_arrivals(arrivals: Arrivals, path: str, reader: Reader) -> Arrivals:
    """The arrivals with the changes that wait for their path made: expected contacts times a factor."""
    whole = Fraction(1)
    for change in reader.adjustments.at(path):
        given = quantity(change.node.text)
        assert given is not None
        if arrivals.trace is not None:
            message = (
                "recorded arrivals are replayed as they were and cannot be multiplied: say forecast, per_day or rate"
            )
            raise reader.refuse(change.place, path, message)
        whole *= given.amount * given.size
        reader.adjustments.made(change, path, _expected(arrivals), "no contacts are expected")
    return arrivals if whole == 1 else _times(arrivals, float(whole))


def _expected(arrivals: Arrivals) -> bool:
    amounts = [row.contacts for row in arrivals.forecast or ()]
    amounts += [*(arrivals.per_day or {}).values(), *(rate for _, rate in arrivals.rate or ())]
    return any(amounts)


def _times(arrivals: Arrivals, factor: float) -> Arrivals:
    """Every expected number times a factor; the spread of a forecast grows with it (its cv stays)."""
    if arrivals.forecast is not None:
        rows = tuple(
            row.model_copy(
                update={"contacts": row.contacts * factor, "sd": None if row.sd is None else row.sd * factor}
            )
            for row in arrivals.forecast
        )
        return Arrivals(**{**dict(arrivals), "forecast": rows})
    if arrivals.per_day is not None:
        per_day = {weekday: contacts * factor for weekday, contacts in arrivals.per_day.items()}
        return Arrivals(**{**dict(arrivals), "per_day": per_day})
    assert arrivals.rate is not None
    rate = tuple((start, per_second * factor) for start, per_second in arrivals.rate)
    return Arrivals(**{**dict(arrivals), "rate": rate})
