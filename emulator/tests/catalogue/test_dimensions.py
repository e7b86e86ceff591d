"""The table of dimensions: what follows from a row, and that no other list of dimensions is kept anywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

import intacct_emulator
from intacct_emulator.books.ledger import entry, views
from intacct_emulator.catalogue.dimensions import DIMENSIONS, USUAL_DIMENSIONS, Dimension, enabled_dimensions
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.functions.legacy.documents import LINE_FIELDS
from intacct_emulator.functions.legacy.general_ledger import ACCOUNT, JOURNAL_ENTRY, STATISTICAL_ACCOUNT
from intacct_emulator.functions.legacy.shapes.transactions import SHAPES
from intacct_emulator.masters.create_rules import default_values
from intacct_emulator.resources import xsd_folder

CATALOGUE = Catalogue()
PACKAGE = Path(intacct_emulator.__file__).parent
TABLE = PACKAGE / "catalogue" / "dimensions.py"
MOST_BESIDE_EACH_OTHER = 4

each_dimension = pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda dimension: dimension.object)


@each_dimension
def test_a_dimension_is_an_object_that_is_named_by_its_id(dimension: Dimension) -> None:
    """The object exists, has the id and the name that lines show, and calls itself what answers call it."""
    definition = CATALOGUE[dimension.object]
    assert definition.id_field == dimension.id_field
    assert definition.find(dimension.name_field) is not None
    assert definition.label == dimension.label


@each_dimension
def test_lines_have_the_columns_of_a_dimension(dimension: Dimension) -> None:
    """Document lines and journal lines keep it and show its key; a dimension that needs others is kept by key too."""
    for name in ("ARINVOICEITEM", "APBILLITEM"):
        assert set(dimension.line_columns) <= CATALOGUE[name].stored_ids
    assert set(dimension.entry_columns) <= CATALOGUE["GLENTRY"].stored_ids
    shown = {dimension.id_field, dimension.title_field}
    assert shown <= CATALOGUE["GLDETAIL"].stored_ids
    assert {dimension.entry_field, dimension.title_field} <= {field.id for field in CATALOGUE["GLENTRY"].fields}
    for name in ("ARINVOICEITEM", "APBILLITEM", "GLENTRY", "GLDETAIL"):
        assert dimension.permanent or CATALOGUE[name].find(dimension.key_field) is not None


@each_dimension
def test_the_ledger_shows_a_dimension(dimension: Dimension) -> None:
    """GLDETAIL reads its id, and looks its name up among its object's records."""
    definition = CATALOGUE["GLDETAIL"]
    statement, reads = views.ledger_detail(definition)
    assert dimension.object in reads
    assert f'line.{dimension.entry_field} AS "{dimension.id_field}"' in statement
    assert f"FROM {dimension.object} WHERE" in statement
    assert f'NULL AS "{dimension.title_field}"' not in statement


@each_dimension
def test_accounts_and_groups_start_without_asking_for_a_dimension(dimension: Dimension) -> None:
    """REQUIRE<DIM> is false and FILTER<DIM> is nofilter until somebody says otherwise."""
    for name in ("GLACCOUNT", "STATACCOUNT"):
        assert default_values(CATALOGUE[name])[dimension.required_flag] is False
    assert default_values(CATALOGUE["GLACCTGRP"])[dimension.filter_field] == "nofilter"


@each_dimension
def test_legacy_functions_write_a_dimension(dimension: Dimension) -> None:
    """Documents, journal entries and accounts take its element, and the schema lets it through."""
    element, flag = dimension.id_field.lower(), dimension.required_flag.lower()
    assert LINE_FIELDS[element] == dimension.id_field
    assert JOURNAL_ENTRY.lines is not None
    assert JOURNAL_ENTRY.lines.fields[element] == dimension.entry_field
    assert ACCOUNT.fields[flag] == STATISTICAL_ACCOUNT.fields[flag] == dimension.required_flag
    for schema in (("common.xsd",), ("common.xsd", "general_ledger.xsd"), ("common.xsd", "ledger_reports.xsd")):
        trees = (etree.parse(xsd_folder() / name) for name in schema)
        assert element in {node.get("name") for tree in trees for node in tree.iter("{*}element")}, schema


