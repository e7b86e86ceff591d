"""What pages remember of each other: true until something is written, and no more than a few hundred answers."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.page_marks import PageMarks


@pytest.fixture
def database() -> Iterator[Database]:
    """A database with a table."""
    with closing(Database()) as database:
        database.execute("CREATE TABLE t (x INTEGER) STRICT")
        yield database


def test_an_answer_holds_until_something_is_written(database: Database) -> None:
    """A write forgets every answer, whatever it was about."""
    marks = PageMarks(database)
    marks.keep("how many", 3)
    assert marks.find("how many") == 3
    database.execute("INSERT INTO t VALUES (1)")
    assert marks.find("how many") is None


def test_the_oldest_answer_makes_room(database: Database) -> None:
    """Of 257 answers the first is gone and the second is there."""
    marks = PageMarks(database)
    for number in range(257):
        marks.keep(number, number)
    assert (marks.find(0), marks.find(1), marks.find(256)) == (None, 1, 256)
