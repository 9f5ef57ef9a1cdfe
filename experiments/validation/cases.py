"""All validation cases, and what cannot be said in a scenario file yet."""

from __future__ import annotations

from experiments.validation import chat, days, journeys, many_skills, one_skill, published, reminders, sessions
from experiments.validation.case import Case

ROOMS = (one_skill, many_skills, days, journeys, chat, sessions, reminders, published)
CASES: dict[str, Case] = {case.name: case for room in ROOMS for case in room.CASES}

NOT_EXPRESSED: dict[str, str] = {
    "C, meaning `preempt`": "a contact in service never goes back to the queue; only `named` and `count` have names",
    "H-SixTypes with one or two skills": "one waiting room of 30 shared by queues whose agents may be "
    "idle: `lines` counts those in service too and `max_waiting` counts one type",
}
