"""The option with which a scenario is changed without a file."""

from __future__ import annotations

import click

changes = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="CHANGE",
    help="Change the scenario without a file, as often as you like: agents.voice.staffing[mon]+=2, "
    "contacts.*.arrivals*=110%, routing.contact_rule=longest_wait, reminders.sms=null.",
)
