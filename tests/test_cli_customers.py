"""`ccsim run` and `ccsim paths` through their entry point, where customers have more than one contact."""

from __future__ import annotations

import json
import re
import textwrap

import pandas as pd
import pytest
from click.testing import CliRunner
from paths_by_hand import customers, folder, usual

import ccsim
from ccsim.cli.main import cli

RICH = """
    name: Small bank
    calendar: {start: 2026-03-02, days: 2, timezone: Europe/Madrid}
    opening: {mon-fri: "08:00-12:00"}
    simulation: {replications: 3, seed: 7}
    currency: EUR
    segments: {young: {share: 60%, value: 100}, old: {share: 40%, value: 200}}
    channels: {voice: {kind: live, cost: 0.02 per min}, chat: {kind: live}, video: {kind: appointment}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 60 per h}, patience: 90 s, handle_time: 4 min, resolution: 70%,
              lost_value: 5}
      chats: {channel: chat, arrivals: {rate: 20 per h}, patience: 3 min, handle_time: 5 min}
      advice_video: {channel: video, handle_time: 20 min}
    agents:
      team: {skills: [calls, chats], staffing: 4, cost_per_hour: 15}
      advisers: {skills: [advice_video], staffing: 2, cost_per_hour: 30}
    self_service:
      assistant: {fronts: [chats], time: 1 min, containment: 40%, gives_up: 10%, false_containment: 20%,
                  returns: {to: calls, after: 20 min}, cost: 0.1}
    appointments:
      advice:
        contact: advice_video
        agents: advisers
        slot: 30 min
        requests: {rate: 3 per h}
        lead_time: {exponential: {mean: 1 d}}
        horizon: 3 d
        no_show: {by_lead: {0 d: 20%, 1 d: 40%}}
        reminders: [sms]
    reminders: {sms: {channel: sms, before: 2 h, cost: 0.05}}
    journeys:
      calls:
        abandoned: [{to: calls, probability: 60%, after: 10 min}]
        unresolved: [{to: chats, probability: 30%, after: 15 min}, {book: advice, probability: 10%}]
      advice_video: {no_show: [{book: advice, probability: 50%, after: 1 h}]}
    orchestration:
      call_back: {when: {contact: calls, expected_wait: "> 60 s"}, offer: callback, accepted: 50%}
    proactive: {renewal: {replaces: calls, share: 5%, cost: 0.2}}
    targets: {shows: {appointment: advice, measure: no_show_rate, at_most: 60%}}
"""


