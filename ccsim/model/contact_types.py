"""Contact types: their customers, their work, and how they are judged."""

from __future__ import annotations

import math

import numpy as np

from ccsim.model.center import ArrivalStream, ContactType, FloatArray, LawByTime, WorkLaw
from ccsim.model.grid import on_grid
from ccsim.model.laws import law_by_time, same_for_all
from ccsim.scenario.schema import DAY, BySegment, Contact, Scenario, Skill
from ccsim.scenario.schema import Law as LawAsWritten

ANSWER_WITHIN = {"live": 20.0, "deferred": 4 * 3600.0, "appointment": 300.0}
"""Service level's threshold by kind of channel. Of an appointment the wait runs from the slot (or from coming late):
a host who is ready within five minutes is on time."""


def make_contact_type(name: str, scenario: Scenario, arrivals: ArrivalStream) -> ContactType:
    contact = scenario.contacts[name]
    kind = scenario.channels[contact.channel].kind
    within = on_grid(ANSWER_WITHIN[kind] if contact.answer_within is None else contact.answer_within)
    return ContactType(
        name=name,
        channel=list(scenario.channels).index(contact.channel),
        segment_share=_segment_share(contact, scenario),
        arrivals=arrivals,
        patience=_patience(contact, scenario),
        balking_from=np.array([waiting for waiting, _ in contact.balking], np.int64),
        balking_probability=np.array([probability for _, probability in contact.balking], np.float64),
        work=(_own_work(name, contact), *(_group_work(name, contact, skill) for skill in _own_skills(name, scenario))),
        answer_within=within,
        short_abandon=within if contact.short_abandon is None else on_grid(contact.short_abandon),
        priority=contact.priority,
        weight=contact.weight,
        head_start=on_grid(contact.head_start),
        max_waiting=contact.max_waiting,
        lost_value=contact.lost_value,
        resolution=contact.resolution,
        clock_opening=kind == "deferred" and contact.clock == "opening",
        sla_at_start=kind == "deferred" and contact.sla_at == "start",
        same_patience=contact.patience_on_retry == "same",
        outbound=any(
            appointment.unconfirmed is not None and appointment.unconfirmed.call == name
            for appointment in scenario.appointments.values()
        ),
    )


def segment_names(scenario: Scenario) -> tuple[str, ...]:
    """Segments in file order; a scenario without any has one that holds everybody."""
    return tuple(scenario.segments) or ("all",)


def has_own_work(skill: Skill) -> bool:
    """Whether a skill brings durations of its own instead of a factor on the type's."""
    return any(law is not None for law in (skill.handle_time, skill.talk_time, skill.wrap_up))


def mean_duration(law: LawByTime | None) -> float:
    """Seconds; a law by time of day counts with its plain average over the day, whenever the contacts come."""
    if law is None:
        return 0.0
    lengths = np.diff(np.append(law.starts, DAY))
    return math.fsum(length / DAY * part.mean for length, part in zip(lengths, law.laws, strict=True))


def mean_work(work: WorkLaw) -> float:
    """AHT of a contact at factor 1: talk and wrap-up, seconds."""
    return mean_duration(work.talk) + mean_duration(work.wrap_up)


def _own_skills(name: str, scenario: Scenario) -> list[Skill]:
    """Skills for this type with durations of their own, in the order of the groups."""
    skills = [group.skills[name] for group in scenario.agents.values() if name in group.skills]
    return [skill for skill in skills if has_own_work(skill)]


def _segment_share(contact: Contact, scenario: Scenario) -> FloatArray:
    if not scenario.segments:
        return np.ones(1)
    stated = contact.segments or {name: segment.share for name, segment in scenario.segments.items()}
    share = np.array([stated.get(name, 0.0) for name in scenario.segments])
    return np.asarray(share / share.sum())  # shares as written may miss 1 by their rounding


def _patience(contact: Contact, scenario: Scenario) -> tuple[LawByTime, ...] | None:
    if contact.patience is None:
        return None
    if not isinstance(contact.patience, BySegment):
        return (law_by_time(contact.patience),) * len(segment_names(scenario))
    default = law_by_time(contact.patience.default)
    own = {name: law_by_time(law) for name, law in contact.patience.segments.items()}
    return tuple(own.get(name, default) for name in segment_names(scenario))


def _own_work(name: str, contact: Contact) -> WorkLaw:
    where = f"contacts.{name}"
    if contact.handle_time is not None:
        return _work_law(where, contact.handle_time, None)
    if contact.talk_time is None:
        raise ValueError(f"{where}: needs handle_time, or talk_time with or without wrap_up")
    return _work_law(where, contact.talk_time, contact.wrap_up)


def _group_work(name: str, contact: Contact, skill: Skill) -> WorkLaw:
    """A group's own durations; of talk and wrap-up, the one it does not state is the type's."""
    where = f"the skill {name}"
    if skill.handle_time is not None:
        return _work_law(where, skill.handle_time, None)
    talk, wrap_up = skill.talk_time or contact.talk_time, skill.wrap_up or contact.wrap_up
    if talk is None:
        raise ValueError(f"{where}: a wrap_up of its own needs a talk_time, here or in the contact")
    return _work_law(where, talk, wrap_up)


def _work_law(where: str, talk: LawAsWritten, wrap_up: LawAsWritten | None) -> WorkLaw:
    what = "talk, wrap-up and handle times"
    return WorkLaw(same_for_all(talk, where, what), None if wrap_up is None else same_for_all(wrap_up, where, what))
