"""Journeys, self-service and live rules as tables: what is the same for every replication, and what one brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ccsim.engine.compiled.attempts import PURPOSES
from ccsim.engine.compiled.behaviour_memory import (
    ADD_GROUP,
    AT_LEAST,
    AT_MOST,
    CLOSE_GROUP,
    HEAD,
    LAST_ANSWERED,
    LESS,
    MORE,
    NO_BOUND,
    QUEUE_LENGTH,
    TO_BOT,
    TO_CALL_BACK,
    TO_TYPE,
)
from ccsim.engine.compiled.kernel import Tables, filled, records, unwritten
from ccsim.engine.compiled.law_book import LawBook
from ccsim.engine.compiled.memory import NOBODY
from ccsim.model.behaviour import MoveFrom
from ccsim.model.contact_types import mean_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccsim.model.behaviour import Bound, Rule
    from ccsim.model.center import CenterModel
    from ccsim.workload.workload import Workload

_SIGNS = {">": MORE, ">=": AT_LEAST, "<": LESS, "<=": AT_MOST}
_PREDICTORS = {"head": HEAD, "last_answered": LAST_ANSWERED, "queue_length": QUEUE_LENGTH}
CHANGED = ("bots", "rules")
"""Tables that a day leaves changed."""

_NEW_CUSTOMER = filled("customers", [(-np.inf, 0, NOBODY, 0, 0, 0)]).view(np.ndarray)


def behaves(model: CenterModel) -> bool:
    """Whether anything beside first contacts and their routing happens in the center."""
    return follows_up(model) or bool(model.behaviour.rules)


def follows_up(model: CenterModel) -> bool:
    """Whether customers may do anything after their first contact, or begin with a booking."""
    return bool(model.behaviour.moves or model.behaviour.bots or model.appointments)


class BehaviourPlan:
    """`tables`, what of them a day changes included; laws and shares go into a book."""

    def __init__(self, model: CenterModel, tables: Tables, book: LawBook) -> None:
        self._law, self._share = book.by_time, book.share
        self.tables: Tables = {}
        self._journeys(model)
        self._bots(model, tables["kinds"])
        self._rules(model, tables)
        self._durations(model, tables["kinds"])
        timeline = model.timeline
        self.tables |= {
            "edges": timeline.edges,
            "times_of_day": np.asarray(timeline.time_of_day, np.float64),
        }
        floor, behaviour = tables["floor"][0], model.behaviour
        floor.behaves, floor.journeys, floor.bots = 1, follows_up(model), bool(behaviour.bots)
        floor.segments, floor.intervals = len(model.segments), len(timeline.edges) - 1
        floor.works = _works(model)
        floor.interval = timeline.edges[1] - timeline.edges[0]
        floor.purposes = len(PURPOSES)
        floor.most_attempts = behaviour.most_attempts
        floor.repeat_aht, floor.shares_context = behaviour.context.repeat_aht, behaviour.context.shared
        floor.rule_edges = len(self.tables["rule_edge_times"])

    def _journeys(self, model: CenterModel) -> None:
        moves: list[Any] = []
        first = [0]
        for kind in range(len(model.types)):
            for happened in MoveFrom:
                for move in model.behaviour.moves.get((kind, happened), ()):
                    moves.append((move.contact, move.appointment, self._law(move.after), self._share(move.probability)))
                first.append(len(moves))
        self.tables |= {"moves": filled("moves", moves), "first_moves": np.array(first, np.int64)}

    def _bots(self, model: CenterModel, kinds: Any) -> None:
        bots = records("bots", len(model.behaviour.bots))
        outages: list[Any] = []
        kinds.bot = NOBODY
        for b, (row, bot) in enumerate(zip(bots, model.behaviour.bots, strict=True)):
            kinds.bot[list(bot.fronts)] = b
            row.capacity = NOBODY if bot.capacity is None else bot.capacity
            row.first_outage, row.outages = len(outages), len(bot.outages)
            outages += bot.outages.tolist()
            row.time, row.returns_to, row.returns_after = (
                self._law(bot.time),
                bot.returns_to,
                self._law(bot.returns_after),
            )
            row.keeps_context, row.hand_over = bot.keeps_context, bot.hand_over_aht
            row.first_containment, row.first_gives_up = self._share(bot.containment), self._share(bot.gives_up)
            row.first_falsely, row.first_easy = self._share(bot.false_containment), self._share(bot.easy_factor)
        self.tables |= {"bots": bots, "outages": filled("outages", outages)}

    def _rules(self, model: CenterModel, tables: Tables) -> None:
        rules = records("rules", len(model.behaviour.rules))
        hours: list[Any] = []
        edges: list[tuple[float, int]] = []
        kinds, groups, skills = tables["kinds"], tables["groups"], tables["skills"]
        offers: list[list[int]] = [[] for _ in model.types]
        of_groups: list[list[int]] = [[] for _ in model.types]
        watching: list[list[int]] = [[] for _ in model.groups]
        for r, (row, rule) in enumerate(zip(rules, model.behaviour.rules, strict=True)):
            kind = kinds[rule.contact]
            own = range(kind.first_skill, kind.first_skill + kind.skills)
            _set_terms(row, rule, model)
            kind.watched = 1
            row.first_share = self._share(rule.accepted)
            row.first_span = len(hours)
            if rule.between is not None:
                hours += rule.between.tolist()
            row.spans = len(hours) - row.first_span
            if row.does not in (ADD_GROUP, CLOSE_GROUP):
                offers[rule.contact].append(r)
                continue
            of_groups[rule.contact].append(r)
            row.target = next((s for s in own if skills[s].group == row.target), NOBODY)
            if rule.between is not None:
                edges += [(at, r) for at in sorted(set(rule.between.ravel().tolist()))]
            if rule.idle is not None:
                for s in own:
                    if not skills[s].only_added and rule.contact not in watching[skills[s].group]:
                        watching[skills[s].group].append(rule.contact)
        in_order: list[int] = []
        for kind, mine, ours in zip(kinds, offers, of_groups, strict=True):
            kind.first_offer, kind.offers = len(in_order), len(mine)
            kind.first_rule, kind.rules = len(in_order) + len(mine), len(ours)
            in_order += mine + ours
        watched: list[int] = []
        for group, types in zip(groups, watching, strict=True):
            group.first_watching, group.watching = len(watched), len(types)
            watched += types
        self.tables |= {
            "rules": rules,
            "rule_hours": filled("rule_hours", hours),
            "rules_in_order": np.array(in_order, np.int64),
            "watching_kinds": np.array(watched, np.int64),
            "rule_edge_times": np.array([at for at, _ in edges], np.float64),
            "rule_edge_rules": np.array([r for _, r in edges], np.int64),
        }

    def _durations(self, model: CenterModel, kinds: Any) -> None:
        works = _works(model)
        shape = len(model.types), works
        talk, wrap_up = np.full(shape, NOBODY), np.full(shape, NOBODY)
        patience = np.full((len(model.types), len(model.segments)), NOBODY)
        for k, contact_type in enumerate(model.types):
            kinds[k].same_patience = contact_type.same_patience
            for i, work in enumerate(contact_type.work):
                talk[k, i], wrap_up[k, i] = self._law(work.talk), self._law(work.wrap_up)
            if contact_type.patience is not None:
                patience[k] = [self._law(law) for law in contact_type.patience]
        self.tables |= {
            "talk_laws": talk.ravel().astype(np.int64),
            "wrap_up_laws": wrap_up.ravel().astype(np.int64),
            "patience_laws": patience.ravel().astype(np.int64),
        }


def day_of_customers(workload: Workload, purposes: Sequence[str], contacts: int, decisions: int) -> Tables:
    """What a replication's customers bring to later contacts, and room for what becomes of them.

    Raises
    ------
    ValueError
        The workload cannot draw what follows a first contact.
    """
    attempts = workload.attempts
    if attempts is None:
        raise ValueError("the workload cannot draw what follows a first contact")
    customers = _NEW_CUSTOMER.repeat(workload.rows + workload.requests.rows)
    segment = customers["segment"]
    segment[: workload.rows], segment[workload.rows :] = workload.segment, workload.requests.segment
    recorded = attempts.recorded_patience
    return {
        "trails": unwritten("trails", contacts),
        "decisions": unwritten("decisions", decisions),
        "customers": customers,
        "keys": attempts.keys(purposes).view(np.int64).reshape(-1),
        "words": attempts.word,
        "sources": attempts.source,
    } | ({} if recorded is None else {"recorded_patience": recorded})


def _set_terms(row: Any, rule: Rule, model: CenterModel) -> None:
    row.kind = rule.contact
    does = (
        (TO_CALL_BACK, NOBODY, rule.callback),
        (TO_TYPE, rule.divert_type, rule.divert_type >= 0),
        (TO_BOT, rule.divert_bot, rule.divert_bot >= 0),
        (ADD_GROUP, rule.add_group, rule.add_group >= 0),
        (CLOSE_GROUP, rule.close_group, rule.close_group >= 0),
    )
    row.does, row.target = next((what, whom) for what, whom, meant in does if meant)
    row.always = rule.between is None
    row.predictor = _PREDICTORS[rule.predictor]
    row.wait_sign, row.wait_bound = _bound(rule.expected_wait)
    row.waiting_sign, row.waiting_bound = _bound(rule.waiting)
    row.idle_sign, row.idle_bound = _bound(rule.idle)
    row.until_sign, row.until_bound = _bound(rule.until)
    if row.predictor == QUEUE_LENGTH:
        row.handle_time = mean_work(model.types[rule.contact].work[0])
    row.attempts, row.reach, row.ring, row.retry_after = rule.attempts, rule.reach, rule.ring, rule.retry_after


def _bound(bound: Bound | None) -> tuple[int, float]:
    return (NO_BOUND, 0.0) if bound is None else (_SIGNS[bound.sign], bound.value)


def _works(model: CenterModel) -> int:
    return max((len(one.work) for one in model.types), default=0)
