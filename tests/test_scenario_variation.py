"""Changes typed without a file: staffing, volumes, numbers, words, and how they follow each other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from variation_base import TEXT, rows, write

import ccsim
from ccsim.scenario import Scenario, fingerprint, from_dict, load, read_change, source
from ccsim.scenario.exact import half_up, quantity


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("varied"))


def same(one: Scenario, other: Scenario) -> bool:
    return fingerprint(one) == fingerprint(other)


def test_without_changes_nothing_changes(file: Path) -> None:
    assert same(load(file), load(file, []))


# --- staffing -----------------------------------------------------------------------------------------------------


def test_staffing_of_a_table_on_a_weekday(file: Path) -> None:
    changed = rows(load(file, ["agents.tabled.staffing[mon]+=2"]), "tabled")
    assert changed[:3] == [(8, 10, 6), (10, 12, 8), (12, 24, 0)]
    assert changed[3:] == rows(load(file), "tabled")[3:]


def test_staffing_of_a_table_is_cut_where_the_hours_begin_and_end(file: Path) -> None:
    changed = rows(load(file, ["agents.tabled.staffing[mon 09:15-11:00]+=1"]), "tabled")
    assert changed[:6] == [(8, 9.25, 4), (9.25, 10, 5), (10, 11, 7), (11, 12, 6), (12, 24, 0), (32, 36, 5)]


def test_staffing_of_a_date(file: Path) -> None:
    changed = rows(load(file, ["agents.tabled.staffing[2026-03-03]=12"]), "tabled")
    assert changed[3:5] == [(32, 36, 12), (36, 48, 0)]
    assert changed[:3] == rows(load(file), "tabled")[:3]


def test_staffing_at_all_times_leaves_closed_hours_closed(file: Path) -> None:
    changed = rows(load(file, ["agents.tabled.staffing+=1"]), "tabled")
    assert changed[:3] == [(8, 10, 5), (10, 12, 7), (12, 24, 0)]


def test_staffing_times_a_factor_is_rounded_half_up(file: Path) -> None:
    changed = rows(load(file, ["agents.tabled.staffing*=1.125"]), "tabled")
    assert [agents for _, _, agents in changed[:4]] == [5, 7, 0, 6]  # 4.5, 6.75, 0, 5.625


def test_staffing_that_is_a_number_becomes_rows_of_the_opening_hours(file: Path) -> None:
    changed = rows(load(file, ["agents.plain.staffing[tue 10:00-11:00]+=2"]), "plain")
    assert changed[:4] == [(8, 12, 6), (32, 34, 6), (34, 35, 8), (35, 36, 6)]


def test_staffing_that_is_a_number_stays_one_where_all_is_alike(file: Path) -> None:
    assert load(file, ["agents.plain.staffing+=2"]).agents["plain"].staffing == 8
    assert load(file, ["agents.plain.staffing[mon-fri]+=2"]).agents["plain"].staffing == 8


def test_staffing_of_a_list(file: Path) -> None:
    changed = rows(load(file, ["agents.listed.staffing[tue 09:30-11:00]-=1"]), "listed")
    assert changed[4:9] == [(32, 33, 3), (33, 33.5, 4), (33.5, 34, 3), (34, 35, 4), (35, 36, 4)]


def test_one_number_of_a_list(file: Path) -> None:
    changed = rows(load(file, ["agents.listed.staffing[1]+=3"]), "listed")
    assert changed[:4] == [(8, 9, 3), (9, 10, 7), (10, 11, 5), (11, 12, 4)]


def test_people_move_from_one_group_to_another(file: Path) -> None:
    moved = load(file, ["agents.tabled.staffing[mon]+=2", "agents.plain.staffing[mon]-=2"])
    assert rows(moved, "tabled")[0] == (8, 10, 6)
    assert rows(moved, "plain")[:2] == [(8, 12, 4), (32, 36, 6)]


def test_changes_are_made_in_the_order_typed(file: Path) -> None:
    first = load(file, ["agents.tabled.staffing*=2", "agents.tabled.staffing+=1"])
    second = load(file, ["agents.tabled.staffing+=1", "agents.tabled.staffing*=2"])
    assert rows(first, "tabled")[0] == (8, 10, 9)
    assert rows(second, "tabled")[0] == (8, 10, 10)


def test_staffing_said_anew_is_changed_further(file: Path) -> None:
    assert load(file, ["agents.tabled.staffing=9", "agents.tabled.staffing+=1"]).agents["tabled"].staffing == 10


def test_hours_in_which_nobody_is_planned_are_told(file: Path) -> None:
    changed = load(file, ["agents.tabled.staffing[mon 07:00-09:00]+=1"])
    assert rows(changed, "tabled")[:2] == [(8, 9, 5), (9, 10, 4)]
    assert changed.warnings[-1] == (
        "--set agents.tabled.staffing[mon 07:00-09:00]+=1: nobody is planned on Mon 2026-03-02 07:00 to 08:00: "
        "nothing is changed there"
    )


def test_hours_of_the_wall_clock_where_clocks_change() -> None:
    scenario = from_dict(
        {
            "calendar": {"start": "2026-03-29", "timezone": "Europe/Madrid"},
            "channels": {"voice": {"kind": "live"}},
            "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
            "agents": {"team": {"skills": ["calls"], "staffing": 5}},
        },
        changes=["agents.team.staffing[sun 01:00-04:00]+=1"],
    )
    assert rows(scenario, "team") == [(0, 1, 5), (1, 3, 6), (3, 23, 5)]


@settings(max_examples=40, deadline=None)
@given(
    first=st.integers(0, 47),
    length=st.integers(1, 8),
    more=st.integers(1, 5),
    day=st.sampled_from(["mon", "tue", "wed"]),
)
def test_hours_changed_in_a_table_leave_all_the_rest(file: Path, first: int, length: int, more: int, day: str) -> None:
    start, end = 30 * first, min(30 * (first + length), 1440)
    hours = f"{start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    try:
        changed = load(file, [f"agents.tabled.staffing[{day} {hours}]+={more}"])
    except ccsim.ScenarioError as error:
        assert "nobody is planned" in str(error)
        assert end <= 480 or start >= 720
        return
    offset = {"mon": 0, "tue": 24, "wed": 48}[day]

    def at(scenario: Scenario, hour: float) -> int:
        return next(agents for begin, close, agents in rows(scenario, "tabled") if begin <= hour < close)

    before = load(file)
    for quarter in range(8 * 4, 68 * 4):
        hour = quarter / 4
        if any(begin <= hour < close for begin, close, _ in rows(before, "tabled")):
            meant = start <= (hour - offset) * 60 < end and at(before, hour) > 0
            assert at(changed, hour) == at(before, hour) + (more if meant else 0)


def test_a_star_takes_the_groups_that_are_planned_then(file: Path) -> None:
    changed = load(file, ["agents.*.staffing[fri]+=1"])
    assert rows(changed, "plain")[-1] == (104, 108, 7)
    assert rows(changed, "tabled") == rows(load(file), "tabled")


# --- shifts -------------------------------------------------------------------------------------------------------


def test_people_of_a_shift(file: Path) -> None:
    changed = load(file, ["agents.shifted.shifts.early.agents+=1"]).agents["shifted"].shifts
    assert changed is not None and changed["early"].agents == 6
    changed = load(file, ["agents.shifted.shifts.early.agents*=1.1"]).agents["shifted"].shifts
    assert changed is not None and changed["early"].agents == 6  # 5.5


def test_times_of_a_shift_move(file: Path) -> None:
    changes = ["agents.shifted.shifts.early.from-=30 min", "agents.shifted.shifts.early.to+=1 h"]
    shifts = load(file, changes).agents["shifted"].shifts
    assert shifts is not None
    assert (shifts["early"].start / 3600, shifts["early"].end / 3600) == (7.5, 13)


# --- volumes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rated", "hourly", "daily", "forecast"])
def test_volume_of_every_source(file: Path, name: str) -> None:
    before, after = (
        load(file).contacts[name].arrivals,
        load(file, [f"contacts.{name}.arrivals*=1.5"]).contacts[name].arrivals,
    )
    assert before is not None and after is not None
    for row, other in zip(before.forecast or (), after.forecast or (), strict=True):
        assert (other.contacts, other.sd) == (row.contacts * 1.5, (row.sd or 0) * 1.5)
    assert {day: 1.5 * total for day, total in (before.per_day or {}).items()} == (after.per_day or {})
    assert [(start, 1.5 * rate) for start, rate in before.rate or ()] == list(after.rate or ())
    assert (before.day_variation, before.source) == (after.day_variation, after.source)


def test_volume_of_requests(file: Path) -> None:
    requests = load(file, ["appointments.*.requests*=110%"]).appointments["session"].requests
    assert requests is not None and requests.per_day is not None
    assert requests.per_day["mon"] == 11


def test_a_star_takes_the_types_that_say_it(file: Path) -> None:
    changes = ["contacts.recorded.arrivals={rate: 1 per h}", "contacts.*.arrivals*=2"]
    changed = load(file, changes)
    assert changed.contacts["advice"].arrivals is None
    rate = changed.contacts["recorded"].arrivals.rate  # type: ignore[union-attr]
    assert rate is not None


# --- numbers, words, removal --------------------------------------------------------------------------------------


def test_words_and_numbers_are_said_as_in_a_file(file: Path) -> None:
    changes = [
        "routing.contact_rule=earliest_deadline",
        "contacts.daily.patience.default.exponential.mean=2 min",
        "reminders.day_before.before=48 h",
        "targets.voice.at_least=85 %",
        "simulation.replications=50",
        "calendar.holidays=[2026-03-03]",
        "channels.chat.pace[2]=0.7",
    ]
    changed = load(file, changes)
    assert changed.routing.contact_rule == "earliest_deadline"
    assert changed.contacts["daily"].patience.default.parameters == {"mean": 120}  # type: ignore[union-attr]
    assert changed.contacts["daily"].patience.segments["digital"].parameters == {"value": 90}  # type: ignore[union-attr]
    assert changed.reminders["day_before"].before == 48 * 3600
    assert changed.targets["voice"].at_least == 0.85
    assert changed.simulation.replications == 50
    assert len(changed.calendar.holidays) == 1
    assert changed.channels["chat"].pace == (1, 0.8, 0.7)


def test_it_is_the_scenario_that_a_file_would_say(tmp_path: Path) -> None:
    file = write(tmp_path)
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "extends: s.yaml\nname: Varied\nrouting: {contact_rule: longest_wait}\n"
        "contacts: {rated: {arrivals: {per_day: 300}}}\nagents: {tabled: {staffing: 7}}\ntargets: {waits: null}\n"
    )
    changes = [
        "routing.contact_rule=longest_wait",
        "contacts.rated.arrivals.per_day=300",
        "agents.tabled.staffing=7",
        "targets.waits=null",
    ]
    assert same(load(file, changes), load(overlay))


def test_a_removed_reminder_is_no_longer_sent(file: Path) -> None:
    changed = load(file, ["reminders.day_before=null"])
    assert list(changed.reminders) == ["two_hours"]
    assert changed.appointments["session"].reminders == ("two_hours",)
    assert load(file, ["reminders.*=null"]).appointments["session"].reminders == ()


def test_a_point_of_a_curve_leaves_the_others(file: Path) -> None:
    before = load(file).appointments["session"].no_show
    after = load(file, ["appointments.session.no_show.by_lead.1 d=30%"]).appointments["session"].no_show
    assert before is not None and after is not None
    assert len(after.by_lead) == len(before.by_lead) == 3
    assert [share for _, share in after.by_lead] == [0.05, 0.3, 0.27]


def test_a_skill_of_a_list_leaves_the_others(file: Path) -> None:
    skills = load(file, ["agents.tabled.skills.hourly=115%"]).agents["tabled"].skills
    assert {name: skill.aht for name, skill in skills.items()} == {"rated": 1, "hourly": 1.15}


def test_numbers_in_lists(file: Path) -> None:
    changed = load(file, ["routing.preferences.rated[1].after+=15 s", "journeys.rated.abandoned[0].probability*=1.2"])
    assert changed.routing.preferences["rated"][1][0].after == 60
    assert changed.journeys.moves["rated"]["abandoned"][0].probability.default == 0.6


def test_an_item_of_a_list_is_removed(file: Path) -> None:
    assert len(load(file, ["routing.preferences.rated[1]=null"]).routing.preferences["rated"]) == 1


def test_numbers_keep_their_unit(file: Path) -> None:
    found = source(file)
    for change, text in {
        "contacts.rated.patience.exponential.mean+=15 s": "4.25 min",
        "contacts.daily.resolution-=5%": "75%",
        "contacts.rated.arrivals.rate+=0.25 per min": "55 per h",
        "agents.tabled.cost_per_hour*=1.05": "16.8",
        "channels.chat.cost*=2": "0.1 per contact",
        "contacts.daily.arrivals.day_variation.cv+=0.05": "0.15",
        "routing.preferences.rated[1].after*=1.1": "49.5 s",
        "contacts.forecast.priority+=1": "3",
    }.items():
        path = read_change(change)
        (value,) = found.values(change[: len(change) - len(path.operator) - len(change.split("=")[1])], [change])
        assert value.text == text, change


def test_paths_of_tables_start_where_the_change_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenarios").mkdir()
    file = write(tmp_path / "scenarios")
    (tmp_path / "other.csv").write_text("start,agents\n08:00,3\n12:00,0\n")
    monkeypatch.chdir(tmp_path)
    assert rows(load(file, ["agents.tabled.staffing=other.csv"]), "tabled")[0] == (8, 12, 3)


def test_names_with_dots_stand_in_quotes(tmp_path: Path) -> None:
    file = write(tmp_path, TEXT.replace("1 d: 21%", "1.5 d: 21%"))
    path = 'appointments.session.no_show.by_lead."1.5 d"'
    no_show = load(file, [f"{path}+=2%"]).appointments["session"].no_show
    assert no_show is not None and no_show.by_lead[1] == (1.5 * 86400, 0.23)
    assert path in source(file).paths()


def test_a_change_may_be_read_before() -> None:
    change = read_change("agents.team.staffing[mon-wed 09:00-12:00] += 2")
    assert change.path == ("agents", "team", "staffing")
    assert change.when is not None and change.when.weekdays == ("mon", "tue", "wed")
    assert (change.operator, change.node.value) == ("+=", 2)


# --- there and back -----------------------------------------------------------------------------------------------

INVERSES = [
    ("agents.tabled.staffing[mon 09:15-11:00]+=2", "agents.tabled.staffing[mon 09:15-11:00]-=2"),
    ("agents.tabled.staffing-=4", "agents.tabled.staffing+=4"),
    ("agents.listed.staffing[tue]-=3", "agents.listed.staffing[tue]+=3"),
    ("agents.plain.staffing[wed 10:00-11:00]-=6", "agents.plain.staffing[wed 10:00-11:00]+=6"),
    ("agents.shifted.shifts.early.agents+=3", "agents.shifted.shifts.early.agents-=3"),
    ("agents.shifted.shifts.early.to+=90 min", "agents.shifted.shifts.early.to-=90 min"),
    ("contacts.rated.arrivals*=1.25", "contacts.rated.arrivals*=0.8"),
    ("contacts.forecast.arrivals*=1.6", "contacts.forecast.arrivals*=0.625"),
    ("contacts.daily.talk_time+=7.1 s", "contacts.daily.talk_time-=7.1 s"),
    ("contacts.*.handle_time*=1.25", "contacts.*.handle_time*=0.8"),
    ("contacts.*.handle_time+=15 s", "contacts.*.handle_time-=15 s"),
    ("contacts.*.patience*=0.8", "contacts.*.patience*=1.25"),
    ("contacts.rated.patience.exponential.mean+=7 s", "contacts.rated.patience.exponential.mean-=7 s"),
    ("appointments.session.lead_time-=1 d", "appointments.session.lead_time+=1 d"),
    ("contacts.daily.resolution-=7.3%", "contacts.daily.resolution+=7.3%"),
    ("routing.contact_rule=longest_wait", "routing.contact_rule=priority"),
    ("targets.voice.at_least=85%", "targets.voice.at_least=80%"),
]


@pytest.mark.parametrize(("there", "back"), INVERSES, ids=[there for there, _ in INVERSES])
def test_a_change_and_its_inverse_are_none(tmp_path: Path, there: str, back: str) -> None:
    file = write(tmp_path, TEXT.replace("{trace: trace.csv}", "{rate: 3 per h}"))
    assert not same(load(file, [there]), load(file))
    assert same(load(file, [there, back]), load(file))


@given(st.fractions(min_value=0, max_value=1000))
def test_halves_are_rounded_up(number: Fraction) -> None:
    assert -Fraction(1, 2) <= number - half_up(number) < Fraction(1, 2) or number - half_up(number) == -Fraction(1, 2)


@given(
    st.decimals(min_value=-1000, max_value=1000, places=3),
    st.sampled_from(["", "%", " s", " min", " h", " d", " per h", " per 30 min", " per contact", " contacts"]),
)
def test_a_quantity_is_written_as_it_is_read(amount: object, unit: str) -> None:
    found = quantity(f"{amount}{unit}")
    assert found is not None
    again = quantity(str(found))
    assert again is not None
    assert (again.amount, again.kind, again.size) == (found.amount, found.kind, found.size)


# --- what stands at a path ----------------------------------------------------------------------------------------


def test_values_at_a_path(file: Path) -> None:
    found = source(file)
    expected = {
        "contacts.rated.patience.exponential.mean": ("4 min", 240.0, "s"),
        "targets.voice.at_least": ("80%", 0.8, "share"),
        "contacts.rated.arrivals.rate": ("40 per h", 40.0, "per h"),
        "routing.contact_rule": ("priority", None, ""),
        "agents.plain.staffing": ("6", 6.0, ""),
        "agents.tabled.staffing": ("staffing.csv", None, ""),
        "contacts.daily.wrap_up": ("{exponential: {mean: 40 s}}", None, ""),
        "channels.chat.pace[1]": ("0.8", 0.8, ""),
    }
    for path, (text, number, unit) in expected.items():
        (value,) = found.values(path)
        assert (value.path, value.text, value.number, value.unit) == (path, text, number, unit)


def test_values_after_changes(file: Path) -> None:
    found = source(file)
    changes = ["agents.tabled.staffing[mon]+=2", "routing.contact_rule=longest_wait"]
    assert found.values("agents.tabled.staffing", changes)[0].text == "staffing.csv (agents.tabled.staffing[mon]+=2)"
    assert found.values("routing.contact_rule", changes)[0].text == "longest_wait"


def test_values_of_every_name_and_of_what_is_not_said(file: Path) -> None:
    found = source(file)
    assert [value.path for value in found.values("reminders.*.before")] == [
        "reminders.day_before.before",
        "reminders.two_hours.before",
    ]
    assert found.values("contacts.rated.priority") == []


def test_paths_that_stand(file: Path) -> None:
    paths = source(file).paths()
    assert {"agents.plain.staffing", "channels.chat.pace[1]", "contacts.daily.wrap_up.exponential.mean"} <= set(paths)
    assert all(source(file).values(path) for path in paths)


def test_points_of_a_sweep_may_change_nothing(file: Path) -> None:
    found = source(file)
    for change in (
        "routing.contact_rule=priority",
        "contacts.rated.arrivals*=1",
        "agents.plain.staffing+=0",
        "agents.plain.staffing[mon]=6",
        "contacts.hourly.patience*=2",
        "contacts.rated.patience.exponential.mean*=1",
    ):
        assert same(found.scenario([change], idle=True), load(file))


def test_one_source_gives_many_scenarios(file: Path) -> None:
    found = source(file)
    before = fingerprint(found.scenario())
    assert fingerprint(found.scenario(["agents.plain.staffing=1", "channels.chat.pace[1]=0.5"])) != before
    assert fingerprint(found.scenario()) == before
