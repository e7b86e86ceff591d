"""dtdversion 2.1: complaints in the words of its DTD."""

import pytest
from asking import Ask

CLASS = (
    "Error 504: Element create_class content does not follow the DTD, expecting (classid , name , description? , "
    "parentid? , status? , customfields?)"
)
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


@pytest.mark.parametrize(
    ("function", "texts"),
    [
        (
            "<create_class><name>x</name><classid>1</classid></create_class>",
            [f"{CLASS}, got (name classid)."],
        ),
        (
            "<create_class><classid>1</classid></create_class>",
            [f"{CLASS}, got (classid)."],
        ),
        (
            "<create_class><classid>1</classid><name>x</name><zzz/></create_class>",
            [
                "Error 534: No declaration for element zzz.",
                f"{CLASS}, got (classid name zzz).",
            ],
        ),
    ],
)
def test_contents_are_refused_with_their_model(ask: Ask, function: str, texts: list[str]) -> None:
    """Number and words are those of the library: what the element may hold, and what it holds; an element that is
    declared nowhere is named before."""
    errors = ask.of(function, control=LEGACY).errors
    assert [number for number, _ in errors] == ["XL03000003"] * len(texts)
    for (_, found), text in zip(errors, texts, strict=True):
        assert found.startswith(f"XML Parse error: {text} Line: 1, column: 0.")


def test_an_unknown_function_is_refused_with_all_there_are(ask: Ask) -> None:
    """The model of a function is longer than the library has room for, and is cut."""
    (_, first), (_, second) = ask.of("<zzz/>", control=LEGACY).errors
    assert first.startswith("XML Parse error: Error 534: No declaration for element zzz. Line: 1")
    begin = "XML Parse error: Error 504: Element function content does not follow the DTD, expecting "
    assert second.startswith(f"{begin}(create_apaccountlabel | create_apadjustment | ")
    assert " ..., got (zzz). Line: 1" in second
    assert len(second) < 5_300


def test_what_a_dtd_cannot_say_keeps_the_words_of_the_schema(ask: Ask) -> None:
    """Functions whose children may come in any order are younger than the DTD."""
    (_, found), *_ = ask.of("<read><object>CLASS</object><keys>1</keys><zzz/></read>", control=LEGACY).errors
    assert found.startswith("XML Parse error: Error 1871: Element 'zzz': This element is not expected.")


def test_version_3_keeps_the_words_of_the_schema(ask: Ask) -> None:
    """The same fault under 3.0 is a schema error with two dots."""
    _, found = ask.of("<get_list/>").errors[0]
    text = "Error 1868: Element 'get_list': The attribute 'object' is required but missing.."
    assert found.startswith(f"XML Parse schema error: {text} Line: 1, column: 0.")
