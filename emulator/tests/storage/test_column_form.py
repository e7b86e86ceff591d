"""Values carried from one form to another say what they said before, or are not carried at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intacct_emulator.storage.column_form import TEXT, ColumnForm, ColumnKind, UnreadableValueError, converted

SCALES = st.integers(0, 8)
DATE, MOMENT = ColumnForm(ColumnKind.DATE), ColumnForm(ColumnKind.MOMENT)
OLD = ColumnForm(ColumnKind.TEXT, codes=(("Open", "O"), ("Closed", "C")))
NEW = ColumnForm(ColumnKind.TEXT, codes=(("Open", "C"), ("Closed", "O"), ("Lost", "L")))


def number(scale: int) -> ColumnForm:
    return ColumnForm(ColumnKind.NUMBER, scale)


@given(st.integers(-(10**9), 10**9), SCALES, SCALES)
def test_a_number_keeps_its_value_in_another_scale(stored: int, old: int, new: int) -> None:
    """Either the very value, or a refusal where the new scale has no room for it; there and back is the same."""
    value = Decimal(stored).scaleb(-old)
    try:
        carried = converted(stored, number(old), number(new))
    except UnreadableValueError:
        assert value != value.quantize(Decimal(1).scaleb(-new))
        return
    assert isinstance(carried, int)
    assert Decimal(carried).scaleb(-new) == value
    assert converted(carried, number(new), number(old)) == stored


@pytest.mark.parametrize(
    ("value", "old", "new", "wanted"),
    [
        (1_250_000_000, number(8), number(4), 125_000),  # 12.50
        (1250, number(2), TEXT, "12.5"),
        (500, number(0), TEXT, "500"),
        ("12.5", TEXT, number(2), 1250),
        ("O", OLD, NEW, "C"),
        ("C#~#O", OLD, NEW, "O#~#C"),
        ("O", OLD, TEXT, "Open"),
        ("Closed", TEXT, OLD, "C"),
        ("2026-11-02", DATE, MOMENT, "2026-11-02 00:00:00"),
        ("2026-11-02 00:00:00", MOMENT, DATE, "2026-11-02"),
        (None, OLD, number(2), None),
    ],
)
def test_a_value_in_another_form(
    value: str | int | None, old: ColumnForm, new: ColumnForm, wanted: str | int | None
) -> None:
    """Scales, texts, codes that change places, days and moments; nothing stays nothing."""
    assert converted(value, old, new) == wanted


@pytest.mark.parametrize(
    ("value", "old", "new"),
    [
        (1_234_567, number(8), number(4)),
        ("twelve", TEXT, number(2)),
        ("L", NEW, OLD),
        ("soon", TEXT, DATE),
        ("2026-11-02 10:00:00", MOMENT, DATE),
        (10**18, number(0), number(8)),
    ],
)
def test_what_the_new_form_cannot_say_is_refused(value: str | int, old: ColumnForm, new: ColumnForm) -> None:
    """Nothing is rounded, cut or left as an unknown code."""
    with pytest.raises(UnreadableValueError):
        converted(value, old, new)


@pytest.mark.parametrize("form", [TEXT, DATE, MOMENT, number(0), number(8), OLD])
def test_a_form_is_kept_and_read_again(form: ColumnForm) -> None:
    """What is written beside a table is what is read from there."""
    assert ColumnForm.from_json(form.json) == form
