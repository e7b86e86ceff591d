"""Units of work, tables and sequences on real SQLite."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from intacct_emulator.storage.database import Database, quoted
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.storage.sequences import Sequences
from intacct_emulator.storage.tables import Affinity, Tables, TableSchema

PEOPLE = TableSchema("PEOPLE", "ID", {"ID": Affinity.INTEGER, "NAME": Affinity.TEXT}, indexes=(("NAME",),))


class _StopError(Exception):
    """What makes a unit fail."""


@contextmanager
def failing_unit(database: Database) -> Iterator[None]:
    """A unit that fails after what is done inside."""
    try:
        with database.unit():
            yield
            raise _StopError
    except _StopError:
        return


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty database in memory."""
    with closing(Database()) as database:
        yield database


def test_unit_undoes_everything_when_it_fails(database: Database) -> None:
    """An exception inside a unit leaves no row of it, and passes through."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    with failing_unit(database):
        tables.insert("PEOPLE", {"NAME": "Ada"})
    assert database.scalar("SELECT COUNT(*) FROM PEOPLE") == 0
    assert not database.in_unit


def test_inner_unit_fails_alone(database: Database) -> None:
    """A unit inside another is undone without touching what the outer one did."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    with database.unit():
        tables.insert("PEOPLE", {"NAME": "Ada"})
        with failing_unit(database):
            tables.insert("PEOPLE", {"NAME": "Bob"})
    assert database.all("SELECT NAME FROM PEOPLE") == [("Ada",)]


def test_rollback_tells_those_who_remember(database: Database) -> None:
    """Callbacks run after a unit was undone, and not after one that held."""
    calls: list[str] = []
    database.on_rollback(lambda: calls.append("undone"))
    with database.unit():
        pass
    assert calls == []
    with failing_unit(database):
        pass
    assert calls == ["undone"]


def test_table_is_widened_by_new_columns(database: Database) -> None:
    """A schema with a column the table lacks adds it and keeps the rows."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    tables.insert("PEOPLE", {"NAME": "Ada"})
    tables.ensure(TableSchema("PEOPLE", "ID", {**PEOPLE.columns, "AGE": Affinity.INTEGER}))
    assert database.all("SELECT NAME, AGE FROM PEOPLE") == [("Ada", None)]


def test_tables_are_strict(database: Database) -> None:
    """A text cannot get into an integer column."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    with pytest.raises(sqlite3.IntegrityError):
        tables.insert("PEOPLE", {"ID": "one", "NAME": "Ada"})


def test_hostile_names_and_values_stay_what_they_are(database: Database) -> None:
    """Quotes in names are doubled, and values are parameters."""
    odd = 'A"; DROP TABLE PEOPLE; --'
    tables = Tables(database)
    tables.ensure(TableSchema(odd, "ID", {"ID": Affinity.INTEGER, odd: Affinity.TEXT}))
    tables.insert(odd, {odd: "x'); DROP TABLE sqlite_master; --"})
    assert tables.select(odd, (odd,), {"ID": 1}) == [("x'); DROP TABLE sqlite_master; --",)]
    assert quoted('a"b') == '"a""b"'


def test_select_by_null_and_order(database: Database) -> None:
    """None in a condition matches NULL; rows come in the order asked for."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    for name in ("b", "a", None):
        tables.insert("PEOPLE", {"NAME": name})
    assert tables.select("PEOPLE", ("ID",), {"NAME": None}) == [(3,)]
    assert tables.select("PEOPLE", ("NAME",), {}, "NAME") == [(None,), ("a",), ("b",)]


def test_sequences_count_on_and_fall_back_with_their_unit(database: Database) -> None:
    """Numbers follow each other per name; those of an undone unit are given again."""
    sequences = Sequences(database)
    assert (sequences.take("a"), sequences.take("a", 3), sequences.take("a"), sequences.take("b")) == (1, 2, 5, 1)
    with failing_unit(database):
        sequences.take("a", 10)
    assert sequences.take("a") == 6


def test_kept_texts_are_replaced(database: Database) -> None:
    """A name holds its latest text, or None."""
    texts = KeptTexts(database)
    texts.put("profile", "one")
    texts.put("profile", "two")
    assert (texts.get("profile"), texts.get("other")) == ("two", None)


def test_copy_is_independent(database: Database) -> None:
    """A copy has the rows of its original and then lives its own life."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    tables.insert("PEOPLE", {"NAME": "Ada"})
    with closing(Database()) as copy:
        database.copy_to(copy)
        copy.execute("DELETE FROM PEOPLE")
        assert database.scalar("SELECT COUNT(*) FROM PEOPLE") == 1


def test_committed_work_survives_kill(tmp_path: Path) -> None:
    """What a unit committed to a file is there after the process was killed; what was open is not."""
    script = """
        import sys
        from pathlib import Path
        from intacct_emulator.storage.database import Database
        database = Database(Path(sys.argv[1]))
        database.execute("CREATE TABLE t (x TEXT) STRICT")
        with database.unit():
            database.execute("INSERT INTO t VALUES ('kept')")
        database.execute("BEGIN")
        database.execute("INSERT INTO t VALUES ('lost')")
        print("ready", flush=True)
        sys.stdin.read()
    """
    file = tmp_path / "company.db"
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGKILL)
    reopened = Database(file)
    assert reopened.all("SELECT x FROM t") == [("kept",)]
    reopened.close()


def test_a_commit_that_fails_undoes_its_unit(tmp_path: Path) -> None:
    """What SQLite will not commit is rolled back and told of, and the next unit works."""
    database = Database(tmp_path / "books.db")
    undone: list[bool] = []
    database.on_rollback(lambda: undone.append(True))
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    database.execute("CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite3.IntegrityError), database.unit():
        database.execute("INSERT INTO child VALUES (7)")
    assert undone == [True]
    with database.unit():
        database.execute("INSERT INTO parent VALUES (7)")
    assert (database.scalar("SELECT count(*) FROM child"), database.scalar("SELECT count(*) FROM parent")) == (0, 1)
    database.close()


def test_what_a_unit_did_outside_is_undone_with_it(database: Database) -> None:
    """What is to be undone runs once, latest first, when its unit or one around it fails; not after a commit, nor for
    the failure of a unit beside it."""
    undone: list[str] = []

    def noted(name: str) -> None:
        database.if_undone(lambda: undone.append(name))

    with database.unit():
        noted("committed")
        with failing_unit(database):
            noted("first")
            noted("second")
        assert undone == ["second", "first"]
        with database.unit():
            noted("inner")
        with failing_unit(database):
            pass
    assert undone == ["second", "first"]
    with failing_unit(database), database.unit():
        noted("around")
    assert undone == ["second", "first", "around"]
    noted("nowhere")
    with failing_unit(database):
        pass
    assert undone == ["second", "first", "around"]


def test_a_time_does_not_fall_short_of_another(database: Database) -> None:
    """A column named in `not_before` gets the later of its value and the other column; an empty one does not count."""
    tables = Tables(database)
    tables.ensure(PEOPLE)
    database.execute("ALTER TABLE PEOPLE ADD COLUMN BORN TEXT")
    for born in ("2026-01-02", None):
        key = tables.insert("PEOPLE", {"BORN": born})
        for name, kept in (("2026-01-01", born or "2026-01-01"), ("2026-01-03", "2026-01-03")):
            tables.update("PEOPLE", "ID", key, {"NAME": name}, not_before={"NAME": "BORN"})
            assert database.scalar("SELECT NAME FROM PEOPLE WHERE ID = ?", (key,)) == kept
