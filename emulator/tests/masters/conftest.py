"""A company without records, and a short way to write into it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from intacct_emulator.books.views import VIEWS
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.errors import GatewayError
from intacct_emulator.masters.directory import writer_for
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.open_company import CompanyParts, open_company
from intacct_emulator.tenancy.profile import CompanyProfile, SubledgerProfile
from intacct_emulator.work.drafts import draft_from_texts

Texts = dict[str, str | None]
Lines = Mapping[str, Sequence[tuple[str, Mapping[str, str | None]]]]


@dataclass(frozen=True)
class Desk:
    """Writes records of a company from wire texts, each in a unit of its own."""

    company: Company

    def create(self, name: str, lines: Lines | None = None, /, **texts: str | None) -> Record:
        """Creates a record. Double underscores in names stand for dots."""
        definition = self.company.catalogue[name]
        drafts = {
            element: tuple(draft_from_texts(dict(line), self.company.catalogue[item]) for item, line in items)
            for element, items in (lines or {}).items()
        }
        with self.company.database.unit():
            draft = draft_from_texts(_dotted(texts), definition, drafts)
            return writer_for(self.company, definition).create(draft)

    def update(self, name: str, record: Record, **texts: str | None) -> Record:
        """Changes a record."""
        definition = self.company.catalogue[name]
        with self.company.database.unit():
            draft = draft_from_texts(_dotted(texts), definition)
            return writer_for(self.company, definition).update(record, draft)

    def delete(self, name: str, record: Record) -> None:
        """Removes a record."""
        with self.company.database.unit():
            writer_for(self.company, self.company.catalogue[name]).delete(record)

    def rows(self, name: str) -> list[dict[str, object]]:
        """All rows of an object as they are stored."""
        return [dict(record.stored) for record in self.company.records.where(name)]


def _dotted(texts: Texts) -> Texts:
    return {name.replace("__", "."): text for name, text in texts.items()}


def profile(**changes: Any) -> CompanyProfile:
    """A plain company's setup."""
    facts: dict[str, Any] = {
        "id": "acme",
        "title": "Acme",
        "base_currency": "USD",
        "multi_entity": False,
        "receivables": SubledgerProfile("1200", "ARJ"),
        "payables": SubledgerProfile("2000", "APJ"),
    }
    return CompanyProfile(**{**facts, **changes})


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real catalogue, read once."""
    return Catalogue()


@pytest.fixture
def desk(catalogue: Catalogue) -> Iterator[Desk]:
    """A company without records."""
    company = open_company(None, catalogue, Clock(), CompanyParts(VIEWS))
    company.profile = profile()
    yield Desk(company)
    company.close()


@pytest.fixture
def stack() -> Callable[..., list[tuple[str, str]]]:
    """Runs a write that must fail; the answer's stack as (errorno, text)."""

    def failing(write: Callable[..., object], *arguments: object, **texts: str | None) -> list[tuple[str, str]]:
        with pytest.raises(GatewayError) as caught:
            write(*arguments, **texts)
        return [(detail.errorno, detail.description2) for detail in caught.value.stack]

    return failing
