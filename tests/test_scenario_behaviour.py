"""Self-service, journeys, live rules, experience, targets: what a file may say of them, and what is refused."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from scenario_rich import RICH, changed, fault_cases
from test_scenario_new import breaks

from ccsim.errors import ScenarioError
from ccsim.measures.catalogue import MEASURES
from ccsim.measures.definition import SCOPES as CATALOGUED_SCOPES
from ccsim.scenario import Scenario, fingerprint, from_dict, json_schema, load
from ccsim.scenario import measure_names as names
from ccsim.scenario.schema import BySegment, Distribution, ShareBySegment
from ccsim.scenario.schema_behaviour import (
    Bound,
    CallBack,
    Context,
    Experience,
    HandOver,
    Move,
    Nps,
    Outage,
    Proactive,
    Rule,
    Score,
    When,
)

DAY = 86_400.0
EXAMPLE = (Path(__file__).parent / "scenario_example.yaml").read_text(encoding="utf-8")
CASES = fault_cases()


def read(folder: Path, text: str = RICH) -> Scenario:
    file = folder / "s.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(folder, text)
    return str(caught.value).replace(f"{folder}/", "").split("\n")


def with_tables(folder: Path) -> None:
    """Small tables where the example names some."""
    for name in ("forecasts", "rosters"):
        (folder / name).mkdir()
    rows = "".join(f"{hour:02d}:00,90\n" for hour in range(8, 20))
    (folder / "forecasts" / "account_call.csv").write_text("start,contacts\n" + rows, encoding="utf-8")
    (folder / "rosters" / "account_team.csv").write_text("start,agents\n08:00,20\n20:00,0\n", encoding="utf-8")
    diary = "slot,places,lead_time,segment\n2026-03-02 09:00,2,3,digital\n2026-03-03 10:30,1,36 h,\n"
    (folder / "diary.csv").write_text(diary, encoding="utf-8")


# --- what is said -----------------------------------------------------------------------------------------------


def test_the_file_with_every_section_is_sound(tmp_path: Path) -> None:
    with_tables(tmp_path)
    scenario = read(tmp_path, EXAMPLE)
    assert scenario.warnings == ()
    assert scenario.contacts["advice_video"].arrivals is None
    assert len(scenario.appointments["advice"].diary) == 2 and scenario.appointments["advice"].requests is not None
    assert scenario.self_service["assistant"].fronts == ("account_chat",)
    assert list(scenario.orchestration) == ["callback_when_long", "callback_at_peak", "open_advisers", "divert_chats"]
    assert scenario.experience == Experience()
    assert scenario.targets["advice_shows"].appointment == "advice"
    assert len(fingerprint(scenario)) == 64


def test_nothing_said_is_nothing_done(tmp_path: Path) -> None:
    with_tables(tmp_path)
    plain = EXAMPLE.split("\nself_service:")[0].replace(
        "account_call: 130%}, staffing: 6", "account_call: 130%}, staffing: 6"
    )
    plain = plain.replace("  advice_video: {channel: video, handle_time: {gamma: {mean: 22 min, cv: 0.4}}}\n", "")
    plain = plain.replace("advice_video: 100%, ", "")
    scenario = read(tmp_path, plain)
    assert not (scenario.self_service or scenario.appointments or scenario.reminders or scenario.orchestration)
    assert not scenario.journeys.moves and not scenario.proactive
    assert scenario.context == Context() and scenario.experience == Experience()


def test_self_service(tmp_path: Path) -> None:
    bots = read(tmp_path).self_service
    assert bots["ivr"].fronts == ("calls", "advice") and bots["ivr"].gives_up == ShareBySegment(default=0.0)
    said = bots["assistant"]
    assert said.containment == ShareBySegment(default=0.35, segments={"digital": 0.35, "traditional": 0.2})
    assert said.gives_up == ShareBySegment(default=0.04, segments={"digital": 0.06})
    assert said.returns is not None and said.returns.to == "returning"
    assert said.hand_over == HandOver(keeps_context=False, aht=0.9)
    assert (said.cost, said.easy_first, said.capacity) == (0.08, 0.3, 40)
    wednesday = 2 * DAY + 8 * 3600
    assert said.outages == (
        Outage(start=DAY + 36_000.0, end=DAY + 43_200.0),
        Outage(start=wednesday, end=wednesday + 1800.0),
        Outage(start=wednesday + DAY, end=wednesday + DAY + 1800.0),
    )


OUTAGES = [
    ('["2026-03-03 10:00 to 2026-03-04 02:30"]', [(1, 10.0, 26.5)]),
    ('["2026-03-03 10:00-12:00", "2026-03-03T11:00 - 2026-03-03 13:00"]', [(1, 10.0, 13.0)]),
    ('[{day: 2026-03-03, hours: "10:00-11:00, 23:00-24:00"}]', [(1, 10.0, 11.0), (1, 23.0, 24.0)]),
    ('[{hours: "02:00-03:00"}]', [(day, 2.0, 3.0) for day in range(5)]),
    ('[{day: "tue, fri", hours: "02:00-03:00"}]', [(1, 2.0, 3.0), (4, 2.0, 3.0)]),
    ('["2026-03-01 22:00 to 2026-03-02 01:00"]', [(0, 0.0, 1.0)]),
    ("[]", []),
]


@pytest.mark.parametrize(("said", "meant"), OUTAGES)
def test_outages(tmp_path: Path, said: str, meant: list[tuple[int, float, float]]) -> None:
    written = '["2026-03-03 10:00 to 12:00", {day: wed-thu, hours: "08:00-08:30"}]'
    found = read(tmp_path, changed(written, said)).self_service["assistant"].outages
    assert [(one.start, one.end) for one in found] == [
        (day * DAY + start * 3600, day * DAY + end * 3600) for day, start, end in meant
    ]


def test_an_outage_outside_the_calendar_is_a_warning(tmp_path: Path) -> None:
    text = changed("2026-03-03 10:00 to 12:00", "2026-04-03 10:00 to 12:00").replace("day: wed-thu", "day: sun")
    path = "self_service.assistant.outages"
    assert read(tmp_path, text).warnings == (
        f"{path}[0]: lies outside the calendar (2026-03-02 to 2026-03-06) and is left out",
        f"{path}[1]: lies outside the calendar (2026-03-02 to 2026-03-06) and is left out",
    )


def test_journeys(tmp_path: Path) -> None:
    scenario = read(tmp_path)
    assert scenario.journeys.most_attempts == 8
    quarter = Distribution(family="exponential", parameters={"mean": 900.0})
    assert scenario.journeys.moves["calls"]["abandoned"] == (
        Move(to="calls", probability=ShareBySegment(default=0.55), after=quarter),
        Move(to="chats", probability=ShareBySegment(default=0.2)),
    )
    (again,) = scenario.journeys.moves["advice_video"]["no_show"]
    assert again.book == "advice" and again.probability == ShareBySegment(default=0.2, segments={"digital": 0.4})
    assert scenario.context == Context(shared_across_channels=False, repeat_aht=1.15)
    assert scenario.proactive == {"renewal": Proactive(replaces="calls", share=0.06, cost=0.3)}
    nobody = read(tmp_path, changed("no_show: [{book: advice", "cancelled: []\n    no_show: [{book: advice"))
    assert nobody.journeys.moves["advice_video"]["cancelled"] == ()


def test_probabilities_that_just_reach_100_percent(tmp_path: Path) -> None:
    text = changed("probability: 55%", "probability: {digital: 79.9%, traditional: 0.8}")
    text = text.replace("probability: 20%}]", "probability: {digital: 20.1%, traditional: 0.2}}]")
    assert len(read(tmp_path, text).journeys.moves["calls"]["abandoned"]) == 2


def test_live_rules(tmp_path: Path) -> None:
    rules = read(tmp_path).orchestration
    assert rules["offer"] == Rule(
        when=When(contact="calls", expected_wait=Bound(sign=">", value=180.0)),
        offer="callback",
        accepted=ShareBySegment(default=0.6, segments={"digital": 0.6, "traditional": 0.35}),
        callback=CallBack(reach=0.85, ring=20.0, attempts=2, retry_after=900.0),
    )
    assert rules["open_up"].when.until == Bound(sign="<", value=10.0) and rules["open_up"].add_group == "advisers"
    keep = rules["keep_back"].when
    assert keep.idle == Bound(sign="<", value=2.0)
    assert keep.between == ((39_600.0, 46_800.0), (79_200.0, 3600.0))
    assert rules["to_bot"].when.predictor == "queue_length"
    assert rules["to_bot"].when.expected_wait == Bound(sign=">=", value=120.0)
    assert (rules["to_bot"].divert_to, rules["to_bot"].share.default) == ("assistant", 0.5)
    assert rules["to_chat"].when.must_wait and rules["to_chat"].share == ShareBySegment(
        default=0.0, segments={"digital": 0.1}
    )


def test_the_end_of_a_rule_is_said_in_the_unit_of_what_opens_it(tmp_path: Path) -> None:
    text = changed('waiting: "> 25", until: "< 10"', 'expected_wait: ">=2 min", until: "<= 1:00"')
    when = read(tmp_path, text).orchestration["open_up"].when
    assert when.until == Bound(sign="<=", value=60.0)
    idle = read(tmp_path, changed('waiting: "> 25", until: "< 10"', 'idle: "<= 1", until: "> 3"'))
    assert idle.orchestration["open_up"].when.until == Bound(sign=">", value=3.0)


def test_experience_is_typical_in_what_is_left_out(tmp_path: Path) -> None:
    said = read(tmp_path).experience
    typical = Experience()
    assert said.csat == typical.csat.model_copy(update={"wait_per_min": -0.2})
    assert said.nps == Nps(promoter_from=4.4, detractor_to=3.4)
    assert (said.ces, said.first_contact_window) == (typical.ces, 7 * DAY)
    whole = RICH[: RICH.index("experience:")] + "experience: typical\n"
    assert read(tmp_path, whole).experience == typical
    assert read(tmp_path, whole.replace("typical", "{csat: {base: 5, no_show: -1}}")).experience.csat == Score(
        **{**typical.csat.model_dump(), "base": 5.0, "no_show": -1.0}
    )


def test_targets_of_every_scope(tmp_path: Path) -> None:
    targets = read(tmp_path).targets
    assert (targets["shows"].appointment, targets["bot"].self_service) == ("advice", "assistant")
    assert (targets["happy"].segment, targets["happy"].at_least) == ("digital", 4.0)
    assert targets["recommend"].at_least == -10.0
    assert read(tmp_path).simulation.precision == {"csat": 0.1, "no_show_rate": 0.01}
    more = "targets:\n  again: {appointment: advice, measure: contacts_per_customer, at_most: 1.5}\n"
    more += "  held: {agents: advisers, measure: no_show_wait, per: day, at_most: 2 h}\n"
    more += "  wait: {contact: calls, measure: callback_wait, at_most: 20 min}\n"
    assert read(tmp_path, RICH.replace("targets:\n", more)).targets["held"].at_most == 7200.0


def test_names_of_measures_their_scopes_and_what_they_need_are_those_of_the_catalogue() -> None:
    assert {name: measure.table for name, measure in MEASURES.items()} == names.TABLE_OF
    scopes = {
        table: tuple(scope for scope in of if scope not in ("all", "day")) for table, of in CATALOGUED_SCOPES.items()
    }
    assert scopes == names.SCOPES | {"skills": ("agents", "skill")}  # no target speaks of a pair
    assert {name: {*names.scopes(name), "all", "day"} for name in MEASURES} == {
        name: set(measure.scopes) - {"skill"} for name, measure in MEASURES.items()
    }
    given = ("customers", "experience", None)  # every center has them
    needs = {name: measure.needs for name, measure in MEASURES.items() if measure.needs not in given}
    assert needs == names.NEEDS
    ranged = {name: (one.lowest, one.highest) for name, one in MEASURES.items() if one.unit in ("score", "points")}
    assert ranged == names.RANGES


# --- what is refused --------------------------------------------------------------------------------------------


def test_the_table_of_faults_has_no_case_twice() -> None:
    assert len(CASES) > 100
    assert len({(old, new) for old, new, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=[repr(new)[:60] for _, new, _ in CASES])
def test_fault(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert faults(tmp_path, changed(old, new)) == expected


def test_faults_of_all_sections_come_at_once_in_file_order(tmp_path: Path) -> None:
    text = RICH
    for old, new in (
        ("containment: 10%}", "containment: 1000%}"),
        ("slot: 30 min", "slot: 30"),
        ("before: 24 h", "before: 24"),
        ("most_attempts: 8", "most_attempts: many"),
        ("repeat_aht: 115%", "repeat_aht: 115"),
        ("divert_to: assistant", "divert_to: assistent"),
        ("share: 6%, cost", "share: 600%, cost"),
        ("promoter_from: 4.4", "promoter_from: 9"),
        ("measure: nps", "measure: npz"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = [int(fault.split(":")[1]) for fault in faults(tmp_path, text)]
    assert lines == [23, 40, 59, 62, 68, 73, 76, 79, 85]


def test_what_later_versions_bring_is_named(tmp_path: Path) -> None:
    text = RICH + "transfers: {}\noutbound: {}\nroster: people.csv\n"
    text = text.replace("  video: {kind", "  whatsapp: {kind: messaging}\n  video: {kind")
    assert [": ".join(fault.split(": ")[1:]) for fault in faults(tmp_path, text)] == [
        "channels.whatsapp.kind: 'messaging' is not yet supported",
        "transfers: not yet supported",
        "outbound: not yet supported",
        "roster: not yet supported",
    ]


def test_types_that_only_lead_to_each_other_are_never_reached(tmp_path: Path) -> None:
    here = "  reminding: {channel"
    text = changed(
        here, "  a: {channel: voice, handle_time: 1 min}\n  b: {channel: voice, handle_time: 1 min}\n" + here
    )
    text = text.replace(
        "  advice_video:\n", "  a: {resolved: [{to: b}]}\n  b: {resolved: [{to: a}]}\n  advice_video:\n"
    )
    assert [fault.split(": ")[1] for fault in faults(tmp_path, text)] == ["contacts.a.arrivals", "contacts.b.arrivals"]
    reached = text.replace("  most_attempts: 8\n", "  chats: {dropped: [{to: b, after: 1 d}]}\n")
    assert read(tmp_path, reached).contacts["a"].arrivals is None


def test_measures_of_what_there_is_not(tmp_path: Path) -> None:
    text = RICH[: RICH.index("orchestration:")]
    text += "targets:\n  a: {measure: callback_wait, at_most: 1 min}\n  b: {measure: diverted, at_most: 3}\n"
    text += "  c: {measure: prevented, at_least: 5}\n"
    assert [fault.split(": ")[2] for fault in faults(tmp_path, text)] == [
        "callback_wait needs a rule that offers call-backs (orchestration), and there is none",
        "diverted needs a rule that diverts (orchestration), and there is none",
        "prevented needs proactive, and there is none",
    ]


# --- warnings ---------------------------------------------------------------------------------------------------


def test_what_never_happens_is_a_warning(tmp_path: Path) -> None:
    text = changed("  most_attempts: 8\n", "  returning: {gave_up: [{to: calls}], not_reached: [{to: calls}]}\n")
    text = text.replace("ivr: {fronts: [calls, advice],", "ivr: {")
    assert read(tmp_path, text).warnings == (
        "self_service.ivr: fronts nothing, and no rule diverts to it: nobody meets it",
        "journeys.returning.gave_up: never happens: no self-service stands before it",
        "journeys.returning.not_reached: never happens: no rule offers it a call-back",
    )


# --- overlays ---------------------------------------------------------------------------------------------------


def overlaid(folder: Path, top: str) -> Scenario:
    (folder / "base.yaml").write_text(RICH, encoding="utf-8")
    return read(folder, "extends: base.yaml\n" + top)


def test_an_overlay_changes_behaviour_by_name_and_lists_whole(tmp_path: Path) -> None:
    top = """
