"""Erlang B, C and A against exact figures.

Figures: reference cases A-ErlangB-*, A-ErlangC-*, A-ErlangA-*, H-HalfinWhitt, H-Garnett and H-MinStaff of the
project's collection of exact answers (Palm's model by the integrals of Zeltyn & Mandelbaum 2005; Halfin & Whitt 1981;
Garnett, Mandelbaum & Reiman 2002), exact to about 1e-11. Minutes there, seconds here.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsim.erlang import ErlangA, ErlangB, ErlangC, ErlangError, agents_needed
from ccsim.erlang.b import blocking, least_for_blocking

MINUTE = 60.0
T = 20.0
EXACT = 1e-9


@pytest.mark.parametrize(
    ("agents", "load", "blocked", "busy", "occupancy"),
    [
        (5, 3.0, 0.110054347826, 2.66983695652, 0.533967391304),
        (20, 15.0, 0.0455932155898, 14.3161017662, 0.715805088308),
        (100, 84.06, 0.00999170258803, 83.2200974805, 0.832200974805),
        (10, 8.0, 0.121661064253, 7.02671148598, 0.702671148598),
    ],
)
def test_erlang_b(agents, load, blocked, busy, occupancy):
    system = ErlangB(agents, load / 180.0, 180.0)
    assert system.blocking_rate == pytest.approx(blocked, rel=EXACT)
    assert system.busy == pytest.approx(busy, rel=EXACT)
    assert system.occupancy == pytest.approx(occupancy, rel=EXACT)


def test_erlang_b_without_agents_loses_everybody():
    system = ErlangB(0, 1.0, 1.0)
    assert (system.blocking_rate, system.busy, system.occupancy) == (1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("agents", "rate", "aht", "delayed", "wait", "wait_delayed", "queue", "level"),
    [
        (2, 0.375, 4.0, 0.642857142857, 5.14285714286, 8.0, 1.92857142857, 0.383378206144),
        (8, 1.0, 5.0, 0.167266506662, 0.278777511103, 1.66666666667, 0.278777511103, 0.863053767036),
        (50, 48.0, 1.0, 0.694455611197, 0.347227805598, 0.5, 16.6669346687, 0.643454600803),
    ],
)
def test_erlang_c(agents, rate, aht, delayed, wait, wait_delayed, queue, level):
    system = ErlangC(agents, rate / MINUTE, aht * MINUTE)
    assert system.delay_probability == pytest.approx(delayed, rel=EXACT)
    assert system.asa == system.mean_wait == pytest.approx(wait * MINUTE, rel=EXACT)
    assert system.mean_wait_delayed == pytest.approx(wait_delayed * MINUTE, rel=EXACT)
    assert system.queue_length == pytest.approx(queue, rel=EXACT)
    assert system.service_level(T) == pytest.approx(level, rel=EXACT)
    assert system.occupancy == pytest.approx(rate * aht / agents)


# agents, contacts a minute, AHT, patience; then p_wait, p_ab, mean wait, ASA, wait of those who abandon, queue,
# occupancy, and at 20 s: answered / offered, answered / answered, met or left, excluding those short
PALM = [
    (1, 0.25, 3, 2, 0.505834968253, 0.325553375662, 0.651106751325, 0.360113527552, 1.25395535358, 0.162776687831,
     0.505834968253, 0.531510153031, 0.788068519956, 0.606123025389, 0.57436518961),
    (5, 2, 3, 3, 0.714943499683, 0.253009867487, 0.759029602462, 0.711605139363, 0.899046299543, 1.51805920492,
     0.896388159015, 0.37323126215, 0.499646843921, 0.443665395334, 0.401511367267),
    (14, 10 / 3, 4, 3, 0.435419149728, 0.0934489489502, 0.280346846851, 0.252202850134, 0.553372601451,
     0.934489489502, 0.863381953381, 0.680279435994, 0.750403890885, 0.719643779374, 0.708155512765),
    (50, 48, 1, 2, 0.467774068554, 0.0309122491622, 0.0618244983244, 0.0602650039926, 0.110714077551, 2.96757591957,
     0.930324240804, 0.943018954747, 0.973099653702, 0.972864391708, 0.972029602987),
    (100, 30, 4, 4, 0.972136260109, 0.167692955688, 0.670771822753, 0.715288919967, 0.449821017443, 20.1231546826,
     0.998768453174, 0.143386291937, 0.172275715936, 0.217295214225, 0.15482957928),
    (400, 102.5, 4, 20, 0.912527940059, 0.0272051349254, 0.544102698508, 0.547874856379, 0.409218757773,
     55.7705265971, 0.997114736701, 0.32161959145, 0.330613989647, 0.334929922145, 0.325958202924),
    (1000, 275, 4, 2, 0.984388340098, 0.091042732091, 0.182085464182, 0.188961324808, 0.113437881391, 50.0735026501,
     0.9998529947, 0.85989958176, 0.946028611156, 0.949969621571, 0.945017330324),
    (7, 2, 3, 3, 0.393697217587, 0.0950069381167, 0.28502081435, 0.247498773628, 0.642438779755, 0.5700416287,
     0.775708338757, 0.701242726014, 0.774859781305, 0.737345870303, 0.727508054269),
]  # fmt: skip


@pytest.mark.parametrize("case", PALM, ids=lambda case: f"n{case[0]}")
def test_erlang_a(case):
    agents, rate, aht, patience, delayed, lost, wait, asa, gone, queue, occupancy, sl, answered, met, short = case
    system = ErlangA(agents, rate / MINUTE, aht * MINUTE, patience * MINUTE)
    assert system.delay_probability == pytest.approx(delayed, rel=EXACT)
    assert system.abandonment_rate == pytest.approx(lost, rel=EXACT)
    assert system.mean_wait == pytest.approx(wait * MINUTE, rel=EXACT)
    assert system.asa == pytest.approx(asa * MINUTE, rel=EXACT)
    assert system.mean_time_to_abandon == pytest.approx(gone * MINUTE, rel=1e-8)
    assert system.queue_length == pytest.approx(queue, rel=EXACT)
    assert system.occupancy == pytest.approx(occupancy, rel=EXACT)
    assert system.service_level(T) == pytest.approx(sl, rel=EXACT)
    assert system.service_level_answered(T) == pytest.approx(answered, rel=EXACT)
    assert system.service_level_met_or_left(T) == pytest.approx(met, rel=EXACT)
    assert system.service_level_excluding_short(T, T) == pytest.approx(short, rel=EXACT)


@pytest.mark.parametrize(
    ("beta", "n", "exact"),
    [(0.1, 25, 0.885112416432), (0.5, 400, 0.505553507109), (1.0, 1600, 0.221877228272), (2.0, 1600, 0.0250920243636)],
)
def test_erlang_c_near_the_halfin_whitt_limit(beta, n, exact):
    system = ErlangC(n, n - beta * math.sqrt(n), 1.0)
    assert system.delay_probability == pytest.approx(exact, rel=EXACT)


@pytest.mark.parametrize(
    ("ratio", "beta", "n", "delayed", "lost"),
    [
        (0.25, -1.0, 400, 0.981331120213, 0.96216814148),
        (0.25, 2.0, 25, 0.0120253501403, 0.00137835404409),
        (1.0, 0.5, 100, 0.31735681117, 0.201656813746),
        (4.0, -1.0, 400, 0.605835000585, 1.15902256289),
        (4.0, 2.0, 400, 0.0159181208034, 0.0167649669429),
    ],
)
def test_erlang_a_near_the_garnett_limits(ratio, beta, n, delayed, lost):
    system = ErlangA(n, n - beta * math.sqrt(n), 1.0, 1 / ratio)
    assert system.delay_probability == pytest.approx(delayed, rel=EXACT)
    assert math.sqrt(n) * system.abandonment_rate == pytest.approx(lost, rel=EXACT)


@pytest.mark.parametrize(
    ("per_hour", "aht", "patience", "c_80_20", "a_80_20", "a_5", "a_3", "c_wait_20"),
    [
        (60, 5, 3, 8, 7, 8, 9, 8),
        (200, 4, 3, 17, 16, 16, 17, 18),
        (600, 4, 2, 46, 41, 43, 45, 48),
        (1500, 5, 4, 134, 126, 123, 128, 138),
        (6000, 4, 2, 411, 368, 384, 396, 422),
    ],
)
def test_least_agents(per_hour, aht, patience, c_80_20, a_80_20, a_5, a_3, c_wait_20):
    rate, handle, patient = per_hour / 3600, aht * MINUTE, patience * MINUTE
    stable = math.floor(rate * handle) + 1
    assert agents_needed(lambda n: ErlangC(n, rate, handle).service_level(T) >= 0.8, stable) == c_80_20
    assert agents_needed(lambda n: ErlangC(n, rate, handle).delay_probability <= 0.2, stable) == c_wait_20
    assert agents_needed(lambda n: ErlangA(n, rate, handle, patient).service_level(T) >= 0.8) == a_80_20
    assert agents_needed(lambda n: ErlangA(n, rate, handle, patient).abandonment_rate <= 0.05) == a_5
    assert agents_needed(lambda n: ErlangA(n, rate, handle, patient).abandonment_rate <= 0.03) == a_3


def birth_and_death(agents, load, ratio):
    """Delay probability, mean queue, abandonment of M/M/n+M by summing its states; AHT 1, patience 1 / ratio."""
    weight = 1 / blocking(agents - 1, load) - 1
    free = 1.0 + weight  # states 0 .. agents - 1, in units of state agents - 1
    term, delayed, queue, waiting = load / agents, 0.0, 0.0, 0
    while term > 1e-17 * (free + delayed) or waiting * ratio + agents < load:
        delayed += term
        queue += waiting * term
        waiting += 1
        term *= load / (agents + waiting * ratio)
    return delayed / (free + delayed), queue / (free + delayed), ratio * queue / (free + delayed) / load


@pytest.mark.parametrize(
    ("agents", "load", "ratio"),
    [(1, 0.01, 100.0), (3, 30.0, 0.5), (40, 38.0, 1e-3), (900, 1000.0, 0.7), (100_000, 100_100.0, 2.0)],
)
def test_erlang_a_against_the_chain_itself(agents, load, ratio):
    delayed, queue, lost = birth_and_death(agents, load, ratio)
    system = ErlangA(agents, load, 1.0, 1 / ratio)
    assert system.delay_probability == pytest.approx(delayed, rel=1e-8)
    assert system.queue_length == pytest.approx(queue, rel=1e-8)
    assert system.abandonment_rate == pytest.approx(lost, rel=1e-8)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    agents=st.integers(1, 300),
    occupied=st.floats(0.05, 3.0),
    patience=st.floats(0.01, 100.0),
    within=st.floats(0.0, 5.0),
)
def test_erlang_a_is_coherent_and_improves_with_agents(agents, occupied, patience, within):
    system = ErlangA(agents, agents * occupied, 1.0, patience)
    more = ErlangA(agents + 1, agents * occupied, 1.0, patience)
    assert 0 <= system.abandonment_rate <= system.delay_probability <= 1
    assert 0 < system.occupancy <= 1 + 1e-9
    assert 0 <= system.service_level(within) <= system.service_level_met_or_left(within) <= 1 + 1e-9
    assert system.service_level(1e9) == pytest.approx(1 - system.abandonment_rate, abs=1e-9)
    assert more.service_level(within) >= system.service_level(within) - 1e-9
    assert more.abandonment_rate <= system.abandonment_rate + 1e-9


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: ErlangC(14, 200 / 3600, 252.0), "at least 15 agents"),
        (lambda: ErlangC(14, math.nan, 240.0), "rate must be a finite number above 0, got nan"),
        (lambda: ErlangA(0, 1.0, 1.0, 1.0), "agents must be a whole number, at least 1, got 0"),
        (lambda: ErlangA(5, 1.0, -3.0, 1.0), "aht must be a finite number above 0, got -3.0"),
        (lambda: ErlangA(5, 1.0, 1.0, 0.0), "patience must be a finite number above 0, got 0.0"),
        (lambda: ErlangA(5, 1.0, 1.0, 1.0).service_level(-1.0), "within must be at least 0 seconds, got -1.0"),
        (lambda: ErlangB(2.5, 1.0, 1.0), "agents must be a whole number, at least 0, got 2.5"),
        (lambda: least_for_blocking(3.0, 1.0), "blocking must be between 0 and 1"),
        (lambda: agents_needed(lambda n: False), "100,000 agents do not meet"),
        (lambda: agents_needed(lambda n: True, least=200_000), "takes 200,000 agents"),
    ],
)
def test_what_cannot_be_asked(make, says):
    with pytest.raises(ErlangError, match=says):
        make()
