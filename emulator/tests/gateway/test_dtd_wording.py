"""dtdversion 2.1: complaints in the words of its DTD."""

import pytest
from asking import Ask

LEGACY = "<uniqueid>false</uniqueid><dtdversion>2.1</dtdversion>"


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (
            '<get_list object="whatever"/>',
            "Error 502: Value &quot;whatever&quot; for attribute object of get_list is not among the enumerated set.",
        ),
        ("<get_list/>", "Error 518: Element get_list does not carry attribute object."),
        (
            '<get_list object="class" color="red"/>',
            "Error 533: No declaration for attribute color of element get_list.",
        ),
    ],
)
def test_attributes_are_refused_in_the_words_of_the_dtd(ask: Ask, function: str, text: str) -> None:
    """Number and words are the DTD's; quotes arrive escaped once too often, one dot ends the sentence (recorded)."""
    number, found = ask.of(function, control=LEGACY).errors[0]
    assert number == "XL03000003"
    assert found.startswith(f"XML Parse error: {text} Line: 1, column: ")


def test_version_3_keeps_the_words_of_the_schema(ask: Ask) -> None:
    """The same fault under 3.0 is a schema error with two dots."""
    _, found = ask.of("<get_list/>").errors[0]
    text = "Error 1868: Element 'get_list': The attribute 'object' is required but missing.."
    assert found.startswith(f"XML Parse schema error: {text} Line: 1, column: 0.")
