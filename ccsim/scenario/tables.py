"""Planners' tables, read against the calendar: forecasts, staffing, traces, diaries, profiles and durations.

Every reader takes the table's path, already joined to the scenario's folder, with the sheet of a workbook after a `#`
(`rosters.xlsx#March`), and raises ScenarioError with all faults of the table. A fault of the table as a whole (not
found, empty) has line 0: whoever knows where the scenario names the table may put it there. Columns in faults are
cells of the row, counted from 1.
"""

from ccsim.scenario.table_diary import read_diary
from ccsim.scenario.table_forecast import read_forecast
from ccsim.scenario.table_intervals import profile_by_interval, staffing_by_interval, uncovered
from ccsim.scenario.table_open import open_table
from ccsim.scenario.table_profile import read_profile
from ccsim.scenario.table_rows import DateOrder, Reading, Table
from ccsim.scenario.table_staffing import read_staffing
from ccsim.scenario.table_trace import read_trace
from ccsim.scenario.table_values import read_quantiles, read_values

__all__ = [
    "DateOrder",
    "Reading",
    "Table",
    "open_table",
    "profile_by_interval",
    "read_diary",
    "read_forecast",
    "read_profile",
    "read_quantiles",
    "read_staffing",
    "read_trace",
    "read_values",
    "staffing_by_interval",
    "uncovered",
]
