"""YAML files with places, and overlays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scenario_base import BASE, changed

from ccsim.errors import ScenarioError
from ccsim.scenario import from_dict, load


def write(folder: Path, **files: str) -> Path:
    """Writes `name.yaml` for each; the first one's path."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / f"{next(iter(files))}.yaml"


def faults(folder: Path, file: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(file)
    return str(caught.value).replace(f"{folder}/", "").replace(str(folder), "FOLDER").split("\n")


# --- files ------------------------------------------------------------------------------------------------------

BROKEN = {
    "a: [1, 2\n": "1:4: not valid YAML: the bracket [ that opens here is not closed, or a comma or a quote is missing"
    " inside",
    "b: 1\na: {b: 1, c: 2\nd: 3\n": "2:4: not valid YAML: the bracket { that opens here is not closed, or a comma or a"
    " quote is missing inside",
    "a: [\n": "2:1: not valid YAML: the file ends inside a bracket that is not closed",
    "a: 'b\nc: d\n": "1:4: not valid YAML: the quote that opens here is not closed",
    'a: "C:\\path"\n': "1:8: not valid YAML: found unknown escape character 'p' inside double quotes: use single"
    " quotes, or double the backslash",
    'a: "b" c\n': "1:8: not valid YAML: what stands here does not go on the mapping that begins on line 1",
    "a:\n\t- 1\n": "2:1: not valid YAML: a tab: indent with spaces, not tabs",
    "name: Bank: spring\n": "1:11: not valid YAML: a value that holds a colon needs quotes",
    "a:\n  b: 1\n   c: 2\n": "3:5: not valid YAML: the line is indented further than its neighbours, or the line above"
    " lacks its colon: things of one level begin in the same column",
    "a:\n  b: 1\n c: 2\n": "3:2: not valid YAML: the indentation fits no line above: things of one level begin in the"
    " same column",
    "a: 1\nb:2\nc: 3\n": "2:1: not valid YAML: the line is no `key: value` (is the colon missing, or the space"
    " after it?)",
    "": "1:1: the file is empty",
    "# nothing\n": "1:1: the file is empty",
    "- a\n- b\n": "1:1: expected sections (name:, calendar:, ...), got a list of 2",
    "just text\n": "1:1: expected sections (name:, calendar:, ...), got 'just text'",
    "a: 1\n---\nb: 2\n": "2:1: not valid YAML: expected a single document in the stream but found another document",
    "a: *nowhere\n": "1:4: not valid YAML: found undefined alias 'nowhere'",
}


@pytest.mark.parametrize(("text", "message"), BROKEN.items())
def test_broken_yaml(tmp_path: Path, text: str, message: str) -> None:
    assert faults(tmp_path, write(tmp_path, top=text)) == [f"top.yaml:{message}"]


def test_duplicate_keys_are_faults_at_any_depth_and_the_rest_is_read_too(tmp_path: Path) -> None:
    text = changed("seed: 7", "seed: 7, seed: 8").replace("  chats: {channel", "  calls: {}\n  chats: {channel")
    text = text.replace("currency: USD", "currency: USD\nname: Again").replace("staffing: 12", "staffing: -2")
    assert faults(tmp_path, write(tmp_path, top=text)) == [
        "top.yaml:7:41: simulation.seed: said twice (first on line 7)",
        "top.yaml:9:1: name: said twice (first on line 1)",
        "top.yaml:27:3: contacts.calls: said twice (first on line 19)",
        "top.yaml:33:15: agents.team.staffing: must not be negative, got -2",
    ]


def test_tags_and_complex_keys_are_faults(tmp_path: Path) -> None:
    text = changed("currency: USD", "currency: !money USD\n? [a, b]\n: 1")
    assert faults(tmp_path, write(tmp_path, top=text)) == [
        "top.yaml:8:11: currency: tags like !money mean nothing here",
        "top.yaml:9:3: a key must be plain text",
    ]


def test_an_alias_that_holds_itself(tmp_path: Path) -> None:
    found = faults(tmp_path, write(tmp_path, top=changed("currency: USD", "currency: &c [*c]")))
    assert any("an alias (*) that holds itself" in fault or "recursive" in fault for fault in found)


def test_aliases_of_aliases_do_not_blow_up(tmp_path: Path) -> None:
    text = "x0: &x0 [x, x]\n" + "".join(f"x{i}: &x{i} [*x{i - 1}, *x{i - 1}]\n" for i in range(1, 60))
    found = faults(tmp_path, write(tmp_path, top=text))
    assert len(found) == 64 and "top.yaml:60:1: x59: unknown key" in found[-1]


def test_nested_too_deeply(tmp_path: Path) -> None:
    law = "{mixture: {weights: [1], parts: [" * 40 + "1 min" + "]}}" * 40
    file = write(tmp_path, top=changed("patience: {exponential: {mean: 4 min}}", f"patience: {law}"))
    assert any("nested too deeply" in fault for fault in faults(tmp_path, file))
    file = write(tmp_path, top="a: " + "[" * 900 + "]" * 900 + "\n")
    assert faults(tmp_path, file) == ["top.yaml: not valid YAML: nested too deeply"]


def test_paths_that_no_file_can_have(tmp_path: Path) -> None:
    for path in ("x" * 5000, "a\0b"):
        with pytest.raises(ScenarioError, match=r"no such file|File name too long"):
            load(path)
        with pytest.raises(ScenarioError, match=r"File name too long|expected the path"):
            from_dict({"extends": path}, tmp_path)


def test_no_such_file(tmp_path: Path) -> None:
    assert faults(tmp_path, tmp_path / "none.yaml") == ["none.yaml: no such file"]


def test_a_folder_stands_for_its_scenario_yaml(tmp_path: Path) -> None:
    assert faults(tmp_path, tmp_path) == ["FOLDER: a folder without a scenario.yaml"]
    write(tmp_path, scenario=BASE.replace("name: Base\n", ""))
    assert load(tmp_path).name == tmp_path.name
    assert load(tmp_path) == load(tmp_path / "scenario.yaml")


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "top.yaml").write_bytes(b"name: ok\ncurrency: a\xc3\xb1\xa3\n")
    assert faults(tmp_path, tmp_path / "top.yaml") == [
        "top.yaml:2:13: not UTF-8 text (byte 0xa3): save the file as UTF-8"
    ]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "top.yaml").write_bytes(b"\xef\xbb\xbf" + BASE.encode())
    assert load(tmp_path / "top.yaml").name == "Base"


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    (tmp_path / "top.yaml").write_bytes(BASE.replace("\n", "\r\n").encode())
    assert load(tmp_path / "top.yaml").name == "Base"


