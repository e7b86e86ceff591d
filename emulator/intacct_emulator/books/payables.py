"""Accounts payable: bills."""

from intacct_emulator.catalogue.values import Python
from intacct_emulator.errors import GatewayError, transactions
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .dimensions import VENDOR
from .document_kinds import DocumentKind
from .documents import DocumentWriter
from .posting import CREDIT

BILL = DocumentKind(
    object="APBILL",
    line_object="APBILLITEM",
    line_element="APBILLITEMS",
    party=VENDOR,
    party_contact_fields=("PAYTO.CONTACTNAME", "RETURNTO.CONTACTNAME"),
    term_object="APTERM",
    label_object="APACCOUNTLABEL",
    default_account_field="APACCOUNT",
    summary_object="APBILLBATCH",
    summary_title="Bills",
    record_type="pi",
    module="3.AP",
    alternative_account="Payables account",
    control_side=CREDIT,
)


class BillWriter(DocumentWriter):
    """Writes APBILL: debits the lines' accounts, credits payables."""

    kind = BILL

    def _header(self, draft: RecordDraft, submitted: bool) -> tuple[dict[str, Python], Record | None]:
        """As of any document; a bill that is no draft must bring its number (recorded refusal)."""
        header, party = super()._header(draft, submitted)
        if submitted and draft.text("RECORDID") is None:
            raise GatewayError(transactions.BILL_NUMBER_MISSING)
        return header, party
