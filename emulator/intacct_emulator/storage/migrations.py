"""Numbered steps that bring a kept database from one format to the next."""

from collections.abc import Callable, Mapping

from .database import Database

Step = Callable[[Database], None]


def migrate(database: Database, found: int, steps: Mapping[int, Step]) -> None:
    """Runs the step of each format from `found` on, in order; a step leads to the format after its number."""
    for number in range(found, max(steps, default=-1) + 1):
        steps[number](database)
