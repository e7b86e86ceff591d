"""Reads a company's fixture folder into plain values; nothing is created here.

A folder holds `company.toml` (who the company is), `NN-OBJECT.csv` files (records of one object, a header of field
names first) and `NN-anything.xml` files (requests), loaded in the order of their names. Cells are wire text. What a
file says is checked for shape only: whether fields and references exist is the business of the create path.
"""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from intacct_emulator.catalogue.customization import NO_CUSTOMIZATION, Customization
from intacct_emulator.catalogue.dimensions import DIMENSIONS, standard_dimension
from intacct_emulator.resources import company_folder, fault_of_company_id, fixtures_folder, is_company_name
from intacct_emulator.tenancy.profile import CurrencySetup, DocumentSequence, InterEntityPlan, Response, Standing

from .currencies import read_currencies
from .numbering import read_numbering
from .own_definitions import read_customization
from .people import People, UserFixture, distinct, read_people
from .report_files import ReportFile, read_report_files
from .toml_table import FixtureError, TomlTable

COMPANY_FILE = "company.toml"
_FURTHER_ACCOUNTS = ("discount_account", "overpayment_account", "advance_account", "gain_loss_account")
_NUMBERED = re.compile(r"\d{2,}-(?P<name>[A-Za-z0-9_-]+)\.(?P<kind>csv|xml)\Z")
_FIELD_NAME = re.compile(r"[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*\Z")

Row = Mapping[str, str | None]


class SummaryFrequency(StrEnum):
    """How a subledger groups its documents into summaries (documented in words, spelling inferred)."""

    TRANSACTION = "Transaction"
    DAILY = "Daily"
    MONTHLY = "Monthly"
    USER = "User-specified"


@dataclass(frozen=True, slots=True)
class SubledgerSetup:
    """Where receivables, payables or employee expenses post by default, and what the company allows there. An account
    that is None has not been named."""

    control_account: str
    journal: str
    summary_frequency: SummaryFrequency
    discount_account: str | None = None
    overpayment_account: str | None = None
    advance_account: str | None = None
    gain_loss_account: str | None = None
    custom_discounts: bool = False
    inline_credits: bool = False
    balance_forward: bool = False
    approves_payments: bool = False
    approves_documents: bool = False
    approves_parties: bool = False
    labels_required: bool = False
    on_hold: Response = Response.NOTHING
    over_credit_limit: Response = Response.NOTHING
    payments_after_documents: bool = False


@dataclass(frozen=True, slots=True)
class CashSetup:
    """The journals of money received and money paid, and the usual account of what is not yet in a bank."""

    receipts_journal: str
    disbursements_journal: str
    undeposited_account: str | None = None


