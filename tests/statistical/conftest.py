"""The cases stand in experiments/validation, so that the tests and the published table are about the same scenarios."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
