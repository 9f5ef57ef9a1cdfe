"""Pictures of a run: what is drawn is what is in the tables, and files are whole, alike and never somebody else's."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

import ccsim
from ccsim.cli.main import cli
from ccsim.report import load, series
from ccsim.report.run import run_of

ROOT = __file__.rpartition("/tests/")[0]


@pytest.fixture(scope="module")
def bank(tmp_path_factory):
    scenario = ccsim.load(f"{ROOT}/scenarios/retail_bank", changes=["calendar.days=2"])
    folder = tmp_path_factory.mktemp("bank") / "out"
    ccsim.simulate(scenario, replications=3).save(folder)
    return folder


@pytest.fixture(scope="module")
def run(bank):
    return run_of(bank)


def plotted(*arguments):
    return CliRunner().invoke(cli, ["plot", *map(str, arguments)])


def lines(axes):
    return {line.get_label(): line for line in axes.get_lines()}


def test_by_interval_draws_steps_and_breaks_them_at_night(run):
    axes = ccsim.plot.by_interval(run, "service_level", "account_call")
    (line,) = [one for label, one in lines(axes).items() if label.startswith("mean")]
    table = series.by_interval(run.measures, "service_level", "contact", "account_call")
    drawn = np.asarray(line.get_ydata(), float)
    nights = np.isnan(drawn).sum()
    assert nights == 2  # after each day
    at_starts = dict(
        zip(np.asarray(line.get_xdata(orig=True), "datetime64[s]")[::-1].tolist(), drawn[::-1], strict=True)
    )
    for row in table.itertuples():
        assert at_starts[row.start.to_pydatetime()] == pytest.approx(100 * row.mean)
    assert line.get_drawstyle() == "steps-post"
    assert axes.get_ylabel() == "service level, %" and "account_call" in axes.get_title(loc="left")


def test_targets_are_lines_with_their_verdicts(run):
    axes = ccsim.plot.by_interval(run, "service_level", "account_call")
    verdict = next(one["verdict"] for one in run.summary["targets"] if one["name"] == "voice_80_20")
    line = lines(axes)[f"target voice_80_20: at least 80 % ({verdict})"]
    assert set(line.get_ydata()) == {80.0}
    axes = ccsim.plot.by_interval(run, "asa", "branch", scope="channel")
    (label,) = [one for one in lines(axes) if one.startswith("target")]
    assert label.startswith("target counter: at most 360 s")
    scale = {"ASA, min": 1 / 60, "ASA, s": 1.0}[axes.get_ylabel()]
    assert lines(axes)[label].get_ydata()[0] == pytest.approx(360 * scale)
    assert not [one for one in lines(ccsim.plot.by_interval(run, "asa")) if one.startswith("target")]


def test_on_axes_of_ones_own(run):
    axes = Figure().subplots(2, 2)
    assert ccsim.plot.by_interval(run, "asa", scope="channel", ax=axes[0, 0]) is axes[0, 0]
    assert ccsim.plot.by_day(run, "asa", ["voice", "chat"], ax=axes[0, 1]) is axes[0, 1]
    assert ccsim.plot.load(run, ax=axes[1, 0]) is axes[1, 0]
    assert ccsim.plot.waits(run, ax=axes[1, 1]) is axes[1, 1]
    assert ccsim.plot.occupancy(run, "advisers", ax=Figure().subplots()).get_title(loc="left").startswith("Occupancy")


def test_by_day_has_a_point_a_day(run):
    axes = ccsim.plot.by_day(run, "cost")
    (bars,) = axes.containers
    assert list(bars.lines[0].get_ydata()) == series.by_day(run.measures, "cost")["mean"].tolist()
    assert axes.get_ylabel() == "cost, USD"


def test_load_marks_where_there_is_more_work_than_people(run):
    axes = ccsim.plot.load(run, "account_call", groups=["account_team"])
    work = load.offered_load(run.measures, "contact", "account_call")
    table = load.load_and_staff(run.measures, work, ["account_team"])
    labels = axes.get_legend_handles_labels()[1]
    short = bool((table["erlangs"] > table["agents_on_duty"]).any())
    assert ("more work comes than people are there" in labels) == short
    assert np.nanmax(lines(axes)["offered load, erlangs"].get_ydata()) == pytest.approx(table["erlangs"].max())


def test_the_heat_map_is_of_planned_times(run):
    axes = ccsim.plot.occupancy(run)
    shown = np.ma.filled(axes.collections[0].get_array().astype(float), np.nan)
    table = load.occupancy_by_weekday(run.measures)
    planned = table[table["agents_scheduled"] > 0]
    assert np.sort(shown[~np.isnan(shown)]) == pytest.approx(np.sort(100 * planned["mean"]))
    assert len(shown) == 2 * planned["name"].nunique()


def test_waits_have_a_row_a_contact_type(run):
    axes = ccsim.plot.waits(run)
    assert [one.get_text() for one in axes.get_yticklabels()] == series.names_of(run.measures, "contact")


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_file_is_the_same_again_and_may_be_replaced(bank, tmp_path, kind):
    out = tmp_path / f"figure.{kind}"
    done = plotted(bank, "asa", "--of", "voice", "-o", out)
    assert done.exit_code == 0 and done.stderr == f"wrote {out}\n"
    first = out.read_bytes()
    assert plotted(bank, "asa", "--of", "voice", "-o", out).exit_code == 0
    assert out.read_bytes() == first
    assert plotted(bank, "waits", "-o", out).exit_code == 0
    assert out.read_bytes() != first and [one.name for one in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    "arguments",
    [
        ("occupancy", "--by", "week"),
        ("occupancy", "--by", "week", "--of", "advisers"),
        ("cost",),
        ("csat", "--scope", "segment"),
        ("load", "--date", "2026-03-03"),
        ("agents_on_duty", "--scope", "agents", "--by", "day"),
        ("waits", "--scope", "channel"),
    ],
)
def test_what_can_be_drawn(bank, tmp_path, arguments):
    done = plotted(bank, *arguments, "-o", tmp_path / "a.svg")
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("asaa",), "no measure 'asaa' in these results (did you mean 'asa'?)"),
        (("asa", "--of", "voise"), "no name 'voise' in these results (did you mean 'voice'?)"),
        (("asa", "--of", "advisers"), "asa is not measured for agents 'advisers': it is for all, contact"),
        (("asa", "--scope", "chanel"), "no scope 'chanel' (did you mean 'channel'?)"),
        (("asa", "--scope", "agents"), "asa is not measured for agents"),
        (
            ("asa", "--date", "2026-03-09"),
            "nothing on 2026-03-09 in these results; they are of 2026-03-02 to 2026-03-03",
        ),
        (("cost", "--by", "interval"), "cost is not measured by interval: it is by day"),
        (("fte",), "fte is not measured by day: it is over the whole horizon only"),
        (("asa", "--by", "week"), "no heat map of 'asa': it is for occupancy"),
        (("load", "--group", "adviser"), "no agent group 'adviser' (did you mean 'advisers'?)"),
        (("load", "--of", "a", "--of", "b"), "load is of one contact type or channel"),
        (("waits", "--of", "voice"), "waits has no --of"),
        (("asa", "--group", "advisers"), "asa has no --group"),
        (("asa", "--by", "day", "--date", "2026-03-02"), "--by day has no --date"),
    ],
)
def test_what_cannot_be_drawn(bank, tmp_path, arguments, says):
    done = plotted(bank, *arguments, "-o", tmp_path / "a.png")
    assert done.exit_code == 2 and says in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_a_scenario_has_not(small_file, tmp_path):
    ccsim.simulate(ccsim.load(small_file), replications=2).save(tmp_path / "out")
    done = plotted(tmp_path / "out", "no_show_rate", "-o", tmp_path / "a.png")
    assert done.exit_code == 2 and "no_show_rate needs appointments, and this scenario has none" in done.stderr


def test_files_that_cannot_be_written(bank, tmp_path):
    (tmp_path / "notes.svg").write_text("<svg>mine</svg>")
    for name, says in (
        ("a.gif", "its name must end in one of .png, .svg, .pdf"),
        ("notes.svg", "ccsim did not draw it; it is left alone"),
        ("nowhere/a.png", "there is no folder"),
    ):
        done = plotted(bank, "asa", "-o", tmp_path / name)
        assert done.exit_code == 2 and says in done.stderr
    assert (tmp_path / "notes.svg").read_text() == "<svg>mine</svg>"
    done = plotted(bank, "asa")
    assert done.exit_code == 2 and "add -o FILE" in done.stderr


def test_names_are_no_formulas_and_one_replication_has_no_band(small_file, tmp_path):
    text = small_file.read_text().replace("name: Small team", "name: 'Costs $1 or $2_x'")
    small_file.write_text(text.replace("sales", "a_$b$_c"), encoding="utf-8")
    result = ccsim.simulate(ccsim.load(small_file), replications=1)
    axes = ccsim.plot.by_interval(result, "asa", ["calls", "a_$b$_c"])
    figure = axes.get_figure()
    figure.savefig(tmp_path / "a.svg", metadata={"Date": None})
    assert axes.get_title(loc="left").replace("\\", "").endswith("Costs $1 or $2_x")


def test_drawing_needs_no_screen_and_import_no_matplotlib(bank, tmp_path):
    code = (
        "import sys, ccsim; assert 'matplotlib' not in sys.modules\n"
        f"axes = ccsim.plot.by_interval({str(bank)!r}, 'asa'); axes.figure.savefig({str(tmp_path / 'a.png')!r})\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert (tmp_path / "a.png").stat().st_size > 1000


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    days = "calendar.days=2"
    others = [["agents.account_team.staffing+=2"], ["routing.contact_rule=longest_wait"], ["currency=EUR"]]
    scenarios = [ccsim.load(f"{ROOT}/scenarios/retail_bank", changes=[days, *more]) for more in ([], *others)]
    names = ["two more", "$who$ waited longest goes first, whatever it is that he or she may want", "in euros"]
    comparison = ccsim.compare(*scenarios, names=names, replications=4)
    folder = tmp_path_factory.mktemp("compared") / "out"
    comparison.save(folder)
    return comparison, folder


def test_differences_of_a_comparison(compared):
    comparison, folder = compared
    for results in compared:
        axes = ccsim.plot.differences(results, "abandonment_rate")
        drawn = {}
        for bars in axes.containers:
            for x, y in zip(*bars.lines[0].get_data(), strict=True):
                drawn[int(y)] = (x, bars.get_label())
        ends = [segment for bars in axes.containers for segment in bars.lines[2][0].get_segments()]
        for place, one in enumerate(comparison.alternatives):
            found = next(own for own in one.findings if own.compared.text == "abandonment_rate")
            assert drawn[place][0] == pytest.approx(100 * found.difference.difference)
            words = {"undecided": "not told apart", "no practical difference": "no difference that matters"}
            assert drawn[place][1] == words.get(found.judgement.verdict, found.judgement.verdict)
            own = next(segment for segment in ends if segment[0][1] == place)
            assert own[:, 0] == pytest.approx([100 * found.difference.low, 100 * found.difference.high])
        assert axes.get_xlabel().endswith("better ←   → worse") and "points" in axes.get_xlabel()
        assert axes.get_yticklabels()[1].get_text().startswith("\\$who\\$ waited")
    money = ccsim.plot.differences(folder, "cost", ax=Figure().subplots())
    assert len(money.get_yticks()) == 2  # who pays in other money is not compared


def test_what_of_a_comparison_can_be_drawn(compared, tmp_path):
    _, folder = compared
    out = tmp_path / "x.svg"
    done = plotted(folder, "service_level", "--of", "card_call", "-o", out)
    assert done.exit_code == 0 and done.stderr == f"wrote {out}\n" and b"drawn by ccsim" in out.read_bytes()
    assert out.stat().st_size > 10_000
    for arguments, says in (
        (("asaa",), "no asaa was compared (did you mean 'asa'?)"),
        (("service_level", "--of", "nobody"), "service_level of nobody was not compared: it is of"),
        (("service_level", "--scope", "contact"), "service_level of contact was compared of several"),
        (("asa", "--by", "day"), "whose picture has no --by"),
        (("asa", "--of", "a", "--of", "b"), "whose picture is of one thing: give --of once"),
    ):
        refused = plotted(folder, *arguments, "-o", tmp_path / "y.png")
        assert refused.exit_code == 2 and says in refused.stderr and not (tmp_path / "y.png").exists(), refused.stderr
