"""Both engines on generated worlds. Strategies and comparison are those of the tests, which are no package."""

import sys
from pathlib import Path

_TESTS = str(Path(__file__).parents[2] / "tests")
if _TESTS not in sys.path:
    sys.path.append(_TESTS)
