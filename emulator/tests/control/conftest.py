"""A running emulator and a caller of its control routes."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from intacct_emulator import Emulator


@pytest.fixture(scope="session")
def state_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where companies that were made once are found again by the next test."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture
def emulator(state_dir: Path) -> Iterator[Emulator]:
    """An emulator that serves the empty company."""
    with Emulator(companies=["blank"], state_dir=state_dir) as emulator:
        yield emulator


@pytest.fixture
def control(emulator: Emulator) -> Iterator[httpx2.Client]:
    """Sends requests to the control routes."""
    with httpx2.Client(base_url=emulator.address + "/_emulator", timeout=60) as client:
        yield client
