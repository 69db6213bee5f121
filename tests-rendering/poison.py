"""The hostile texts of the tests that need only Python, for those that need a browser."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.report.poisoning import HOSTILE, poisoned

__all__ = ["HOSTILE", "poisoned"]
