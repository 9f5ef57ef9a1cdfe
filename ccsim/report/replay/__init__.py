"""A day to watch: what a run's records say of one day, second by second, for a page to play."""

from ccsim.report.replay.section import elsewhere as elsewhere
from ccsim.report.replay.section import lost as lost
from ccsim.report.replay.section import replay as replay
