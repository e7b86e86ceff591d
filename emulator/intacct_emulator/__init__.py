"""A local twin of the Sage Intacct XML gateway."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intacct_emulator.embedded import Emulator

__all__ = ["Emulator", "__version__"]

__version__ = "0.2.0"


def __getattr__(name: str) -> object:
    # Importing any module of the package runs this file: what `Emulator` needs is imported when it is asked for.
    if name == "Emulator":
        from intacct_emulator.embedded import Emulator

        return Emulator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
