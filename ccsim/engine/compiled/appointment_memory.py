"""The tables of appointments: diaries, bookings, reminders, and the hosts who are kept free.

They are there only where a model has appointments. Slots of all appointments stand one after another, those of one in
time order; whatever names a slot names its row here.
"""

from __future__ import annotations

from ccsim.engine.compiled.kernel import Record, column, small, table, tiny

NO_CLAIM, TO_OPEN, OPEN = range(3)
"""A booking's `claim` on a host: none, one that opens with its slot's, one that has been opened."""


class Appointment(Record):
    """Terms of one appointment; claims of those who are expected and not there, and the list of hosts held for them.

    `leads` points of the no-show curve (0: nobody misses it) begin at `first_lead`. `punctuality` and `cancels_before`
    are rows of `law_parts`, `lead` one of `laws_by_time`; shares by segment begin at `first_...` in `shares`.
    """

    kind: small  # contact type of a kept one
    group: small  # of the hosts
    bot: small  # before a request
    first_slot: small
    slots: small
    first_block: small
    length: float
    horizon: float
    grace: float
    protect_before: float
    lead: small
    punctuality: small  # NOBODY: on the dot
    leads: small
    first_lead: small
    first_odds: small
    first_cancelling: small  # NOBODY: nobody does of his own accord
    cancels_before: small
    standby: tiny
    by_day: tiny  # some days are worse than others
    is_released: tiny  # a place that is not confirmed; else an agent calls
    asks_back: tiny  # something becomes of such places
    missed_before: float
    forgot_below: float  # of the uniform that says why
    emergency_below: float
    confirmed_before: float  # the slot
    call: small
    call_remembers: float
    call_cancels: float
    reminders: small
    first_reminder: small  # in `appointment_reminders`
    first_due: int
    claims: int
    first_claimed: int  # the first slot with an open claim
    held: small
    first_held: small
    last_held: small
    first_standby: int
    last_standby: int
    next_request: int  # in `request_order`
    end_request: int


class Slot(Record):
    """`given_back` are those of the free places that somebody has had. `openings`: how often claims have opened."""

    begins: float
    day_factor: float  # on the odds of missing it
    appointment: small
    free: small
    given_back: small
    claims: small
    to_open: small  # claims that open with it
    awaited: tiny  # that they open
    openings: small


class SlotBlock(Record):
    """So many slots of an appointment, `diary.BLOCK`; how many of them have a free place."""

    with_room: small


class Booking(Record):
    """As the reference engine's `Booking`, and its row of the log."""

    requested: float
    wish: float
    booked: float
    begins: float
    settled: float
    came: float
    bot_end: float
    lateness: float
    key: int
    customer: int
    contact: int
    dealt_with: int  # a bit for each reminder that was sent or skipped
    standby_before: int
    standby_behind: int
    appointment: small
    attempt: small
    slot: small
    arrangement: small  # slots he has had: what was planned for an earlier one is void
    opening: small  # `openings` of his slot when his claim was to open with it
    sent: small
    reached: small
    opened: small
    skipped: small
    bot: small
    claim: tiny
    outcome: tiny
    reason: tiny
    cancelled_by: tiny
    then: tiny
    bot_result: tiny
    misses: tiny  # why he will not come as things stand
    by_tap: tiny
    standby: tiny
    refilled: tiny
    freed: tiny
    confirmed: tiny
    cured: tiny
    asked: tiny
    called: tiny


class Reminder(Record):
    """`first_purpose` is that of opening; those of what may follow come after it (`reminding`)."""

    reach: float
    open: float
    remembers: float
    cancels: float
    answers: float
    rebooks: float
    address: small  # purpose of whether it reaches him
    first_purpose: small
    asks: tiny


class Host(Record):
    """For which appointment an agent is held, and since when."""

    since: float
    appointment: small
    before: small
    behind: small


class ReminderRow(Record):
    time: float
    booking: int
    reminder: int
    skipped: tiny
    reached: tiny
    opened: tiny
    effect: int


class HoldRow(Record):
    agent: int
    appointment: int
    start: float
    end: float
    showed: tiny


appointments = table("appointments", Appointment)
slots = table("slots", Slot)
slot_blocks = table("slot_blocks", SlotBlock)
bookings = table("bookings", Booking)
reminders = table("reminders", Reminder)
hosts = table("hosts", Host)
reminder_rows = table("reminder_rows", ReminderRow)
hold_rows = table("hold_rows", HoldRow)

appointment_reminder = column("appointment_reminders", int)
hosted_appointment = column("hosted_appointments", int)  # of each group
due_time = column("due_times", float)  # of each reminder of each slot
missing_lead = column("missing_leads", float)
missing_probability = column("missing_probabilities", float)

request_in_order = column("request_order", int)
request_appointment = column("request_appointments", int)
request_time = column("request_times", float)
request_lead = column("request_leads", float)
request_slot = column("request_slots", int)  # row of `slots`, NOBODY: still to be booked
