"""Every published request about payables is answered by success, or by an error for a known reason."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from asking import Ask
from disbursing import manual_payment, payment, pays
from paperwork import payable
from public_requests import FOLDER, PAYABLES, PublicRequest, answers, asked_company, public_requests

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")

# Of a function, what its keys stand for.
_PAYMENTS = ("confirm_appaymentrequest", "void_appaymentrequest", "send_appaymentrequest", "delete_paymentrequest")
# It names a bill by the key of another system; none are kept.
_EXTERNAL = "2454-update_bill-sdk"
_NO_APPROVALS = ("decline_appaymentrequest", "approve_appaymentrequest")
REFUSED = {
    "decline_appaymentrequest": ("BL01001973", "The payment '"),
    "approve_appaymentrequest": ("BL01001973", "The payment '"),
    "declineVendor": ("DL03000005", "No record exits for the recordkey"),
    "getVendorApprovalHistory": ("DL03000005", "No record exits for the recordkey"),
    "create_appayment": ("BL01001973", "Vendor '1005' specified is not valid."),
    "create_apadjustment": ("BL01001973", "Vendor '"),
    "update_apadjustment": ("DL03000005", "No record exits for the recordkey"),
    "delete_apadjustment": ("DL03000005", "No record exits for the recordkey"),
    "update_bill": ("DL03000005", "No record exits for the recordkey"),
    "delete_bill": ("DL03000005", "No record exits for the recordkey"),
}
"""What is refused and for what reason: nothing waits for approval in this company; its records are not the author's."""


def at_hand(ask: Ask, request: PublicRequest, number: int) -> None:
    """Makes what a request about payments and bills means by its keys, of the past, and gives it their numbers."""
    (function,) = request.functions
    (element,) = request.root.iterfind(f"operation/content/function/{function}")
    # The requests are of 2015.
    long_ago = payable(f"PUB-{number}").replace("11/02/2026", "11/02/2014")
    if function == "reverse_bill":
        element.set("key", str(ask.of(long_ago).key))
    elif function == "reverse_appayment":
        element.set("key", str(ask.of(manual_payment(when="2014-11-18")).key))
    elif function in (*_PAYMENTS, *_NO_APPROVALS):
        made = ask.of(payment(pays(ask.of(long_ago).key, "10"))).key
        if element.get("key") is not None:
            element.set("key", str(made))
        for key in element.iter("appaymentkey"):
            key.text = made


def test_payables(tmp_path: Path) -> None:
    """Requests succeed where the company has what they mean; what is refused is refused for a reason that stands here;
    none is a gap but for a key of another system, and the schema refuses only what the gateway's own schema refuses."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with asked_company(tmp_path) as ask:
        requests = list(public_requests(PAYABLES))
        for number, request in enumerate(requests):
            if len(request.functions) == 1:
                at_hand(ask, request, number)
        answered = list(answers(ask, requests))
    for entry in answered:
        counts["+".join(entry.request.functions)][entry.outcome] += 1
    for name, outcomes in sorted(counts.items()):
        print(f"{name:30}", *(f"{outcome} {count}" for outcome, count in sorted(outcomes.items())))
    assert len(answered) >= 9
    assert [entry.request.id for entry in answered if entry.outcome in ("traceback", "http")] == []
    assert [entry.request.id for entry in answered if entry.outcome == "gap"] == [_EXTERNAL]
    assert [entry.request.id for entry in answered if entry.outcome == "schema" and entry.request.valid] == []
    for entry in answered:
        if entry.outcome == "error":
            errorno, text = REFUSED[entry.request.functions[0]]
            assert entry.said.errors[0][0] == errorno, entry.request.id
            assert entry.said.errors[0][1].startswith(text), entry.request.id
