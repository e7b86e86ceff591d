"""Where the schemas, fixtures and contracts are: inside the installed package, or at the top of a checkout."""

import re
from pathlib import Path

_COMPANY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _CHECKOUT / name


def xsd_folder() -> Path:
    """The folder of the gateway's own schemas."""
    return _folder("xsd")


def fixtures_folder() -> Path:
    """The folder of demo companies and reproducible errors."""
    return _folder("fixtures")


def contracts_folder() -> Path:
    """The folder that holds the package of contract tests."""
    installed = _PACKAGE / "_data" / "contracts"
    return installed if installed.is_dir() else _CHECKOUT


def is_company_name(source: str | Path) -> bool:
    """Whether a fixture is meant by its name, rather than by its folder: a Path, or text with a separator."""
    return isinstance(source, str) and "/" not in source and "\\" not in source and source not in ("", ".", "..")


def fault_of_company_id(company_id: str) -> str | None:
    """Why a text cannot be a company's id, which names files and is a part of addresses; None where it can."""
    if _COMPANY_ID.fullmatch(company_id):
        return None
    return f"{company_id!r} cannot be a company id: letters, digits, '_', '.' and '-', up to 64"


def company_folder(source: str | Path) -> Path:
    """The folder of the company fixture of that name, or at that path."""
    return fixtures_folder() / "companies" / source if is_company_name(source) else Path(source)
