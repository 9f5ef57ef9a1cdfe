"""A small sound scenario file that tests break in one place each."""

from __future__ import annotations

BASE = """\
name: Base
calendar: {start: 2026-03-02, days: 5, interval: 30 min, timezone: America/Bogota}
opening:
  default: {mon-fri: "08:00-20:00", sat: "09:00-14:00"}
  email: {receives: always}
  at_close: serve
simulation: {replications: 10, seed: 7, confidence: 95%}
currency: USD
demand: {day_variation: {cv: 0.1}}
segments:
  digital: {share: 55%}
  traditional: {share: 45%}
channels:
  voice: {kind: live, lines: 120, cost: 0.02 per min}
  chat: {kind: live, concurrency: 3, pace: [1, 0.8, 0.65]}
  email: {kind: deferred, interruptible: true, resume_cost: 30 s}
contacts:
  calls:
    channel: voice
    arrivals: {rate: 40 per h}
    patience: {exponential: {mean: 4 min}}
    balking: 2%
    talk_time: {lognormal: {mean: 270 s, cv: 0.9}}
    wrap_up: {exponential: {mean: 35 s}}
    answer_within: 20 s
  chats: {channel: chat, arrivals: {per_day: 200}, handle_time: 9 min}
  mails: {channel: email, arrivals: {per_day: 180}, handle_time: 7 min, clock: opening}
agents:
  team:
    skills: {calls: 100%, chats: 110%}
    staffing: 12
  mixed:
    skills: [calls, mails]
    shifts:
      early: {agents: 8, days: mon-fri, from: "08:00", to: "16:30", breaks: {tea: {at: "10:15", for: 15 min}}}
    absence: 5%
routing:
  preferences:
    calls: [team, {group: mixed, after: 45 s}]
  reserve: {team: {calls: 2}}
  order: {mixed: [calls, mails]}
targets:
  voice: {contact: calls, measure: service_level, at_least: 80%}
"""


def changed(old: str, new: str) -> str:
    """The base with one piece of its text replaced."""
    assert BASE.count(old) == 1, f"{old!r} stands {BASE.count(old)} times in the base"
    return BASE.replace(old, new)
