"""Sequential decisions on targets: levels, what never varies, and errors and effort by experiment."""

from __future__ import annotations

import math

import numpy as np
import pytest
from paired_systems import abandonment, base_rate
from scipy import stats

from ccsim.estimation.paired import Fraction, paired_values
from ccsim.estimation.sequential import Family, Question, looks
from ccsim.measures.catalogue import find

FALSE_ALARM = 1e-4
LOOKS = looks(640)
AT_LEAST_0 = Question(0.0, at_least=True)


def constant(value: float, replications: int = 20, below: float = 1.0) -> Fraction:
    return np.full(replications, value * below), np.full(replications, below)


def once(question: Question, fraction: Fraction, alpha: float = 0.05):
    """The answer where there is one question and one look."""
    return Family([question], [len(fraction[0])], alpha).look([fraction])[0]


# --- levels -------------------------------------------------------------------------------------------------------


def test_looks():
    assert looks(1280) == (20, 40, 80, 160, 320, 640, 1280)
    assert looks(100) == (20, 40, 80, 100)
    assert looks(20) == (20,)
    assert looks(5) == (5,)


def test_looks_and_questions_share_alpha():
    """All looks of all hypotheses together spend alpha; a decision gives its level to those still open."""
    family = Family([AT_LEAST_0] * 3, (20, 40, 60))
    noise = np.resize([1.0, -1.0], 60)
    clear = noise + 10

    def look(n: int, *values: np.ndarray) -> list[str]:
        return [answer.decision for answer in family.look([(one[:n], np.ones(n)) for one in values])]

    levels = [family.level]
    assert look(20, noise, clear, noise) == ["undecided", "met", "undecided"]
    levels.append(family.level)
    assert look(40, noise, noise, noise) == ["undecided", "met", "undecided"]
    levels.append(family.level)
    assert levels == pytest.approx([0.05 / 6 / 6, 0.05 * 2 / 6 / 5, 0.05 * 3 / 6 / 5])
    assert look(60, -clear, noise, noise) == ["missed", "met", "undecided"]
    assert [answer.at for answer in family.answers] == [60, 20, 60]
    assert family.next_look is None
    with pytest.raises(ValueError, match="nothing more to look at"):
        look(80, noise, noise, noise)


def test_a_decision_helps_the_next_at_the_same_look():
    """p-values in between the levels of two hypotheses struck off none and one: Holm's step, in any order."""
    n = 20
    p = 0.05 / 3.5
    values = np.resize([1.0, -1.0], n)
    shift = stats.t.isf(p, n - 1) * values.std(ddof=1) / math.sqrt(n)
    for order in ([5.0, shift], [shift, 5.0]):
        answers = Family([AT_LEAST_0] * 2, [n]).look([(values + by, np.ones(n)) for by in order])
        assert [answer.decision for answer in answers] == ["met", "met"]
    answers = Family([AT_LEAST_0] * 2, [n]).look([(values + by, np.ones(n)) for by in (shift, 0.0)])
    assert [answer.decision for answer in answers] == ["undecided", "undecided"]


def test_it_ends_when_everything_is_decided():
    family = Family([AT_LEAST_0], LOOKS)
    assert family.next_look == 20
    family.look([(np.arange(1.0, 21.0), np.ones(20))])
    assert family.next_look is None
    assert Family([], LOOKS).next_look is None


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"alpha must be in \(0, 1\), got 5"):
        Family([AT_LEAST_0], LOOKS, 5)
    with pytest.raises(ValueError, match=r"this look is at 20 replications, got \[19\]"):
        Family([AT_LEAST_0], LOOKS).look([(np.ones(19), np.ones(19))])


# --- single tests -------------------------------------------------------------------------------------------------


def test_sides():
    y, x = np.arange(20.0) + 70, np.full(20, 100.0)
    for bound, at_least, decision in ((0.7, True, "met"), (0.9, True, "missed"), (0.7, False, "missed")):
        assert once(Question(bound, at_least), (y, x)).decision == decision
    assert once(Question(0.795, True), (y, x)).decision == "undecided"


@pytest.mark.parametrize(
    ("measure", "bound", "at_least", "value", "below", "decision"),
    [
        ("cost", 1100, False, 1000, 1, "met"),
        ("cost", 999, False, 1000, 1, "missed"),
        ("cost", 1000, False, 1000, 1, "met"),
        ("fte", 40, False, 40 * (1 + 1e-15), 7, "met"),
        ("agents_on_duty", 12, True, 12, 3600, "met"),
        ("service_level", 0.8, True, 1, 500, "met"),
        ("service_level", 0.8, True, 1, 0.5, "undecided"),  # 0.8 ** 10 is 0.11
        ("service_level", 0.8, True, 1, 1, "met"),  # 0.8 ** 20 is 0.012
        ("service_level", 1.0, True, 1, 500, "undecided"),
        ("abandonment_rate", 0.05, False, 0, 500, "met"),
        ("abandonment_rate", 0, False, 0, 500, "undecided"),
        ("blocked", 0.5, False, 0, 1, "met"),  # e ** -10
        ("blocked", 0.1, False, 0, 1, "undecided"),  # 0.9 ** 20 is 0.12
        ("blocked", 0, False, 0, 1, "undecided"),
    ],
)
def test_what_never_varies(measure, bound, at_least, value, below, decision):
    """A plan's cost is a fact; of what is counted, an exception may be still to come."""
    question = Question.about(find(measure), float(bound), at_least)
    assert once(question, constant(float(value), 20, float(below))).decision == decision