self_service: {assistant: {time: 90 s, containment: {digital: 40%}, outages: []}}
journeys: {calls: {abandoned: [{to: chats, probability: 10%}]}}
orchestration:
  open_up: {when: {waiting: "> 30"}, close_group: advisers}
  offer: {divert_to: chats}
  to_chat: null
  to_bot: {share: {digital: 70%, traditional: 30%}}
experience: {csat: {base: 4.5}, churn: {at_csat: {1: 20%}}}
targets: {shows: {segment: digital}}
"""
    scenario = overlaid(tmp_path, top)
    bot = scenario.self_service["assistant"]
    assert bot.time == Distribution(family="constant", parameters={"value": 90.0})
    assert bot.containment.segments == {"digital": 0.4, "traditional": 0.2} and bot.outages == ()
    assert len(scenario.journeys.moves["calls"]["abandoned"]) == 1
    assert len(scenario.journeys.moves["calls"]["unresolved"]) == 1 and scenario.journeys.most_attempts == 8
    assert scenario.warnings == (
        "orchestration.offer.divert_to: replaces what the extended rule did, its 'accepted' too; 'share' is not said:"
        " 100% are diverted",
    )
    rules = scenario.orchestration
    assert (rules["open_up"].add_group, rules["open_up"].close_group) == (None, "advisers")
    assert rules["open_up"].when.waiting == Bound(sign=">", value=30.0) and rules["open_up"].when.until is not None
    assert rules["offer"].offer is None and rules["offer"].divert_to == "chats"
    assert "to_chat" not in rules and rules["to_bot"].share.segments["traditional"] == 0.3
    assert (scenario.experience.csat.base, scenario.experience.csat.wait_per_min) == (4.5, -0.2)
    assert scenario.experience.churn == ((1.0, 0.2),)
    assert (scenario.targets["shows"].appointment, scenario.targets["shows"].segment) == (None, "digital")


@pytest.mark.parametrize(
    ("top", "told"),
    [
        ("{offer: {divert_to: chats, share: 20%}}", ""),
        ("{offer: {divert_to: chats, accepted: null}}", ""),
        ("{to_bot: {offer: callback}}", "to_bot.offer: replaces what the extended rule did, its 'share' too;"),
        ("{offer: {add_group: advisers}, open_up: {offer: callback, when: {until: null}}}", ""),
    ],
)
def test_an_overlay_that_lets_a_share_fall_is_told(tmp_path: Path, top: str, told: str) -> None:
    found = [one for one in overlaid(tmp_path, f"orchestration: {top}\n").warnings if one.startswith("orchestration")]
    assert [one.startswith(f"orchestration.{told}") for one in found] == ([True] if told else [])


def test_an_overlay_of_overlays_tells_what_fell_below(tmp_path: Path) -> None:
    (tmp_path / "middle.yaml").write_text(
        "extends: base.yaml\norchestration: {offer: {divert_to: chats}}\n", encoding="utf-8"
    )
    (tmp_path / "base.yaml").write_text(RICH, encoding="utf-8")
    (one,) = read(tmp_path, "extends: middle.yaml\nname: Top\n").warnings
    assert one.startswith("orchestration.offer.divert_to: replaces")


def test_an_overlay_may_take_a_whole_section_away(tmp_path: Path) -> None:
    top = "self_service: null\ntargets: {bot: null}\norchestration: {to_bot: null}\n"
    scenario = overlaid(tmp_path, top)
    assert scenario.self_service == {}
    assert scenario.warnings == ("contacts.returning: nothing leads here: it never comes",)


@pytest.mark.parametrize(
    ("top", "message"),
    [
        ("self_service: {asistant: {cost: 1}}", "self_service.asistant: not in base.yaml (did you mean 'assistant'?)"),
        (
            "orchestration: {opn_up: {add_group: team}}",
            "orchestration.opn_up: not in base.yaml (did you mean 'open_up'?)",
        ),
        ("proactive: {renewals: {share: 3%}}", "proactive.renewals: not in base.yaml (did you mean 'renewal'?)"),
    ],
)
def test_misspelt_names_in_an_overlay(tmp_path: Path, top: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        overlaid(tmp_path, top)
    assert str(caught.value).endswith(message)


def test_names_that_look_like_keys_merge_as_names(tmp_path: Path) -> None:
    base = RICH.replace("returning", "patience")  # a contact type of this name
    (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
    scenario = read(tmp_path, "extends: base.yaml\ncontacts: {patience: {lost_value: 3}}\n")
    assert scenario.contacts["patience"].lost_value == 3.0 and scenario.contacts["patience"].channel == "voice"


LOST = """extends: none.yaml
contacts: {more: {channel: voice, handle_time: 1 min}}
self_service:
  bot: {time: {lognormal: {cv: 0.5, men: 4 min}}, containment: {digital: 120%}, returns: {to: x}, capacity: 0}
