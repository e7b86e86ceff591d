"""Where the schemas and fixtures are: inside the installed package, or at the top of a checkout."""

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
