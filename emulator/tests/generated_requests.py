"""Requests without end: drawn from the schema, from the catalogue, and from requests that are known to work or to fail,
each perhaps with a fault. One seed gives the same requests in the same order."""

from collections.abc import Sequence
from itertools import count
from random import Random
from typing import Any

from asking import envelope
from lxml import etree
from sample_values import HOSTILE, Values
from schema_samples import SchemaSamples

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.tenancy.company import Company

_OPERATORS = (
    "equalto",
    "notequalto",
    "lessthan",
    "greaterthanorequalto",
    "like",
    "in",
    "isnull",
    "isnotnull",
    "between",
)
_NUMBERS = ("RECORDID", "INVOICENO", "BILLNO", "ADJUSTMENTNO")
_ENVELOPES: tuple[dict[str, str], ...] = (
    *({},) * 30,
    *({"transaction": "true"},) * 4,
    {"location": "US"},
    {"location": "CA"},
    {"user": "us_user", "password": "us_user_secret"},
    {"user": "argl_user", "password": "argl_user_secret"},
    {"control": "<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion>"},
    {"control": "<dtdversion>2.1</dtdversion>"},
    {"control": "<dtdversion>3.0</dtdversion><includewhitespace>false</includewhitespace>"},
    {"control": "<dtdversion>3.0</dtdversion><showadditionalerrorinfo>true</showadditionalerrorinfo>"},
    {"password": "wrong"},
    {"session": "nothing-like-one"},
    {"sender": "nobody"},
    {"company": "nowhere"},
)


