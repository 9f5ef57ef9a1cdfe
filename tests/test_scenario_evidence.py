"""`evidence:` in a scenario file: how inputs are known, of which values it speaks, and what it does not touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from scenario_base import BASE

from ccsim.cli.main import cli
from ccsim.errors import ScenarioError
from ccsim.model import build
from ccsim.scenario import fingerprint, from_dict, json_schema, load
from ccsim.study.assumptions import register, rests_on

OWN = """\
evidence:
  contacts: assumed
  contacts.*.talk_time: {measured: "ACD, January to March"}
  contacts.*.arrivals: {forecast: planning of January}
  agents.*.absence: measured
  agents: {assumed: what HR believes}
  agents.mixed.staffing: decided
"""
Row = dict[str, str]


def _write(folder: Path, own: str = OWN, name: str = "s.yaml", above: str = BASE) -> Path:
    file = folder / name
    file.write_text(above + own, encoding="utf-8")
    return file


def _rows(file: Path, *changes: str) -> dict[str, Row]:
    scenario = load(file, changes)
    return {row["input"]: row for row in register(scenario, build(scenario), {}, "")}


def _kinds(rows: dict[str, Row], *inputs: str) -> list[str]:
    return [rows[one]["evidence"] for one in inputs]


def test_the_nearest_path_counts(tmp_path: Path) -> None:
    rows = _rows(_write(tmp_path))
    talk = rows["contacts.calls.talk_time"]
    assert (talk["evidence"], talk["grounds"]) == ("measured", "ACD, January to March")
    assert _kinds(rows, "contacts.calls.wrap_up", "contacts.calls.arrivals") == ["assumed", "forecast"]
    assert rows["agents.mixed.absence"]["grounds"] == "" and rows["agents.mixed.absence"]["evidence"] == "measured"
    assert _kinds(rows, "demand") == [""]


def test_a_whole_group_does_not_speak_of_what_is_decided_in_it(tmp_path: Path) -> None:
    rows = _rows(_write(tmp_path))
    assert (
        _kinds(rows, "agents.team.staffing", "agents.mixed.skills", "contacts.calls.answer_within") == ["decided"] * 3
    )
    assert _kinds(rows, "agents.team.skills.calls", "agents.team.skills.chats") == ["decided", "assumed"]
    assert rows["agents.team.skills.chats"]["grounds"] == "what HR believes"
    measured = _rows(_write(tmp_path, "evidence: {agents.*.staffing: measured}\n"))
    assert _kinds(measured, "agents.team.staffing") == ["measured"]


def test_what_stands_on_a_line_is_told_apart_where_it_is_known_otherwise(tmp_path: Path) -> None:
    together = _rows(_write(tmp_path, ""))
    assert "contacts.chats" in together and "contacts.chats.arrivals" not in together
    apart = _rows(_write(tmp_path))
    assert "contacts.chats" not in apart
    assert _kinds(apart, "contacts.chats.channel", "contacts.chats.arrivals", "contacts.chats.handle_time") == [
        "decided",
        "forecast",
        "assumed",
    ]


def test_what_is_taken_is_assumed_unless_it_is_decided(tmp_path: Path) -> None:
    rows = _rows(_write(tmp_path, "evidence: {contacts.chats: measured}\n"))
    patience = rows["contacts.chats.patience"]
    assert (patience["source"], patience["evidence"]) == ("default", "assumed")
    assert _kinds(rows, "routing.agent_rule", "channels.chat.lines") == ["decided", "decided"]
    said = _rows(_write(tmp_path, "evidence: {contacts.*.patience: {measured: nobody hangs up in chats}}\n"))
    patience = said["contacts.chats.patience"]
    assert (patience["evidence"], patience["grounds"]) == ("measured", "nobody hangs up in chats")


def test_what_is_changed_was_not_measured(tmp_path: Path) -> None:
    file = _write(tmp_path, "evidence: {contacts: measured}\n")
    changes = [
        "contacts.calls.wrap_up.exponential.mean=30 s",
        "contacts.calls.talk_time*=1.1",
        "contacts.mails.arrivals*=2",
    ]
    rows = _rows(file, *changes)
    assert _kinds(rows, "contacts.calls.patience", "contacts.mails.handle_time") == ["measured", "measured"]
    assert _kinds(rows, "contacts.calls.wrap_up.exponential.mean", "contacts.calls.talk_time") == ["", ""]
    assert rows["contacts.calls.talk_time"]["value"].endswith("(contacts.calls.talk_time*=1.1)")
    assert rows["contacts.mails.arrivals"]["evidence"] == ""


def test_an_overlay_says_what_it_knows_of_both_and_its_base_nothing_of_it(tmp_path: Path) -> None:
    _write(tmp_path, "evidence: {contacts: measured, agents.*.absence: {measured: time keeping}}\n")
    top = "extends: s.yaml\ncontacts: {calls: {balking: 4%}}\n"
    rows = _rows(_write(tmp_path, "", "plain.yaml", top))
    assert _kinds(rows, "contacts.calls.balking", "contacts.calls.patience") == ["", "measured"]
    own = "evidence: {contacts.calls: {assumed: guesses}, agents.*.absence: {assumed: nobody knows}}\n"
    rows = _rows(_write(tmp_path, own, "top.yaml", top))
    assert _kinds(rows, "contacts.calls.balking", "contacts.calls.patience") == ["assumed", "assumed"]
    assert _kinds(rows, "contacts.mails.handle_time", "agents.mixed.absence") == ["measured", "assumed"]


def test_what_is_removed_may_have_been_known(tmp_path: Path) -> None:
    file = _write(tmp_path, "evidence: {contacts.mails.arrivals: measured}\n")
    removed = ["contacts.mails=null", "agents.mixed.skills=[calls]", "routing.order=null"]
    assert "mails" not in load(file, removed).contacts
    top = "extends: s.yaml\ncontacts: {mails: null}\nagents: {mixed: {skills: [calls]}}\nrouting: {order: null}\n"
    assert "mails" not in load(_write(tmp_path, "", "top.yaml", top)).contacts


def test_it_changes_no_result(tmp_path: Path) -> None:
    plain, known = load(_write(tmp_path, "")), load(_write(tmp_path))
    assert fingerprint(plain) == fingerprint(known)
    assert known.evidence["contacts"].kind == "assumed" and plain.evidence == {}


def test_all_are_counted(tmp_path: Path) -> None:
    rows = _rows(_write(tmp_path)).values()
    found = rests_on(rows)
    kinds = [row["evidence"] for row in rows]
    assert str(found) == (
        f"how inputs are known: measured {kinds.count('measured')}, forecast 3, assumed {kinds.count('assumed')}, "
        f"not said {kinds.count('')}, decided {kinds.count('decided')}"
    )
    assert found.said("es").startswith("cómo se conocen los datos: medidos ")
    told = CliRunner().invoke(cli, ["validate", str(_write(tmp_path))])
    assert told.exit_code == 0 and str(found) in " ".join(told.stdout.split())


def test_editors_know_it() -> None:
    described = json_schema()["properties"]["evidence"]
    word, grounded = described["additionalProperties"]["anyOf"]
    assert word["enum"] == list(grounded["properties"]) == ["measured", "forecast", "assumed", "decided"]


CASES = {
    "evidence: 3": "evidence: expected a mapping (name: value), got 3",
    "evidence: {contacts.calls.talk_tim: measured}": (
        "evidence.contacts.calls.talk_tim: no 'talk_tim' in contacts.calls (did you mean 'talk_time'?)"
    ),
    "evidence: {contacts.call.talk_time: measured}": (
        "evidence.contacts.call.talk_time: no 'call' in contacts (did you mean 'calls'?)"
    ),
    "evidence: {contact: measured}": "evidence.contact: no 'contact' among the sections (did you mean 'contacts'?)",
    "evidence: {'agents.team.staffing[mon]': measured}": (
        "expected a path without days or hours, got 'agents.team.staffing[mon]'"
    ),
    "evidence: {'': measured}": "expected a path of names, like agents.voice.staffing, got nothing",
    "evidence: {targets.voice: measured}": "evidence.targets.voice: 'targets' is no input: no result rests on it",
    "evidence: {contacts: guess}": "got 'guess' (did you mean 'assumed'?)",
    "evidence: {contacts: measurd}": "got 'measurd' (did you mean 'measured'?)",
    "evidence: {contacts: 'measured, ACD'}": "got 'measured, ACD' (its grounds are written {measured: ACD})",
    "evidence: {contacts: {measured: ACD, March}}": '(a comma needs quotes: {measured: "ACD, March"})',
    "evidence: {contacts: {measurd: ACD}}": "evidence.contacts.measurd: unknown key (did you mean 'measured'?)",
    "evidence: {contacts: {log: ACD}}": "unknown key; known are measured, forecast, assumed, decided",
    "evidence: {contacts: {measured: }}": "expected what it rests on, in words, got nothing ('measured' alone if",
    "evidence: {contacts: {measured: [a]}}": "expected what it rests on, in words, got a list of 1",
    "evidence: {contacts: {measured: a, assumed: b}}": "or one of them with its grounds, like {measured: ACD of March",
    "evidence: {contacts: {}}": "got an empty mapping",
    "evidence: {contacts: }": "got nothing",
    "evidence: {contacts: true}": "got true",
    "evidence: {contacts: [measured]}": "got a list of 1",
}


@pytest.mark.parametrize("own", CASES)
def test_what_cannot_be_meant_is_told_with_its_place(tmp_path: Path, own: str) -> None:
    file = _write(tmp_path, f"{own}\n")
    told = CliRunner().invoke(cli, ["validate", str(file)])
    line = BASE.count("\n") + 1
    assert told.exit_code == 2 and told.stdout == ""
    assert CASES[own] in told.stderr and f"{file}:{line}:" in told.stderr
    assert "Traceback" not in told.stderr and len(told.stderr.splitlines()) == 1


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    own = "evidence:\n  contacts.cals: measured\n  agents: guess\n  demand: {measured: }\n"
    with pytest.raises(ScenarioError) as caught:
        load(_write(tmp_path, own))
    assert len(caught.value.faults) == 3


def test_a_mapping_has_it_too() -> None:
    mapping = {
        "calendar": {"start": "2026-03-02"},
        "channels": {"voice": {"kind": "live"}},
        "contacts": {"calls": {"channel": "voice", "arrivals": {"rate": "60 per h"}, "handle_time": "4 min"}},
        "agents": {"team": {"skills": ["calls"], "staffing": 5}},
        "evidence": {"contacts": {"measured": 2026}},
    }
    (rate,) = [one for one in from_dict(mapping).inputs if one.path == "contacts.calls.arrivals.rate"]
    assert (rate.evidence, rate.grounds) == ("measured", "2026")
    with pytest.raises(ScenarioError, match=r"scenario: evidence\.contact: no 'contact' among the sections"):
        from_dict({**mapping, "evidence": {"contact": "measured"}})
