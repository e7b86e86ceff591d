"""A running emulator and a caller of its control routes."""

from collections.abc import Iterator

import httpx2
import pytest

from intacct_emulator import Emulator


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An emulator that serves the empty company; companies of a test have ids of their own."""
    with Emulator(companies=["blank"], state_dir=tmp_path_factory.mktemp("state")) as emulator:
        yield emulator


@pytest.fixture
def control(emulator: Emulator) -> Iterator[httpx2.Client]:
    """Sends requests to the control routes."""
    with httpx2.Client(base_url=emulator.address + "/_emulator", timeout=60) as client:
        yield client
