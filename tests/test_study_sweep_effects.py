"""Effects apart from simulation: functions whose indices and effects are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ccsim.errors import NotSupported
from ccsim.study import sweep_effects
from ccsim.study.sweep_designs import Design, sample

A, B = 7.0, 0.1
NOTHING = np.full((1, 1), np.nan)
FALSE_ALARM = 1e-4


def ishigami(cube):
    """Ishigami and Homma (1990)."""
    x = np.pi * (2 * cube - 1)
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def exact():
    """First-order and total indices of x1, x2, x3, and that of the pair x1, x3."""
    first = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, 0.0
    both = 8 * B**2 * np.pi**8 / 225
    whole = sum(first) + both
    return np.array(first) / whole, np.array([first[0] + both, first[1], both]) / whole, both / whole


def analysed(design, values, spoilt=()):
    cube = sample(design, 3)
    points = [{"point": index + 1, "shares": row.tolist()} for index, row in enumerate(cube)]
    names = ("one", "two", "three")
    manifest = {"factors": [{"name": name} for name in names], "points": points}
    y = values(cube)
    y[list(spoilt)] = np.nan
    return {row["factor"]: row for row in sweep_effects.of_measure(design, manifest, y, NOTHING)}


@pytest.mark.slow
def test_sobol_indices_of_a_known_function():
    """4096 samples: all indices within 0.03, none of it chance, since the design has its seed."""
    pytest.importorskip("SALib")
    found = analysed(Design("sobol_indices", 4096, second_order=True), ishigami)
    first, total, pair = exact()
    for place, name in enumerate(("one", "two", "three")):
        assert found[name]["first_order"] == pytest.approx(first[place], abs=0.03)
        assert found[name]["total"] == pytest.approx(total[place], abs=0.03)
        assert abs(found[name]["total"] - total[place]) <= 2 * found[name]["total_half_width"]
        assert found[name]["of"] == 4096
    assert found["one x three"]["second_order"] == pytest.approx(pair, abs=0.05)
    assert found["one x two"]["second_order"] == pytest.approx(0.0, abs=0.05)


def test_a_failed_point_costs_its_sample_only():
    pytest.importorskip("SALib")
    design = Design("sobol_indices", 1024)
    whole, spoilt = analysed(design, ishigami), analysed(design, ishigami, spoilt=(0, 7, 8))
    assert [spoilt[name]["of"] for name in ("one", "two")] == [1022, 1022]
    assert spoilt["two"]["total"] == pytest.approx(whole["two"]["total"], abs=0.01)


def test_morris_of_a_linear_function_is_exact():
    pytest.importorskip("SALib")
    found = analysed(Design("morris", 10), lambda cube: 3 * cube[:, 0] - 2 * cube[:, 1])
    assert [round(found[name]["mu"], 9) for name in ("one", "two", "three")] == [3, -2, 0]
    assert [round(found[name]["mu_star"], 9) for name in ("one", "two", "three")] == [3, 2, 0]
    assert all(row["sigma"] == pytest.approx(0, abs=1e-9) and row["of"] == 10 for row in found.values())
    some = analysed(Design("morris", 10), lambda cube: 3 * cube[:, 0], spoilt=(4,))
    assert some["one"]["of"] == 9 and some["one"]["mu"] == pytest.approx(3)


def test_coverage_of_morris():
    """1,200 designs of 10 trajectories: mean absolute effects, known from all designs, are inside in 94 to 96 %,
    which is 91 to 99 % but for one case in 10,000. Catches the half widths of a bootstrap (87 % of the largest)."""
    pytest.importorskip("SALib")

    def curved(cube):
        return 3 * cube[:, 0] ** 2 + 2 * cube[:, 1] * cube[:, 2] + np.exp(2 * cube[:, 2])

    found = [analysed(Design("morris", 10, seed=seed), curved) for seed in range(1_200)]
    for name in ("one", "two", "three"):
        value, half = (np.array([one[name][key] for one in found]) for key in ("mu_star", "mu_star_half_width"))
        covered = (np.abs(value - value.mean()) <= half).sum()
        assert stats.binom.ppf(FALSE_ALARM / 6, 1_200, 0.94) <= covered <= stats.binom.isf(FALSE_ALARM / 6, 1_200, 0.96)
        assert value.std() < half.mean() / 1.5


def test_coverage_of_sobol_indices():
    """100 designs of 64 samples, spread more evenly than chance: every index inside in 92 % of them or more.

    At least in 79 but for one case in 10,000."""
    pytest.importorskip("SALib")
    first, total, _ = exact()
    found = [analysed(Design("sobol_indices", 64, seed=seed), ishigami) for seed in range(100)]
    for place, name in enumerate(("one", "two", "three")):
        for key, truth in (("first_order", first[place]), ("total", total[place])):
            value, half = (np.array([one[name][column] for one in found]) for column in (key, f"{key}_half_width"))
            assert (np.abs(value - truth) <= half).sum() >= stats.binom.ppf(FALSE_ALARM / 6, 100, 0.92)


@pytest.mark.parametrize("kind", ["morris", "sobol_indices"])
def test_what_does_not_vary_or_is_not_there_has_no_indices(kind):
    pytest.importorskip("SALib")
    design = Design(kind, 4)
    key = "mu_star" if kind == "morris" else "total"
    same = analysed(design, lambda cube: np.ones(len(cube)))
    assert all(row[key] == 0 or np.isnan(row[key]) for row in same.values())
    none = analysed(design, ishigami, spoilt=range(4 * design.block(3)))
    assert all(np.isnan(row[key]) and row["of"] == 0 for row in none.values())


def test_without_salib_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sweep_effects, "has_salib", lambda: False)
    manifest = {"design": Design("morris", 4).plain(), "measures": [], "points": [], "factors": []}
    with pytest.raises(NotSupported, match=r"pip install 'ccsim\[sweep\]'"):
        sweep_effects.effects(manifest, None, {})


# --- intervals of differences -------------------------------------------------------------------------------------


def grid_of(confidence=0.95):
    """Two factors at three and two values."""
    levels = [("6", "7", "8"), ("short", "long")]
    points = [{"settings": [one, two]} for one in levels[0] for two in levels[1]]
    return {
        "factors": [{"name": name, "levels": list(of)} for name, of in zip(("team", "aht"), levels, strict=True)],
        "points": points,
        "confidence": confidence,
    }


def test_intervals_of_a_grid_by_hand():
    """Two replications of four points: team is 2, then 6 higher on average."""
    manifest = grid_of()
    moved = np.array([[1.0, 3.0], [2.0, 4.0], [3.0, 9.0], [4.0, 10.0], [np.nan, np.nan], [5.0, 7.0]])
    values = moved.mean(axis=1)
    rows = {(row["factor"], row["level"]): row for row in sweep_effects.of_grid(manifest, values, moved)}
    assert [rows["team", level]["difference"] for level in ("6", "7", "8")] == [0, 4, 3.5]
    assert rows["team", "6"]["half_width"] == 0
    assert rows["team", "7"]["half_width"] == pytest.approx(stats.t.ppf(0.975, 1) * 2)  # 2 and 6
    assert (rows["team", "8"]["low"], rows["team", "8"]["high"]) == (3.5, 3.5)  # always
    none = list(sweep_effects.of_grid(manifest, values, np.full((6, 1), np.nan)))
    assert all(np.isnan(row["half_width"]) for row in none) and none[1]["difference"] == 4


def test_coverage_of_differences_in_a_grid():
    """2,000 sweeps of 20 replications with customers in common: 95 % of the intervals of each difference hold, which is
    within 93.1 and 97.9 % but for one case in 10,000. Catches intervals as if points were independent, and those of
    one point's own spread (both 100 %)."""
    manifest, rng, sweeps = grid_of(), np.random.default_rng(3), 2_000
    true = np.array([0.0, 1.0, 2.0, 3.0, 5.0, 6.0])
    covered = {("team", "7"): 0, ("team", "8"): 0, ("aht", "long"): 0}
    truth = {("team", "7"): 2.0, ("team", "8"): 5.0, ("aht", "long"): 1.0}
    for _ in range(sweeps):
        common, own = rng.standard_normal(20), rng.standard_normal((6, 20))
        slopes = np.array([1.0, 1.1, 1.2, 1.3, 1.4, 1.5])[:, None]  # the busier, the more the customers matter
        moved = true[:, None] + 5 * slopes * common + own
        for row in sweep_effects.of_grid(manifest, moved.mean(axis=1), moved):
            place = row["factor"], row["level"]
            if place in truth:
                covered[place] += row["low"] <= truth[place] <= row["high"]
    least, most = stats.binom.ppf(FALSE_ALARM / 6, sweeps, 0.95), stats.binom.isf(FALSE_ALARM / 6, sweeps, 0.965)
    assert all(least <= count <= most for count in covered.values()), covered
