"""An emulator that serves northfield, and somebody who looks at its console."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Browsing

from intacct_emulator import Emulator


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where companies that were made once are found again by the next test."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def browse(state_dir: Path) -> Iterator[Browsing]:
    """The console of an emulator with northfield."""
    with Emulator(companies=["northfield"], state_dir=state_dir) as emulator, Browsing(emulator) as browsing:
        yield browsing
