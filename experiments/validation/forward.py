"""Exact figures of MMCBlocked and MMCClrQ: Kolmogorov forward equations of M/M/12(/17) over eight hours from empty.

`python -m experiments.validation.forward` prints them; they stand as numbers in `published.py`.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp
from scipy.stats import gamma

RATE, SERVICE, AGENTS, THRESHOLD, DAY = 4.2, 0.5, 12, 1 / 3, 480.0  # per minute, per minute, -, min, min


def mmc_day(room: int) -> dict[str, float]:
    """At most `room` wait. Those present at the end are served (wait, good) or counted (waiting at the end)."""
    states = np.arange(AGENTS + room + 1)
    up = np.where(states < AGENTS + room, RATE, 0.0)
    down = SERVICE * np.minimum(states, AGENTS)
    ahead = np.maximum(states - AGENTS + 1, 0)  # services to end before a newcomer begins
    starts_in_time = np.where(ahead > 0, gamma.cdf(THRESHOLD, np.maximum(ahead, 1), scale=1 / (SERVICE * AGENTS)), 1.0)
    admitted = states < AGENTS + room
    rewards = np.array(
        [
            RATE * ~admitted,
            RATE * admitted * starts_in_time,
            RATE * admitted * ahead / (SERVICE * AGENTS),
            np.minimum(states, AGENTS) / AGENTS / DAY,
        ]
    )

    def change(_: float, y: np.ndarray) -> np.ndarray:
        p = y[: len(states)]
        flow = -(up + down) * p
        flow[1:] += (up * p)[:-1]
        flow[:-1] += (down * p)[1:]
        return np.concatenate([flow, rewards @ p])

    start = np.zeros(len(states) + len(rewards))
    start[0] = 1.0
    end = solve_ivp(change, (0.0, DAY), start, method="LSODA", rtol=1e-10, atol=1e-13).y[:, -1]
    blocked, good, wait, occupancy = end[len(states) :]
    served = RATE * DAY - blocked
    return {
        "blocked": blocked,
        "good / served": good / served,
        "good / arrivals": good / (RATE * DAY),
        "mean wait of the served": wait / served,
        "occupancy": occupancy,
        "waiting at the end": float((end[: len(states)] * np.maximum(states - AGENTS, 0)).sum()),
    }


if __name__ == "__main__":
    for label, room in (("MMCBlocked", 5), ("MMCClrQ, MMC", 300)):
        print(label, {name: round(float(value), 9) for name, value in mmc_day(room).items()})