def test_legacy_journal_lines_show_dimensions_in_the_order_of_the_response_dtd() -> None:
    """Parties first, then the others that need no other one; the DTD has no element for tasks and cost types."""
    shown = [node.name for node in SHAPES["glentry"].children if hasattr(node, "name")]
    assert shown[shown.index("departmentid") + 1 : shown.index("batchno")] == [
        *("customerid", "vendorid", "employeeid", "projectid", "itemid", "classid", "contractid", "warehouseid"),
    ]


def test_journal_lines_are_written_without_the_dimensions_they_do_not_have() -> None:
    """What a company does not use costs nothing: the columns are those of the dimensions at hand."""
    assert entry.entry_columns(()) == entry.COLUMNS
    task = next(dimension for dimension in DIMENSIONS if dimension.object == "TASK")
    assert entry.entry_columns((task,)) == (*entry.COLUMNS, "TASKID", "TASKDIMKEY")
    assert {name for dimension in DIMENSIONS for name in dimension.entry_columns}.isdisjoint(entry.COLUMNS)


def test_a_company_has_what_it_switched_on_and_the_permanent_ones() -> None:
    """In the order of the table, whatever order the company lists them in."""
    names = [dimension.object for dimension in enabled_dimensions(("TASK", "PROJECT", "REGION"))]
    assert names == ["DEPARTMENT", "LOCATION", "PROJECT", "TASK"]
    assert [one.object for one in enabled_dimensions(USUAL_DIMENSIONS)] == list(USUAL_DIMENSIONS)


def test_nobody_else_keeps_a_list_of_dimensions() -> None:
    """No module but the table's writes more than a few dimensions beside each other, as names, fields or flags."""
    found = {
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in PACKAGE.rglob("*.py")
        if path != TABLE
        for line, names in _lists(ast.parse(path.read_text(encoding="utf-8")))
        if len(names) > MOST_BESIDE_EACH_OTHER
    }
    assert found == set()


def test_a_list_of_dimensions_would_be_found() -> None:
    """The test above sees tuples of names, texts of names, and dictionaries by name."""
    for source in (
        '("PROJECT", "CUSTOMER", "VENDOR", "EMPLOYEE", "ITEM")',
        '"projectid customerid vendorid employeeid itemid"',
        '{"REQUIRELOC": 1, "REQUIREDEPT": 1, "REQUIREITEM": 1, "REQUIRETASK": 1, "REQUIRECLASS": 1}',
        '("projectkey PROJECTDIMKEY", "itemkey ITEMDIMKEY", "classkey CLASSDIMKEY", "LOCATION", "TASKID")',
    ):
        assert any(len(names) > MOST_BESIDE_EACH_OTHER for _, names in _lists(ast.parse(source))), source


def _lists(tree: ast.Module) -> Iterator[tuple[int, set[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield node.lineno, _dimensions(node.elts)
        elif isinstance(node, ast.Dict):
            # Objects by name are facts about objects; fields by name are a list of dimensions.
            names = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            if not any(CATALOGUE.find(str(name)) for name in names):
                yield node.lineno, _dimensions([key for key in node.keys if key is not None])
        elif isinstance(node, ast.Constant):
            yield node.lineno, _dimensions([node])


def _dimensions(nodes: list[ast.expr]) -> set[str]:
    """The dimensions that constants name: by object in capitals, or by a field in capitals or small letters."""
    spellings = {dimension.object: dimension.object for dimension in DIMENSIONS}
    for dimension in DIMENSIONS:
        for field in (dimension.id_field, dimension.key_field, dimension.required_flag, dimension.filter_field):
            spellings |= {field: dimension.object, field.lower(): dimension.object}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {spellings[word] for text in texts for word in text.split() if word in spellings}
