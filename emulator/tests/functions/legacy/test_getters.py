"""`get_invoice` and its like."""

import pytest
from asking import Ask, invoice
from paperwork import ap_adjustment, ar_adjustment, payable


@pytest.mark.parametrize(
    ("name", "request_", "total"),
    [
        ("invoice", invoice(), "100"),
        ("bill", payable(), "80.25"),
        ("aradjustment", ar_adjustment(), "-30"),
        ("apadjustment", ap_adjustment(), "-30"),
    ],
)
def test_a_document_by_its_key(ask: Ask, name: str, request_: str, total: str) -> None:
    """It answers what `get_list` answers of that document, lines included; of no document, nothing."""
    key = ask.of(request_).key
    said = ask.of(f'<get_{name} key="{key}"/>')
    assert said.text(f".//data/{name}/totaldue") == total
    assert len(said.root.findall(".//lineitem")) == 1
    assert said.text(".//listtype") == name
    assert ask.of(f'<get_list object="{name}"/>').texts(".//data//*") == said.texts(".//data//*")
    nothing = ask.of(f'<get_{name} key="404"/>')
    assert (nothing.errors, len(nothing.root.find(".//data"))) == ([], 0)
