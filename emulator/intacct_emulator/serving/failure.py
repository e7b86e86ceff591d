"""The failure of a server that cannot start: the one of every command."""

from intacct_emulator.failure import CannotRunError

__all__ = ["CannotRunError"]