def test_at_the_end_of_the_scale_one_exception_is_enough():
    y, x = constant(0.0, 20, 500.0)
    y[7] = 1
    assert once(Question.about(find("blocking_rate"), 0.0, at_least=False), (y, x)).decision == "missed"
    never = once(Question.about(find("blocking_rate"), 0.0, at_least=False), constant(0.0))
    assert never.reason.endswith("no number of them shows that it always will be")


@pytest.mark.filterwarnings("error")
def test_nothing_to_judge():
    assert once(AT_LEAST_0, (np.zeros(20), np.zeros(20))).reason.startswith("nothing to judge")
    y, x = np.zeros(20), np.zeros(20)
    y[3], x[3] = 4.0, 5.0
    single = once(Question.about(find("service_level"), 0.5, True), (y, x))
    assert single.decision == "undecided"
    assert single.reason.startswith("fewer than two replications")


# --- by experiment ------------------------------------------------------------------------------------------------


def at_their_bounds(rng: np.random.Generator, n: int) -> tuple[list[Question], list[Fraction]]:
    """24 targets exactly at their bounds, on the same days: rates of a skewed volume, waits, rare counts, costs."""
    day = rng.gamma(25, 0.04, n)
    ones = np.ones(n)
    questions, fractions = [], []
    for k in range(6):
        x = rng.poisson((20 + 80 * k) * day).astype(np.float64)
        y = rng.binomial(x.astype(np.int64), np.clip(0.1 + 0.08 * (day - 1), 0, 1)).astype(np.float64)
        questions.append(Question(0.1 + 0.08 * 0.04, at_least=False, lowest=0.0, highest=1.0))
        fractions.append((y, x))
        questions.append(Question(30.0 * 1.04, at_least=False))
        fractions.append((rng.gamma(2.0, 0.5, n) * x * day * 30.0, x))
        count = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)[k]
        questions.append(Question(count, at_least=bool(k % 2), lowest=0.0, grain=1.0))
        fractions.append((rng.poisson(count * day).astype(np.float64), ones))
        questions.append(Question(1000.0, at_least=False))
        fractions.append((1000 + 50 * (day - 1) + rng.normal(0, 10, n), ones))
    return questions, fractions


def play(questions: list[Question], fractions: list[Fraction], alpha: float = 0.05) -> Family:
    family = Family(questions, LOOKS, alpha)
    while (n := family.next_look) is not None:
        family.look([(y[:n], x[:n]) for y, x in fractions])
    return family


@pytest.mark.slow
def test_targets_at_their_bounds_stay_undecided():
    """Any of 24 decided, at any of 6 looks, in 20 % of 250 families at most, false alarm 1e-4 (30 %).

    Stated at 20 % to see more with fewer. Catches: looks not corrected (51 %), targets not corrected (94 %)."""
    rng = np.random.default_rng(99)
    flapped = sum(
        any(answer.decision != "undecided" for answer in play(*at_their_bounds(rng, LOOKS[-1]), alpha=0.2).answers)
        for _ in range(250)
    )
    assert flapped <= stats.binom.isf(FALSE_ALARM, 250, 0.2)


def test_clear_targets_are_decided_early():
    """24 targets of normal values: 1.5 standard deviations off are decided at 20 or 40, 0.5 by 160, 0.25 by 640."""
    rng = np.random.default_rng(7)
    distances = np.resize([1.5, -1.5, 0.5, -0.5, 0.25, -0.25], 24)
    most = np.resize([40, 40, 160, 160, 640, 640], 24)
    ones = np.ones(LOOKS[-1])
    late = wrong = 0
    for _ in range(40):
        values = rng.standard_normal((24, LOOKS[-1])) + distances[:, None]
        answers = play([AT_LEAST_0] * 24, [(one, ones) for one in values]).answers
        right = ["met" if distance > 0 else "missed" for distance in distances]
        wrong += sum(answer.decision != expected for answer, expected in zip(answers, right, strict=True))
        late += sum(answer.at > limit for answer, limit in zip(answers, most, strict=True))
    assert wrong <= 0.01 * 40 * 24
    assert late <= 0.05 * 40 * 24


def test_a_regression_is_a_question_about_a_difference():
    """Abandonment less than 1 point worse than the baseline's, of paired values; at once where it is the same."""
    base, (other,) = abandonment(np.random.default_rng(5), (0.3,), (160,))
    family = Family([Question(0.01, at_least=False), Question(0.01, at_least=False)], LOOKS)
    ones = np.ones(160)
    while (n := family.next_look) is not None:
        a, b = ((y[:n], x[:n]) for y, x in (base, other))
        family.look([(paired_values(a, b), ones[:n]), (paired_values(b, a), ones[:n])])
    assert [answer.decision for answer in family.answers] == ["met", "missed"]
    assert base_rate() * 0.3 > 0.03
    same = paired_values((base[0][:20], base[1][:20]), (base[0][:20], base[1][:20]))
    assert once(Question(0.0, at_least=False), (same, ones[:20])).decision == "met"
