"""Where the schemas, fixtures and contracts are: inside the installed package, or at the top of a checkout."""

from pathlib import Path

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


def company_folder(source: str | Path) -> Path:
    """The folder of the company fixture of that name, or at that path."""
    return fixtures_folder() / "companies" / source if is_company_name(source) else Path(source)