@dataclass(frozen=True, slots=True)
class SenderFixture:
    """A web-services sender the company has authorised."""

    id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """Records of one object, each a `<create>` of its own.

    A row has every column of the file; None is an element that is not sent. `lines` are the rows' line numbers, for
    telling where a refused record stands.
    """

    object_name: str
    path: Path
    rows: tuple[Row, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RequestBatch:
    """A file whose root is a `<content>` of functions."""

    path: Path


@dataclass(frozen=True, slots=True)
class BooksSetup:
    """Books that are closed from the start, up to the end of a month: of an entity, or for None of all; of some
    modules, or for none named of all."""

    closed_through: date
    entity: str | None
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompanyFixture:
    """A company to start with. `batches` are in the order they have to be loaded."""

    folder: Path
    id: str
    title: str
    base_currency: str
    multi_entity: bool
    first_fiscal_month: int
    mirrors: tuple[str, ...]
    receivables: SubledgerSetup
    payables: SubledgerSetup
    cash: CashSetup
    general_journal: str
    terminology: Mapping[str, str]
    dimensions: tuple[str, ...]
    senders: tuple[SenderFixture, ...]
    people: People
    batches: tuple[RecordBatch | RequestBatch, ...]
    customization: Customization = NO_CUSTOMIZATION
    employee_expenses: SubledgerSetup | None = None
    standing: Standing = Standing.ACTIVE
    inter_entity: InterEntityPlan = InterEntityPlan.BASIC
    currencies: CurrencySetup | None = None
    reports: tuple[ReportFile, ...] = ()
    closed_books: tuple[BooksSetup, ...] = ()
    numbering: Mapping[str, DocumentSequence] = field(default_factory=dict)

    @property
    def users(self) -> tuple[UserFixture, ...]:
        """Who may log in."""
        return self.people.users

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of all companies this fixture starts, its own first."""
        return (self.id, *self.mirrors)


def available_companies() -> tuple[str, ...]:
    """The ids of the companies that come with the emulator, sorted."""
    return tuple(sorted(path.parent.name for path in (fixtures_folder() / "companies").glob(f"*/{COMPANY_FILE}")))


def read_company(source: str | Path) -> CompanyFixture:
    """The company of that id, or of the folder at that path (a Path, or text with a separator). Raises FixtureError."""
    named, folder = is_company_name(source), company_folder(source)
    path = folder / COMPANY_FILE
    try:
        if not path.is_file():
            raise unknown_company(str(source)) if named else FixtureError(path, None, "there is no such file")
        company = _company(folder, path)
    except OSError as error:
        raise FixtureError(
            Path(error.filename or path), None, f"it cannot be read: {error.strerror or error}"
        ) from error
    if named and company.id != source:
        raise FixtureError(path, None, f"the id {company.id!r} is not the folder's name")
    return company


def unknown_company(name: str, kept: tuple[str, ...] = ()) -> FixtureError:
    """The error for an unknown company name; `kept` are the companies of the data folder."""
    known = ", ".join(sorted({*available_companies(), *kept}))
    return FixtureError(company_folder(name) / COMPANY_FILE, None, f"there is no such file; known companies: {known}")


def _company(folder: Path, path: Path) -> CompanyFixture:
    text = _text_of(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"at line (\d+)", str(fault))
        raise FixtureError(path, int(place[1]) if place else None, f"not TOML: {fault}") from None
    root = TomlTable(path, text, (), data)
    about, cash, ledger, dimensions = (root.table(key) for key in ("company", "cash", "general_ledger", "dimensions"))
    between = root.table("inter_entity", optional=True)
    company = CompanyFixture(
        folder=folder,
        id=about.text("id"),
        title=about.text("title"),
        base_currency=about.text("base_currency", "USD"),
        multi_entity=about.flag("multi_entity"),
        first_fiscal_month=_month(about, "first_fiscal_month"),
        mirrors=about.texts("mirrors"),
        receivables=_subledger(root.table("receivables"), gives_credit=True),
        payables=_subledger(root.table("payables")),
        cash=CashSetup(
            cash.text("receipts_journal"),
            cash.text("disbursements_journal"),
            cash.optional_text("undeposited_account"),
        ),
        general_journal=ledger.text("journal"),
        terminology=root.table("terminology", optional=True).all_texts(),
        dimensions=_dimensions(dimensions),
        senders=distinct(root, "senders", "id", _sender, needed=True),
        people=read_people(root, about),
        batches=tuple(_batches(folder)),
        customization=read_customization(root),
        employee_expenses=_subledger(root.table("employee_expenses")) if "employee_expenses" in data else None,
        standing=about.choice("standing", Standing, Standing.ACTIVE),
        inter_entity=between.choice("plan", InterEntityPlan, InterEntityPlan.BASIC),
        currencies=read_currencies(root, about) if "currencies" in data else None,
        reports=read_report_files(folder),
        closed_books=tuple(_closed_books(table) for table in root.tables("closed_books")),
        numbering=read_numbering(root.table("numbering", optional=True)),
    )
    for table in (root, about, cash, ledger, dimensions, between):
        table.finish()
    for key, company_id in (("id", company.id), *(("mirrors", mirror) for mirror in company.mirrors)):
        if impossible := fault_of_company_id(company_id):
            raise about.fault(key, impossible)
    if company.id in company.mirrors:
        raise about.fault("mirrors", f"names {company.id!r}, the company itself")
    return company


def _closed_books(table: TomlTable) -> BooksSetup:
    through = table.value("through", date, "a day such as 2026-01-31")
    setup = BooksSetup(through, table.optional_text("entity"), table.texts("modules"))
    table.finish()
    return setup


def _month(table: TomlTable, key: str) -> int:
    month = table.value(key, int, "a month from 1 to 12", 1)
    if not 1 <= month <= 12:
        raise table.fault(key, "must be a month from 1 to 12")
    return month


def _dimensions(table: TomlTable) -> tuple[str, ...]:
    """The standard dimensions that are enabled. User-defined ones always are."""
    names = table.texts("enabled")
    for name in names:
        dimension = standard_dimension(name)
        if dimension is None:
            known = ", ".join(other.object for other in DIMENSIONS)
            raise table.fault("enabled", f"there is no standard dimension {name!r}; there are {known}")
        for need in dimension.needs:
            if need not in names:
                raise table.fault("enabled", f"{name} needs {need}")
    return names


def _subledger(table: TomlTable, *, gives_credit: bool = False) -> SubledgerSetup:
    # Only where credit is given: elsewhere the name is one too many.
    over_credit_limit = (
        table.choice("over_credit_limit", Response, Response.NOTHING) if gives_credit else Response.NOTHING
    )
    frequency = table.choice("summary_frequency", SummaryFrequency, SummaryFrequency.DAILY)
    setup = SubledgerSetup(
        table.text("control_account"),
        table.text("journal"),
        frequency,
        **{name: table.optional_text(name) for name in _FURTHER_ACCOUNTS},
        custom_discounts=table.flag("custom_discounts"),
        inline_credits=table.flag("inline_credits"),
        balance_forward=table.flag("balance_forward"),
        approves_payments=table.flag("approves_payments"),
        approves_documents=table.flag("approves_documents"),
        approves_parties=table.flag("approves_parties"),
        labels_required=table.flag("labels_required"),
        on_hold=table.choice("on_hold", Response, Response.NOTHING),
        over_credit_limit=over_credit_limit,
        payments_after_documents=table.flag("payments_after_documents"),
    )
    table.finish()
    return setup


def _sender(table: TomlTable) -> SenderFixture:
    sender = SenderFixture(table.text("id"), table.text("password"))
    table.finish()
    return sender


def _batches(folder: Path) -> Iterator[RecordBatch | RequestBatch]:
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".csv", ".xml"):
            continue
        named = _NUMBERED.match(path.name)
        if named is None:
            raise FixtureError(path, None, "must be named by number and object, like 10-DEPARTMENT.csv")
        yield _records(path, named["name"]) if named["kind"] == "csv" else RequestBatch(path)


def _records(path: Path, object_name: str) -> RecordBatch:
    columns: list[str] | None = None
    rows: list[Row] = []
    lines: list[int] = []
    for line, cells in _cells(path):
        if columns is None:
            columns = _header(path, line, cells)
        elif len(cells) != len(columns):
            raise FixtureError(path, line, f"{len(cells)} cells where the header has {len(columns)}")
        else:
            rows.append(MappingProxyType({name: cell or None for name, cell in zip(columns, cells, strict=True)}))
            lines.append(line)
    if columns is None:
        raise FixtureError(path, None, "there is no header line")
    return RecordBatch(object_name, path, tuple(rows), tuple(lines))


def _header(path: Path, line: int, cells: list[str]) -> list[str]:
    for position, name in enumerate(cells):
        if not _FIELD_NAME.match(name):
            raise FixtureError(path, line, f"{name!r} in the header is not a field name")
        if name in cells[:position]:
            raise FixtureError(path, line, f"{name} is twice in the header")
    return cells


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not comments, with their numbers."""
    # A blanked comment keeps the reader's line count right.
    source = ("\n" if text.startswith("#") else text for text in StringIO(_text_of(path)))
    reader = csv.reader(source, strict=True)
    line = 0
    try:
        for cells in reader:
            line += 1
            if reader.line_num != line:
                raise FixtureError(path, line, "a cell goes on over the end of the line; is a quote missing?")
            if cells:
                yield line, cells
    except csv.Error as fault:
        raise FixtureError(path, line + 1, f"not CSV: {fault}") from None


def _text_of(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FixtureError(path, content.count(b"\n", 0, fault.start) + 1, "not UTF-8") from None