appointments:
  advice:
    {slot: 30, no_show: {by_lead: {1 d: 20%, 0 d: 10%}, reasons: {forgot: 60%}}, punctuality: {normal: {mean: -2}}}
reminders: {sms: {reach: 95}}
journeys: {x: {abandoned: [{to: y, probability: 70%}, {to: z, probability: 50%}], resolvd: []}, most_attempts: 0}
context: {repeat_aht: 0}
orchestration: {a: {when: {waiting: 25}}, b: {callback: {retry_after: 3}, share: 5}}
proactive: {p: {share: 101%}}
experience: {csat: {base: 9}, nps: {promoter_from: 3}, churn: {at_csat: {7: 1%}}}
targets: {t: {self_service: s, measure: csat, at_least: 9}}
"""


def test_an_overlay_without_its_base_is_told_its_own_faults_and_no_other(tmp_path: Path) -> None:
    assert [fault.split(": ")[1] for fault in faults(tmp_path, LOST)] == [
        "extends",
        "self_service.bot.time.lognormal.men",
        "self_service.bot.containment.digital",
        "self_service.bot.capacity",
        "appointments.advice.slot",
        "appointments.advice.no_show.by_lead.0 d",
        "appointments.advice.punctuality.normal.mean",
        "reminders.sms.reach",
        "journeys.x.resolvd",
        "journeys.most_attempts",
        "context.repeat_aht",
        "orchestration.a.when.waiting",
        "orchestration.b.callback.retry_after",
        "orchestration.b.share",
        "proactive.p.share",
        "experience.csat.base",
        "experience.churn.at_csat.7",
        "targets.t.at_least",
    ]


# --- the JSON Schema, and whatever stands where something else should -------------------------------------------

SOUND: dict[str, Any] = YAML(typ="safe").load(RICH)
NEW = ("self_service", "appointments", "reminders", "journeys", "context", "orchestration", "proactive", "experience")
JUNK: list[Any] = [
    *(None, True, 0, -1, 1.5, float("nan"), float("inf"), 10**30, "", "x", "é\n", "calls", "advice", "assistant"),
    *("never", "> 3", "< 1 min", "-1 s", "99:99", "mon-fri", "08:00-20:00", "50%", "10 per h", "typical"),
    *([], [None], [[]], [{}], {}, {"a": 1}, {"": ""}, {"default": 1}, {"by_time": {}}, {"digital": "50%"}),
    *({"exponential": None}, {"normal": {"mean": "-1 min"}}, {"to": "calls"}, [{"book": "advice"}], {"1 d": "20%"}),
]


def test_sound_files_meet_the_schema() -> None:
    schema = json_schema()
    for text in (RICH, EXAMPLE):
        said = json.loads(json.dumps(YAML(typ="safe").load(text), default=str))
        assert breaks(said, schema, schema) == []
    for section in NEW:
        assert schema["properties"][section]["description"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("fronts: [chats]", "front: [chats]"),
        ("containment: 10%}", "containment: {digital: 10}}"),
        ("slot: 30 min", "slot: 30"),
        ("by_lead: {0 d: 5%", "by_lead: {0 d: 5"),
        ("standby: true", "standby: maybe"),
        ('waiting: "> 25"', "waiting: 25"),
        ("offer: callback", "offer: call"),
        ("abandoned: [{to: calls", "abandoned: [{too: calls"),
        ("most_attempts: 8", "most_attempts: 0"),
        ("csat: {wait_per_min: -0.2}", "csat: {wait_per_min: 0.2}"),
        ("before: 24 h", "befor: 24 h"),
    ],
)
def test_the_schema_refuses_what_an_editor_can_see(old: str, new: str) -> None:
    schema = json_schema()
    said = json.loads(json.dumps(YAML(typ="safe").load(changed(old, new)), default=str))
    assert breaks(said, schema, schema)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in members:
        yield from places(inner, (*path, key))


def with_junk(path: tuple[str | int, ...], junk: Any) -> dict[str, Any]:
    mapping = copy.deepcopy(SOUND)
    holder: Any = mapping
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = junk
    return mapping


@pytest.mark.parametrize("section", NEW)
def test_junk_anywhere_is_read_or_refused_in_words(section: str) -> None:
    every = [(path, junk) for path in places(SOUND) if path[0] == section for junk in JUNK]
    for path, junk in random.Random(section).sample(every, min(15, len(every))):
        try:
            scenario = from_dict(with_junk(path, junk))
        except ScenarioError as error:
            assert error.faults
            assert all(fault.message and fault.file == "scenario" for fault in error.faults)
        else:
            assert scenario.contacts


def test_an_unknown_key_is_a_fault_in_every_mapping() -> None:
    mappings = [path for path in places(SOUND) if path[0] in NEW and isinstance(at(path), dict)]
    for path in random.Random(1).sample(mappings, 25):
        with pytest.raises(ScenarioError) as caught:
            from_dict(with_junk((*path, "zzz"), 1))
        assert any("zzz" in fault.path for fault in caught.value.faults), path


def at(path: tuple[str | int, ...]) -> Any:
    holder: Any = SOUND
    for key in path:
        holder = holder[key]
    return holder


def test_the_order_of_segments_does_not_matter(tmp_path: Path) -> None:
    turned = changed("containment: {digital: 35%, traditional: 20%}", "containment: {traditional: 20%, digital: 35%}")
    turned = turned.replace("patience: 4 min", "patience: {traditional: 4 min, digital: 3 min}")
    other = turned.replace("{traditional: 20%, digital: 35%}", "{digital: 35%, traditional: 20%}")
    other = other.replace("{traditional: 4 min, digital: 3 min}", "{digital: 3 min, traditional: 4 min}")
    first, second = read(tmp_path, turned), read(tmp_path, other)
    assert isinstance(first.contacts["calls"].patience, BySegment)
    assert fingerprint(first) == fingerprint(second)
