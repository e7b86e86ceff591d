"""Whatever a test's calls opened is closed when it ends."""

from collections.abc import Iterator

import pytest
from calling import closing_what_is_opened


@pytest.fixture(autouse=True)
def nothing_stays_open() -> Iterator[None]:
    """Closes the companies and sessions of the test's calls."""
    with closing_what_is_opened():
        yield
