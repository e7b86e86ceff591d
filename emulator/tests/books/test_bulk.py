"""The bulk path against the normal one: the same documents must leave the same database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from intacct_emulator.books.bulk.row_buffer import Counter, RowBuffer
from intacct_emulator.books.bulk.templates import (
    DocumentTemplate,
    LineTemplate,
    PlannedDocument,
    PlannedEntry,
    document_draft,
    entry_draft,
)
from intacct_emulator.books.bulk.writer import BulkWriter
from intacct_emulator.errors import GatewayError
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.storage.database import Database, Row, Value
from intacct_emulator.storage.tables import Affinity, Tables, TableSchema
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.work.writers import writer_for
from intacct_emulator.world.generate import EntryClock, Order, generate, invent_parties, plan
from intacct_emulator.world.loading import copied

ORDER = Order(invoices=180, bills=90, journals=30, customers=12, vendors=6, seed=11)
DAY = date(2026, 5, 4)
LINE = LineTemplate({"ACCOUNTNO": "4000", "DEPARTMENTID": "11", "LOCATIONID": "US-NYC"})
INVOICES = DocumentTemplate("ARINVOICE", {"CUSTOMERID": "C-1001"})
EXPENSE = LineTemplate({"ACCOUNTNO": "6120", "LOCATIONID": "US-NYC"})
BILLS = DocumentTemplate("APBILL", {"VENDORID": "V-2002"})
OTHER_BILLS = DocumentTemplate("APBILL", {"VENDORID": "V-2003"})
TRAVEL = LineTemplate({"ACCOUNTNO": "6300", "LOCATION": "US-NYC"})
TRAVEL_ELSEWHERE = LineTemplate({"ACCOUNTNO": "6300", "LOCATION": "CA-TOR"})


@pytest.fixture
def twin(tenants: Tenants, company: Company) -> Iterator[Company]:
    """Another company with the same books."""
    twin = copied(tenants, company, "northfield-twin")
    yield twin
    twin.close()


def tables(company: Company) -> dict[str, list[Row]]:
    """The whole database but the company's name."""
    database = company.database
    found = {}
    for (name,) in database.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'kept_text'"):
        columns = sorted(str(row[1]) for row in database.all(f'PRAGMA table_info("{name!s}")'))
        rows = database.all('SELECT {} FROM "{}"'.format(", ".join(f'"{column}"' for column in columns), str(name)))
        found[str(name)] = sorted(rows, key=repr)
    return found


def one_by_one(company: Company, order: Order) -> None:
    """Creates what an order plans like requests do, each in a unit of its own."""
    with company.database.unit():
        planned = plan(company, order, invent_parties(company, order))
    with EntryClock(company) as clock:
        for moment, document in planned:
            clock.moment = moment
            if isinstance(document, PlannedDocument):
                draft = document_draft(company.catalogue, document)
            else:
                draft = entry_draft(company.catalogue, document)
            with company.database.unit():
                writer_for(company, draft.definition).create(draft)


def add(company: Company, *planned: PlannedDocument | PlannedEntry) -> None:
    """Adds documents in bulk, in one unit."""
    with company.database.unit():
        writer = BulkWriter(company)
        for document in planned:
            if isinstance(document, PlannedDocument):
                writer.add(document)
            else:
                writer.add_entry(document)
        writer.flush()


def invoice(number: str = "X-1", template: DocumentTemplate = INVOICES, line: LineTemplate = LINE) -> PlannedDocument:
    return PlannedDocument(template, number, DAY, "Work", [(line, 12_345)])


def test_bulk_leaves_the_books_of_creating_one_by_one(company: Company, twin: Company) -> None:
    """300 documents by both paths give the same rows in every table: stamps, numbers, counters, audit trail."""
    attach_audit_trail(company.records)
    attach_audit_trail(twin.records)
    generate(company, ORDER)
    one_by_one(twin, ORDER)
    expected, found = tables(twin), tables(company)
    assert found.keys() == expected.keys()
    for name, rows in expected.items():
        assert found[name] == rows, name
    assert len(expected["PRRECORD"]) == ORDER.invoices + ORDER.bills
    assert len(expected["GLENTRY"]) > 4 * ORDER.journals


