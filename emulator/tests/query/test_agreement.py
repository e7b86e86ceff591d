"""Random filters through both grammars, run by SQLite, against their evaluation row by row."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from intacct_emulator.query.ast import Filter, Selection
from intacct_emulator.query.from_text import parse_query_text
from intacct_emulator.query.from_xml import decode_query
from intacct_emulator.query.literals import CodeDialect

from .naive import Reader, keep
from .samples import Row, columns, count, database, run, select
from .strategies import companies, filters, to_text, to_xml


@settings(max_examples=250, deadline=None)
@given(companies(), filters(display=True), st.booleans())
def test_query_filters_keep_the_rows_a_naive_evaluation_keeps(
    rows: dict[str, list[Row]], condition: Filter, fold: bool
) -> None:
    """A filter written as <query> XML decodes to the same tree and yields exactly the rows plain Python keeps."""
    options = "<options><caseinsensitive/></options>" if fold else ""
    call = decode_query(
        etree.fromstring(
            f"<query><filter>{to_xml(condition)}</filter><object>BILL</object>{options}"
            "<select><field>RECORDNO</field></select></query>"
        )
    )
    assert call.filter == condition
    expected = [str(number) for number in keep(condition, Reader(rows), display=True, fold=fold)]
    with database(rows) as connection:
        assert run(connection, select(call.selection)) == [[number] for number in expected]
        assert run(connection, count(call.selection)) == [[str(len(expected))]]
    connection.close()


@settings(max_examples=250, deadline=None)
@given(companies(), filters(display=False), st.integers(0, 10**6))
def test_query_texts_keep_the_rows_a_naive_evaluation_keeps(
    rows: dict[str, list[Row]], condition: Filter, seed: int
) -> None:
    """A filter written as readByQuery text parses to the same tree and yields exactly the rows plain Python keeps."""
    parsed = parse_query_text(to_text(condition, seed))
    assert parsed == condition
    expected = [[str(number)] for number in keep(condition, Reader(rows), display=False)]
    selection = Selection(columns("RECORDNO"), parsed)
    with database(rows) as connection:
        assert run(connection, select(selection, dialect=CodeDialect.STORED)) == expected
    connection.close()
