"""What a customer's contacts and bookings cost the center."""

from __future__ import annotations

import numpy as np

from ccsim.engine.logs import Logs
from ccsim.measures.kept import Kept
from ccsim.measures.money import channel_cost, handling_cost
from ccsim.measures.reminders import reminder_cost
from ccsim.measures.self_service import Sessions
from ccsim.model.center import FloatArray, IntArray


def customer_cost(kept: Kept, logs: Logs, number: IntArray, customers: int) -> FloatArray:
    """Channels, handling at cost_per_hour, self-service and reminders, added up for each of so many customers.

    `number` gives each row of CustomerLog its place in the answer, -1: none. Idle and waiting time of agents, and calls
    that agents make of their own, are no single customer's.
    """

    def total(customer: IntArray, cost: FloatArray) -> FloatArray:
        own = number[customer]
        return np.asarray(np.bincount(own[own >= 0], cost[own >= 0], customers), dtype=np.float64)

    theirs = kept.of_a_customer
    contacts = channel_cost(kept) + handling_cost(kept.model, logs.contacts, logs.agents)[kept.rows]
    cost = total(kept.log.customer[theirs], contacts[theirs])
    sessions = Sessions.of(logs)
    cost += total(sessions.customer, sessions.cost(kept.model))
    reminded = logs.bookings.customer[logs.reminders.booking]
    return cost + total(reminded, reminder_cost(kept.model, logs.reminders))
