"""The one door for writes: numbers, stamps, owners, observers, and finding again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.records.store import Author, Records
from intacct_emulator.records.written import Change, Writing, each_record
from intacct_emulator.storage.database import Database

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty database."""
    with closing(Database()) as database:
        yield database


@pytest.fixture
def records(database: Database) -> Records:
    """The records of an empty company."""
    store = Records(database, Catalogue(), Clock(lambda: NOW))
    store.author = Author(7, "ada")
    return store


def test_insert_numbers_and_stamps(records: Records) -> None:
    """A new record gets the next RECORDNO, its creation and modification stamps and its author."""
    key = records.insert("CLASS", {"CLASSID": "A", "NAME": "First"})
    record = records.get("CLASS", key)
    assert record is not None
    assert key == 1
    assert record["WHENCREATED"] == record["WHENMODIFIED"] == "2026-03-04 05:06:07"
    assert record["CREATEDBY"] == record["MODIFIEDBY"] == 7


def test_document_date_is_not_stamped(records: Records) -> None:
    """WHENCREATED of an invoice is its date; the audit stamp is AUWHENCREATED."""
    records.insert("ARINVOICE", {"WHENCREATED": NOW.date(), "TOTALENTERED": Decimal("1.50")})
    record = records.where("ARINVOICE")[0]
    assert (record["WHENCREATED"], record["AUWHENCREATED"]) == ("2026-03-04", "2026-03-04 05:06:07")
    assert record.amount("TOTALENTERED") == Decimal("1.50")


def test_documents_of_a_family_share_their_numbers(records: Records) -> None:
    """Invoices and bills draw RECORDNO from one sequence."""
    assert [records.insert(name, {}) for name in ("ARINVOICE", "APBILL", "ARINVOICE")] == [1, 2, 3]


def test_records_made_in_an_entity_belong_to_it(records: Records) -> None:
    """Inside an entity new records carry MEGAENTITYKEY and MEGAENTITYID; at top level they do not."""
    records.author = Author(7, "ada", 5, "US")
    records.insert("CLASS", {"CLASSID": "A"})
    records.author = Author(7, "ada")
    records.insert("CLASS", {"CLASSID": "B"})
    owned, shared = records.where("CLASS")
    assert (owned["MEGAENTITYKEY"], owned["MEGAENTITYID"]) == (5, "US")
    assert shared["MEGAENTITYKEY"] is None


def test_finding_sees_every_write(records: Records) -> None:
    """A record found once is found changed after an update and not at all after a delete."""
    key = records.insert("CLASS", {"CLASSID": "A", "NAME": "First"})
    assert records.find("CLASS", "B") is None
    records.insert("CLASS", {"CLASSID": "B", "NAME": "Second"})
    assert records.find("CLASS", "B") is not None
    found = records.find("CLASS", "A")
    assert found is not None
    records.update("CLASS", key, {"NAME": "Renamed"})
    found = records.find("CLASS", "A")
    assert found is not None
    assert found.text("NAME") == "Renamed"
    records.delete("CLASS", key)
    assert records.find("CLASS", "A") is None


def test_finding_forgets_what_was_undone(records: Records) -> None:
    """A record seen inside a unit that failed is not found after it."""

    def begin() -> None:
        with records.database.unit():
            records.insert("CLASS", {"CLASSID": "A"})
            assert records.find("CLASS", "A") is not None
            raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        begin()
    assert records.find("CLASS", "A") is None
    assert records.insert("CLASS", {"CLASSID": "A"}) == 1


def test_observers_hear_of_every_change(records: Records) -> None:
    """Create, update and delete are told with the object, the key and the row."""
    heard: list[tuple[Change, str, int, object]] = []
    records.observe(lambda change, definition, key, row: heard.append((change, definition.name, key, row.get("NAME"))))
    key = records.insert("CLASS", {"CLASSID": "A", "NAME": "First"})
    records.update("CLASS", key, {"NAME": "Second"})
    records.delete("CLASS", key)
    assert heard == [
        (Change.CREATE, "CLASS", 1, "First"),
        (Change.UPDATE, "CLASS", 1, "Second"),
        (Change.DELETE, "CLASS", 1, "Second"),
    ]


def test_rows_in_bulk_are_told_once(records: Records) -> None:
    """Observers of bulk hear of each row, agreed and equal columns included; the others of what is announced."""
    all_rows: list[tuple[int, object, object]] = []
    announced: list[int] = []
    definition = records.definition("CLASS")
    records.observe(lambda _, __, key, row: all_rows.append((key, row["STATUS"], row["NAME"])), bulk=True)
    records.observe(lambda _, __, key, ___: announced.append(key))
    rows = [(1, "A"), (2, "B")]
    records.bulk_insert("CLASS", ("RECORDNO", "CLASSID"), rows, agreed={"STATUS": "T"}, same={"NAME": "CLASSID"})
    records.announce(definition, 2, {})
    assert all_rows == [(1, "T", "A"), (2, "T", "B")]
    assert announced == [2]


def test_what_is_noted_is_what_stays(records: Records) -> None:
    """Rows of a unit that was undone are taken out, those of the unit around it are not; later ones are not noted."""

    def undone() -> None:
        with records.database.unit():
            records.insert("CLASS", {"CLASSID": "B"})
            with records.database.unit():
                records.insert("CLASS", {"CLASSID": "C"})
            raise KeyError

    written: list[Writing] = []
    with records.noting(written), records.database.unit():
        records.insert("CLASS", {"CLASSID": "A"})
        with pytest.raises(KeyError):
            undone()
        records.insert("CLASS", {"CLASSID": "D"})
    records.insert("CLASS", {"CLASSID": "E"})
    assert [entry.row["CLASSID"] for entry in each_record(written)] == ["A", "D"]
    assert "CLASSID" not in repr(written)


def test_objects_of_a_shared_table_keep_their_rows_apart(records: Records) -> None:
    """An entity is a location; a location that is no entity is not found as one."""
    records.insert("LOCATIONENTITY", {"LOCATIONID": "US", "NAME": "US"})
    records.insert("LOCATION", {"LOCATIONID": "NYC", "NAME": "New York"})
    assert [record.id for record in records.where("LOCATION")] == ["US", "NYC"]
    assert [record.id for record in records.where("LOCATIONENTITY")] == ["US"]
    assert records.find("LOCATIONENTITY", "NYC") is None


def test_no_change_is_earlier_than_the_creation(database: Database) -> None:
    """After the clock was set back WHENMODIFIED stays at the creation, and moves on when time has caught up."""
    now = [NOW]
    records = Records(database, Catalogue(), Clock(lambda: now[0]))
    keys = {"CLASS": "WHENCREATED", "ARINVOICE": "AUWHENCREATED"}
    for name, created in keys.items():
        now[0] = NOW
        key = records.insert(name, {})
        for moment, shown in ((NOW - timedelta(hours=2), NOW), (NOW + timedelta(hours=2), NOW + timedelta(hours=2))):
            now[0] = moment
            records.update(name, key, {"DESCRIPTION": f"at {moment}"})
            record = records.get(name, key)
            assert record is not None
            assert record["WHENMODIFIED"] == f"{shown:%Y-%m-%d %H:%M:%S}"
            assert record[created] == f"{NOW:%Y-%m-%d %H:%M:%S}"
