"""Arrivals and requests changed, wherever they come from; what was recorded stays as it was.

On days and hours they are multiplied there; what is added is spread as those that are expected there, on each day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ccsim.scenario.calendar import Window
from ccsim.scenario.change import Change
from ccsim.scenario.exact import quantity
from ccsim.scenario.expected import Expected
from ccsim.scenario.reader import Reader, Refused
from ccsim.scenario.schema import ArrivalFactor, Arrivals
from ccsim.sentences import Sentence, dated


def adjusted_arrivals(arrivals: Arrivals, path: str, reader: Reader, channel: str | None) -> Arrivals:
    """The arrivals with the changes that wait for their path made, in the order typed; `channel` is that of contacts.

    Refused where one cannot be made.
    """
    whole = Fraction(1)
    for change in reader.adjustments.at(path):
        given = quantity(change.node.text)
        assert given is not None
        if arrivals.trace is not None:
            raise reader.refuse(change.place, path, Sentence("recorded_stay"))
        if change.when is not None:
            arrivals = _on_days(_times(arrivals, whole), change, path, reader, channel)
            whole = Fraction(1)
            continue
        whole *= given.amount * given.size
        reader.adjustments.made(change, path, _any_expected(arrivals), "no contacts are expected")
    return _times(arrivals, whole)


def expected(arrivals: Arrivals, reader: Reader, channel: str | None) -> Expected:
    """Contacts expected in the hours in which the channel receives; Refused where these cannot be known."""
    clock, opening = reader.clock, reader.opening
    known = reader.channels.get(channel) if channel is not None else None
    if clock is None or opening is None or known is None or channel is None:
        raise Refused
    own = opening.channels.get(channel)
    receives = own.receives if own is not None else None
    as_written = receives is None and arrivals.forecast is not None
    if known.kind == "deferred" and (as_written or receives == "always"):
        return Expected(arrivals, [(0.0, clock.horizon)], clock)
    return Expected(arrivals, reader.windows({channel}) or [], clock)


def _on_days(arrivals: Arrivals, change: Change, path: str, reader: Reader, channel: str | None) -> Arrivals:
    """The arrivals with those of some days or hours changed."""
    now, found = expected(arrivals, reader, channel), []
    empty: list[date] = []
    for day, spans in _days(change, path, reader):
        contacts = now.within(spans)
        if contacts <= 0.0:
            empty.append(day)
            continue
        times = _factor(contacts, change, path, reader, f"on {day:%a %Y-%m-%d}")
        found += [ArrivalFactor(start=start, end=end, times=times) for start, end in spans]
    assert change.when is not None
    if not found:
        nobody = f"no contacts are expected on {change.when.text}"
        if "*" not in change.path:
            raise reader.refuse(change.place, path, nobody)
        reader.adjustments.made(change, path, False, nobody)
    elif empty and change.operator != "*=":
        key = "nobody_expected_more" if len(empty) > _NAMED else "nobody_expected"
        named = [dated(day) for day in empty[:_NAMED]]
        reader.warnings.append(Sentence(key, file=change.place.file, days=named))
    if found:
        reader.adjustments.made(change, path, True, "")
    return arrivals.model_copy(update={"factors": (*arrivals.factors, *found)})


_NAMED = 5  # days in a warning


def _days(change: Change, path: str, reader: Reader) -> Iterator[tuple[date, list[Window]]]:
    """The days that are meant, each with its hours on elapsed time."""
    assert change.when is not None and reader.clock is not None
    try:
        days = change.when.days(reader.clock)
    except ValueError as error:
        raise reader.refuse(change.place, path, str(error)) from None
    for day in days:
        yield day, change.when.on_day(day, reader.clock)


def _factor(contacts: float, change: Change, path: str, reader: Reader, at: str) -> float:
    """How many times as many come as `contacts`, of one day."""
    given = quantity(change.node.text)
    assert given is not None
    if change.operator == "*=":
        return given.number
    more = given.number if change.operator == "+=" else -given.number
    if contacts + more < -_SLACK * contacts:
        there = f"{contacts:.4g} contacts are expected {at}"
        raise reader.refuse(change.place, path, f"{there}, {change.node.text} less would be below 0")
    return max(0.0, (contacts + more) / contacts)


_SLACK = 1e-9  # of sums


def _any_expected(arrivals: Arrivals) -> bool:
    amounts = [row.contacts for row in arrivals.forecast or ()]
    amounts += [*(arrivals.per_day or {}).values(), *(rate for _, rate in arrivals.rate or ())]
    return any(amounts)


def _times(arrivals: Arrivals, exact: Fraction) -> Arrivals:
    """Every expected number times a factor; the spread of a forecast grows with it (its cv stays)."""
    if exact == 1:
        return arrivals
    factor = float(exact)
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
