"""`get_invoice` and its like."""

import pytest
from asking import Ask, invoice
from paperwork import ap_adjustment, ar_adjustment, payable


@pytest.mark.parametrize(
    ("function", "made_by", "total"),
    [
        ("get_invoice", invoice(), "100"),
        ("get_bill", payable(), "80.25"),
        ("get_aradjustment", ar_adjustment(), "-30"),
        ("get_apadjustment", ap_adjustment(), "-30"),
    ],
)
def test_a_document_by_its_key(ask: Ask, function: str, made_by: str, total: str) -> None:
    """It answers what `get_list` answers of that document, lines included; of no document, nothing."""
    name = function.removeprefix("get_")
    key = ask.of(made_by).key
    said = ask.of(f'<{function} key="{key}"/>')
    assert said.text(f".//data/{name}/totaldue") == total
    assert len(said.root.findall(".//lineitem")) == 1
    assert said.text(".//listtype") == name
    assert ask.of(f'<get_list object="{name}"/>').texts(".//data//*") == said.texts(".//data//*")
    nothing = ask.of(f'<{function} key="404"/>')
    assert (nothing.errors, len(nothing.root.find(".//data"))) == ([], 0)
