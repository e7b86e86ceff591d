"""Every published request that writes receivables, payables or cash is answered by success, or by an error for a known
reason, in a company that has what the request names."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from public_money import AtHand, called, made_fit, money_requests
from public_requests import FOLDER, answers, asked_company

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")

_NO_ACCOUNT = "Enter an account number on line item 1"
_FOREIGN = "Enable foreign-currency transactions"
REFUSED = {
    # Unit tests of a client, with an empty account number.
    **dict.fromkeys(
        (
            *("2126-create_apadjustment-sdk", "2128-create_apadjustment-sdk", "2136-create_aradjustment-sdk"),
            *(
                "2138-create_aradjustment-sdk",
                "2157-create_bill-sdk",
                "2158-create_bill-sdk",
                "2197-create_invoice-sdk",
            ),
        ),
        _NO_ACCOUNT,
    ),
    # Of companies with other currencies; this one has its own alone.
    **dict.fromkeys(
        ("1557-create-APBILL-doc", "2140-create_aradjustment-doc", "2162-create_bill-doc", "2201-create_invoice-doc"),
        _FOREIGN,
    ),
    "1572-create-APPYMT-doc": "Outbound Payment Services is not subscribed",
    "1596-create-BANKACCTRECON-doc": "The account 'BOA' can't be reconciled",
    "1597-create-BANKACCTTXNFEED-sdk": "The account 'BA1145' is not connected to an online bank feed",
    # Unit tests of a client: nothing is paid, nothing applied, and a line is for a customer of another name.
    "1773-create-arpymt-sdk": "No line items found",
    "2103-apply_arpayment-sdk": "No line items found",
    "1797-update-ARADVANCE-sdk": "Customer 'Customer1' on a line must be 'CUSTOMER1' or below it",
    # A customer's id where the periods belong.
    "2370-get_araging-3p": "Illegal format for AR aging",
}
GAPS = {
    "2224-create_recurringinvoice-doc": "create_recurringinvoice with taxsolutionid, taxentries",
    "2454-update_bill-sdk": "external keys",
    "2481-update_invoice-sdk": "external keys",
}


def test_money(tmp_path: Path) -> None:
    """Requests succeed; what is refused is refused for a reason that stands here, what is a gap is one that is known,
    and the schema refuses only what the gateway's own schema refuses."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    answered = []
    with asked_company(tmp_path) as ask:
        company = ask.gateway.tenants.company("northfield")
        assert company is not None
        made_fit(company)
        at_hand = AtHand(ask, company)
        for request in money_requests():
            if request.valid:
                at_hand.prepare(request)
            answered += list(answers(ask, [request]))
    for entry in answered:
        counts[called(entry.request)][entry.outcome] += 1
    for name, outcomes in sorted(counts.items()):
        print(f"{name:30}", *(f"{outcome} {count}" for outcome, count in sorted(outcomes.items())))
    assert len(answered) > 100
    assert [entry.request.id for entry in answered if entry.outcome in ("traceback", "http")] == []
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
    assert {entry.request.id: entry.said.gaps[0] for entry in answered if entry.said.gaps} == GAPS
    errors = {entry.request.id: entry.said.errors[0][1] for entry in answered if entry.outcome == "error"}
    assert errors.keys() == REFUSED.keys()
    assert [name for name, text in errors.items() if not text.startswith(REFUSED[name])] == []