def test_aliases_and_merge_keys_mean_what_yaml_says(tmp_path: Path) -> None:
    text = changed(
        "chats: {channel: chat, arrivals: {per_day: 200}, handle_time: 9 min}",
        "chats: &c {channel: chat, arrivals: {per_day: 200}, handle_time: 9 min}\n  more: {<<: *c, handle_time: 4 min}",
    )
    scenario = load(write(tmp_path, top=text))
    assert scenario.contacts["more"].channel == "chat"
    assert scenario.contacts["more"].handle_time != scenario.contacts["chats"].handle_time


@pytest.mark.parametrize("name", ["calls.csv", "plan.xlsx"])
def test_a_table_given_as_a_scenario_is_not_quoted(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\xc7" if name.endswith("xlsx") else b"start,contacts\n08:00,3\n")
    assert faults(tmp_path, tmp_path / name) == [
        f"{name}: a table, not a scenario: give the scenario file that names it, or the folder of a scenario.yaml"
    ]


def test_a_long_text_is_quoted_shortly(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("word " * 500, encoding="utf-8")
    (fault,) = faults(tmp_path, tmp_path / "notes.txt")
    assert fault.startswith("notes.txt:1:1: expected sections") and len(fault) < 130 and fault.endswith("…'")


SLIPS = [
    (
        "cv: 0.9",
        "cv: 0,8",
        "23:46: contacts.calls.talk_time.lognormal.cv: a decimal comma separates entries in YAML: write 0.8",
    ),
    (
        "mean: 4 min",
        "mean: 4,5 min",
        "21:36: contacts.calls.patience.exponential.mean: a decimal comma separates entries in YAML: write 4.5 min",
    ),
    (
        "{share: 55%}",
        "{share: 55,0 %}",
        "11:20: segments.digital.share: a decimal comma separates entries in YAML: write 55.0 %",
    ),
    (
        "mean: 4 min",
        "mean:4 min",
        "21:30: contacts.calls.patience.exponential.mean: a space is missing after the colon: mean: 4 min",
    ),
    (
        "patience: {exponential: {mean: 4 min}}",
        "patience:\n      exponential:\n        mean:4 min",
        "23:9: contacts.calls.patience.exponential: expected a mapping (name: value), got 'mean:4 min'"
        " (a space is missing after 'mean:')",
    ),
    (
        "balking: 2%",
        "balking: 2,5%",
        "22:14: contacts.calls.balking: expected a share like 80% or 0.8, got '2,5%' (did you mean '2.5%'?)",
    ),
    (
        "balking: 2%",
        "head_start: 1,5 min",
        "22:17: contacts.calls.head_start: expected a duration with its unit, like 20 s, 5 min, 1.5 h or 2 d,"
        " got '1,5 min' (did you mean '1.5 min'?)",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), SLIPS)
def test_slips_of_the_pen_in_yaml_are_one_fault_in_plain_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert faults(tmp_path, write(tmp_path, top=changed(old, new))) == [f"top.yaml:{message}"]


def test_a_number_that_may_have_thousands_gets_no_proposal(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, write(tmp_path, top=changed("lines: 120", 'lines: "1,200"')))
    assert fault == "top.yaml:14:30: channels.voice.lines: expected a whole number, got '1,200'"


def test_a_fault_behind_an_alias_is_told_once(tmp_path: Path) -> None:
    text = changed("skills: {calls: 100%, chats: 110%}", "skills: &all {calls: 100%, chat: 110%}")
    text = text.replace("  mixed:\n", "  other: {skills: *all, staffing: 3}\n  mixed:\n")
    assert faults(tmp_path, write(tmp_path, top=text)) == [
        "top.yaml:30:32: agents.team.skills.chat: no contact type 'chat' (did you mean 'chats'?)"
    ]


# --- overlays ---------------------------------------------------------------------------------------------------


def overlaid(tmp_path: Path, top: str) -> Any:
    return load(write(tmp_path, top="extends: base.yaml\n" + top, base=BASE))


def test_an_overlay_says_only_what_changes(tmp_path: Path) -> None:
    scenario = overlaid(tmp_path, "name: More\nagents: {team: {staffing: 14}}\n")
    base = load(tmp_path / "base.yaml")
    assert scenario.name == "More"
    assert scenario.agents["team"].staffing == 14
    assert scenario.agents["team"].skills == base.agents["team"].skills
    assert scenario.agents["mixed"] == base.agents["mixed"]
    assert scenario.contacts == base.contacts


def test_null_removes(tmp_path: Path) -> None:
    scenario = overlaid(tmp_path, "targets: null\ncontacts: {calls: {balking: null}}\n")
    assert scenario.targets == {}
    assert scenario.contacts["calls"].balking == ()


def test_null_that_removes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, top="extends: base.yaml\nagents: {taem: null}\n", base=BASE)
    assert faults(tmp_path, file) == [
        "top.yaml:2:10: agents.taem: nothing to remove: what is extended has no 'taem' (did you mean 'team'?)"
    ]


MISSPELT = [
    ("agents: {taem: {staffing: 11}}", "2:10: agents.taem: not in base.yaml (did you mean 'team'?)"),
    (
        "agents: {mixed: {shifts: {erly: {agents: 11}}}}",
        "2:27: agents.mixed.shifts.erly: not in base.yaml (did you mean 'early'?)",
    ),
    (
        "agents: {mixed: {shifts: {early: {breaks: {tee: {for: 20 min}}}}}}",
        "2:44: agents.mixed.shifts.early.breaks.tee: not in base.yaml (did you mean 'tea'?)",
    ),
    ("contacts: {cals: {answer_within: 30 s}}", "2:12: contacts.cals: not in base.yaml (did you mean 'calls'?)"),
    ("channels: {voize: {lines: 30}}", "2:12: channels.voize: not in base.yaml (did you mean 'voice'?)"),
    ("segments: {digtal: {}}", "2:12: segments.digtal: not in base.yaml (did you mean 'digital'?)"),
    ("targets: {voise: {at_least: 70%}}", "2:11: targets.voise: not in base.yaml (did you mean 'voice'?)"),
]


@pytest.mark.parametrize(("top", "message"), MISSPELT)
def test_a_misspelt_name_in_an_overlay_is_one_fault(tmp_path: Path, top: str, message: str) -> None:
    assert faults(tmp_path, write(tmp_path, top=f"extends: base.yaml\n{top}\n", base=BASE)) == [f"top.yaml:{message}"]


def test_a_complete_new_thing_may_resemble_another(tmp_path: Path) -> None:
    scenario = overlaid(tmp_path, "targets: {voice2: {contact: calls, measure: asa, at_most: 30 s}}\n")
    assert list(scenario.targets) == ["voice", "voice2"]


def test_an_incomplete_new_thing_that_resembles_none_is_told_what_it_lacks(tmp_path: Path) -> None:
    file = write(tmp_path, top="extends: base.yaml\ntargets: {mails_fast: {at_least: 70%}}\n", base=BASE)
    assert faults(tmp_path, file) == ["top.yaml:2:23: targets.mails_fast.measure: missing: what is judged"]


def test_lists_replace(tmp_path: Path) -> None:
    scenario = overlaid(tmp_path, "channels: {chat: {pace: [1, 0.5]}}\n")
    assert scenario.channels["chat"].pace == (1.0, 0.5)


REPLACING = [
    ("contacts: {calls: {arrivals: {per_day: 300}}}", "rate", None),
    ("contacts: {calls: {patience: {weibull: {mean: 3 min, shape: 2}}}}", "patience", "weibull"),
    ("contacts: {calls: {patience: {default: 3 min, digital: 2 min}}}", "patience", None),
    ("contacts: {calls: {patience: 3 min}}", "patience", "constant"),
    ("contacts: {calls: {handle_time: 5 min}}", "talk_time", None),
    ("agents: {mixed: {staffing: 4, absence: null}}", "shifts", None),
    ("targets: {voice: {at_most: 90%}}", "at_least", None),
    ("targets: {voice: {channel: voice}}", "contact", None),
]


@pytest.mark.parametrize(("top", "key", "family"), REPLACING)
def test_saying_one_of_several_alternatives_replaces_the_other(
    tmp_path: Path, top: str, key: str, family: str | None
) -> None:
    scenario = overlaid(tmp_path, top + "\n")
    calls, mixed, voice = scenario.contacts["calls"], scenario.agents["mixed"], scenario.targets["voice"]
    if key == "patience":
        assert getattr(calls.patience, "family", None) == family
    else:
        holder = {"rate": calls.arrivals, "talk_time": calls, "shifts": mixed}.get(key, voice)
        assert getattr(holder, key) is None


def test_a_parameter_of_the_same_distribution_is_changed_alone(tmp_path: Path) -> None:
    scenario = overlaid(tmp_path, "contacts: {calls: {talk_time: {lognormal: {mean: 200 s}}}}\n")
    assert scenario.contacts["calls"].talk_time.parameters == {"mean": 200.0, "cv": 0.9}


def test_a_segment_named_like_nothing_else_keeps_its_neighbours(tmp_path: Path) -> None:
    base = changed("patience: {exponential: {mean: 4 min}}", "patience: {default: 4 min, digital: 3 min}")
    file = write(tmp_path, top="extends: base.yaml\ncontacts: {calls: {patience: {digital: 1 min}}}\n", base=base)
    patience: Any = load(file).contacts["calls"].patience
    assert patience.default.parameters == {"value": 240.0}
    assert patience.segments["digital"].parameters == {"value": 60.0}


def test_faults_point_into_the_file_that_said_it(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        top="extends: middle.yaml\nagents:\n  team: {staffing: -1}\n",
        middle="extends: base.yaml\ncontacts: {calls: {answer_within: 20}}\n",
        base=changed("days: 5", "days: 0"),
    )
    assert [fault.split(": ")[0] for fault in faults(tmp_path, file)] == [
        "base.yaml:2:37",
        "middle.yaml:2:35",
        "top.yaml:3:20",
    ]


def test_tables_are_looked_for_beside_the_file_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "rows.csv").write_text("start,agents\n08:00,3\n20:00,0\n", encoding="utf-8")
    write(tmp_path / "below", base=changed("staffing: 12", "staffing: rows.csv"))
    scenario = load(write(tmp_path, top="extends: below/base.yaml\nname: Top\n"))
    rows = scenario.agents["team"].staffing
    assert isinstance(rows, tuple) and max(row.agents for row in rows) == 3
    assert scenario.folder == str(tmp_path.resolve())


