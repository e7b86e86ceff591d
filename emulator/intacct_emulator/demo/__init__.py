"""`intacct-emulator demo`: the emulator's story on the terminal, told by its own client over real HTTP."""

from intacct_emulator.demo.stage import run

__all__ = ["run"]