def test_generated_documents_have_the_states_they_are_said_to_have(company: Company) -> None:
    """The comparison above is about drafts, credits, labels, own dimensions and empty documents too."""
    generate(company, Order(invoices=600, customers=5, seed=3))
    scalar = company.database.scalar
    assert scalar("SELECT count(*) FROM PRRECORD WHERE RAWSTATE = 'D' AND PRBATCHKEY IS NULL")
    assert scalar("SELECT count(*) FROM PRRECORD WHERE RAWSTATE = 'A' AND TOTALENTERED = 0")
    assert scalar("SELECT count(*) FROM PRENTRY WHERE AMOUNT < 0")
    assert scalar("SELECT count(*) FROM PRENTRY WHERE ACCOUNTLABEL IS NOT NULL")
    assert scalar("SELECT sum(TR_TYPE * AMOUNT) FROM GLENTRY") == 0


def test_the_normal_path_goes_on_where_bulk_ended(company: Company, twin: Company) -> None:
    """Numbers are handed back: a document created after a bulk load gets the next one everywhere."""
    later = document_draft(company.catalogue, invoice("X-9"))
    add(company, invoice("X-1"), invoice("X-2"))
    writer_for(company, later.definition).create(later)
    for number in ("X-1", "X-2", "X-9"):
        draft = document_draft(twin.catalogue, invoice(number))
        writer_for(twin, draft.definition).create(draft)
    assert tables(company) == tables(twin)


@pytest.mark.parametrize("again", [pytest.param(1, id="in-one-load"), pytest.param(2, id="in-two-loads")])
def test_a_number_is_used_once(company: Company, again: int) -> None:
    """The number of a waiting or a kept invoice is refused, and nothing of the load stays."""
    if again == 2:
        add(company, invoice("X-1"))
    before = tables(company)
    with pytest.raises(GatewayError) as caught:
        add(company, invoice("X-0"), *(invoice("X-1") for _ in range(3 - again)))
    assert "X-1" in caught.value.stack[0].description2
    assert tables(company) == before


def test_two_vendors_may_use_one_number(company: Company) -> None:
    """Bill numbers are unique per vendor only."""
    add(company, invoice("B-1", BILLS, EXPENSE), invoice("B-1", OTHER_BILLS, EXPENSE))
    with pytest.raises(GatewayError):
        add(company, invoice("B-1", BILLS, EXPENSE))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(invoice(template=DocumentTemplate("ARINVOICE", {"CUSTOMERID": "C-0"})), id="customer"),
        pytest.param(invoice("", BILLS, EXPENSE), id="number of a bill"),
        pytest.param(PlannedDocument(INVOICES, "X-1", DAY, None, []), id="lines"),
        pytest.param(invoice(line=LineTemplate({"ACCOUNTNO": "4000", "LOCATIONID": "US-NYC"})), id="dimension"),
        pytest.param(PlannedEntry("GJ", DAY, "Uneven", [(TRAVEL, 100), (TRAVEL, -99)]), id="balance"),
        pytest.param(PlannedEntry("GJ", DAY, "Far", [(TRAVEL, 100), (TRAVEL_ELSEWHERE, -100)]), id="entity"),
        pytest.param(PlannedEntry("NONE", DAY, "Where", [(TRAVEL, 100), (TRAVEL, -100)]), id="journal"),
    ],
)
def test_what_the_writers_refuse_is_refused_in_bulk(company: Company, wrong: PlannedDocument | PlannedEntry) -> None:
    """The rules are the writers' own: unknown parties, missing dimensions, entries out of balance."""
    with pytest.raises(GatewayError):
        add(company, wrong)


