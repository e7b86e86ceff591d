"""A company is opened complete and in today's form, or refused by name and left as it is."""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from kept_companies import altered_catalogue, contents, folder_of_format_0

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.values import Python
from intacct_emulator.clock import Clock
from intacct_emulator.storage.kept_file import KeptFileError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.open_company import open_company
from intacct_emulator.world.whole_company import WHOLE_COMPANY

SHIPPED = Catalogue()
ITEM: dict[str, Python] = {"ITEMID": "I1", "NAME": "Thing", "ITEMTYPE": "NI", "BASEPRICE": Decimal("12.50")}
Open = Callable[..., Company]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens companies complete; each is closed at the end."""
    with ExitStack() as stack:

        def run(path: Path | None = None, catalogue: Catalogue = SHIPPED) -> Company:
            return stack.enter_context(closing(open_company(path, catalogue, Clock(), WHOLE_COMPANY)))

        yield run


def field(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(entry for entry in data["fields"] if entry["id"] == name)


def change_field(name: str, **facts: object) -> Callable[[dict[str, Any]], None]:
    return lambda data: field(data, name).update(facts)


def test_a_company_has_its_views_and_its_history_wherever_it_is_opened(opened: Open) -> None:
    """GLDETAIL shows what is in the ledger, and a change leaves its trace."""
    company = opened()
    company.records.insert("GLBATCH", {"JOURNAL": "GJ", "BATCHNO": 1})
    company.records.insert(
        "GLENTRY", {"BATCHNO": 1, "ACCOUNTNO": "1000", "TR_TYPE": 1, "AMOUNT": Decimal("5.05"), "STATE": "P"}
    )
    (line,) = company.records.where("GLDETAIL")
    assert (line["ACCOUNTNO"], line.amount("DEBITAMOUNT")) == ("1000", Decimal("5.05"))
    assert [trace["OBJECTTYPE"] for trace in company.records.where("AUDITHISTORY")] == ["glbatch"]


def test_an_amount_keeps_its_value_when_the_catalogue_changes_its_scale(opened: Open, tmp_path: Path) -> None:
    """12.50 kept with eight decimals is 12.50 with four; a copy of what it was is kept, and the next start finds it
    right."""
    path = tmp_path / "one.company.db"
    company = opened(path)
    company.records.insert("ITEM", ITEM)
    company.close()
    four = altered_catalogue(tmp_path / "objects", ITEM=change_field("BASEPRICE", scale=4))
    company = opened(path, four)
    (item,) = company.records.where("ITEM")
    assert (item.amount("BASEPRICE"), item.stored["BASEPRICE"]) == (Decimal("12.50"), 125_000)
    company.close()
    assert [found.name for found in tmp_path.glob("*.copy-*")] == ["one.company.db.copy-1"]
    with closing(sqlite3.connect(tmp_path / "one.company.db.copy-1")) as copy:
        assert copy.execute("SELECT BASEPRICE FROM ITEM").fetchall() == [(1_250_000_000,)]
    again = opened(path, four)
    assert [item.amount("BASEPRICE") for item in again.records.where("ITEM")] == [Decimal("12.50")]
    assert len(list(tmp_path.glob("*.copy-*"))) == 1


def test_codes_that_changed_mean_what_they_meant(opened: Open, tmp_path: Path) -> None:
    """Two codes that change places, and one that is new."""
    path = tmp_path / "one.company.db"
    company = opened(path)
    for number, code in enumerate(["I", "NI", "K"]):
        company.records.insert("ITEM", ITEM | {"ITEMID": str(number), "ITEMTYPE": code})
    company.close()
    values = ["Inventory", "Non-Inventory", "Kit", "Service"]
    swapped = change_field("ITEMTYPE", values=values, codes=["NI", "I", "kit", "S"])
    company = opened(path, altered_catalogue(tmp_path / "objects", ITEM=swapped))
    assert [item["ITEMTYPE"] for item in company.records.where("ITEM")] == ["NI", "I", "kit"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (change_field("BASEPRICE", scale=0), "ITEM.BASEPRICE: 12.50000000 does not fit into 0 decimal places"),
        (change_field("ITEMTYPE", values=["Kit"], codes=["K"]), "ITEM.ITEMTYPE: 'Non-Inventory' is not one of Kit"),
        (change_field("NAME", type="DATE"), "ITEM.NAME: 'Thing' is not a date"),
    ],
)
def test_rows_that_the_catalogue_has_no_place_for_are_not_bent(
    opened: Open, tmp_path: Path, change: Any, wrong: str
) -> None:
    """The file is refused by name, with the value, and not changed; nothing lies beside it."""
    path = tmp_path / "data" / "one.company.db"
    path.parent.mkdir()
    company = opened(path)
    company.records.insert("ITEM", ITEM)
    company.close()
    before = contents(path.parent)
    with pytest.raises(KeptFileError) as refused:
        opened(path, altered_catalogue(tmp_path / "objects", ITEM=change))
    assert str(path) in str(refused.value)
    assert wrong in str(refused.value)
    assert contents(path.parent) == before


def test_objects_that_share_a_table_now_move_into_it(opened: Open, tmp_path: Path) -> None:
    """Invoices and bills of release 0.1.0, moved together with their numbers, and told apart by what the catalogue
    says."""

    def shared(record_type: str) -> Callable[[dict[str, Any]], None]:
        return lambda data: data.update(table="PRRECORD", only={"RECORDTYPE": record_type})

    folder = folder_of_format_0(tmp_path / "data")
    catalogue = altered_catalogue(tmp_path / "objects", ARINVOICE=shared("ri"), APBILL=shared("pi"))
    company = opened(folder / "blank.company.db", catalogue)
    invoices, bills = company.records.where("ARINVOICE"), company.records.where("APBILL")
    assert [(record.key, record.id, record.amount("TOTALENTERED")) for record in invoices] == [
        (1, "I-1", Decimal("19.75")),
        (3, "I-2", Decimal("100")),
    ]
    assert [(record.key, record.id, record.amount("TOTALENTERED")) for record in bills] == [
        (2, "B-1", Decimal("30.10"))
    ]
    tables = {name for (name,) in company.database.all("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "PRRECORD" in tables
    assert not {"ARINVOICE", "APBILL"} & tables


def test_a_file_of_the_first_release_is_brought_up_to_date(
    opened: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Amounts, users and history are what they were; a copy is kept, and one line of the log says so, once."""
    folder = folder_of_format_0(tmp_path / "data")
    path = folder / "blank.company.db"
    with caplog.at_level(logging.WARNING):
        company = opened(path)
        assert [record.amount("TOTALENTERED") for record in company.records.where("ARINVOICE")] == [
            Decimal("19.75"),
            Decimal("100"),
        ]
        (item,) = company.records.where("ITEM")
        assert item.amount("BASEPRICE") == Decimal("12.50")
        assert company.users.sign_in("wsuser", "wsuser_secret") is not None
        assert company.users.sign_in("wsuser", "other") is None
        company.close()
        opened(path).close()
    (told,) = caplog.messages
    assert "blank.company.db.copy-1" in told
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    with closing(sqlite3.connect(folder / "blank.company.db.copy-1")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM ARINVOICE").fetchone() == (2,)


def break_file(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def replace_file(path: Path) -> None:
    path.unlink()
    break_file(path, "CREATE TABLE t (x)")


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (lambda path: break_file(path, "PRAGMA user_version = 999"), "it has format 999"),
    "foreign": (lambda path: break_file(path, "PRAGMA application_id = 7"), "not the books of a company"),
    "another database": (
        replace_file,
        "not the books of a company",
    ),
    "a table gone": (lambda path: break_file(path, "DROP TABLE ITEM"), "it is incomplete; missing: ITEM"),
    "a column gone": (
        lambda path: break_file(path, "ALTER TABLE ITEM RENAME COLUMN BASEPRICE TO BASEPRICE_OLD"),
        "it is incomplete; missing: ITEM.BASEPRICE",
    ),
    "users gone": (lambda path: break_file(path, "DROP TABLE sign_in"), "it is incomplete; missing: sign_in"),
    "empty": (lambda path: path.write_bytes(b""), "it is empty"),
    "noise": (lambda path: path.write_bytes(b"noise " * 20_000), "nor any database"),
    "half": (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "it has been cut off"),
    "a folder": (make_folder, "it is a folder"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_not_what_it_should_be_is_refused_and_left(opened: Open, tmp_path: Path, damage: str) -> None:
    """By its name, with what is wrong; not one byte is changed, and no file is made."""
    path = tmp_path / "one.company.db"
    company = opened(path)
    company.records.insert("ITEM", ITEM)
    company.close()
    do, wrong = DAMAGES[damage]
    do(path)
    before = contents(tmp_path)
    with pytest.raises(KeptFileError) as refused:
        opened(path)
    assert str(path) in str(refused.value)
    assert wrong in str(refused.value)
    assert contents(tmp_path) == before


def test_a_file_that_was_not_closed_is_read_with_its_log(opened: Open, tmp_path: Path) -> None:
    """What a killed process has committed is in the log alone; a refusal leaves both files."""
    path, killed = tmp_path / "a" / "one.company.db", tmp_path / "b" / "one.company.db"
    path.parent.mkdir()
    killed.parent.mkdir()
    company = opened(path)
    company.records.insert("ITEM", ITEM)
    for suffix in ("", "-wal"):
        killed.with_name(killed.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    assert [item.id for item in opened(killed).records.where("ITEM")] == ["I1"]
