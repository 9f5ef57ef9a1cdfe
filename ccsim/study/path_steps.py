"""The path of each customer in words: `account_call abandoned → assistant handed over → account_chat resolved`.

A step is a session with self-service, a contact, a request for a booking, or what became of the booking. Steps follow
each other as in `ccsim.measures.journeys`; the same step several times in a row stands once, with its number. A path
that goes on after the end of the run ends in `...`; one that ends because the customer has made `most_attempts`, in
`cut off`.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from ccsim.engine.logs import BotResult, CancelledBy, Logs, Origin, Outcome, Then
from ccsim.measures.journeys import Ending
from ccsim.model.center import CenterModel, IntArray

if TYPE_CHECKING:
    from ccsim.measures.journeys import Steps

ARROW = " → "
LATER = "..."
ENDINGS = {
    Ending.RESOLVED: "resolved",
    Ending.UNRESOLVED: "unresolved",
    Ending.ABANDONED: "abandoned",
    Ending.BALKED: "balked",
    Ending.BLOCKED: "blocked",
    Ending.DROPPED: "dropped",
    Ending.NOT_REACHED: "not reached",
    Ending.NO_SHOW: "no-show",
    Ending.LATE_NO_SHOW: "too late",
    Ending.CANCELLED: "cancelled",
    Ending.RELEASED: "released",
    Ending.DIVERTED: "diverted",
    Ending.OPEN: "still open",
}
IN_BOT = (Ending.CONTAINED, Ending.FALSELY_CONTAINED, Ending.GAVE_UP)
SESSIONS = {
    BotResult.CONTAINED: "contained",
    BotResult.FALSELY_CONTAINED: "falsely contained",
    BotResult.GAVE_UP: "given up",
    BotResult.HANDED_OVER: "handed over",
}
KEPT, CALLED_BACK = 1, 2  # how a contact came about


def paths_taken(model: CenterModel, logs: Logs, journey: Steps, customers: int) -> list[str]:
    """The path of each of so many customers, who are numbered as in `journey`."""
    code, texts = _coded(model, logs, journey)
    edges = np.searchsorted(journey.customer, np.arange(customers + 1)).tolist()
    taken = code.tolist()
    known: dict[tuple[int, ...], str] = {}
    paths = []
    for start, end in pairwise(edges):
        steps = tuple(taken[start:end])
        if steps not in known:
            known[steps] = written([word for step in steps for word in texts[step]])
        paths.append(known[steps])
    return paths


def written(words: list[str]) -> str:
    """Steps as a path.

    >>> written(["call abandoned", "call abandoned", "call resolved"])
    'call abandoned x2 → call resolved'
    """
    runs = [(word, len(list(same))) for word, same in groupby(words)]
    return ARROW.join(f"{word} x{times}" if times > 1 else word for word, times in runs)


def _coded(model: CenterModel, logs: Logs, journey: Steps) -> tuple[IntArray, list[list[str]]]:
    """Each step as a number, and the words that each number stands for."""
    contacts, bookings = logs.contacts, logs.bookings
    booked = journey.booking >= 0
    contact, booking = journey.contact[~booked], journey.booking[booked]
    code = np.zeros(journey.rows, dtype=np.int64)
    origin, outcome = contacts.origin[contact], contacts.outcome[contact]
    how = np.where(origin == Origin.APPOINTMENT, KEPT, np.where(outcome == Outcome.CALLED_BACK, CALLED_BACK, 0))
    columns = (
        contacts.type[contact],
        journey.ending[~booked],
        how,
        contacts.bot[contact],
        contacts.bot_result[contact],
    )
    code[~booked], keys = _distinct(*columns, journey.then[~booked])
    texts = [_contact(model, *key) for key in keys]
    columns = (
        bookings.appointment[booking],
        journey.ending[booked],
        bookings.cancelled_by[booking],
        bookings.bot[booking],
        bookings.bot_result[booking],
    )
    numbers, keys = _distinct(*columns, journey.then[booked])
    code[booked] = numbers + len(texts)
    return code, texts + [_booking(model, *key) for key in keys]


def _distinct(*columns: IntArray) -> tuple[IntArray, list[list[int]]]:
    """Rows as numbers from 0, and what the row of each number holds."""
    if not len(columns[0]):
        return np.zeros(0, dtype=np.int64), []
    shifted = [column - column.min() for column in columns]
    combined = np.ravel_multi_index(tuple(shifted), tuple(int(column.max()) + 1 for column in shifted))
    _, first, number = np.unique(combined, return_index=True, return_inverse=True)
    return np.asarray(number, dtype=np.int64), np.stack(columns, axis=1)[first].tolist()


def _contact(model: CenterModel, kind: int, ending: int, how: int, bot: int, result: int, then: int) -> list[str]:
    words = _session(model, bot, result)
    if ending not in IN_BOT:
        came = {KEPT: "kept, ", CALLED_BACK: "called back, "}.get(how, "")
        words.append(f"{model.types[kind].name} {came}{ENDINGS[Ending(ending)]}")
    return words + _afterwards(then)


def _booking(model: CenterModel, appointment: int, ending: int, by: int, bot: int, result: int, then: int) -> list[str]:
    words, name = _session(model, bot, result), model.appointments[appointment].name
    if ending == Ending.NOT_BOOKED:
        words.append(f"book {name} in vain")
    elif ending not in IN_BOT:
        words.append(f"book {name}")
    if ending in ENDINGS:
        moved = ending == Ending.CANCELLED and by == CancelledBy.REBOOKED
        words.append(f"{name} {'moved' if moved else ENDINGS[Ending(ending)]}")
    return words + _afterwards(then)


def _session(model: CenterModel, bot: int, result: int) -> list[str]:
    """None where self-service was full or out, or has not ended."""
    return [f"{model.behaviour.bots[bot].name} {SESSIONS[BotResult(result)]}"] if result in SESSIONS else []


def _afterwards(then: int) -> list[str]:
    return {Then.PENDING: [LATER], Then.CUT: ["cut off"]}.get(Then(then), [])
