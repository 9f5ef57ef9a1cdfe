"""Targets as questions: what is asked of each kind, and when the answers are enough."""

from __future__ import annotations

import numpy as np
import pytest
from measures_by_hand import C, Ch, Team, Type, center, history

from ccsim.engine.logs import Outcome
from ccsim.estimation.quantiles import WaitQuantiles, waits_within
from ccsim.estimation.regressions import Regression, Tolerance, usual_tolerance
from ccsim.estimation.sequential import Answer, Family
from ccsim.estimation.target_questions import questions_of
from ccsim.estimation.targets import resolve
from ccsim.measures.catalogue import find
from ccsim.measures.cells import Cells
from ccsim.measures.meter import Meter
from ccsim.scenario.schema import Target

MODEL = center(
    channels=(Ch(windows=((0.0, 5400.0), (7200.0, 12600.0))), Ch(live=False, windows=((0.0, 14400.0),))),
    types=(Type("calls", lost_value=1.0), Type("mail", channel=1, answer_within=3600.0)),
    teams=(Team("team"),),
    days=2,
)
METER = Meter(MODEL)
CELLS = Cells.of(MODEL)
INTERVALS = len(MODEL.timeline.interval_start)


def level(interval: int, good: int, bad: int):
    """In one half-hour `good` contacts answered at once and `bad` ones that abandon after 60 s."""
    at = 1800.0 * interval
    answered = [C(at + i, answered=at + i, talk_end=at + i + 1) for i in range(good)]
    return answered + [C(at + i, Outcome.ABANDONED, left=at + i + 60, waited=True) for i in range(bad)]


def measured(contacts, number=1):
    return METER.read(*history(MODEL, contacts, replication=number))


def asked(replications, **target):
    """The questions of one target that has seen these replications."""
    (part,) = questions_of(resolve({"goal": Target(**target)}, MODEL, CELLS), MODEL)
    for number, contacts in enumerate(replications, 1):
        part.add(measured(contacts, number))
    return part


def answered(part, met=(), missed=()):
    """Answers in which only these questions are decided."""
    decisions = {**dict.fromkeys(met, "met"), **dict.fromkeys(missed, "missed")}
    return [Answer(decisions.get(row, "undecided"), 20, 0.5) for row in range(len(part.questions))]


# --- wait quantiles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bound", [0.0, 0.4, 1.0, 7.25, 59.999, 60.0, 3599.5, 3700.0, 40000.0, 1e9])
def test_a_quantile_is_within_a_bound_where_the_share_is_enough(bound):
    """p of the waits are at most b exactly where the quantile for p is: the same number read both ways."""
    rng = np.random.default_rng(5)
    waits = np.concatenate(([0.0, 0.0], rng.exponential(60.0, 40), rng.uniform(3000.0, 9000.0, 5)))
    contacts = [C(0.0, answered=wait, talk_end=wait + 1.0, waited=wait > 0) for wait in waits]
    histogram = measured(contacts).waits
    y, x = (float(part[0]) for part in waits_within(histogram, bound, np.zeros(1, dtype=np.int64)))
    assert x == len(waits)
    assert y == pytest.approx((waits <= bound).sum(), abs=6 if bound > 3600 else 1.0)
    pooled = WaitQuantiles(len(CELLS.contact_scopes) * len(CELLS.slots))
    pooled.add(histogram)
    for share in (y / x - 0.01, y / x + 0.01):
        if 0 < share < 1:
            quantile = float(pooled.quantiles((share,), 0.95)[0][0, 0])
            assert (quantile <= bound) == (share < y / x)


def test_what_is_asked_of_a_quantile():
    most = asked([], measure="wait_p90", at_most=60.0).questions[0]
    assert (most.bound, most.at_least, most.lowest, most.highest) == (0.9, True, 0.0, 1.0)
    assert not asked([], measure="wait_p90", at_least=60.0).questions[0].at_least


