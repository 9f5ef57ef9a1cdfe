"""A day to watch: what the page is given counts what the records say, at every instant, in either format."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from ccsim.cli.main import cli
from ccsim.errors import CcsimError
from ccsim.report.at_risk import broken
from ccsim.report.rebuild import rebuild
from ccsim.report.replay import elsewhere, replay, section
from ccsim.report.replay.packing import LETTERS, packed, signed, steps
from ccsim.report.run import run_of
from ccsim.scenario import load
from ccsim.study.result import Result
from ccsim.study.saved_records import SavedRun
from ccsim.study.simulate import simulate

RICH = Path(__file__).parent.parent / "scenarios" / "retail_bank"  # mails over night, chats three at a time, hosts held
OF_KIND = ("waiting", "late", "oldest", "offered", "answered", "judged", "timely", "gave_up", "blocked")
OF_GROUP = ("duty", "over", "paused", "held", "wrap")
ENDS = ("answered", "abandoned", "dropped")


def unpacked(text: str, columns: int = 1) -> np.ndarray:
    found, value, shift = [], 0, 0
    for letter in text.encode():
        digit = LETTERS.index(letter)
        value, shift = value + ((digit & 31) << shift), shift + 5
        if digit < 32:
            found.append(value)
            value = shift = 0
    return np.array(found).reshape(-1, columns)


def told(folder: Path) -> dict[str, Any]:
    run = run_of(folder)
    found = replay(run.records, run.measures, run.summary, broken(run.measures, run.summary))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def rich() -> Result:
    return simulate(load(RICH, ["calendar.days=2"]), replications=3, engine="compiled", jobs=1)


@pytest.fixture(scope="module")
def folder(rich: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay") / "out"
    rich.save(out, records=True)
    return out


class Records:
    """The records of one replication, asked what was the case at an instant: slowly, and in another way."""

    def __init__(self, folder: Path, replication: int) -> None:
        tables = {path.stem: pd.read_parquet(path) for path in folder.glob("*.parquet")}
        own = {name: table[table["replication"] == replication] for name, table in tables.items()}
        self.contacts, self.agents = own["contacts"].copy(), own["agents"]
        self.holds = own.get("holds", self.agents.iloc[:0])
        begun = self.agents.dropna(subset="contact").groupby("contact")["start_s"].min()
        outcome = self.contacts["outcome"].astype(str)
        end = (self.contacts["joined_s"] + self.contacts["wait_s"]).where(outcome.isin(ENDS))
        end = end.fillna(self.contacts["dialled_s"])
        end = end.fillna(self.contacts["contact"].map(begun).where(outcome == "backlog"))
        self.contacts["until"] = end.fillna(np.inf)
        self.queued = self.contacts[outcome.isin([*ENDS, "backlog", "called_back", "not_reached"])]
        talked = self.contacts["joined_s"] + self.contacts["wait_s"] + self.contacts["talk_s"]
        self.talk_end = dict(zip(self.contacts["contact"], talked, strict=True))
        self.begins, self.ends = (self.agents[key].to_numpy() for key in ("start_s", "end_s"))
        said = (self.agents[key].astype(object) for key in ("group", "agent", "state", "contact"))
        self.stretches = [(str(g), str(a), str(s), "" if pd.isna(c) else c) for g, a, s, c in zip(*said, strict=True)]
        self.held = list(zip(*(self.holds[key] for key in ("start_s", "end_s", "agent")), strict=True))

    def waiting(self, at: float) -> dict[str, int]:
        now = self.queued[(self.queued["joined_s"] <= at) & (self.queued["until"] > at)]
        return dict(Counter(now["contact_type"].astype(str)))

    def late(self, at: float, kinds: list[dict[str, Any]], opens: dict[str, list[list[float]]]) -> dict[str, int]:
        """By seconds waited since joining, of those in `opens` only the seconds in which their channel is open."""
        now = self.queued[(self.queued["joined_s"] <= at) & (self.queued["until"] > at)]
        within = {kind["name"]: kind["within"] for kind in kinds}
        found: dict[str, int] = {}
        for kind, joined in zip(now["contact_type"].astype(str), now["joined_s"], strict=True):
            windows = opens.get(kind, [[-np.inf, np.inf]])
            if sum(max(0.0, min(at, end) - max(joined, start)) for start, end in windows) >= within[kind]:
                found[kind] = found.get(kind, 0) + 1
        return found

    def agents_by_state(self, at: float) -> dict[tuple[str, str], int]:
        now = np.flatnonzero((self.begins <= at) & (self.ends > at))
        held = {str(agent) for start, end, agent in self.held if start <= at < end}
        states: dict[tuple[str, str], set[str]] = {}
        contacts: dict[tuple[str, str], list[str]] = {}
        for row in now.tolist():
            group, agent, state, contact = self.stretches[row]
            states.setdefault((group, agent), set()).add(state)
            contacts.setdefault((group, agent), []).extend([contact] if contact else [])
        found: dict[tuple[str, str], int] = {}
        for (group, agent), own in states.items():
            in_hand = contacts[group, agent]
            talking = [one for one in in_hand if not at >= self.talk_end[one]]
            keys = ["paused"] if "break" in own else ["duty"]
            keys += ["over"] if "overtime" in own else []
            if talking:
                keys.append("serving")
            elif in_hand:
                keys.append("wrap")
            elif agent in held:
                keys.append("held")
            for key in keys:
                found[group, key] = found.get((group, key), 0) + 1
        return found


def test_numbers_are_packed_and_come_back():
    rng = np.random.default_rng(1)
    values = (rng.random((500, 3)) * 10 ** rng.integers(0, 9, (500, 3))).astype(int)
    assert (unpacked(packed(*values.T), 3) == values).all()
    assert packed([0, 31, 32]) == "A" + "f" + "gB" and packed([]) == ""
    assert steps([3, 3, 7]).tolist() == [3, 0, 4] and signed([0, -1, 1, -2]).tolist() == [0, 1, 2, 3]
    with pytest.raises(ValueError, match="below 0"):
        packed([1, -1])


def per_minute(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(section, "MOST", 0)
    found = told(folder)
    (day,) = found["days"]
    assert "events" not in day
    values = unpacked(day["minutes"]["text"])[:, 0]
    steps_of = np.where(values % 2, -(values + 1) // 2, values // 2).reshape(-1, day["minutes"]["minutes"])
    series = np.cumsum(steps_of, axis=1)
    names = [f"{kind['name']}/{key}" for kind in found["kinds"] for key in OF_KIND]
    names += [f"{group}/{key}" for group in found["groups"] for key in (*OF_GROUP, *found["channels"])]
    return {**found, "day": day, "series": dict(zip(names, series, strict=True))}


def same_as_records(folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Checks every seventh minute; returns what was seen: states of agents, and types that waited too long."""
    found = per_minute(folder, monkeypatch)
    day, series = found["day"], found["series"]
    records, midnight = Records(folder, day["replication"]), 86400.0 * day["day"]
    center = json.loads((folder / "summary.json").read_text())["center"]
    windows = {one["name"]: one["opens"] for one in center["channels"]}
    opens = {one["name"]: windows[one["channel"]] for one in center["contacts"] if one["clock"] == "opening"}
    seen = set()
    for minute in range(0, day["minutes"]["minutes"], 7):
        at = midnight + day["first"] + 60 * minute
        waiting = {kind["name"]: int(series[f"{kind['name']}/waiting"][minute]) for kind in found["kinds"]}
        assert {name: n for name, n in waiting.items() if n} == records.waiting(at)
        expected = records.late(at, found["kinds"], opens)
        assert {kind: n for kind in waiting if (n := int(series[f"{kind}/late"][minute]))} == expected
        seen |= set(expected)
        states = records.agents_by_state(at)
        for group in found["groups"]:
            for key in OF_GROUP:
                assert series[f"{group}/{key}"][minute] == states.get((group, key), 0), (group, key, minute)
            serving = sum(series[f"{group}/{channel}"][minute] for channel in found["channels"])
            assert serving == states.get((group, "serving"), 0)
        seen |= {key for _, key in states}
    return seen


