"""Elements to rows."""

import pytest
from lxml import etree

from intacct_client.rows import is_plural, lines_of, row_of


def test_fields_are_texts_and_empty_ones_none():
    """Values come back as the gateway wrote them; an empty element is ``None``; dotted names stay."""
    row = row_of(etree.fromstring("<v><ID>1</ID><NAME/><JOURNAL.SYMBOL>GJ</JOURNAL.SYMBOL><C><D>x</D></C></v>"))
    assert row == {"ID": "1", "NAME": None, "JOURNAL.SYMBOL": "GJ", "C": {"D": "x"}}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_lines_have_one_shape_however_many_there_are(count):
    """A document with one line reads like one with several."""
    lines = "<arinvoiceitem><AMOUNT>5</AMOUNT></arinvoiceitem>" * count
    row = row_of(etree.fromstring(f"<v><ARINVOICEITEMS>{lines}</ARINVOICEITEMS></v>"))
    assert row == {"ARINVOICEITEMS": {"arinvoiceitem": [{"AMOUNT": "5"}] * count}}
    assert lines_of(row, "ARINVOICEITEMS") == [{"AMOUNT": "5"}] * count


def test_lines_of_a_document_without_lines_are_none():
    """An empty or absent container has no lines."""
    assert lines_of(row_of(etree.fromstring("<v><ITEMS/></v>")), "ITEMS") == []
    assert lines_of({}, "ITEMS") == []


def test_a_repeated_child_becomes_a_list_outside_plurals_too():
    """Nothing is overwritten when a name comes again."""
    assert row_of(etree.fromstring("<v><x>1</x><x>2</x><x>3</x></v>")) == {"x": ["1", "2", "3"]}


@pytest.mark.parametrize(
    ("name", "singular", "expected"),
    [
        ("entries", "glentry", True),
        ("gltransactionentries", "glentry", True),
        ("invoiceitems", "lineitem", True),
        ("policies", "policy", True),
        ("displaycontact", "mailaddress", False),
        ("billto", "contact", False),
    ],
)
def test_plurals(name, singular, expected):
    """Line containers are told from nested records by their names."""
    assert is_plural(name, singular) is expected
