"""The tables of legacy names against the catalogue they speak of, and against real requests."""

import re
from collections.abc import Iterator

import pytest
from calling import SHARED
from lxml import etree

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.functions.legacy import general_ledger, masters, payables, receivables
from intacct_emulator.functions.legacy.answers import columns_of
from intacct_emulator.functions.legacy.lists import SHAPES
from intacct_emulator.functions.legacy.shapes.model import Lines, Node
from intacct_emulator.functions.legacy.write_shape import WriteShape
from intacct_emulator.functions.legacy.writing import CreateCall
from intacct_emulator.functions.registry import MODULES, REGISTRY
from intacct_emulator.query.paths import Paths

OURS = re.compile(r"(create|update|delete)_[a-z]+|get_list|get")
REQUESTS = sorted((SHARED / "corpus" / "requests").glob("*.xml"))
# Texts that are no fields: parameters that the books read themselves.


def write_shapes() -> Iterator[tuple[str, WriteShape]]:
    for module in (general_ledger, masters, payables, receivables):
        for name, value in vars(module).items():
            if isinstance(value, WriteShape) and not name.startswith("_"):
                yield name, value


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The product's own catalogue."""
    return Catalogue()


@pytest.mark.parametrize("legacy_object", sorted(SHAPES))
def test_every_leaf_is_a_field(catalogue: Catalogue, legacy_object: str) -> None:
    """No shape names a field that cannot be read, and no two names mean one column of its page."""

    def check(object_name: str, nodes: tuple[Node, ...]) -> None:
        paths = Paths(catalogue[object_name], catalogue)
        found = [(column.field, paths.find(column.field)) for column in columns_of(nodes, "RECORDNO")]
        assert [name for name, place in found if place is None or place.sql == "NULL"] == []
        places = [place.name for _, place in found if place is not None]
        assert len(set(places)) == len(places)
        for node in nodes:
            if isinstance(node, Lines):
                check(node.object, node.children)

    check(SHAPES[legacy_object].object, SHAPES[legacy_object].children)


@pytest.mark.parametrize(("name", "shape"), list(write_shapes()), ids=[name for name, _ in write_shapes()])
def test_a_function_goes_as_far_as_its_object(catalogue: Catalogue, name: str, shape: WriteShape) -> None:
    """Both pages say the same of what a legacy function writes."""
    assert shape.level is catalogue[shape.object].level, name


@pytest.mark.parametrize(("name", "shape"), list(write_shapes()), ids=[name for name, _ in write_shapes()])
def test_every_written_path_is_a_field(catalogue: Catalogue, name: str, shape: WriteShape) -> None:
    """What legacy elements are written to exists and can be written, so that nothing is dropped unseen. Fields of
    nested contacts are fields of CONTACT."""
    definition, contact = catalogue[shape.object], catalogue["CONTACT"]
    for field_id in set(shape.fields.values()) - definition.inputs.keys():
        field = definition.find(field_id) or contact.find(field_id.partition(".")[2])
        assert field is not None, (name, field_id)
        assert not field.readonly, (name, field_id)
    if shape.lines is not None:
        element = shape.lines.collection
        (collection,) = (lines for lines in definition.lines if lines.element == element)
        line = catalogue[collection.object]
        for field_id in set(shape.lines.fields.values()) - line.inputs.keys():
            field = line.find(field_id)
            assert field is not None, (name, field_id)
            assert not field.readonly, (name, field_id)


@pytest.mark.parametrize(("name", "shape"), list(write_shapes()), ids=[name for name, _ in write_shapes()])
def test_a_shape_goes_as_far_as_its_object(catalogue: Catalogue, name: str, shape: WriteShape) -> None:
    """What the list of functions says of one is what the catalogue says of the object that it writes."""
    assert shape.level is catalogue[shape.object].level, name


@pytest.mark.skipif(not REQUESTS, reason="the public reference material is not beside the project")
def test_real_requests_decode() -> None:
    """Every public request for these functions decodes; those of creates give texts for fields."""
    seen: set[str] = set()
    for path in REQUESTS:
        for function in etree.parse(path).iterfind(".//function/*"):
            name = str(function.tag)
            registered = REGISTRY.find(name) if OURS.fullmatch(name) else None
            if registered is None:
                continue
            call = registered.decode(function)
            seen.add(name)
            if isinstance(call, CreateCall):
                assert call.reading.texts, path.name
    assert {"create_invoice", "create_bill", "create_customer", "get_list", "update_invoice", "delete_class"} <= seen


@pytest.mark.parametrize("family", ["receivables", "payables", "general_ledger", "masters", "lists"])
def test_the_registry_knows_what_the_modules_register(family: str) -> None:
    """Each legacy function is found by name: the table of the registry and its module speak of the same ones."""
    module = f"intacct_emulator.functions.legacy.{family}"
    declared = {name for name, found in MODULES.items() if found == module}
    registered = {function.name for function in REGISTRY.all()}
    assert declared
    assert declared <= registered
    assert registered <= MODULES.keys()