def test_a_number_is_asked_of_each_bill(company: Company) -> None:
    """Of one whose vendor and account were found right before, too; a draft may do without."""
    add(company, invoice("", DocumentTemplate("APBILL", BILLS.values, draft=True), EXPENSE))
    with pytest.raises(GatewayError) as caught:
        add(company, invoice("B-1", BILLS, EXPENSE), invoice("", BILLS, EXPENSE))
    assert caught.value.stack[0].errorno == "BL03002128"


@pytest.mark.parametrize("frequency", ["Monthly", "Transaction"])
def test_bulk_groups_documents_as_the_company_does(company: Company, twin: Company, frequency: str) -> None:
    """Other frequencies than the daily one, and adjustments, which have no due date: the rows are the same."""
    memo = DocumentTemplate("ARADJUSTMENT", {"CUSTOMERID": "C-1001"})
    planned = [
        invoice("X-1"),
        invoice("M-1", memo),
        PlannedDocument(INVOICES, "X-2", date(2026, 6, 1), None, [(LINE, 5), (LINE, -2)]),
        invoice("B-1", BILLS, EXPENSE),
        invoice("X-3"),
    ]
    for each in (company, twin):
        profile = each.profile
        each.profile = replace(
            profile,
            receivables=replace(profile.receivables, summary_frequency=frequency),
            payables=replace(profile.payables, summary_frequency=frequency),
        )
    add(company, *planned)
    for document in planned:
        draft = document_draft(twin.catalogue, document)
        writer_for(twin, draft.definition).create(draft)
    assert tables(company) == tables(twin)


def test_a_row_buffer_moves_columns_into_the_rows_when_patterns_disagree(company: Company) -> None:
    """Rows that wait keep what their patterns said when a later pattern says something else, or nothing."""
    buffer = RowBuffer(company.catalogue["DEPARTMENT"], ("RECORDNO",), {})
    first = buffer.pattern({"DEPARTMENTID": "A", "STATUS": "T", "TITLE": "it's; --"}).copy()
    buffer.rows.append(first)
    second = buffer.pattern({"DEPARTMENTID": "B", "STATUS": "T"}).copy()
    first[0], second[0] = 9001, 9002
    buffer.rows.append(second)
    buffer.write(company.records)
    rows = company.database.all(
        "SELECT RECORDNO, DEPARTMENTID, STATUS, TITLE FROM DEPARTMENT WHERE RECORDNO > 9000 ORDER BY 1"
    )
    assert rows == [(9001, "A", "T", "it's; --"), (9002, "B", "T", None)]


def test_a_counter_notices_that_others_took_numbers(company: Company) -> None:
    """A sequence that was used behind a counter's back is a fault, not two records with one number."""
    sequences = company.records.sequences
    counter = Counter(sequences, "test")
    counter.next += 5
    counter.settle()
    assert sequences.take("test") == 6
    counter.next += 1
    with pytest.raises(RuntimeError):
        counter.settle()


def test_many_rows_take_what_they_share_from_the_statement() -> None:
    """Rows written forty at a time and the rest one by one hold their own, the agreed and the repeated values."""
    database = Database()
    tables = Tables(database)
    columns = {"K": Affinity.INTEGER, "OWN": Affinity.TEXT, "SAME": Affinity.TEXT, "ALL": Affinity.TEXT}
    tables.ensure(TableSchema("T", "K", columns))
    rows: list[list[Value]] = [[key, f"own {key}"] for key in range(1, 100)]
    tables.insert_many("T", ("K", "OWN"), rows, agreed={"ALL": "it's"}, same={"SAME": "OWN"})
    assert database.all('SELECT "K", "OWN", "SAME", "ALL" FROM T ORDER BY "K"') == [
        (key, own, own, "it's") for key, own in rows
    ]
    with pytest.raises(TypeError):
        tables.insert_many("T", ("K",), [[200]], agreed={"ALL": "cut\0off"})
    database.close()
