"""A small sound scenario file with every section of bookings and behaviour, that tests break in one place each."""

from __future__ import annotations

from pathlib import Path

RICH = """\
name: Rich
calendar: {start: 2026-03-02, days: 5, interval: 30 min, timezone: America/Bogota}
opening: {default: {mon-fri: "08:00-20:00"}, video: {mon-fri: "09:00-12:00, 14:00-18:00"}}
simulation: {replications: 10, precision: {csat: 0.1, no_show_rate: 1%}}
segments: {digital: {share: 55%, value: 300}, traditional: {share: 45%}}
channels:
  voice: {kind: live, lines: 120}
  chat: {kind: live, concurrency: 3}
  email: {kind: deferred}
  video: {kind: appointment, cost: 0.01 per min}
contacts:
  calls: {channel: voice, arrivals: {rate: 40 per h}, patience: 4 min, handle_time: 5 min, resolution: 80%}
  chats: {channel: chat, arrivals: {per_day: 200}, patience: 3 min, handle_time: 9 min}
  mails: {channel: email, arrivals: {per_day: 60}, handle_time: 7 min}
  reminding: {channel: email, handle_time: 2 min, resolution: 70%}
  returning: {channel: voice, patience: 5 min, handle_time: 6 min}
  advice_video: {channel: video, patience: 20 min, handle_time: 22 min}
agents:
  team: {skills: [calls, chats, returning], staffing: 12}
  writers: {skills: [mails, reminding], staffing: 4}
  advisers: {skills: {advice_video: 100%, calls: 130%}, staffing: 6}
self_service:
  ivr: {fronts: [calls, advice], time: 40 s, containment: 10%}
  assistant:
    fronts: [chats]
    time: {lognormal: {mean: 2 min, cv: 0.7}}
    containment: {digital: 35%, traditional: 20%}
    gives_up: {default: 4%, digital: 6%}
    false_containment: 10%
    returns: {to: returning, after: {exponential: {mean: 3 h}}}
    cost: 0.08
    hand_over: {keeps_context: false, aht: 90%}
    easy_first: 0.3
    capacity: 40
    outages: ["2026-03-03 10:00 to 12:00", {day: wed-thu, hours: "08:00-08:30"}]
appointments:
  advice:
    contact: advice_video
    agents: advisers
    slot: 30 min
    requests: {per_day: {mon-fri: 60}, profile: {"09:00": 2, "12:00": 1, "20:00": 0}}
    lead_time: {gamma: {mean: 3 d, cv: 0.8}}
    horizon: 10 d
    no_show:
      by_lead: {0 d: 5%, 1 d: 21%, 7 d: 27%}
      reasons: {forgot: 45%, emergency: 30%, solved_elsewhere: 25%}
      segments: {digital: 1.2}
      missed_before: 1.6
      day_cv: 0.09
    cancellation: {share: {digital: 10%, traditional: 6%}, before: {exponential: {mean: 2 d}}}
    punctuality: {normal: {mean: -2 min, sd: 4 min}}
    grace: 8 min
    protect_before: 5 min
    overbooking: 5%
    standby: true
    reminders: [whatsapp, sms]
    unconfirmed: {at: 6 h, call: reminding, remembers: 90%, cancels: 60%}
reminders:
  whatsapp: {channel: whatsapp, before: 24 h, reach: 92%, open: 80%, cost: 0.05, send_between: "08:00-20:00", confirm: true}
  sms: {channel: sms, before: 2 h, remembers: 50%, cancels: 15%, confirm: {answers: 50%, rebooks: 20%}}
journeys:
  most_attempts: 8
  calls:
    abandoned: [{to: calls, probability: 55%, after: {exponential: {mean: 15 min}}}, {to: chats, probability: 20%}]
    unresolved: [{book: advice, probability: {digital: 60%, traditional: 35%}, after: 1 d}]
  advice_video:
    no_show: [{book: advice, probability: {default: 20%, digital: 40%}, after: {exponential: {mean: 1 d}}}]
context: {shared_across_channels: false, repeat_aht: 115%}
orchestration:
  offer: {when: {contact: calls, expected_wait: "> 3 min"}, offer: callback, accepted: {digital: 60%, traditional: 35%}, callback: {reach: 85%, ring: 20 s, attempts: 2, retry_after: 15 min}}
  open_up: {when: {contact: calls, waiting: "> 25", until: "< 10"}, add_group: advisers}
  keep_back: {when: {contact: calls, idle: "< 2", between: "11:00-13:00, 22:00-01:00"}, close_group: advisers}
  to_bot: {when: {contact: chats, expected_wait: ">= 2 min", predictor: queue_length}, divert_to: assistant, share: 50%}
  to_chat: {when: {contact: calls, must_wait: true}, divert_to: chats, share: {default: 0%, digital: 10%}}
proactive:
  renewal: {replaces: calls, share: 6%, cost: 0.30}
experience:
  csat: {wait_per_min: -0.2}
  nps: {promoter_from: 4.4}
  churn: {at_csat: {1: 12%, 3: 3%, 5: 0.5%}}
targets:
  shows: {appointment: advice, measure: no_show_rate, at_most: 12%}
  bot: {self_service: assistant, measure: containment, at_least: 20%}
  happy: {segment: digital, measure: csat, at_least: 4}
  recommend: {measure: nps, at_least: -10}
"""  # noqa: E501


def changed(old: str, new: str) -> str:
    """The file with one piece of its text replaced."""
    assert RICH.count(old) == 1, f"{old!r} stands {RICH.count(old)} times in the file"
    return RICH.replace(old, new)


def fault_cases() -> list[tuple[str, str, list[str]]]:
    """What is replaced, by what, and every message that it gets: the blocks of `scenario_faults_rich.txt`."""
    text = (Path(__file__).parent / "scenario_faults_rich.txt").read_text(encoding="utf-8")
    cases = []
    for block in text.split("\n\n")[1:]:
        lines = block.strip("\n").split("\n")
        old, new, expected = ([line[2:] for line in lines if line[0] == sign] for sign in "-+=")
        cases.append(("\n".join(old), "\n".join(new), expected))
    return cases