def test_cells_of_quantiles_by_interval():
    part = asked([level(0, 3, 1) + level(4, 1, 3)], measure="wait_p50", contact="calls", at_most=30.0, per="interval")
    found = [(float(y[0]), float(x[0])) for y, x in part.fractions([])[:INTERVALS]]
    assert found[0] == (3.0, 4.0) and found[4] == (1.0, 4.0) and sum(x for _, x in found) == 8


# --- per interval and day -----------------------------------------------------------------------------------------

EVERY = [level(0, 9, 1) + level(1, 9, 1) + level(4, 9, 1)] * 20  # half-hours 0, 1 of the first day, 4 of the second
OPEN, QUIET = (0, 1, 2, 4, 5, 6), (2, 5, 6)


def each(replications=EVERY, **target):
    return asked(replications, measure="service_level", contact="calls", at_least=0.8, per="interval", **target)


def test_each_interval_is_a_question_and_each_open_one_another():
    part = each()
    assert len(part.questions) == INTERVALS + len(OPEN)
    assert {question.bound for question in part.questions[:INTERVALS]} == {0.8}
    volumes = [bool((y > 0).all()) for y, _ in part.fractions([])[INTERVALS:]]
    assert volumes == [row not in QUIET for row in OPEN]


def volume(part, *intervals):
    """Rows of the questions on the volume of open intervals."""
    return [INTERVALS + OPEN.index(row) for row in intervals]


def test_all_intervals_must_be_met():
    part = each()
    quiet, busy = volume(part, *QUIET), volume(part, 0, 1, 4)
    assert part.decide(answered(part, met=(0, 1, 4, *busy), missed=quiet))[0] == "met"
    decision, detail = part.decide(answered(part, met=(0, 1, *busy), missed=quiet))
    assert decision == "undecided" and detail.startswith("5 of 6 intervals met, 0 missed, 1 uncertain")
    decision, detail = part.decide(answered(part, met=(0,), missed=(4,)))
    assert decision == "undecided"  # whether that interval counts is not yet clear
    decision, detail = part.decide(answered(part, met=busy, missed=(4,)))
    assert decision == "missed" and detail.endswith(f"missed: {MODEL.timeline.interval_start[4]}")
    assert part.decide(answered(part, met=(0, 1, 4, *busy)))[0] == "undecided"  # others may still bring some


def test_a_share_of_the_intervals():
    part = each(ignore_below=5.0, share=0.6)
    volumes = range(INTERVALS, 2 * INTERVALS)
    counted = [INTERVALS + row for row in (0, 1, 4)]
    left_out = [row for row in volumes if row not in counted]
    assert part.decide(answered(part, met=(0, 1, *counted), missed=(*left_out, 4)))[0] == "met"
    assert part.decide(answered(part, met=(0, *counted), missed=(*left_out, 1, 4)))[0] == "missed"
    assert part.decide(answered(part, met=(0, *counted), missed=(*left_out, 4)))[0] == "undecided"
    # 1 interval that perhaps counts: it could spoil what it is not met in, and save what it is not missed in
    unclear = left_out[1:]
    first = left_out[0] - INTERVALS
    assert part.decide(answered(part, met=(0, 1, *counted), missed=(*unclear, 4)))[0] == "undecided"
    assert part.decide(answered(part, met=(0, 1, first, *counted), missed=(*unclear, 4)))[0] == "met"
    part = each(ignore_below=5.0, share=0.4)
    assert part.decide(answered(part, met=(0, *counted), missed=(*unclear, 1, 4)))[0] == "undecided"
    assert part.decide(answered(part, met=(0, *counted), missed=(*unclear, 1, 4, first)))[0] == "missed"


def test_nothing_has_the_volume():
    part = each(ignore_below=50.0)
    everything = range(INTERVALS, 2 * INTERVALS)
    decision, detail = part.decide(answered(part, met=range(INTERVALS), missed=everything))
    assert decision == "undecided" and detail == "nothing to judge: no interval has the volume"


