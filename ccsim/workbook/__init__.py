"""Results as one workbook (.xlsx): numbers are numbers in any language's spreadsheet, whatever its separators."""

from ccsim.workbook.save import check_workbook as check_workbook
from ccsim.workbook.save import save_workbook as save_workbook

__all__ = ["check_workbook", "save_workbook"]
