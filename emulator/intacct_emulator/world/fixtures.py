"""Reads a company's fixture folder into plain values; nothing is created here.

A folder holds `company.toml` (who the company is), `NN-OBJECT.csv` files (records of one object, a header of field
names first) and `NN-anything.xml` files (requests), loaded in the order of their names. Cells are wire text. What a
file says is checked for shape only: whether fields and references exist is the business of the create path.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from intacct_emulator.resources import fixtures_folder

COMPANY_FILE = "company.toml"
_NUMBERED = re.compile(r"\d{2,}-(?P<name>[A-Za-z0-9_-]+)\.(?P<kind>csv|xml)\Z")
_FIELD_NAME = re.compile(r"[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)*\Z")

_TABLE_HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[^\]#]+?)\s*\]")
_KEY = re.compile(r"\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[A-Za-z0-9_-]+))\s*=")

Row = Mapping[str, str | None]
Permissions = Mapping[tuple[str, str], frozenset[str]]
T = TypeVar("T")


class FixtureError(ValueError):
    """A fixture that cannot be read. The text starts with the file and, where there is one, the line."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        where = path.as_posix() if line is None else f"{path.as_posix()}:{line}"
        super().__init__(f"{where}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


class SummaryFrequency(StrEnum):
    """How a subledger groups its documents into summaries (documented in words, spelling inferred)."""

    TRANSACTION = "Transaction"
    DAILY = "Daily"
    MONTHLY = "Monthly"
    USER = "User-specified"


@dataclass(frozen=True, slots=True)
class SubledgerSetup:
    """Where receivables or payables post when nothing nearer says otherwise."""

    control_account: str
    journal: str
    summary_frequency: SummaryFrequency


@dataclass(frozen=True, slots=True)
class CashSetup:
    """The journals of money received and money paid."""

    receipts_journal: str
    disbursements_journal: str


@dataclass(frozen=True, slots=True)
class SenderFixture:
    """A web-services sender the company has authorised."""

    id: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UserFixture:
    """A user who may log in.

    `permissions` maps (application, policy) to rights; None means everything. `entities` are the ids of
    the entities the user is kept to; empty means unrestricted.
    """

    login: str
    password: str = field(repr=False)
    name: str
    email: str
    type: str
    admin: str
    permissions: Permissions | None
    entities: tuple[str, ...] = ()


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
class CompanyFixture:
    """A company to start with. `batches` are in the order they have to be loaded.

    `custom_fields` and `user_defined_dimensions` are carried as written.
    """

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
    users: tuple[UserFixture, ...]
    custom_fields: tuple[Mapping[str, Any], ...]
    user_defined_dimensions: tuple[Mapping[str, Any], ...]
    batches: tuple[RecordBatch | RequestBatch, ...]

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The ids of all companies this fixture starts, its own first."""
        return (self.id, *self.mirrors)


def available_companies() -> tuple[str, ...]:
    """The ids of the companies that come with the emulator, sorted."""
    return tuple(sorted(path.parent.name for path in _companies().glob(f"*/{COMPANY_FILE}")))


def read_company(source: str | Path) -> CompanyFixture:
    """The company of that id, or of the folder at that path (a Path, or text with a separator). Raises FixtureError."""
    named = isinstance(source, str) and "/" not in source and "\\" not in source and source not in ("", ".", "..")
    folder = _companies() / source if named else Path(source)
    path = folder / COMPANY_FILE
    if not path.is_file():
        known = f"; known companies: {', '.join(available_companies())}" if named else ""
        raise FixtureError(path, None, f"there is no such file{known}")
    company = _company(folder, path)
    if named and company.id != source:
        raise FixtureError(path, None, f"the id {company.id!r} is not the folder's name")
    return company


def _companies() -> Path:
    return fixtures_folder() / "companies"


def _company(folder: Path, path: Path) -> CompanyFixture:
    text = _text_of(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"at line (\d+)", str(fault))
        raise FixtureError(path, int(place[1]) if place else None, f"not TOML: {fault}") from None
    root = _Table(path, text, (), data)
    about, cash, ledger, dimensions = (root.table(key) for key in ("company", "cash", "general_ledger", "dimensions"))
    company = CompanyFixture(
        folder=folder,
        id=about.text("id"),
        title=about.text("title"),
        base_currency=about.text("base_currency", "USD"),
        multi_entity=about.flag("multi_entity"),
        first_fiscal_month=_month(about, "first_fiscal_month"),
        mirrors=about.texts("mirrors"),
        receivables=_subledger(root.table("receivables")),
        payables=_subledger(root.table("payables")),
        cash=CashSetup(cash.text("receipts_journal"), cash.text("disbursements_journal")),
        general_journal=ledger.text("journal"),
        terminology=root.table("terminology", optional=True).all_texts(),
        dimensions=dimensions.texts("enabled"),
        senders=_distinct(root, "senders", "id", _sender),
        users=_distinct(root, "users", "login", _user),
        custom_fields=tuple(table.data for table in root.tables("custom_fields")),
        user_defined_dimensions=tuple(table.data for table in root.tables("user_defined_dimensions")),
        batches=tuple(_batches(folder)),
    )
    for table in (root, about, cash, ledger, dimensions):
        table.finish()
    if company.id in company.mirrors:
        raise about.fault("mirrors", f"names {company.id!r}, the company itself")
    return company


def _month(table: "_Table", key: str) -> int:
    month = table.value(key, int, "a month from 1 to 12", 1)
    if not 1 <= month <= 12:
        raise table.fault(key, "must be a month from 1 to 12")
    return month


def _subledger(table: "_Table") -> SubledgerSetup:
    frequency = table.text("summary_frequency", SummaryFrequency.DAILY)
    if frequency not in list(SummaryFrequency):
        raise table.fault("summary_frequency", f"must be one of {', '.join(SummaryFrequency)}")
    setup = SubledgerSetup(table.text("control_account"), table.text("journal"), SummaryFrequency(frequency))
    table.finish()
    return setup


def _sender(table: "_Table") -> SenderFixture:
    sender = SenderFixture(table.text("id"), table.text("password"))
    table.finish()
    return sender


def _user(table: "_Table") -> UserFixture:
    user = UserFixture(
        login=table.text("login"),
        password=table.text("password"),
        name=table.text("name"),
        email=table.text("email"),
        type=table.text("type", "business user"),
        admin=table.text("admin", "false"),
        permissions=_permissions(table),
        entities=table.texts("entities"),
    )
    table.finish()
    return user


def _permissions(user: "_Table") -> Permissions | None:
    given = user.value("permissions", (str, dict), '"full" or a table of applications')
    if isinstance(given, str):
        if given != "full":
            raise user.fault("permissions", 'must be "full" or a table of applications')
        return None
    granted = {}
    applications = user.table("permissions")
    for application in given:
        for policy, rights in applications.table(application).all_texts().items():
            granted[application, policy] = frozenset(rights.split("|"))
    return MappingProxyType(granted)


def _distinct(root: "_Table", name: str, key: str, build: Callable[["_Table"], T]) -> tuple[T, ...]:
    built: dict[str, T] = {}
    for table in root.tables(name):
        identity = table.text(key)
        if identity in built:
            raise table.fault(key, f"{identity!r} is there twice")
        built[identity] = build(table)
    if not built:
        raise root.fault(name, "at least one is needed")
    return tuple(built.values())


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


class _Table:
    """A TOML table read key by key: tells the line of what is wrong with it and what nobody asked for."""

    def __init__(self, path: Path, text: str, place: tuple[str | int, ...], data: Mapping[str, Any]) -> None:
        self._path = path
        self._text = text
        self._place = place
        self.data = data
        self._read: set[str] = set()

    def fault(self, key: str, reason: str) -> FixtureError:
        """What is wrong with a key, at its line (or its table's)."""
        name = ".".join(str(part) for part in (*self._place, key) if isinstance(part, str))
        return FixtureError(self._path, _line_of(self._text, self._place, key), f"{name}: {reason}")

    def value(self, key: str, kind: type[T] | tuple[type[T], ...], description: str, default: T | None = None) -> T:
        self._read.add(key)
        value = self.data.get(key, default)
        if value is None:
            raise self.fault(key, "is missing")
        # bool is a kind of int in Python, not in TOML
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fault(key, f"must be {description}")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        text = self.value(key, str, "a text", default)
        if not text:
            raise self.fault(key, "is empty")
        return text

    def flag(self, key: str) -> bool:
        return self.value(key, bool, "true or false", False)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.value(key, list, "a list of texts", [])
        if not all(isinstance(value, str) and value for value in values):
            raise self.fault(key, "must be a list of texts")
        if len(set(values)) != len(values):
            raise self.fault(key, "names something twice")
        return tuple(values)

    def all_texts(self) -> Mapping[str, str]:
        return MappingProxyType({key: self.text(key) for key in self.data})

    def table(self, key: str, *, optional: bool = False) -> "_Table":
        data = self.value(key, dict, "a table", {} if optional else None)
        return _Table(self._path, self._text, (*self._place, key), data)

    def tables(self, key: str) -> tuple["_Table", ...]:
        entries = self.value(key, list, "a list of tables", [])
        if not all(isinstance(entry, dict) for entry in entries):
            raise self.fault(key, "must be a list of tables")
        return tuple(
            _Table(self._path, self._text, (*self._place, key, number), entry) for number, entry in enumerate(entries)
        )

    def finish(self) -> None:
        """Refuses keys that were not read: a typing mistake would otherwise go unseen."""
        for key in self.data:
            if key not in self._read:
                raise self.fault(key, "is not known here")


def _line_of(text: str, place: tuple[str | int, ...], key: str) -> int | None:
    """The line of a key in a table, else of the table's header; None if neither is written out."""
    current: list[str | int] = []
    seen: dict[str, int] = {}
    best = None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE_HEADER.match(line):
            names = [name.strip().strip('"') for name in re.findall(r'"[^"]*"|[^.]+', header["name"])]
            array = names[0]
            if line.lstrip().startswith("[["):
                seen[array] = seen.get(array, -1) + 1
            current = [array, seen[array], *names[1:]] if array in seen else list(names)
            if current in ([*place], [*place, key]):
                best = number
        elif (entry := _KEY.match(line)) and current == [*place] and (entry["quoted"] or entry["bare"]) == key:
            return number
    return best
