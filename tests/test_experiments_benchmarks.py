"""The benchmarks: ratios within rounds, outside contestants, the clock and the scale of memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ccsim
from ccsim.model import build
from ccsim.study.effort import expected_contacts
from experiments.benchmarks.growth import Cost, Size, growth_table, sizes
from experiments.benchmarks.jobs import job_case, team, write
from experiments.benchmarks.long_run import long_case
from experiments.benchmarks.race import YARDSTICK, Contestant, Speed, speed, table
from experiments.benchmarks.run import CLOSE, OPEN, named_command, put
from experiments.benchmarks.sweeps import PLACES, Took, sweeps_table
from experiments.benchmarks.sweeps import Size as SweepSize
from experiments.benchmarks.watched import watched


def test_ratios_are_taken_within_rounds():
    """Both slow down to a third in the second of three rounds; one is ten times as fast throughout."""
    field = [Contestant(YARDSTICK, (), 1), Contestant("fast", (), 1), Contestant("other", (), 1, own=False)]
    seconds = {YARDSTICK: 1.0, "fast": 0.1, "other": 0.05}
    speeds = {
        (name, job): [Speed(1000.0, slow * second, 10.0 if name != "other" else None) for slow in (1.0, 3.0, 1.1)]
        for name, second in seconds.items()
        for job in ("J1", "J2")
    }
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table(field, speeds)]
    assert rows[0][5:] == ["J1, x tutorial", "J2, x tutorial", "J1, x other", "J2, x other"]
    assert rows[3] == ["fast", "9,090", "9,090", "0.0100", "0.0100", "10", "10", "0.5", "0.5"]
    assert rows[4][3:] == ["", "", "20", "20", "1", "1"]


def test_an_outside_contestant_is_timed_and_believed_where_it_says_more(tmp_path):
    script = tmp_path / "other.py"
    script.write_text("import sys\nassert sys.argv[1:] == ['J2', '3']\nsum(range(10**6))\n")
    quiet = speed(Contestant("other", (sys.executable, str(script)), 3, own=False), "J2")
    assert quiet.contacts == 30_000 and quiet.seconds > 0 and quiet.abandoned is None
    script.write_text('print(\'{"contacts": 7, "seconds": 2, "abandoned": 1}\')\n')
    assert speed(Contestant("other", (sys.executable, str(script)), 3, own=False), "J2") == Speed(7, 2, 1)


@pytest.mark.parametrize("name", ["reference", "command"])
def test_a_contestant_does_the_job(name):
    contestant = Contestant(name, (sys.executable, "-m", "experiments.benchmarks.contestant", name), 1)
    line = (*contestant.command, "J2", "1", "reference")
    found = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    assert '"contacts": 9873' in found and '"abandoned": 3' in found


def test_growth_is_compared_with_the_cheapest_of_its_block():
    """In each round: the machine was three times as slow in the second."""
    cases = [Size("a", "small", None), Size("a", "large", None), Size("b", "one", None)]
    costs = {cases[0]: [1.0, 3.0, 1.0], cases[1]: [2.0, 6.0, 2.2], cases[2]: [5.0, 15.0, 5.0]}
    looks = {case: [Cost(100, 0, 0.5, micros) for micros in each] for case, each in costs.items()}
    assert [row.split("|")[-2].strip() for row in growth_table(cases, looks)[2:]] == ["1.00", "2.00", "1.00"]


def test_sizes_are_what_they_are_called():
    largest = [size.label for size in sizes(1e6) if size.block == "contacts a day"][-1]
    assert largest == "50 agents, load 0.95, 1,000,000 contacts"
    model = build(team(50, 1e6 / 1440, 0.95, 0.4, 1e6).load())
    assert expected_contacts(model) == pytest.approx(1e6) and len(model.agents) == 50


def test_a_year_is_a_year():
    model = build(long_case(3, 35_000.0).load())
    assert expected_contacts(model) == pytest.approx(3 * 35_000.0, rel=0.01)
    assert len(model.timeline.dates) == 3


def test_a_job_for_the_command_line_is_the_same_scenario(tmp_path):
    case = job_case("J2")
    file = write(case, tmp_path)
    assert ccsim.load(str(file)).contacts == case.load().contacts


def test_memory_of_a_command_and_its_processes():
    child = "import time; block = b'x' * 60_000_000; time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    use = watched([sys.executable, "-c", parent])
    assert use.printed == "done\n" and use.processes == 2
    assert 60 < use.largest < 200 and use.together > use.largest
    with pytest.raises(RuntimeError, match="ended with 3"):
        watched([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_point_costs_what_more_points_cost_more():
    size = SweepSize(10, 20, 60)
    starts = dict(zip(PLACES, (1.0, 2.0, 3.0), strict=True))
    points = dict(zip(PLACES, (0.4, 0.2, 0.25), strict=True))
    seconds = {
        (size, place, count): [
            Took(slow * (starts[place] + count * points[place]), 2.0 * slow + count) for slow in (1.0, 3.0, 1.0)
        ]
        for place in PLACES
        for count in (20, 60)
    }
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in sweeps_table(seconds)[2:]]
    assert [row[2:5] for row in rows] == [["1.0", "0.400", "1.00"], ["2.0", "0.200", "2.00"], ["3.0", "0.250", "1.60"]]
    assert {(row[5], row[6]) for row in rows} == {("2.0", "1.000")}


def test_the_table_of_a_page_is_replaced(tmp_path):
    page = tmp_path / "README.md"
    page.write_text(f"before\n{OPEN}\nold\n{CLOSE}\nafter\n")
    put(["| new |"], page)
    assert page.read_text() == f"before\n{OPEN}\n\n| new |\n\n{CLOSE}\nafter\n"
    assert named_command("a=b --c=d") == ("a", "b --c=d")
