"""A scenario of two types and one team: two mornings, some 400 contacts a replication."""

from __future__ import annotations

SMALL = """
    name: Small team
    calendar: {start: 2026-03-02, days: 2, timezone: Europe/Madrid}
    opening: {mon-fri: "08:00-12:00"}
    simulation: {replications: 4, seed: 7}
    channels: {voice: {kind: live}}
    contacts:
      calls: {channel: voice, arrivals: {rate: 40 per h}, patience: 3 min, talk_time: 3 min, wrap_up: 30 s}
      sales: {channel: voice, arrivals: {rate: 10 per h}, patience: 3 min, handle_time: 5 min}
    agents:
      team: {skills: [calls, sales], staffing: 4, cost_per_hour: 15}
    targets:
      eighty_twenty: {contact: calls, measure: service_level, at_least: 80%}
      few_leave: {measure: abandonment_rate, at_most: 99%}
"""
