"""Self-service, journeys, proactive service and experience of a scenario as numbers and indices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ccsim.model.behaviour import (
    Behaviour,
    Context,
    Experience,
    Move,
    MoveFrom,
    Moves,
    Proactive,
    Score,
    SelfService,
)
from ccsim.model.center import FloatArray, LawByTime
from ccsim.model.channels import as_windows
from ccsim.model.grid import on_grid
from ccsim.model.laws import same_for_all, share_by_segment
from ccsim.model.make_rules import make_rule
from ccsim.scenario import schema_behaviour as written
from ccsim.scenario.calendar import Clock, merged
from ccsim.scenario.measure_names import TABLE_OF
from ccsim.scenario.record import Law as LawAsWritten
from ccsim.scenario.schema import Scenario


def make_behaviour(scenario: Scenario, clock: Clock, segments: Sequence[str]) -> Behaviour:
    return Behaviour(
        bots=tuple(_self_service(name, scenario, segments) for name in scenario.self_service),
        moves=_moves(scenario, segments),
        most_attempts=scenario.journeys.most_attempts,
        context=Context(scenario.context.shared_across_channels, scenario.context.repeat_aht),
        rules=tuple(make_rule(name, scenario, clock, segments) for name in scenario.orchestration),
        proactive=tuple(
            Proactive(name, list(scenario.contacts).index(one.replaces), one.share, one.cost)
            for name, one in scenario.proactive.items()
        ),
        experience=_experience(scenario, segments) if _asked_how_it_was(scenario) else None,
    )


def _self_service(name: str, scenario: Scenario, segments: Sequence[str]) -> SelfService:
    one = scenario.self_service[name]
    types, appointments = list(scenario.contacts), list(scenario.appointments)
    containment = share_by_segment(one.containment, segments)
    where = f"self_service.{name}"
    return SelfService(
        name=name,
        fronts=tuple(types.index(front) for front in one.fronts if front in types),
        fronts_appointments=tuple(appointments.index(front) for front in one.fronts if front in appointments),
        time=same_for_all(one.time, where, "times in self-service"),
        containment=containment,
        gives_up=share_by_segment(one.gives_up, segments),
        false_containment=share_by_segment(one.false_containment, segments),
        returns_to=-1 if one.returns is None else types.index(one.returns.to),
        returns_after=None if one.returns is None else _delay(one.returns.after, f"{where}.returns"),
        cost=one.cost,
        keeps_context=one.hand_over.keeps_context,
        hand_over_aht=one.hand_over.aht,
        easy_factor=_easy_factor(containment, one.easy_first),
        capacity=one.capacity,
        outages=as_windows(merged((outage.start, outage.end) for outage in one.outages)),
    )


def _easy_factor(containment: FloatArray, easy_first: float) -> FloatArray:
    """See `SelfService`; 1 where all are contained, so that nobody is left who could be harder."""
    left = 1.0 - containment
    harder = 1.0 - containment * (1.0 - easy_first)
    return np.divide(harder, left, out=np.ones_like(left), where=left > 0.0)


def _delay(law: LawAsWritten | None, where: str) -> LawByTime | None:
    return None if law is None else same_for_all(law, where, "delays")


def _moves(scenario: Scenario, segments: Sequence[str]) -> Moves:
    """A customer who came too late moves like one who did not come, where nothing is said of him."""
    moves: Moves = {}
    types, appointments = list(scenario.contacts), list(scenario.appointments)
    for contact, by_outcome in scenario.journeys.moves.items():
        for outcome, written_moves in by_outcome.items():
            where = f"journeys.{contact}.{outcome}"
            moves[types.index(contact), MoveFrom[outcome.upper()]] = tuple(
                Move(
                    contact=-1 if one.to is None else types.index(one.to),
                    appointment=-1 if one.book is None else appointments.index(one.book),
                    probability=share_by_segment(one.probability, segments),
                    after=_delay(one.after, where),
                )
                for one in written_moves
            )
    for k in range(len(types)):
        if (k, MoveFrom.NO_SHOW) in moves:
            moves.setdefault((k, MoveFrom.LATE_NO_SHOW), moves[k, MoveFrom.NO_SHOW])
    return moves


def _asked_how_it_was(scenario: Scenario) -> bool:
    """Where customers do nothing but call once, experience is measured only if the scenario speaks of it: it costs."""
    lead_elsewhere = any(rule.offer or rule.divert_to for rule in scenario.orchestration.values())
    goes_on = scenario.journeys.moves or scenario.self_service or scenario.appointments or lead_elsewhere
    wanted = [target.measure for target in scenario.targets.values()] + list(scenario.simulation.precision)
    asked = any(TABLE_OF.get(measure) == "customers" for measure in wanted)
    return bool(goes_on) or asked or "experience" in scenario.model_fields_set


def _experience(scenario: Scenario, segments: Sequence[str]) -> Experience:
    one = scenario.experience
    csat, probability = (np.array(column, np.float64) for column in zip(*one.churn, strict=True))
    return Experience(
        csat=_score(one.csat),
        ces=_score(one.ces),
        promoter_from=one.nps.promoter_from,
        detractor_to=one.nps.detractor_to,
        churn_csat=csat,
        churn_probability=probability,
        first_contact_window=on_grid(one.first_contact_window),
        segment_value=np.array(
            [scenario.segments[name].value if name in scenario.segments else 0.0 for name in segments]
        ),
    )


def _score(one: written.Score) -> Score:
    return Score(**{name: getattr(one, name) for name in type(one).model_fields})
