"""Examples speak English, whatever the machine of the tests prefers."""

from collections.abc import Iterator

import pytest

from fieldsurvey.i18n import set_language


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FIELDSURVEY_LANG", "en")
    set_language("en")
    yield
    set_language(None)
