"""A request for every error of payments, receipts and cash."""

from asking import invoice, line
from cash_requests import (
    card_item,
    charge,
    deposit,
    feed,
    in_bank,
    reconciliation,
    reversed_charge,
    transaction,
)
from cash_requests import receipt as other_receipt
from disbursing import CARD, decide, legacy_request, payment, pays, request_item
from paperwork import ap_adjustment, payable
from raising import Raising, asking, delete, receivables, use_currencies
from receiving import CA_BANK, advance, at_account, credited, legacy_receipt, paid, receipt, reversal

OWN_DISCOUNT = "<TRX_TOTALDISCOUNTTOAPPLY>1</TRX_TOTALDISCOUNTTOAPPLY>"
BANKED = (other_receipt(place=in_bank()),)
FED = (*BANKED, feed(transaction("50.99")))
CASH = {
    "BANK_INVALID": asking(receipt(paid(1, 5), place="<FINANCIALENTITY>NO</FINANCIALENTITY>"), before=(invoice(),)),
    "CARD_INVALID": asking(charge(card="NO")),
    "NO_PLACE": asking(other_receipt(place="<undepglaccountno></undepglaccountno>")),
    "UNDEPOSITED_INVALID": asking(receipt(paid(1, 5), place=at_account("4010")), before=(invoice(),)),
    "NO_AMOUNT": asking(charge(card_item("0"))),
    "NOT_OPEN": asking('<delete_otherreceipt key="1"/>', before=(other_receipt(), deposit(1))),
    "REVERSAL_TOO_EARLY": asking(reversed_charge(1, "2026-11-01"), before=(charge(),)),
    "RECEIPT_INVALID": asking(deposit("4711")),
    "RECEIPT_TWICE": asking(deposit(1, 1), before=(other_receipt(),)),
    "DEPOSIT_TOO_EARLY": asking(deposit(1, date="2026-11-03"), before=(other_receipt(),)),
    "FEED_OFF": asking(feed(kind="onl")),
    "FEED_EMPTY": asking(feed()),
    "FEED_TYPE": asking(feed(transaction("3.55", "charge"))),
    "FEED_IN_USE": asking(delete("BANKACCTTXNFEED", "1"), before=(*FED, reconciliation("50.99"))),
    "CUTOFF_MISSING": asking(reconciliation("50.99", cutoff=""), before=FED),
    "STATEMENT_TOO_EARLY": asking(reconciliation("50.99", end="10/31/2026"), before=FED),
    "RECONCILIATION_OPEN": asking(
        reconciliation("50.99"), before=(*FED, reconciliation("50.99", mode="AutomatchReview"))
    ),
    "NOT_MATCHED": asking(reconciliation("51"), before=FED),
    "RECONCILIATION_DONE": asking(delete("BANKACCTRECON", "1"), before=(*FED, reconciliation("50.99"))),
}