@pytest.fixture(scope="module")
def rich_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("rich") / "rich.yaml"
    file.write_text(textwrap.dedent(RICH), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def saved(rich_file):
    """What one run printed, and the folder it wrote."""
    out = rich_file.parent / "out"
    done = CliRunner().invoke(cli, ["run", str(rich_file), "--out", str(out), "--records", "--jobs", "1"])
    assert done.exit_code == 0, done.stderr
    return done, out


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def block(printed, title):
    """The lines of a part of the table."""
    return next(part for part in printed.split("\n\n") if part.startswith(title)).splitlines()


def test_the_table_has_a_part_for_each_thing_there_is(saved):
    printed = saved[0].stdout
    assert max(map(len, printed.splitlines())) <= 100
    parts = [part.split()[0] for part in printed.split("\n\n")[1:]]
    assert parts == ["CONTACTS", "SELF-SERVICE", "APPOINTMENTS", "CUSTOMERS", "AGENTS", "DAYS", "TARGETS"]
    assert [line.split()[0] for line in block(printed, "CUSTOMERS")[1:4]] == ["young", "old", "all"]
    assert block(printed, "SELF-SERVICE")[1].startswith("assistant ")
    appointments = " ".join(block(printed, "APPOINTMENTS"))
    assert "EUR/kept" in appointments and "no-shows by reason: forgot" in appointments
    assert re.search(r"hosts waited for customers who did not come .* h? ?\(.* EUR\)", appointments)
    contacts = " ".join(block(printed, "CONTACTS"))
    assert "called back (accepted a call-back and were served by it): calls" in contacts and "prevented (" in contacts
    costs = " ".join(block(printed, "AGENTS"))
    assert re.search(r"costs: staff .*, channels .*, self-service .*, reminders .*, proactive .*; together", costs)
    assert "value of lost contacts" not in costs and "lost EUR" in block(printed, "CUSTOMERS")[0]


def test_the_table_says_what_the_result_says(saved, rich_file):
    estimates = ccsim.simulate(ccsim.load(str(rich_file))).estimates
    shown = " ".join(block(saved[0].stdout, "APPOINTMENTS")[1].split())
    missed, late = (estimates.get("appointment", "advice", one) for one in ("no_show_rate", "late_rate"))
    assert f" {100 * missed.mean:.1f} ± {100 * missed.half_width:.1f} {100 * late.mean:.1f} " in shown
    young = " ".join(block(saved[0].stdout, "CUSTOMERS")[1].split())
    satisfaction = estimates.get("segment", "young", "csat")
    assert f" {satisfaction.mean:.2f} ± {satisfaction.half_width:.2f} " in young
    assert estimates.get("segment", "young", "contacts_per_customer").mean > 1


def test_a_plain_center_has_none_of_these_parts(small_file):
    printed = run("run", small_file, "--replications", 2).stdout
    assert not re.search("SELF-SERVICE|APPOINTMENTS|CUSTOMERS|costs:|called back", printed)


def test_how_customers_judge_is_shown_where_the_scenario_says_it(small_file):
    small_file.write_text(small_file.read_text() + "experience: {csat: {base: 4.0}}\n")
    lines = block(run("run", small_file, "--replications", 2).stdout, "CUSTOMERS")
    assert lines[1].startswith("all ") and "CSAT" in lines[0]
    assert lines[2] == "FCR %: nobody's window of 168 h (experience.first_contact_window) ends inside this run"


def test_every_table_of_records_is_written(saved):
    done, out = saved
    tables = ("agents", "appointments", "contacts", "customers", "decisions", "holds", "reminders")
    names = [f"{table}.parquet" for table in tables]
    assert (
        f"wrote {', '.join([*names[:5], 'holds.parquet', 'measures.csv', 'reminders.parquet'])}, report.html, "
        "summary.json" in done.stderr
    )
    frames = {table: pd.read_parquet(out / f"{table}.parquet") for table in tables}
    assert all(set(frame.replication) == {1, 2, 3} for frame in frames.values())
    kept = frames["appointments"][frames["appointments"].outcome == "kept"].contact.dropna()
    assert len(kept) and set(kept) <= set(frames["contacts"].contact)
    assert set(frames["decisions"].reason.str.partition(":")[0]) == {"call-back accepted", "call-back declined"}
    assert set(frames["contacts"].customer) >= set(frames["customers"].customer[frames["customers"].contacts > 0])


def test_records_as_csv_say_the_same(rich_file, saved, tmp_path):
    done = run("run", rich_file, "--out", tmp_path, "--records", "--records-format", "csv", "--jobs", 1)
    assert done.exit_code == 0 and done.stdout == saved[0].stdout
    assert run("paths", tmp_path).stdout == run("paths", saved[1]).stdout
    for table in ("appointments", "reminders", "decisions", "holds"):
        assert len(pd.read_csv(tmp_path / f"{table}.csv")) == len(pd.read_parquet(saved[1] / f"{table}.parquet"))
    again = run("run", rich_file, "--out", tmp_path, "--quiet", "--replications", 1)
    assert "removed agents.csv, appointments.csv, contacts.csv, customers.csv, decisions.csv, holds.csv" in again.stderr


def test_a_table_of_the_users_that_this_run_does_not_write_stays(small_file, tmp_path):
    (tmp_path / "appointments.parquet").write_text("mine")
    assert run("run", small_file, "--out", tmp_path, "--records", "--replications", 1).exit_code == 0
    assert (tmp_path / "appointments.parquet").read_text() == "mine"


def test_a_table_of_the_users_in_the_way_of_new_records(rich_file, tmp_path):
    (tmp_path / "decisions.parquet").write_text("mine")
    done = run("run", rich_file, "--out", tmp_path, "--records")
    assert done.exit_code == 2 and done.stdout == ""
    assert "there is a decisions.parquet already, and ccsim did not write it" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["decisions.parquet"]


def test_any_contact_of_a_customer_tells_his_whole_journey(saved, rich_file):
    contacts = pd.read_parquet(saved[1] / "contacts.parquet")
    again = contacts[(contacts.replication == 2) & (contacts.attempt == 3)].iloc[0]
    told = run("run", rich_file, "--trace", again.contact, "--replication", 2)
    assert told.exit_code == 0 and "#3" in again.contact
    assert told.stdout == run("run", rich_file, "--trace", again.customer, "--replication", 2).stdout
    own = contacts[(contacts.replication == 2) & (contacts.customer == again.customer)]
    for moment in own.arrived:
        assert f"{moment:%Y-%m-%d %H:%M:%S}" in told.stdout


def test_the_journey_of_who_booked_before_the_first_day(saved, rich_file):
    bookings = pd.read_parquet(saved[1] / "appointments.parquet")
    early = bookings[(bookings.replication == 1) & (bookings.requested_s < 0) & (bookings.outcome == "kept")].iloc[0]
    told = run("run", rich_file, "--trace", early.booking)
    assert told.exit_code == 0 and told.stdout.startswith(f"{early.requested:%Y-%m-%d %H:%M:%S}")
    assert str(early.host) in told.stdout


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("advise/diary/0", "no contact type or appointment 'advise' (did you mean 'advice'?)"),
        ("advice/2026-03-02T08:00/999#2", "not in replication 1; in that interval"),
        ("advice/2020-01-01T08:00/0", "no interval holds '2020-01-01T08:00'"),
    ],
)
def test_customers_nobody_knows(rich_file, name, says):
    done = run("run", rich_file, "--trace", name)
    assert done.exit_code == 2 and done.stdout == "" and says in done.stderr


