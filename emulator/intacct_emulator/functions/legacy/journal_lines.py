"""What the legacy elements of journal entries share, of money and of statistics, once or recurring."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.catalogue.dimensions import DIMENSIONS

from .write_shape import names, same

HEAD: Mapping[str, str] = MappingProxyType(
    {"journalid": "JOURNAL", "datecreated": "BATCH_DATE", "description": "BATCH_TITLE"}
)
LINE: Mapping[str, str] = MappingProxyType(
    {
        "trtype": "TR_TYPE",
        "amount": "TRX_AMOUNT",
        "glaccountno": "ACCOUNTNO",
        "memo": "DESCRIPTION",
        **same("document"),
        **{dimension.id_field.lower(): dimension.entry_field for dimension in DIMENSIONS},
    }
)
# The words of the reference pages; clients send the signs of the object's own field as well.
SIDES: Mapping[str, Mapping[str, str]] = MappingProxyType({"trtype": {"debit": "1", "credit": "-1"}})
# The entry's own date is what counts.
LINE_WITHOUT_EFFECT = names("datecreated")