class RequestGenerator:
    """Draws whole requests to one company. `templates` are functions that tests ask elsewhere."""

    def __init__(self, seed: int, company: Company, templates: Sequence[str]) -> None:
        self._random = Random(seed)
        self._values = Values(self._random, company)
        self._samples = SchemaSamples(self._random, self._values)
        self._functions = tuple(self._samples.functions)
        self._definitions = tuple(company.catalogue)
        self._writable = tuple(one for one in self._definitions if one.verbs & {"create", "update"})
        self._company, self._numbers = company.id, count(1)
        self._templates = tuple(etree.fromstring(template) for template in templates)

    def request(self) -> bytes:
        """The next request: mostly valid, now and then nearly so."""
        functions_in_it = self._random.choice((1, 1, 1, 1, 2, 3))
        functions = "".join(
            f'<function controlid="f{next(self._numbers)}">{self.function()}</function>' for _ in range(functions_in_it)
        )
        options = {"company": self._company} | self._random.choice(_ENVELOPES)
        body = envelope("@", **options).replace('<function controlid="f1">@</function>', functions).encode()
        if self._random.random() < 0.02:
            return self._torn(body)
        return body

    def function(self) -> str:
        """A function as text."""
        draw = self._random.choices((self._of_schema, self._write, self._read, self._of_template), (3, 4, 3, 6))[0]
        element = draw()
        while self._random.random() < 0.25:
            self._spoil(element)
        return etree.tostring(element, encoding="unicode")

    def _of_schema(self) -> "etree._Element":
        return self._samples.function(self._random.choice(self._functions))

    def _of_template(self) -> "etree._Element":
        """A known request under a number of its own, mostly about other records than it was written for."""
        drawn: Any = self._random.choice(self._templates)
        copy = etree.fromstring(etree.tostring(drawn))
        for element in copy.iter():
            name = str(element.tag).upper()
            if name in _NUMBERS and element.text:
                element.text = f"N-{next(self._numbers)}"
            elif name.endswith(("KEY", "RECORDNO")) and element.text and self._random.random() < 0.7:
                element.text = str(self._random.randint(1, 12))
        if copy.get("key") and self._random.random() < 0.7:
            copy.set("key", str(self._random.randint(1, 12)))
        return copy

    def _write(self) -> "etree._Element":
        definition = self._random.choice(self._writable)
        verb = self._random.choice(("create", "create", "update"))
        element = etree.Element(verb)
        for _ in range(self._random.choice((1, 1, 1, 2))):
            element.append(self._record(definition, verb, 0))
        return element

    def _record(self, definition: ObjectDefinition, verb: str, depth: int, name: str = "") -> "etree._Element":
        element = etree.Element(name or definition.name)
        if verb == "update":
            etree.SubElement(element, "RECORDNO").text = str(self._random.randint(1, 30))
        for field in (*definition.fields, *definition.inputs.values()):
            needed = field.required_on_create and self._random.random() < 0.95
            if needed or (not field.readonly and field.id.isidentifier() and self._random.random() < 0.2):
                etree.SubElement(element, field.id).text = self._values.of_field(field)
        for collection in definition.lines if depth < 2 else ():
            target = next((one for one in self._definitions if one.name == collection.object), None)
            if target is not None and self._random.random() < 0.8:
                lines = etree.SubElement(element, collection.element)
                for _ in range(self._random.randint(1, 3)):
                    lines.append(self._record(target, "create", depth + 1, collection.item))
        return element

    def _read(self) -> "etree._Element":
        definition = self._random.choice(self._definitions)
        how = self._random.choice(
            ("query", "query", "readByQuery", "read", "readByName", "delete", "lookup", "inspect")
        )
        if how == "query":
            return self._query(definition)
        element = etree.Element(how)
        etree.SubElement(element, "object").text = definition.name
        if how == "readByQuery":
            etree.SubElement(element, "fields").text = "*" if self._random.random() < 0.5 else self._field(definition)
            etree.SubElement(element, "query").text = self._condition(definition)
            etree.SubElement(element, "pagesize").text = self._random.choice(("1", "10", "100"))
        elif how in ("read", "readByName", "delete"):
            etree.SubElement(element, "keys").text = ",".join(self._key(definition) for _ in range(2))
            if how != "delete":
                etree.SubElement(element, "fields").text = "*"
        return element

    def _query(self, definition: ObjectDefinition) -> "etree._Element":
        element = etree.Element("query")
        etree.SubElement(element, "object").text = definition.name
        select = etree.SubElement(element, "select")
        for _ in range(self._random.randint(1, 4)):
            tag = self._random.choices(("field", "count", "sum", "max"), (12, 1, 1, 1))[0]
            etree.SubElement(select, tag).text = self._field(definition)
        if self._random.random() < 0.6:
            self._filter(etree.SubElement(element, "filter"), definition, 0)
        if self._random.random() < 0.4:
            order = etree.SubElement(etree.SubElement(element, "orderby"), "order")
            etree.SubElement(order, "field").text = self._field(definition)
        return element

    def _filter(self, parent: "etree._Element", definition: ObjectDefinition, depth: int) -> None:
        if depth < 3 and self._random.random() < 0.3:
            both = etree.SubElement(parent, self._random.choice(("and", "or")))
            for _ in range(2):
                self._filter(both, definition, depth + 1)
            return
        operator = self._random.choice(_OPERATORS)
        condition = etree.SubElement(parent, operator)
        etree.SubElement(condition, "field").text = name = self._field(definition)
        for _ in range({"isnull": 0, "isnotnull": 0, "between": 2}.get(operator, 1)):
            etree.SubElement(condition, "value").text = self._value(definition, name)

    def _condition(self, definition: ObjectDefinition) -> str:
        name = self._field(definition)
        operator = self._random.choice(("=", "<>", "<", ">=", "like", "in", "is null", "is not null", "not like"))
        value = self._value(definition, name).replace("'", "\\'")
        text = {"in": f"{name} in ('{value}', '1')", "is null": f"{name} is null"}.get(
            operator, f"{name} {operator}" if operator == "is not null" else f"{name} {operator} '{value}'"
        )
        if self._random.random() < 0.3:
            return f"{text} {self._random.choice(('and', 'or'))} {self._condition(definition)}"
        return text

    def _field(self, definition: ObjectDefinition) -> str:
        if definition.relationships and self._random.random() < 0.15:
            related = self._random.choice(definition.relationships)
            target = next((one for one in self._definitions if one.name == related.object), None)
            if target is not None and target.fields:
                return f"{related.path}.{self._random.choice(target.fields).id}"
        return self._random.choice(definition.fields).id if definition.fields else "RECORDNO"

    def _value(self, definition: ObjectDefinition, name: str) -> str:
        field = definition.find(name)
        return self._values.of_name(name) if field is None else self._values.of_field(field)

    def _key(self, definition: ObjectDefinition) -> str:
        if definition.id_field and self._random.random() < 0.5:
            return self._values.of_name(definition.id_field)
        return str(self._random.randint(0, 30))

    def _spoil(self, root: "etree._Element") -> None:
        """Changes one element: its text, its place, its number."""
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        element = self._random.choice(elements)
        parent = element.getparent()
        how = self._random.random()
        if how < 0.6 or parent is None:
            if not len(element):
                hostile = self._random.random() < 0.3
                element.text = self._random.choice(HOSTILE) if hostile else self._values.of_name(str(element.tag))
        elif how < 0.75:
            parent.remove(element)
        elif how < 0.85:
            parent.insert(parent.index(element), etree.fromstring(etree.tostring(element)))
        elif how < 0.93:
            parent.remove(element)
            parent.append(element)
        elif element.attrib:
            element.attrib.pop(self._random.choice(list(element.attrib)))
        else:
            element.tag = f"{element.tag}x"

    def _torn(self, body: bytes) -> bytes:
        """The request with a few bytes lost or doubled."""
        at = self._random.randrange(len(body))
        return body[:at] + self._random.choice((b"", b"<", b"&", b"\xff", body[at : at + 9])) + body[at + 3 :]
