"""A company's books as text for other programs. `FORMATS` has a row per format."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from intacct_emulator.serving.failure import CannotRunError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies
from intacct_emulator.world.toml_table import FixtureError

from . import beancount

Format = Callable[[Company], Iterator[str]]
"""Writes a company's books as lines, which end in a newline each."""

FORMATS: Mapping[str, Format] = MappingProxyType({"beancount": beancount.export})
"""Every format by its name."""


def exported(folder: Path | None, name: str, format_name: str) -> Iterator[str]:
    """The lines of a company's books: of the company kept under that name in the folder, or, without a folder, of a
    fixture. Raises CannotRunError for a company or a format that does not exist."""
    write = FORMATS.get(format_name)
    if write is None:
        raise CannotRunError(f"there is no format {format_name!r}; there are {', '.join(FORMATS)}")
    tenants = Tenants(folder=folder)
    try:
        if folder is not None and not tenants.keeps(name):
            raise CannotRunError(f"no company {name!r} is kept in {folder}")
        add_named_companies(tenants, (name,))
        company = tenants.company(name)
        if company is None:
            raise CannotRunError(f"{name} could not be opened")
        yield from write(company)
    except (FixtureError, ValueError) as error:
        raise CannotRunError(str(error)) from error
    finally:
        tenants.close()
