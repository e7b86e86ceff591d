"""Room for sums: what is accepted can always be added up, whichever lines are asked for.

SQLite adds in 64 bits. The amounts of all journal lines of a company together, signs left out, are kept below that, so
no balance and no total due can pass it: each adds up some of them. The product's own limit is not known (inferred).
"""

from intacct_emulator.catalogue.values import plain
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.store import Records
from intacct_emulator.tenancy.kept_formats import LARGEST_SUM, LEDGER_VOLUME

_CENTS = 2
_HALF = 2**32


def take_room(records: Records, cents: int) -> None:
    """Notes that lines of that many cents together are written to the ledger. Raises GatewayError if there is no room
    for them."""
    taken = records.sequences.last(LEDGER_VOLUME)
    if taken + cents > LARGEST_SUM:
        taken = _counted(records)  # what was removed has made room
        if taken + cents > LARGEST_SUM:
            raise GatewayError(transactions.NO_ROOM_FOR_SUMS, limit=plain(LARGEST_SUM, _CENTS))
        records.sequences.restart(LEDGER_VOLUME, taken)
    records.sequences.take(LEDGER_VOLUME, cents)


def require_sum_fits(cents: int) -> None:
    """Raises GatewayError for a total of lines that cannot be kept."""
    if abs(cents) > LARGEST_SUM:
        total, limit = plain(cents, _CENTS), plain(LARGEST_SUM, _CENTS)
        raise GatewayError(transactions.AMOUNT_TOO_LARGE, total=total, limit=limit)


def _counted(records: Records) -> int:
    records.prepare(records.definition("GLENTRY"))
    row = records.database.one(
        f"SELECT sum(abs(AMOUNT) / {_HALF}), sum(abs(AMOUNT) % {_HALF}) FROM GLENTRY"  # noqa: S608 - our own
    )
    upper, lower = (int(part or 0) for part in row or (0, 0))
    return upper * _HALF + lower
