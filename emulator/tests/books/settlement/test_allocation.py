"""Amounts over lines: the waterfall, both sides at once, parts of an amount at a rate."""

from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.books.money import Money
from intacct_emulator.books.settlement.allocation import Open, paired, part_of, total, waterfall

LINES = st.lists(st.integers(1, 10_000), min_size=1, max_size=6)


def lines(amounts: list[int]) -> list[Open]:
    """Lines with so much open, in the base currency."""
    return [Open(place, Money(amount, amount, "USD")) for place, amount in enumerate(amounts)]


def test_waterfall_fills_one_line_before_the_next() -> None:
    """Of 130.00 over lines of 100.00, 50.00 and 20.00 the first gets 100.00, the second 30.00, the third nothing."""
    shares = waterfall(lines([10_000, 5_000, 2_000]), 13_000)
    assert [(share.place, share.amount.transaction) for share in shares] == [(0, 10_000), (1, 3_000)]


@given(amounts=LINES, part=st.floats(0, 1))
def test_waterfall_spreads_the_whole_amount(amounts: list[int], part: float) -> None:
    """Whatever is spread adds up to the amount, no line gets more than it has open, and only the last is left open."""
    amount = int(sum(amounts) * part)
    shares = waterfall(lines(amounts), amount)
    assert sum(share.amount.transaction for share in shares) == amount
    assert all(0 < share.amount.transaction <= amounts[share.place] for share in shares)
    assert all(share.amount.transaction == amounts[share.place] for share in shares[:-1])


def test_pairing_splits_at_the_ends_of_both_sides() -> None:
    """70.00 of lines 50.00 and 40.00 against credits of 30.00 and 60.00: 30 of the first, 20 of the first against the
    second credit, 20 of the second."""
    pairings = paired(lines([5_000, 4_000]), lines([3_000, 6_000]), 7_000)
    assert [(pairing.paid, pairing.credit, pairing.amount.transaction) for pairing in pairings] == [
        (0, 0, 3_000),
        (0, 1, 2_000),
        (1, 1, 2_000),
    ]


@given(paid=LINES, credits=LINES)
def test_pairing_takes_the_same_of_both_sides(paid: list[int], credits: list[int]) -> None:
    """Both sides of the pairings are the two waterfalls of the amount."""
    one, other = lines(paid), lines(credits)
    amount = min(total(one), total(other))
    pairings = paired(one, other, amount)
    for side, open_lines in (("paid", one), ("credit", other)):
        got = [0] * len(open_lines)
        for pairing in pairings:
            got[getattr(pairing, side)] += pairing.amount.transaction
        expected = [0] * len(open_lines)
        for share in waterfall(open_lines, amount):
            expected[share.place] = share.amount.transaction
        assert got == expected


def test_parts_of_a_foreign_amount_keep_its_rate_and_lose_no_cent() -> None:
    """100.00 that stand for 110.05: a third of it is 36.68 (half up), the rest is what was left of the base amount."""
    whole = Money(10_000, 11_005, "EUR")
    part = part_of(whole, 3_333)
    assert part.base == 3_668  # 3333 * 1.1005 = 3667.97
    rest = whole.less(part)
    assert part_of(rest, rest.transaction) == Money(6_667, 7_337, "EUR")
