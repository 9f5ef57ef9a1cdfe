"""What happens next in the compiled engine, worked by hand."""

from __future__ import annotations

from ccsim.engine.compiled.events import pour, push
from ccsim.engine.compiled.kernel import records
from ccsim.engine.compiled.machine import PlainLoop
from ccsim.engine.compiled.memory import NOBODY


def test_what_happens_much_later_stays_in_its_bucket() -> None:
    """Stretches of 64 s; events at 10, 130 and 500 s; the next contact comes at 100 s, then at 200 s."""
    floor, buckets, leaves = records("floor", 1), records("buckets", 10), records("leaves", 1)
    floor.buckets, floor.buckets_a_second, floor.free_later = 10, 1 / 64, NOBODY
    floor.most_later = floor.most_events = 3
    buckets.first = NOBODY
    leaves.time = 100.0
    world = {"floor": floor, "buckets": buckets, "leaves": leaves, "nodes": records("nodes", 2)}
    world |= {"later": records("later", 3), "events": records("events", 3)}
    for time in (500.0, 10.0, 130.0):
        PlainLoop(push)(world, time, 0, 0, 0, 0, 0)
    steps = []
    for comes in (100.0, 100.0, 200.0):
        leaves.time = comes
        PlainLoop(pour)(world)
        steps.append((floor[0].poured_until, world["events"].time[: floor[0].events].tolist(), floor[0].put_off))
        floor.events = 0  # it has happened
    assert steps == [(64.0, [10.0], 2), (128.0, [], 2), (192.0, [130.0], 1)]
