"""Answers of live companies, written down as facts in `recorded/`, and how an answer differs from them.

A file of `recorded/answers` has a head (`title`, `evidence`, `source`, what to `ask`, `with` what options), an empty
line, and the elements of the answer, each inside the less indented one above it:

    data @listtype=project @count ~ number
      project *
        NAME ~ text
        STATUS = active

`= text` is the text itself, `~ format` the format of what is never empty; without either, the text may be anything.
`*` stands for one or more in a row, of which the fullest looks like this; `?` for an element that not every company
answers. Support ids are not looked at.

A file of `recorded/lookups` has a line for each field (id, label, type, marks, valid values) and each relation (path,
object, label, type, field) of an object, in the order of the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from asking import Ask
from lxml import etree

from intacct_emulator.tenancy.company import Company

FOLDER = Path(__file__).parent / "recorded"
FORMATS = {
    "flag": re.compile(r"true|false"),
    "number": re.compile(r"-?\d+(\.\d*[1-9])?"),
    "date": re.compile(r"\d\d/\d\d/\d{4}"),
    "moment": re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d"),
    "instant": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
    "address": re.compile(r"https?://.*"),
}
_ATTRIBUTE = re.compile(r" @(\w+)(?:=(\S+)| ~ (\w+))?")
_ELEMENT = re.compile(r"(?P<indent> *)(?P<name>\w+)(?P<mark> [*?])?(?: = ?(?P<literal>.*)| ~ (?P<format>\w+))?")


def format_of(text: str) -> str:
    """The format of a text: empty for an empty one, `text` for any without another format."""
    stripped = text.strip()
    if not stripped:
        return ""
    return next((name for name, pattern in FORMATS.items() if pattern.fullmatch(stripped)), "text")


@dataclass(frozen=True)
class Expected:
    """What an element looks like. `literal` or `format` is None where nothing is said of it; so are attributes'."""

    name: str
    mark: str
    attributes: dict[str, tuple[str | None, str | None]]
    literal: str | None
    format: str | None
    children: list["Expected"] = field(default_factory=list)


@dataclass(frozen=True)
class RecordedAnswer:
    """The facts of one recorded answer, and how to ask for one like it."""

    head: dict[str, str]
    asks: tuple[str, ...]
    root: Expected

    @property
    def options(self) -> dict[str, str]:
        """What the envelope has other than usual."""
        return dict(option.split("=", 1) for option in self.head.get("with", "").split())


def recorded_answers() -> dict[str, RecordedAnswer]:
    """All of them, by name."""
    return {path.stem: parse(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "answers").glob("*.txt"))}


def parse(text: str) -> RecordedAnswer:
    head, _, body = text.partition("\n\n")
    facts = [tuple(line.split(": ", 1)) for line in head.splitlines()]
    asks = tuple(value for name, value in facts if name == "ask")
    stack: list[tuple[int, Expected]] = []
    for line in body.splitlines():
        attributes = {name: (literal, form) for name, literal, form in _attributes(line)}
        found = _ELEMENT.fullmatch(_ATTRIBUTE.sub("", line))
        assert found is not None, line
        element = Expected(found["name"], (found["mark"] or "").strip(), attributes, found["literal"], found["format"])
        depth = len(found["indent"])
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if stack:
            stack[-1][1].children.append(element)
        else:
            root = element
        stack.append((depth, element))
    return RecordedAnswer({name: value for name, value in facts if name != "ask"}, asks, root)


def _attributes(line: str) -> Iterator[tuple[str, str | None, str | None]]:
    for found in _ATTRIBUTE.finditer(line):
        yield found[1], found[2], found[3]


def differences(expected: Expected, said: etree._Element, where: str = "") -> Iterator[str]:
    """Every place where an answer is not what was recorded."""
    here = f"{where}/{expected.name}"
    if said.tag != expected.name:
        yield f"{here}: said {said.tag}"
        return
    if list(said.attrib) != list(expected.attributes):
        yield f"{here}: attributes {list(said.attrib)}"
    for name, (literal, form) in expected.attributes.items():
        yield from _unlike(f"{here}@{name}", said.get(name, ""), literal, form)
    text = (said.text or "").split(" [Support ID")[0]
    yield from _unlike(here, text, expected.literal, expected.format)
    yield from _children(expected, said, here)