def test_a_whole_decision_on_intervals():
    """Through the family: every busy interval above its bound, and quiet ones shown to be so by replications."""
    part = each(EVERY * 10)
    family = Family(part.questions, [200])
    answers = family.look(part.fractions([]))
    assert part.decide(answers)[0] == "met"
    lower = each([level(0, 9, 1) + level(1, 9, 1) + level(4, 7, 3)] * 200)
    decision, detail = lower.decide(Family(lower.questions, [200]).look(lower.fractions([])))
    assert decision == "missed" and detail.endswith(f"missed: {MODEL.timeline.interval_start[4]}")


# --- share of days ------------------------------------------------------------------------------------------------


def test_days_of_a_replication_are_one_observation():
    some = [level(0, 9, 1), level(0, 9, 1) + level(4, 7, 3)] * 10
    part = asked(some, measure="service_level", contact="calls", at_least=0.8, per="day", probability=0.9)
    (y, x), *rest = part.fractions([])
    assert not rest and x.tolist() == [0.5, 1.0] * 10 and y.tolist() == [0.5, 0.5] * 10


def test_days_wait_for_their_volume():
    part = asked(
        EVERY, measure="service_level", contact="calls", at_least=0.8, per="day", probability=0.9, ignore_below=10.0
    )
    assert len(part.questions) == 3
    assert not part.fractions(answered(part))[0][1].any()
    assert part.decide(answered(part, met=(0, 1)))[0] == "undecided"
    clear = answered(part, met=(0, 1), missed=(2,))
    assert part.fractions(clear)[0][1].tolist() == [1.0] * 20  # of the first day alone
    assert part.decide(clear)[0] == "met"


# --- regressions --------------------------------------------------------------------------------------------------


def regression(tolerance: Tolerance, befores, afters, **target):
    one = Regression(resolve({"goal": Target(**target)}, MODEL, CELLS)[0], tolerance)
    for number, (before, after) in enumerate(zip(befores, afters, strict=True), 1):
        one.add(measured(before, number), measured(after, number))
    return one


@pytest.mark.parametrize(
    ("target", "worse"),
    [
        ({"measure": "service_level", "at_least": 0.5}, 0.2),
        ({"measure": "abandonment_rate", "at_most": 0.5}, 0.2),
        ({"measure": "wait_p90", "at_most": 30.0}, 0.2),
        ({"measure": "abandonment_rate", "at_least": 0.5}, -0.2),
    ],
)
def test_which_direction_is_worse(target, worse):
    one = regression(Tolerance(0.01, False), [level(0, 9, 1)] * 4, [level(0, 7, 3)] * 4, contact="calls", **target)
    assert one.worsening(4).worse_by == pytest.approx(worse)
    y, x = one.fraction()
    assert y.sum() / x.sum() == pytest.approx(worse)
    assert one.question.bound == 0.01 and not one.question.at_least


def test_a_part_of_what_the_baseline_has():
    befores, afters = [level(0, 8, 2)] * 4, [level(0, 7, 3)] * 4
    for share, over in ((0.5, 0.0), (0.4, 0.02), (0.6, -0.02)):
        one = regression(Tolerance(share, True), befores, afters, measure="abandonment_rate", at_most=0.5)
        y, x = one.fraction()
        assert y.sum() / x.sum() == pytest.approx(over) and one.question.bound == 0.0


def test_nothing_to_compare():
    one = regression(Tolerance(0.01, False), [[]] * 4, [level(0, 7, 3)] * 4, measure="service_level", at_least=0.5)
    assert not one.fraction()[1].any()
    (answer,) = Family([one.question], [4]).look([one.fraction()])
    assert answer.decision == "undecided" and answer.reason.startswith("nothing to judge")


def test_usual_tolerances():
    for measure, expected in (
        ("service_level", (0.01, False)),
        ("wait_p90", (0.01, False)),
        ("csat", (0.04, False)),
        ("nps", (2.0, False)),
        ("asa", (0.05, True)),
        ("cost", (0.05, True)),
    ):
        assert tuple(usual_tolerance(find(measure))) == pytest.approx(expected)
