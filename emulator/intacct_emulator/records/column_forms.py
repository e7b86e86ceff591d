"""The form a field's values are stored in."""

from intacct_emulator.catalogue.model import NUMERIC, DataType, Field
from intacct_emulator.catalogue.values import FALSE, TRUE
from intacct_emulator.storage.column_form import TEXT, WHOLE, ColumnForm, ColumnKind

_KINDS = {
    DataType.DATE: ColumnForm(ColumnKind.DATE),
    DataType.TIMESTAMP: ColumnForm(ColumnKind.MOMENT),
    DataType.INTEGER: WHOLE,
}
_TRUTH = ColumnForm(ColumnKind.TEXT, codes=(("true", TRUE), ("false", FALSE)))


def form_of(field: Field) -> ColumnForm:
    """How a field's stored values are read: their scale, or what their codes mean."""
    if field.type in NUMERIC:
        return ColumnForm(ColumnKind.NUMBER, field.scale)
    if field.type is DataType.BOOLEAN:
        return _TRUTH
    if field.codes and field.type is not DataType.INTEGER:
        return ColumnForm(ColumnKind.TEXT, codes=tuple(zip(field.values, field.codes, strict=True)))
    return _KINDS.get(field.type, TEXT)