def _unlike(where: str, text: str, literal: str | None, form: str | None) -> Iterator[str]:
    if literal is not None and text != literal:
        yield f"{where}: {text!r} is not {literal!r}"
    if form is not None and format_of(text) != form:
        yield f"{where}: {text!r} is no {form}"


def _children(expected: Expected, said: etree._Element, here: str) -> Iterator[str]:
    left = [list(alike) for _, alike in groupby(said, key=lambda child: str(child.tag))]
    for child in expected.children:
        if not left or left[0][0].tag != child.name:
            if child.mark != "?":
                yield f"{here}/{child.name}: said {left[0][0].tag if left else 'nothing'}"
            continue
        alike = left.pop(0)
        if child.mark == "*":
            yield from differences(child, max(alike, key=len), here)
        else:
            yield from differences(child, alike[0], here)
            left[:0] = [alike[1:]] if alike[1:] else []
    yield from (f"{here}: said {alike[0].tag} too" for alike in left)


def recorded_lookups() -> list[Path]:
    """The files of objects whose lookup was recorded."""
    return sorted((FOLDER / "lookups").glob("*.tsv"))


def lookup_lines(answer: etree._Element) -> list[str]:
    """An answer to lookup in the lines of `recorded/lookups`, without those that start with `#`."""
    return [_line("field", *_field(found)) for found in answer.iter("Field")] + [
        _line("relation", *(found.findtext(name) or "" for name in _RELATION)) for found in answer.iter("Relationship")
    ]


_RELATION = ("OBJECTPATH", "OBJECTNAME", "LABEL", "RELATIONSHIPTYPE", "RELATEDBY")
_MARKS = {"required": "REQUIRED", "readonly": "READONLY", "custom": "ISCUSTOM"}


def _field(found: etree._Element) -> tuple[str, ...]:
    marks = " ".join(mark for mark, name in _MARKS.items() if found.findtext(name) == "true")
    values = "|".join(value.text or "" for value in found.iterfind("VALIDVALUES/VALIDVALUE"))
    return (*(found.findtext(name) or "" for name in ("ID", "LABEL", "DATATYPE")), marks, values)


def _line(*cells: str) -> str:
    return "\t".join(cells).rstrip("\t")


def seed(ask: Ask, company: Company) -> None:
    """One record of each kind that is asked for, with values where the recorded ones have some."""
    file = (
        "<attachment><attachmentname>Scan</attachmentname><attachmenttype>pdf</attachmenttype>"
        "<attachmentdata>JVBERg==</attachmentdata></attachment>"
    )
    said = ask.of(
        "<create_supdocfolder><supdocfoldername>Bills</supdocfoldername>"
        "<supdocfolderdescription>Scans</supdocfolderdescription></create_supdocfolder>",
        "<create_supdocfolder><supdocfoldername>Empty</supdocfoldername></create_supdocfolder>",
        "<create_supdoc><supdocid>ATT-1</supdocid><supdocfoldername>Bills</supdocfoldername>"
        f"<attachments>{file}</attachments></create_supdoc>",
        "<create><APBILL><VENDORID>V-2001</VENDORID><RECORDID>B-1</RECORDID><WHENCREATED>11/02/2026</WHENCREATED>"
        "<WHENDUE>12/02/2026</WHENDUE><APBILLITEMS><APBILLITEM><ACCOUNTNO>6100</ACCOUNTNO>"
        "<TRX_AMOUNT>10.00</TRX_AMOUNT><LOCATIONID>US-NYC</LOCATIONID><DEPARTMENTID>20</DEPARTMENTID></APBILLITEM>"
        "</APBILLITEMS></APBILL></create>",
    )
    assert said.errors == []
    company.records.insert(
        "SODOCUMENT",
        {
            "DOCNO": "SO-0254",
            "DOCID": "Sales Order-SO-0254",
            "CUSTVENDID": "C-1001",
            "SUBTOTAL": Decimal(349),
            "TOTAL": Decimal(349),
        },
    )
