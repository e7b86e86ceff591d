"""Opens a company completely: in the current format, with its views and the observers that keep its history."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.failure import CannotRunError
from intacct_emulator.records.catalogue_fit import CatalogueMisfitError, adopt_first_shapes, fit_to_catalogue
from intacct_emulator.records.store import View
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_file import KeptFileError, copy_beside, format_of, mark, refuse
from intacct_emulator.storage.kept_texts import KeptTexts
from intacct_emulator.storage.migrations import migrate

from .company import Company
from .kept_formats import BOOKS, BOOKS_STEPS

log = logging.getLogger(__name__)

_FITS = "fits catalogue"


class CompanyParts(NamedTuple):
    """What the rooms above give every company: views over other objects, and observers of its changes."""

    views: Mapping[str, View]
    attach: tuple[Callable[[Company], None], ...] = ()


def open_company(path: Path | None, catalogue: Catalogue, clock: Clock, parts: CompanyParts) -> Company:
    """The company kept in a file, or a new empty one, in that file or in memory.

    A file of an older format is migrated and a copy of it kept beside it. Raises KeptFileError for a file that cannot
    be used, and leaves it unchanged.
    """
    company = _new(path, catalogue, clock) if path is None or not path.exists() else _kept(path, catalogue, clock)
    for object_name, view in parts.views.items():
        company.records.define_view(object_name, view)
    for attach in parts.attach:
        attach(company)
    return company


def note_fit(database: Database, catalogue: Catalogue) -> None:
    """Records that a company's rows already fit that catalogue, so that opening it need not check."""
    KeptTexts(database).put(_FITS, catalogue.state())


def _new(path: Path | None, catalogue: Catalogue, clock: Clock) -> Company:
    database = Database(path)
    mark(database, BOOKS)
    return Company(database, catalogue, clock)


def _kept(path: Path, catalogue: Catalogue, clock: Clock) -> Company:
    found = format_of(path, BOOKS)
    opening = _Opening(path, found)
    try:
        return opening.run(catalogue, clock)
    except CannotRunError:
        opening.give_up()
        raise
    except (sqlite3.Error, OSError, CatalogueMisfitError, LookupError, ValueError) as error:
        opening.give_up()
        raise refuse(path, error) from error


class _Opening:
    """The steps from one file to an open company."""

    def __init__(self, path: Path, found: int) -> None:
        self._path = path
        self._found = found
        self._copy: Path | None = None
        self._database: Database | None = None

    def run(self, catalogue: Catalogue, clock: Clock) -> Company:
        older = self._found < BOOKS.format
        if older:
            self._keep_copy()
        self._database = database = Database(self._path)
        with database.unit():
            if older:
                migrate(database, self._found, BOOKS_STEPS)
            company = Company(database, catalogue, clock)
            if older and not company.made:
                raise KeptFileError(self._path, "it was never completed", "delete it to begin anew")
            self._fit(company, catalogue)
            if older:
                mark(database, BOOKS)
        company.forget()
        if self._copy is not None:
            log.warning("%s was brought up to date; %s is a copy of what it was", self._path, self._copy.name)
        return company

    def give_up(self) -> None:
        if self._database is not None:
            self._database.close()
        if self._copy is not None:
            with suppress(OSError):
                self._copy.unlink()

    def _keep_copy(self) -> None:
        if self._copy is None:
            self._copy = copy_beside(self._path)

    def _fit(self, company: Company, catalogue: Catalogue) -> None:
        if self._found and KeptTexts(company.database).get(_FITS) == catalogue.state():
            return
        if not self._found:
            adopt_first_shapes(company.database, company.catalogue)
        fit_to_catalogue(company.database, company.catalogue, self._keep_copy)
        note_fit(company.database, catalogue)
