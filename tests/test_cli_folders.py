"""`ccsim plot` and `ccsim report` on folders of every kind, and on what holds no results: they say what is there."""

from __future__ import annotations

import pytest
import sweep_experiments
from click.testing import CliRunner
from matplotlib.figure import Figure

import ccsim
from ccsim.cli.main import cli
from ccsim.errors import ResultsError
from ccsim.plot.names import names
from ccsim.report.rebuild import KINDS
from ccsim.report.words.check import UNITS
from ccsim.study.saving import INDEXES

of_every_kind = pytest.mark.slow  # all are simulated and drawn, each with a page of 5 MB
ONE_MORE = "agents.team.staffing+=1"
KIND_OF = {
    "run": "a run",
    "compared": "a comparison",
    "selected": "a selection",
    "stressed": "a stress test",
    "checked": "a check",
    "swept": "a sweep",
}


def said(command, *arguments):
    done = CliRunner().invoke(cli, [command, *map(str, arguments)])
    assert done.exit_code == 2 and "Traceback" not in done.output and done.stdout == ""
    return done.stderr


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Results of every kind, side by side."""
    home = tmp_path_factory.mktemp("kinds")
    file = sweep_experiments.write(home / "experiment")
    scenario = home / "experiment" / "morning.yaml"
    plain, more = ccsim.load(scenario), ccsim.load(scenario, [ONE_MORE])
    ccsim.simulate(plain, replications=2).save(home / "run")
    ccsim.compare(plain, more, replications=3).save(home / "compared")
    ccsim.select(plain, more, measure="asa", delta="10 s").save(home / "selected")
    ccsim.stress(scenario, replications=3).save(home / "stressed")
    ccsim.check(more, plain, max_replications=20, tolerances={"asa": "20 s", "paid_hours": "50 %"}).save(
        home / "checked"
    )
    ccsim.sweep(file, out=home / "swept")
    return home


def test_every_kind_of_results_is_here():
    assert set(KIND_OF.values()) <= set(INDEXES.values()) and {one.index for one in KINDS} == set(INDEXES)


@of_every_kind
@pytest.mark.parametrize("kind", KIND_OF)
def test_what_can_be_drawn_of_a_folder(folders, tmp_path, kind):
    """Whatever is named is drawn."""
    folder, what = folders / kind, KIND_OF[kind]
    told, there = said("plot", folder), names(folder)
    if kind == "selected":
        assert there == [] and "holds a selection, of which there is no picture: its report.html draws it" in told
        assert "holds a selection" in said("plot", folder, "asa", "-o", tmp_path / "a.png")
        return
    listed = told.partition(f"{folder} holds {what}, of which can be drawn:")[2]
    if len(there) < 10:
        assert listed == f" {', '.join(there)}\n"
    else:
        lines = [line.partition(": ") for line in listed.splitlines()[1:]]
        assert sorted(", ".join(own for _, _, own in lines).split(", ")) == sorted(there)
        assert all(own.split(", ") == sorted(own.split(", ")) for _, _, own in lines) and len(lines) > 1
    assert f"add -o FILE: where to draw it, as in -o {there[0]}.svg" in said("plot", folder, there[0])
    for name in there if len(there) < 9 else (*there[:2], "asa"):
        done = CliRunner().invoke(cli, ["plot", str(folder), name, "-o", str(tmp_path / f"{name}.svg")])
        assert done.exit_code == 0 and (tmp_path / f"{name}.svg").exists(), done.output
    wrong = said("plot", folder, "asaa", "-o", tmp_path / "b.png")
    assert "asa" in wrong or ", ".join(there) in wrong
    if kind != "swept":
        assert f"--factor is of a sweep, and {folder} holds {what}" in said(
            "plot", folder, there[0], "--factor", "x", "-o", tmp_path / "b.png"
        )


@pytest.mark.parametrize("command", [("plot",), ("plot", "asa", "-o", "a.png"), ("report",)])
def test_where_there_are_no_results(tmp_path, command):
    name, *more = command
    looks = "a folder of results is what a ccsim command with --out DIR wrote: it holds summary.json (a run), "
    missing = said(name, tmp_path / "nowhere", *more)
    assert f"no results in {tmp_path / 'nowhere'}: there is no such folder; {looks}" in missing
    assert all(f"{index} ({what})" in missing for index, what in INDEXES.items())
    (tmp_path / "of").mkdir()
    assert f"it is empty; {looks}" in said(name, tmp_path / "of", *more)
    (tmp_path / "of" / "notes.txt").write_text("mine", encoding="utf-8")
    assert f"what it holds is not of ccsim; {looks}" in said(name, tmp_path / "of", *more)
    assert f"it is a file; {looks}" in said(name, tmp_path / "of" / "notes.txt", *more)
    for index in INDEXES:
        (tmp_path / "of" / index).write_text("[]", encoding="utf-8")
        refused = said(name, tmp_path / "of", *more)
        assert str(tmp_path / "of") in refused and "bug" not in refused
        (tmp_path / "of" / index).unlink()


@of_every_kind
def test_where_results_may_be_meant(folders):
    told = said("report", folders)
    assert f"there are some in {folders / 'checked'} (a check), {folders / 'compared'} (a comparison)" in told
    page = folders / "swept" / "report.html"
    assert f"it is a file of a sweep: give its folder, {folders / 'swept'}\n" in said("plot", page)
    ccsim_run = f"it holds a scenario, whose results ccsim run {folders} --out DIR writes"
    (folders / "scenario.yaml").write_text("name: x", encoding="utf-8")
    try:
        assert ccsim_run in said("report", folders)
    finally:
        (folders / "scenario.yaml").unlink()


@of_every_kind
def test_pictures_of_a_check_are_what_was_decided(folders):
    found = ccsim.check(folders / "experiment" / "morning.yaml", max_replications=20)
    (one,) = found.targets
    axes = ccsim.plot.targets(found, ax=Figure().subplots())
    (bars,) = axes.containers
    assert bars.get_label() == one.decision and bars.lines[0].get_data()[0] == pytest.approx([100 * (one.value - 0.8)])
    (ends,) = bars.lines[2][0].get_segments()
    assert ends[:, 0] == pytest.approx([100 * (one.low - 0.8), 100 * (one.high - 0.8)])
    assert "at least 80 %" in axes.get_yticklabels()[0].get_text() and axes.get_xlabel().startswith("points from")
    with pytest.raises(ResultsError, match="had no baseline"):
        ccsim.plot.baseline(found)
    with pytest.raises(ResultsError, match="in this check; it has eighty_twenty"):
        ccsim.plot.targets(found, "eigty")


@of_every_kind
def test_each_unit_has_an_axis(folders):
    figure = ccsim.plot.baseline(folders / "checked").get_figure()
    assert [axes.get_xlabel().partition(" ")[0] for axes in figure.axes] == ["points", "s", "h"]
    with pytest.raises(ResultsError, match="one axis has one unit"):
        ccsim.plot.baseline(folders / "checked", ax=Figure().subplots())
    assert set(UNITS) > {"share", "s", "h"}


@of_every_kind
def test_the_lines_of_a_stress_test_are_alternatives(folders):
    axes = ccsim.plot.differences(folders / "stressed", "service_level")
    lines = [label.get_text() for label in axes.get_yticklabels()]
    assert any("volume" in one for one in lines) and axes.get_title(loc="left") == "service level"
