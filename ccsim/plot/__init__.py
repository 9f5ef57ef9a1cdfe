"""Pictures for papers and slides: each function draws on an `Axes` (a new figure without one) and returns it.

`results` is a `Result` or the folder that `ccsim run FILE --out DIR` wrote; of `differences` a `Comparison` or a
`Stress` or its folder, of `targets` and `baseline` a `CheckResult` or its folder, of `main_effects` and `heat_map` a
`Sweep`, of `distribution` and `input_shares` a `Risk` or its folder.

>>> import ccsim
>>> axes = ccsim.plot.by_interval("out", "service_level", "voice")  # doctest: +SKIP
>>> axes.figure.savefig("service_level.svg")  # doctest: +SKIP
"""

from ccsim.plot.along_time import by_day as by_day
from ccsim.plot.along_time import by_interval as by_interval
from ccsim.plot.checked import baseline as baseline
from ccsim.plot.checked import targets as targets
from ccsim.plot.differences import differences as differences
from ccsim.plot.risk import distribution as distribution
from ccsim.plot.risk import input_shares as input_shares
from ccsim.plot.staffing import load as load
from ccsim.plot.staffing import occupancy as occupancy
from ccsim.plot.sweep_heat import heat_map as heat_map
from ccsim.plot.sweeps import main_effects as main_effects
from ccsim.plot.waits import waits as waits

__all__ = [
    *("baseline", "by_day", "by_interval", "differences", "distribution", "heat_map", "input_shares", "load"),
    *("main_effects", "occupancy", "targets", "waits"),
]
