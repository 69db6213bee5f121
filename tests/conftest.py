"""What the tests of every stage share."""

import os
import sys
from collections.abc import Iterator

import pytest

from fieldsurvey.i18n import set_language

_WITHOUT_PRIVILEGE = """
import ctypes, os, sys
if sys.platform == "linux" and os.geteuid() == 0:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.fixture(autouse=True)
def spoken_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test depend on the language of the machine, or of the test before it."""
    for variable in ("FIELDSURVEY_LANG", "FIELDSURVEY_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    set_language("en")
    yield
    set_language(None)


@pytest.fixture(scope="session")
def python_under_permissions() -> list[str]:
    """The words that start a Python for which a read-only folder is read-only, even for root."""
    if sys.platform == "win32" or (sys.platform != "linux" and os.geteuid() == 0):
        pytest.skip("here nobody can be kept from writing where a permission says no")
    return [sys.executable, "-c", _WITHOUT_PRIVILEGE]
