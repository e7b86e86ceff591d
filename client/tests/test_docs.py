"""The guide says what is true."""

import re
from pathlib import Path
from typing import Any

import pytest

import intacct_client
from intacct_client import Client
from intacct_client.credentials import ENVIRONMENT_NAMES
from intacct_client.verbs import PagedVerb, Verb, Verbs

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "client.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_example_names_things_that_exist(block: Any) -> None:
    """An example compiles, imports what there is, and calls methods a client has."""
    compile(block, "client.md", "exec")
    for names in re.findall(r"from intacct_client import (.*)", block):
        for name in names.split(", "):
            assert hasattr(intacct_client, name.split(" as ")[0])
    for method in re.findall(r"\bclient\.(\w+)", block):
        assert hasattr(Client, method)


def test_every_method_and_environment_name_is_documented() -> None:
    """Nothing is added to the client without a word in the guide."""
    verbs = {name for name, value in vars(Verbs).items() if isinstance(value, Verb | PagedVerb)}
    assert len(verbs) > 20
    for name in verbs | set(ENVIRONMENT_NAMES) | set(ENVIRONMENT_NAMES.values()):
        assert f"`{name}`" in GUIDE, name


def test_every_error_is_documented() -> None:
    """Each error type a caller can meet is in the table."""
    errors = {name for name in intacct_client.__all__ if name.endswith("Error")}
    assert all(f"`{name}`" in GUIDE for name in errors)