# --- ccsim paths ------------------------------------------------------------------------------------------------


def test_paths_of_a_run(saved):
    done = run("paths", saved[1])
    assert done.exit_code == 0 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "Small bank: journeys of customers"
    assert re.fullmatch(r"[0-9]+ paths · 3 replications · seed 7 · ± half width of the 95 % interval", lines[1])
    assert max(map(len, lines)) <= 100
    assert "+ calls resolved" in lines and any(line.endswith("more paths, ") or "--top" in line for line in lines)
    assert any(line.strip("+- ") == "assistant contained" for line in lines)


def test_paths_top_and_json(saved):
    done = run("paths", saved[1], "--top", 3, "--json")
    said = json.loads(done.stdout)
    rows = said["paths"]
    assert (said["scenario"], said["replications"], said["total"]["share"]) == ("Small bank", 3, 1.0)
    assert [row["path"] for row in rows] == [row.path for row in ccsim.paths(saved[1]).rows[:3]]
    assert rows[0]["share"] > rows[1]["share"] > rows[2]["share"]
    printed = run("paths", saved[1], "--top", 3).stdout
    assert [path["path"] in printed for path in rows] == [True] * 3


def test_paths_of_some(saved):
    young = run("paths", saved[1], "--segment", "young", "--from", "advice")
    assert young.stdout.startswith("Small bank: journeys of customers of segment young who began with advice\n")
    assert "book advice" in young.stdout and "+ calls resolved" not in young.stdout
    wrong = run("paths", saved[1], "--segment", "yong")
    assert wrong.exit_code == 2 and wrong.stderr == "no customer of segment 'yong' (did you mean 'young'?)\n"
    wrong = run("paths", saved[1], "--from", "zzz")
    assert wrong.exit_code == 2 and "(there are advice, calls, chats)" in wrong.stderr


def test_paths_with_their_loss(tmp_path):
    done = run("paths", folder(tmp_path / "out", usual()))
    lines = done.stdout.splitlines()
    assert "  calls abandoned → calls resolved" in lines and "- calls abandoned" in lines
    assert lines[3].split()[-2:] == ["loss", "excess"]
    assert "all unfavourable paths: +147 USD" in " ".join(" ".join(lines).split())
    few = customers(*((number, 40, {"path": "calls resolved"}) for number in (1, 2)))
    assert "loss" not in run("paths", folder(tmp_path / "plain", few)).stdout


def test_paths_of_one_replication_are_not_judged(tmp_path):
    printed = run("paths", folder(tmp_path / "out", usual(1))).stdout
    assert "one replication: no ±" in printed and "no path is marked: one replication has no interval" in printed
    assert not re.search("^[+-]", printed, re.MULTILINE)


def test_a_long_path_is_broken_before_arrows(tmp_path):
    steps = " → ".join(f"calls abandoned x{n}" for n in range(2, 12))
    lines = run("paths", folder(tmp_path / "out", customers((1, 5, {"path": steps})))).stdout.splitlines()
    long = [line for line in lines if "abandoned" in line]
    assert len(long) == 3 and all(line.startswith("    → ") for line in long[1:]) and max(map(len, lines)) <= 100


def test_the_picture_of_a_run(saved, tmp_path):
    picture = tmp_path / "paths.svg"
    done = run("paths", saved[1], "--out", picture)
    assert done.exit_code == 0 and done.stderr == f"wrote {picture}\n"
    assert done.stdout == run("paths", saved[1]).stdout
    assert picture.stat().st_size > 5000


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere",), "nowhere is not there: give the DIR of ccsim run FILE --out DIR --records"),
        ((".",), "no results in ., it has no summary.json"),
        (("nowhere", "--out", "paths.gif"), "cannot draw paths.gif: its name must end in one of .png, .svg, .pdf"),
        (("nowhere", "--top", "0"), "0 is not in the range x>=1"),
        ((), "Missing argument 'DIR'"),
    ],
)
def test_paths_asked_wrongly(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    done = run("paths", *arguments)
    assert done.exit_code == 2 and done.stdout == "" and says in done.stderr
    assert not list(tmp_path.iterdir())


def test_paths_of_a_run_without_records(small_file, tmp_path):
    run("run", small_file, "--out", tmp_path / "out", "--replications", 1)
    done = run("paths", tmp_path / "out")
    assert done.exit_code == 2 and "holds a run without records; with them: ccsim run FILE" in done.stderr