@pytest.mark.slow
def test_at_every_minute_as_many_wait_and_work_as_the_records_say(folder, monkeypatch):
    seen = same_as_records(folder, monkeypatch)
    assert seen >= {*OF_GROUP, "serving", "account_call", "branch_visit"}


def test_self_service_is_counted_as_the_records_say(folder):
    """Of contacts and of booking requests, at every minute; those turned away were never in it."""
    found, seen = told(folder), 0
    for day in found["days"]:
        values = unpacked(day["bots"]["text"])[:, 0]
        steps_of = np.where(values % 2, -(values + 1) // 2, values // 2).reshape(-1, day["bots"]["minutes"])
        series = np.cumsum(steps_of, axis=1).reshape(len(found["bots"]), 5, -1)
        tables = [
            pd.read_parquet(folder / f"{name}.parquet").rename(columns={"arrived_s": "at", "requested_s": "at"})
            for name in ("contacts", "appointments")
        ]
        rows = pd.concat([one.loc[one["replication"] == day["replication"], COLUMNS] for one in tables]).dropna(
            subset="bot"
        )
        rows = rows.assign(bot=rows["bot"].astype(str), result=rows["bot_result"].astype(str))
        away = rows["result"].isin(["full", "out"])
        for minute in range(30, day["bots"]["minutes"], 97):
            at = 86400.0 * day["day"] + day["first"] + 60 * minute
            over = rows["at"] + rows["bot_s"] <= at
            own = rows["at"] >= 86400.0 * day["day"]
            for bot, name in enumerate(found["bots"]):
                mine = rows["bot"] == name
                inside = (mine & ~away & (rows["at"] <= at) & ~over).sum()
                results = (["contained", "falsely_contained"], ["handed_over"], ["gave_up"])
                counts = [(mine & own & over & rows["result"].isin(one)).sum() for one in results]
                turned = (mine & own & away & (rows["at"] <= at)).sum()
                assert series[bot, :, minute].tolist() == [inside, *counts, turned], (name, minute)
                seen += inside
    assert seen > 0


COLUMNS = ["bot", "bot_result", "bot_s", "at"]


def test_contacts_have_the_names_that_a_trace_takes(folder):
    found = told(folder)
    day = found["days"][0]
    rows = Records(folder, day["replication"]).contacts
    gone = rows[rows["outcome"].isin(["abandoned", "balked", "dropped", "called_back", "blocked"])]
    gone = gone[gone["arrived_s"] < 86400.0]
    expected = {name.replace(f"{kind}/2026-03-02T", "/", 1) for name, kind in gone[["contact", "contact_type"]].values}
    assert set(day["events"]["names"]) == expected and len(day["events"]["names"]) == len(gone) > 10


MAILS = """
    name: Mails by night
    calendar: {start: 2026-03-02, days: 3, timezone: America/Bogota, warm_up: 24 h}
    opening: {mon-fri: "09:00-17:00", mail: {receives: always}}
    simulation: {replications: 2, seed: 1}
    channels: {mail: {kind: deferred}}
    contacts: {mails: {channel: mail, arrivals: {per_day: 120}, handle_time: 6 min, answer_within: 2 h, clock: opening}}
    agents: {team: {skills: [mails], staffing: 2}}
"""


def test_deferred_work_is_late_by_its_own_clock(tmp_path, monkeypatch):
    """What comes at night is due two open hours after nine; the first day is warm-up and no day to watch."""
    (tmp_path / "mails.yaml").write_text(textwrap.dedent(MAILS), encoding="utf-8")
    simulate(load(tmp_path / "mails.yaml"), engine="reference", jobs=1).save(tmp_path / "out", records=True)
    found = told(tmp_path / "out")
    assert [day["day"] for day in found["days"]] == [1, 2] and found["focus"]["kinds"] == [0]
    assert same_as_records(tmp_path / "out", monkeypatch) >= {"mails", "duty", "serving"}


def test_a_day_begins_with_what_the_night_left(folder):
    """Mails of the night, and of the day before, wait at the second midnight."""
    found = told(folder)
    day = found["days"][1]
    rows = unpacked(day["events"]["queue"], 3)
    joined, lasted = day["events"]["from"] + np.cumsum(rows[:, 0]), rows[:, 2]
    there = (joined <= 0) & ((lasted == 0) | (joined + lasted - 1 > 0))
    expected = Records(folder, day["replication"]).waiting(86400.0)
    assert sum(expected.values()) == there.sum() > 10


@pytest.mark.slow
def test_the_day_ends_as_it_is_measured(tmp_path):
    """Of one replication its measures by day are those of that day alone."""
    result = simulate(load(RICH, ["calendar.days=2"]), replications=1, engine="compiled", jobs=1)
    result.save(tmp_path / "out", records=True)
    found, measures = told(tmp_path / "out"), result.measures
    assert [day["replication"] for day in found["days"]] == [1, 1]
    for day in found["days"]:
        own = measures[(measures["interval"] == day["date"]) & (measures["scope"] == "contact")]
        of = own.set_index(["name", "measure"])["mean"]
        for kind, (offered, answered, judged, timely, gave_up) in zip(found["kinds"], day["final"], strict=True):
            name = kind["name"]
            counts = [of.get((name, key), 0.0) for key in ("offered", "answered", "called_back", "abandoned", "balked")]
            assert [offered, answered, gave_up] == [counts[0], counts[1] + counts[2], counts[3] + counts[4]]
            level = of.get((name, "service_level"), np.nan)
            assert timely / judged == pytest.approx(level, abs=1e-12) if judged else np.isnan(level)


def test_the_counters_run_to_what_the_day_ends_with(folder, monkeypatch):
    """All that is live is settled when the day is over."""
    found = per_minute(folder, monkeypatch)
    for kind, final in zip(found["kinds"], found["day"]["final"], strict=True):
        if kind["live"]:
            last = [
                found["series"][f"{kind['name']}/{key}"][-1]
                for key in ("offered", "answered", "judged", "timely", "gave_up")
            ]
            assert last == final
            assert found["series"][f"{kind['name']}/waiting"][-1] == 0


def test_the_worst_day_in_its_middle_replication(folder):
    found = told(folder)
    assert [found["kinds"][place]["name"] for place in found["focus"]["kinds"]] == ["account_call"]
    contacts = pd.read_parquet(folder / "contacts.parquet")
    own = contacts[(contacts["contact_type"] == "account_call") & contacts["outcome"].isin([*ENDS, "balked"])]
    own = own.assign(day=(own["arrived_s"] // 86400).astype(int))
    own["timely"] = (own["outcome"] == "answered") & (own["wait_s"] <= 20)
    level = own.groupby(["day", "replication"])["timely"].mean().unstack()
    missed = (~own["timely"]).groupby(own["day"]).sum()
    assert found["days"][found["worst"]]["day"] == missed.idxmax()
    for day in found["days"]:
        levels = level.loc[day["day"]]
        assert (
            day["level"]
            == pytest.approx(levels.median(), abs=1e-4)
            == pytest.approx(levels[day["replication"]], abs=1e-4)
        )
        assert (day["low"], day["high"]) == pytest.approx((levels.min(), levels.max()), abs=1e-4)


@pytest.mark.slow
def test_what_no_hour_shows_is_said(folder):
    run = run_of(folder)
    found = broken(run.measures, run.summary)
    for one in run.summary["targets"]:
        one["verdict"] = "missed" if one["measure"] == "occupancy" else "met"
    spoken = elsewhere(found, run.summary)
    assert spoken is not None and "shows no such failure" in spoken("en") and "account_team" in spoken("es")
    found[0].target["verdict"] = "missed"
    assert elsewhere(found, run.summary) is None


@pytest.mark.slow
def test_csv_tells_the_same_and_a_folder_makes_the_same_page(rich, folder, tmp_path):
    before = (folder / "report.html").read_bytes()
    rebuild(folder)
    assert (folder / "report.html").read_bytes() == before and len(before) < 6_000_000
    rich.save(tmp_path / "csv", records=True, records_format="csv")
    assert told(tmp_path / "csv") == told(folder)
    page = (tmp_path / "csv" / "report.html").read_text()
    embedded = re.search(r'id="replay-data">(.*?)</script>', page)
    assert embedded is not None and json.loads(embedded[1]) == told(folder)
    rebuild(tmp_path / "csv", "es")
    rebuild(tmp_path / "csv")
    assert (tmp_path / "csv" / "report.html").read_text() == page


def test_without_records_the_page_says_how_to_get_them(rich, tmp_path):
    rich.save(tmp_path / "out")
    text = (tmp_path / "out" / "report.html").read_text()
    assert "run with records: " not in text and "ccsim run FILE --records --out DIR</code>" in text
    assert 'id="replay-data"' not in text and "watchedDay" not in text


@pytest.mark.slow
def test_records_that_were_taken_away_or_changed(rich, tmp_path):
    out = tmp_path / "out"
    rich.save(out, records=True, records_format="csv")
    with (out / "agents.csv").open("a") as file:
        file.write("1,2,3\n")
    done = CliRunner().invoke(cli, ["report", str(out)])
    left_out = "Not there any more, or not as ccsim wrote it: agents.csv. So the page has no day to watch"
    assert done.exit_code == 0 and done.stderr.startswith(f"{left_out}; to have one again: ccsim run FILE --out DIR")
    assert done.stderr.count("\n") == 2 and "wrote" in done.stderr
    for table in ("contacts", "agents"):
        (out / f"{table}.csv").unlink()
    (out / "reminders.csv").unlink(missing_ok=True)  # which no page shows
    done = CliRunner().invoke(cli, ["report", str(out), "--lang", "es"])
    assert done.exit_code == 0 and done.stderr.startswith("Ya no está, o no como lo escribió ccsim: ")
    text = (out / "report.html").read_text()
    assert "as ccsim wrote it: contacts.csv, agents.csv. So the page has no day to watch" in text
    assert "ccsim run FILE --records --out DIR</code>" in text and 'id="replay-data"' not in text


def test_days_are_left_out_before_a_page_grows_too_large(folder, monkeypatch):
    sizes = [section.size_of(day) for day in told(folder)["days"]]
    monkeypatch.setattr(section, "MOST", max(sizes) + 1000)
    found = told(folder)
    assert len(found["days"]) == 1 and found["all_days"] == 2 and found["worst"] == 0 and "events" in found["days"][0]


NOBODY = """
    name: Two doors
    calendar: {start: 2026-03-02, days: 2, timezone: America/Bogota}
    opening: {mon: "09:00-10:00", tue: "22:00-24:00"}
    simulation: {replications: 2, seed: 1}
    channels: {voice: {kind: live}, video: {kind: appointment}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 3 per h}, handle_time: 50 min}
      talk: {channel: video, handle_time: 10 min}
    agents: {team: {skills: [calls, talk], staffing: 1}}
    appointments:
      talks: {contact: talk, agents: team, slot: 30 min, horizon: 1 d, lead_time: 1 h, requests: {rate: 0.001 per h},
              no_show: {by_lead: {0 h: 5%}}}
"""


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_tables_without_a_row_and_a_night_that_outlasts_the_last_day(kind, tmp_path):
    (tmp_path / "doors.yaml").write_text(textwrap.dedent(NOBODY), encoding="utf-8")
    result = simulate(load(tmp_path / "doors.yaml"), engine="reference", jobs=1)
    result.save(tmp_path / "out", records=True, records_format=kind)
    assert not len(result.appointments) and not len(result.holds)
    days = told(tmp_path / "out")["days"]
    assert days[0]["appointments"] == [] and days[1]["last"] > 86400


def test_clocks_that_change_and_doors_that_open(small_file, tmp_path):
    changes = ["calendar.start=2026-03-29", "calendar.days=1", 'opening={"sun": "01:30-12:00"}']
    simulate(load(small_file, changes), replications=1, engine="reference", jobs=1).save(tmp_path / "out", records=True)
    (day,) = told(tmp_path / "out")["days"]
    assert day["clock"] == [[0, 0], [7200, 3600]]
    assert day["opens"] == [[5400, 0, 1], [39600, 0, 0]] and day["date"] == "2026-03-29"
    assert day["planned"] == [[[0, 0.0], [5400, 4.0], [39600, 0.0]]] and (day["first"], day["last"]) == (4500, 41400)


def test_pieces_of_records_are_the_table(folder):
    saved = SavedRun.open(folder)
    columns = {"contact": "str", "wait_s": "float64"}
    whole = saved.table("contacts", {"replication": "int64", **columns})
    pieces = list(saved.pieces("contacts", columns, 2))
    own = whole[whole["replication"] == 2].reset_index(drop=True)
    assert pd.concat(pieces, ignore_index=True)[list(columns)].equals(own[list(columns)])
    assert len(pd.concat(saved.pieces("contacts", columns))) == len(whole)
    with pytest.raises(CcsimError, match="does not have the columns"):
        next(saved.pieces("contacts", {"colour": "str"}))
