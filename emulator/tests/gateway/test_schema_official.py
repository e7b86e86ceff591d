"""Our schemas beside the vendor's published one: the same functions, the same content, the same verdicts."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from asking import present
from lxml import etree

from intacct_emulator.gateway.schema import RequestSchema
from intacct_emulator.resources import xsd_folder

SHARED = Path(__file__).resolve().parents[4] / "shared"
TOOL = SHARED / "tools" / "official_schema.py"
OFFICIAL = SHARED / "reference" / "schema" / "v3.0" / "api.xsd"
REQUESTS = SHARED / "corpus" / "requests"

pytestmark = pytest.mark.skipif(not TOOL.exists(), reason="the public reference material is not beside the project")

XS = "{http://www.w3.org/2001/XMLSchema}"
ONCE = ("1", "1")
RECURSION = ("recursion",)

# Functions of later releases than the published schema, each with the page that shows it.
LATER = {"recallApBill": "bills page, 2023 Release 4"}
KNOWN_DIFFERENCES = {
    "readReport": "the published <arguments> is ambiguous; ours takes any prompts, as its wildcard does",
}


class SchemaBook:
    """Schemas as comparable trees: names of types and groups are gone, what they stand for remains."""

    def __init__(self, *files: Path) -> None:
        self._declared = {
            (etree.QName(top).localname, top.get("name")): top
            for file in files
            for top in _elements(etree.parse(file).getroot())
        }

    def named(self, kind: str, name: str) -> etree._Element:
        """A top-level declaration."""
        return self._declared[kind, name]

    def particle(self, node: etree._Element, path: tuple[str, ...] = ()) -> tuple[Any, ...]:
        """An element, a wildcard or a model group with its occurrence."""
        kind, occurrence = etree.QName(node).localname, (node.get("minOccurs", "1"), node.get("maxOccurs", "1"))
        if kind == "any":
            return ("any", occurrence, node.get("processContents"))
        if kind == "element":
            declared = self.named("element", present(node.get("ref"))) if node.get("ref") else node
            name = str(declared.get("name"))
            content = RECURSION if name in path else self.type_of(declared, (*path, name))
            return ("element", occurrence, name, declared.get("default"), content)
        if kind == "group":
            (model,) = _elements(self.named("group", present(node.get("ref"))))
            return _flat("sequence", occurrence, [self.particle(model, path)])
        return _flat(kind, occurrence, [self.particle(child, path) for child in _elements(node)])

    def type_of(self, node: etree._Element, path: tuple[str, ...] = ()) -> object:
        """What a declaration of an element or an attribute allows."""
        name, inline = node.get("type"), [child for child in _elements(node) if child.tag.endswith("Type")]
        for kind in ("complexType", "simpleType"):
            if (kind, name) in self._declared:
                inline = [self.named(kind, present(name))]
        return self.type(inline[0], path) if inline else name or "xs:anyType"

    def type(self, node: etree._Element, path: tuple[str, ...] = ()) -> tuple[Any, ...]:
        """What a type allows."""
        if node.tag == XS + "simpleType":
            restriction = node.find(XS + "restriction")
            facets = tuple((etree.QName(facet).localname, facet.get("value")) for facet in present(restriction))
            return ("simple", present(restriction).get("base"), facets)
        content: object = ()
        attributes = []
        for child in _elements(node):
            if child.tag == XS + "attribute":
                facts = (child.get("name"), child.get("use", "optional"), child.get("default"))
                attributes.append((*facts, self.type_of(child, path)))
            else:
                content = self.particle(child, path)
        return ("complex", node.get("mixed"), content, tuple(attributes))


def _elements(node: etree._Element) -> list[etree._Element]:
    return [child for child in node if isinstance(child.tag, str)]


def _flat(kind: str, occurrence: tuple[str, str], children: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """A model group without the nesting that changes nothing."""
    if kind == "all":
        return (kind, occurrence, tuple(children))
    parts: list[tuple[Any, ...]] = []
    for child in children:
        parts += child[2] if child[:2] == (kind, ONCE) else [child]
    if len(parts) == 1:
        (only,) = parts
        if occurrence == ONCE:
            return only
        if only[1] == ONCE:
            return (only[0], occurrence, *only[2:])
        kind = "sequence"
    return (kind, occurrence, tuple(parts))


def function_choice(declaration: etree._Element) -> dict[str, etree._Element]:
    """The functions a `<function>` can hold, in order."""
    return {node.get("name") or node.get("ref") or "": node for node in present(declaration.find(f".//{XS}choice"))}


OUR_FUNCTIONS = function_choice(SchemaBook(xsd_folder() / "api.xsd").named("complexType", "Function"))
NAMED_ONLY = {name for name, node in OUR_FUNCTIONS.items() if node.get("type") == "Undescribed"}
DESCRIBED = sorted(set(OUR_FUNCTIONS) - NAMED_ONLY - set(KNOWN_DIFFERENCES) - set(LATER))


@pytest.fixture(scope="module")
def official() -> SchemaBook:
    """The published schema."""
    return SchemaBook(OFFICIAL)


@pytest.fixture(scope="module")
def ours() -> SchemaBook:
    """The schemas of this project."""
    return SchemaBook(*sorted(xsd_folder().glob("*.xsd")))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The published schema, compiled."""
    spec = importlib.util.spec_from_file_location("official_schema", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_published_function_is_listed_in_order(official: SchemaBook, ours: SchemaBook) -> None:
    """The choice of functions has the published names, in the published order, and beside them only later ones."""
    published = list(function_choice(official.named("element", "function")))
    listed = list(function_choice(ours.named("complexType", "Function")))
    assert [name for name in listed if name not in LATER] == published
    assert LATER.keys() == set(listed) - set(published)
    assert len(published) == 295


@pytest.mark.parametrize("name", DESCRIBED)
def test_described_functions_have_the_published_content(official: SchemaBook, ours: SchemaBook, name: str) -> None:
    """Elements, order, occurrence, defaults, values and attributes of a described function equal the published ones."""
    published = function_choice(official.named("element", "function"))[name]
    our_own = function_choice(ours.named("complexType", "Function"))[name]
    assert ours.particle(our_own) == official.particle(published)


@pytest.mark.parametrize(
    ("published", "our_own"),
    [("control", "Control"), ("login", "Login"), ("preferences", "Preferences"), ("authentication", "Authentication")],
)
def test_envelope_has_the_published_content(
    official: SchemaBook, ours: SchemaBook, published: str, our_own: str
) -> None:
    """The parts of the envelope equal the published ones."""
    assert ours.type(ours.named("complexType", our_own)) == official.type_of(official.named("element", published), ())


@pytest.fixture(scope="module")
def schema() -> RequestSchema:
    """The schema as shipped."""
    return RequestSchema(xsd_folder())


def described_requests() -> Iterator[Path]:
    """The published requests of which every function's content is described: what else has no verdict of ours."""
    for file in sorted(REQUESTS.glob("*.xml")):
        calls = etree.parse(file).iterfind("operation/content/function/*")
        if not NAMED_ONLY & {call.tag for call in calls}:
            yield file


@pytest.mark.parametrize("file", list(described_requests()), ids=lambda file: file.stem)
def test_corpus_requests_get_the_published_verdict(tool: ModuleType, schema: RequestSchema, file: Path) -> None:
    """Valid and invalid agree with the published schema, and every complaint is the same to the letter."""
    root = etree.parse(file).getroot()
    validator = tool.load_xsd()
    expected = [] if validator.validate(root) else [(e.type, e.message, e.line) for e in validator.error_log]
    found = schema.complaints(root)
    assert [(complaint.code, complaint.message, complaint.line) for complaint in found] == expected