BY_BILL = "<PAYMENTREQUESTMETHOD>bill</PAYMENTREQUESTMETHOD>"
SETTLEMENT = {
    "TRANSACTION_UNKNOWN": asking(receipt(paid(777, 5))),
    "NOTHING_DUE": asking(receipt(paid(1, 1)), before=(invoice(), receipt(paid(1, 100)))),
    "PAYMENT_TOO_EARLY": asking(receipt(paid(1, 5), when="11/01/2026"), before=(invoice(),)),
    "MORE_THAN_DUE": asking(receipt(paid(1, 101)), before=(invoice(),)),
    "MORE_THAN_CREDIT": asking(receipt(credited(1, "ADVANCE", 2, "41")), before=(invoice(), advance())),
    "PAYMENT_CURRENCY": Raising(
        (receipt(paid(1, 5), place="<FINANCIALENTITY>CHK-US</FINANCIALENTITY>", extra="<CURRENCY>CAD</CURRENCY>"),),
        (invoice(),),
        use_currencies,
    ),
    "NOT_THE_PARTYS": asking(receipt(paid(1, 5), customer="C-1002"), before=(invoice(),)),
    "NO_AMOUNT": asking(receipt(paid(1)), before=(invoice(),)),
    "AMOUNT_NOT_POSITIVE": asking(receipt(paid(1, "-5")), before=(invoice(),)),
    "ONE_TRANSACTION": asking(receipt(paid(1, 5, "<POSADJKEY>1</POSADJKEY>")), before=(invoice(),)),
    "BANK_MISSING": asking(receipt(paid(1, 5), place=""), before=(invoice(),)),
    "ONLY_DRAFTS": asking(delete("ARPYMT", "2"), before=(invoice(), receipt(paid(1, 60)))),
    "DISCOUNTS_OFF": Raising((receipt(paid(1, 5, OWN_DISCOUNT)),), (invoice(),), receivables(custom_discounts=False)),
    "DISCOUNT_TWICE": asking(
        receipt(paid(1, 5, f"<DISCOUNTDATE>11/10/2026</DISCOUNTDATE>{OWN_DISCOUNT}")),
        before=(invoice(),),
    ),
    "INLINE_CREDITS_OFF": Raising(
        (receipt(credited(1, "INLINE", 1, "30")),),
        (invoice(lines=line("100") + line("-30")),),
        receivables(inline_credits=False),
    ),
    "NOT_REVERSIBLE": asking(reversal("invoice", 1), before=(invoice(extra="<ACTION>Draft</ACTION>"),)),
    "CREDIT_IN_USE": asking(reversal("invoice", 1), before=(invoice(), receipt(paid(1, 60)))),
    "REVERSAL_TOO_EARLY": asking(reversal("arpayment", 2, "2026-11-19"), before=(invoice(), receipt(paid(1, 60)))),
    "ACCOUNT_NOT_SET_UP": Raising(
        (legacy_receipt("25", {1: "5"}, overpaid_at="US-NYC"),), (invoice(),), receivables(overpayment_account=None)
    ),
    "INTER_ENTITY": asking(receipt(paid(1, 100), place=CA_BANK), before=(invoice(),), location="US"),
    "REVERSED_IS_FIXED": asking(delete("ARINVOICE", "1"), before=(invoice(), reversal("invoice", 1))),
    "NO_INVOICE_FOR_KEY": asking(legacy_receipt("10", {123456: "10"})),
    "PAID_MORE_THAN_DUE": asking(legacy_receipt("200", {1: "101"}), before=(invoice(),)),
    "APPLIED_MORE_THAN_PAID": asking(legacy_receipt("10", {1: "11"}), before=(invoice(),)),
    "TRANSACTION_ON_HOLD": asking(payment(pays(1, "1")), before=(payable(extra="<ONHOLD>true</ONHOLD>"),)),
    "CARD_FOR_CARD_PAYMENTS": asking(payment(pays(1, "1"), place=CARD), before=(payable(),)),
    "PROVIDER_NOT_SUBSCRIBED": asking(
        payment(pays(1, "1"), extra="<PAYMENTPROVIDER>CSI</PAYMENTPROVIDER>"), before=(payable(),)
    ),
    "JOINT_CHECK_SPLIT": asking(payment(pays(1, "1"), method="Joint Check"), before=(payable(),)),
    "JOINT_CHECK_WITH": asking(
        payment(pays(1, "1", "<DISCOUNTDATE>11/02/2026</DISCOUNTDATE>"), method="Joint Check", extra=BY_BILL),
        before=(payable(),),
    ),
    "WRONG_PAYMENT_STATE": asking(
        decide("confirm", 2), before=(payable(), legacy_request(request_item(1, "10")), decide("void", 2))
    ),
    "CREDIT_LEFT_OVER": asking(
        legacy_request(request_item(2, "30") + request_item(1, "10", credit="20")), before=(payable(), ap_adjustment())
    ),
}
