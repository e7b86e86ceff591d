"""Says that a value is there, for tests that look at it."""

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """The value. Fails the test when there is none."""
    assert value is not None
    return value
