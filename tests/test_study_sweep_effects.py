"""Effects apart from simulation: functions whose indices and effects are known."""

from __future__ import annotations

import numpy as np
import pytest

from ccsim.errors import NotSupported
from ccsim.study import sweep_effects
from ccsim.study.sweep_designs import Design, sample

A, B = 7.0, 0.1


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
    return {row["factor"]: row for row in sweep_effects.of_measure(design, manifest, y)}


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
        sweep_effects.effects(manifest, None)