def test_a_policy_is_looked_for_beside_the_file_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", base=BASE.replace("routing:\n", "routing:\n  policy: mine:Policy\n"))
    scenario = load(write(tmp_path, top="extends: below/base.yaml\n"))
    assert scenario.folder == str((tmp_path / "below").resolve())


def test_extends_may_name_a_folder(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", scenario=BASE)
    assert load(write(tmp_path, top="extends: below\nname: Top\n")).name == "Top"


LOOPS = [
    ({"top": "extends: top.yaml\n"}, "top.yaml:1:10: extends: goes round in a circle: top.yaml -> top.yaml"),
    (
        {"top": "extends: other.yaml\n", "other": "name: x\nextends: ./top.yaml\n"},
        "other.yaml:2:10: extends: goes round in a circle: top.yaml -> other.yaml -> top.yaml",
    ),
    ({"top": "extends: none.yaml\n"}, "top.yaml:1:10: extends: no such file: 'none.yaml'"),
    ({"top": "extends: [a, b]\n"}, "top.yaml:1:10: extends: expected the path of a scenario file, got a list of 2"),
    ({"top": "extends:\n"}, "top.yaml:1:1: extends: expected the path of a scenario file, got nothing"),
    (
        {"top": "extends: other.yaml\n", "other": "a: [\n"},
        "other.yaml:2:1: not valid YAML: the file ends inside a bracket that is not closed",
    ),
]


@pytest.mark.parametrize(("files", "message"), LOOPS)
def test_extends_that_leads_nowhere(tmp_path: Path, files: dict[str, str], message: str) -> None:
    found = faults(tmp_path, write(tmp_path, **files))
    assert [fault.replace("'./", "'") for fault in found] == [message]


LOST = """extends: {base}
simulaton: {{seed: 1}}
calendar: {{days: 0, warm_up: 3}}
roster: {{}}
opening: {{voice: {{mon-fri: "08:00-25:00"}}}}
channels: {{voice: {{lanes: 4}}, old: null}}
contacts:
  calls: {{talk_time: {{gamma: {{cv: 0.5, men: 4 min}}}}, answer_within: 20}}
  chats: {{patience: {{digital: 2 min}}}}
  mails: {{patience: {{gamma: {{cv: 0.5}}, at_most: 3}}, arrivals: {{rate: {{"08:00": null}}}}}}
agents: {{team: {{staffing: -1, skills: {{calls: 110%}}}}, other: {{shifts: {{a: {{breaks: {{tea: {{for: 5}}}}}}}}}}}}
routing: {{preferences: {{calls: [team, {{group: more, after: soon}}]}}, order: {{team: [calls, mails]}}}}
targets: {{fast: {{at_least: 70%}}, slow: {{measure: asa, at_most: 80%, contact: calls}}}}
"""
OWN = [
    "2:1: simulaton",
    "3:18: calendar.days",
    "3:30: calendar.warm_up",
    "4:1: roster",
    "5:28: opening.voice.mon-fri",
    "6:20: channels.voice.lanes",
    "8:40: contacts.calls.talk_time.gamma.men",
    "8:69: contacts.calls.answer_within",
    "10:49: contacts.mails.patience.at_most",
    "11:27: agents.team.staffing",
    "11:96: agents.other.shifts.a.breaks.tea.for",
    "12:60: routing.preferences.calls[1].after",
    "13:64: targets.slow.at_most",
]


@pytest.mark.parametrize("base", ["none.yaml", "top.yaml", "broken.yaml", "middle.yaml", "[a]"])
def test_an_overlay_without_its_base_is_told_its_own_faults_and_no_other(tmp_path: Path, base: str) -> None:
    file = write(
        tmp_path, top=LOST.format(base=base), broken="a: [\n", middle="extends: none.yaml\nsegments: {a: {share: 5%}}\n"
    )
    found = faults(tmp_path, file)
    of_base = [fault for fault in found if ": extends: " in fault or "not valid YAML" in fault]
    assert len(of_base) == 1
    own = [": ".join(fault.split(": ")[:2]) for fault in found if fault not in of_base]
    assert own == [f"top.yaml:{fault}" for fault in OWN]


def test_what_is_missing_after_overlays_is_a_fault_of_the_overlay(tmp_path: Path) -> None:
    file = write(tmp_path, top="extends: base.yaml\nagents: null\n", base=BASE)
    assert "top.yaml:1:1: agents: missing: agent groups" in faults(tmp_path, file)


def test_an_experiment_is_told_in_one_sentence(tmp_path: Path) -> None:
    experiment = "scenario: s.yaml\ndesign: grid\nfactors: {more: {path: agents.team.staffing, values: [8, 9]}}\n"
    assert faults(tmp_path, write(tmp_path, top=experiment)) == [
        "top.yaml:1:1: an experiment, not a scenario: simulate it with `ccsim sweep FILE`"
    ]
