"""Sums and averages are exact for any numbers SQLite can hold, however many."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.catalogue.values import plain
from intacct_emulator.query.wide_sums import average_sql, sum_sql, whole_average, whole_sum

NUMBERS = st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)), max_size=30)


def asked(values: Sequence[int | None]) -> tuple[int | str | None, str | None]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x INTEGER) STRICT")
        connection.executemany("INSERT INTO t VALUES (?)", [(value,) for value in values])
        total, average = connection.execute(f"SELECT {sum_sql('x')}, {average_sql('x')} FROM t").fetchone()
        return total, average


def cents(stored: int | str | None) -> str:
    return "" if stored is None else plain(int(stored), 2)


@given(NUMBERS)
def test_a_sum_is_exact(values: list[int | None]) -> None:
    """As Python adds them; nothing where there is no value."""
    total, _ = asked(values)
    numbers = [value for value in values if value is not None]
    assert cents(whole_sum(total)) == (plain(sum(numbers), 2) if numbers else "")


@given(NUMBERS, st.sampled_from([1, 100]))
def test_an_average_is_rounded_half_up(values: list[int | None], factor: int) -> None:
    """As exact division says, in either direction from zero."""
    _, average = asked(values)
    numbers = [value for value in values if value is not None]
    wanted = ""
    if numbers:
        with localcontext(prec=100):
            mean = Decimal(sum(numbers) * factor) / len(numbers)
            wanted = plain(int(mean.quantize(Decimal(1), rounding=ROUND_HALF_UP)), 2)
    assert cents(whole_average(factor)(average)) == wanted


def test_what_fits_into_64_bits_is_a_number() -> None:
    """So that nothing but the largest sums is a text."""
    assert asked([2**63 - 1])[0] == 2**63 - 1
    assert asked([-(2**63)])[0] == -(2**63)
    assert isinstance(asked([2**63 - 1, 1])[0], str)
