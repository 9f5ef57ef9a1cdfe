"""Pictures of a sweep: what is drawn is what is in its tables."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner
from sweep_experiments import GRID, of_design, write

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import ResultsError
from ccsim.study.sweep import sweep


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = tmp_path_factory.mktemp("sweep")
    sweep(write(there, GRID.replace("team:", "te$am:")), out=there / "out")
    return there / "out"


@pytest.fixture(scope="module")
def found(folder):
    return sweep(folder.parent / "experiment.yaml")


def plotted(*arguments):
    return CliRunner().invoke(cli, ["plot", *map(str, arguments)])


def test_main_effects_are_those_of_the_table(folder, found):
    axes = ccsim.plot.main_effects(folder, "asa")
    drawn = np.concatenate([box.lines[0].get_ydata() for box in axes.containers])
    wanted = found.effects[found.effects.measure == "asa"]["mean"]
    assert drawn == pytest.approx(wanted.to_numpy()) and axes.get_ylabel() == "ASA, s"
    assert [one.get_text() for one in axes.get_xticklabels()] == ["2", "3", "4", "90 s", "3 min"]
    assert len(ccsim.plot.main_effects(found, "asa", "patience").containers) == 1
    share = ccsim.plot.main_effects(found, "service_level")
    assert any("target at least 80 %" in one.get_text() for one in share.texts)


def test_a_heat_map_has_a_cell_a_point(found):
    axes = ccsim.plot.heat_map(found, "service_level", ["te$am", "patience"])
    frame = found.frame
    wanted = frame[(frame.target == "") & (frame.measure == "service_level")].estimate.to_numpy().reshape(3, 2).T
    assert np.asarray(axes.collections[0].get_array()).reshape(2, 3) == pytest.approx(100 * wanted)
    holds = 100 * wanted >= 80
    edges = (holds[:, 1:] != holds[:, :-1]).sum() + (holds[1:] != holds[:-1]).sum()
    assert len(axes.get_lines()) == edges > 0
    assert "line: target at least 80 %" in [one.get_text() for one in axes.texts]
    mine = ccsim.plot.heat_map(found, "asa", ["patience", "te$am"], ax=axes.figure.add_subplot(1, 2, 2))
    assert mine.get_xlabel() == "patience"


def test_samples_and_changes_one_at_a_time(tmp_path):
    sampled = sweep(write(tmp_path, of_design("{latin_hypercube: {points: 24}}")))
    axes = ccsim.plot.heat_map(sampled, "asa", ["team", "patience"])
    assert len(axes.collections[0].get_offsets()) == 24
    assert len(ccsim.plot.main_effects(sampled, "asa").containers) == 2
    alone = sweep(write(tmp_path, of_design("one_at_a_time").replace("log: true", "log: true, levels: 3")))
    assert len(ccsim.plot.main_effects(alone, "asa").containers) == 2
    with pytest.raises(ResultsError, match="no two together"):
        ccsim.plot.heat_map(alone, "asa", ["team", "patience"])


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_files_are_the_same_again(folder, tmp_path, kind):
    out = tmp_path / f"a.{kind}"
    done = plotted(folder, "asa", "-o", out)
    assert done.exit_code == 0 and done.stderr == f"wrote {out}\n"
    first = out.read_bytes()
    assert plotted(folder, "asa", "-o", out).exit_code == 0 and out.read_bytes() == first
    assert plotted(folder, "asa", "--factor", "te$am", "--factor", "patience", "-o", out).exit_code == 0
    assert out.read_bytes() != first


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("asaa",), "no measure 'asaa' in this sweep (did you mean 'asa'?)"),
        (("asa", "--factor", "patienc"), "no factor 'patienc' in this sweep (did you mean 'patience'?)"),
        (("asa", "--of", "calls"), "asa is not of 'calls' in this sweep"),
        (("asa", "--factor", "patience", "--factor", "patience"), "a heat map is of two factors"),
        (("asa", "--by", "day", "--scope", "contact"), "a sweep has no --scope, --by"),
    ],
)
def test_what_cannot_be_drawn(folder, tmp_path, arguments, says):
    done = plotted(folder, *arguments, "-o", tmp_path / "a.png")
    assert done.exit_code == 2 and says in done.stderr
    assert list(tmp_path.iterdir()) == []
