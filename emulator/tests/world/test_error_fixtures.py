"""Errors kept as fixtures: each folder is complete, its request gets the answer it keeps, and its note is true."""

import re
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from asking import Ask, dumped
from lxml import etree

from intacct_emulator.resources import fixtures_folder
from intacct_emulator.tenancy.company import Company

FOLDER = fixtures_folder() / "errors"
PARTS = ("request.xml", "expected.xml", "note.md")
CASES = sorted(path for path in FOLDER.iterdir() if path.is_dir())
ANY = re.escape("{any}")
PROJECT = FOLDER / "ar-invoice-unknown-project"


def missing(folder: Path) -> list[str]:
    """The parts a folder lacks or has empty."""
    return [name for name in PARTS if not (folder / name).is_file() or not (folder / name).stat().st_size]


def matches(expected: str | None, said: str | None) -> bool:
    """Whether a text is the expected one, `{any}` in that standing for any text but none."""
    pattern = re.escape((expected or "").strip()).replace(ANY, ".+")
    return re.fullmatch(pattern, (said or "").strip(), re.DOTALL) is not None


def differences(expected: etree._Element | None, said: etree._Element | None, where: str = "") -> list[str]:
    """Every place where two answers differ in elements, their order, attributes or texts."""
    if expected is None or said is None or expected.tag != said.tag:
        names = ["nothing" if element is None else element.tag for element in (expected, said)]
        return [f"{where}: expected {names[0]}, said {names[1]}"]
    place = f"{where}/{expected.tag}"
    found = [
        f"{place}: expected {one!r}, said {other!r}"
        for one, other in ((expected.text, said.text), (expected.tail, said.tail))
        if not matches(one, other)
    ]
    for name in sorted({*expected.attrib, *said.attrib}):
        if name not in expected.attrib or name not in said.attrib or not matches(expected.get(name), said.get(name)):
            found.append(f"{place}@{name}: expected {expected.get(name)!r}, said {said.get(name)!r}")
    for one, other in zip_longest(expected, said):
        found += differences(one, other, place)
    return found


def test_there_are_cases_and_every_folder_is_complete() -> None:
    """A case without its request, its answer or its note is found out, whatever it is called."""
    assert PROJECT in CASES
    assert {case.name: lacking for case in CASES if (lacking := missing(case))} == {}


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_or_empty_part_is_noticed(tmp_path: Path, part: str) -> None:
    """The check above can fail: for each part, absent or empty."""
    for name in PARTS:
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert missing(tmp_path) == []
    (tmp_path / part).write_text("", encoding="utf-8")
    assert missing(tmp_path) == [part]
    (tmp_path / part).unlink()
    assert missing(tmp_path) == [part]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_request_gets_the_answer_it_keeps(ask: Ask, company: Company, case: Path) -> None:
    """Replayed through the whole gateway, element by element; it fails as kept, twice alike, and writes nothing."""
    expected = etree.fromstring((case / "expected.xml").read_bytes())
    assert expected.findtext(".//error/errorno"), "a kept error has an error"
    before = dumped(company.database)
    for _ in range(2):
        said = ask.raw((case / "request.xml").read_bytes())
        assert differences(expected, said.root) == []
    assert dumped(company.database) == before


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("<a x='1'><b>text</b><c>one 2</c></a>", []),
        ("<a x='1'>\n <b> text</b>\n <c>one three</c></a>", []),
        ("<a x='1'><b>text</b><c>one </c></a>", ["/a/c"]),
        ("<a x='2'><b>text</b><c>one 2</c></a>", ["/a@x"]),
        ("<a><b>text</b><c>one 2</c></a>", ["/a@x"]),
        ("<a x='1' y=''><b>text</b><c>one 2</c></a>", ["/a@y"]),
        ("<a x='1'><b>Text</b><c>one 2</c></a>", ["/a/b"]),
        ("<a x='1'><c>one 2</c><b>text</b></a>", ["/a", "/a"]),
        ("<a x='1'><b>text</b></a>", ["/a"]),
        ("<a x='1'><b>text</b><c>one 2</c><d/></a>", ["/a"]),
        ("<a x='1'><b>text</b>more<c>one 2</c></a>", ["/a/b"]),
    ],
)
def test_the_comparison_sees_what_differs(said: str, found: Any) -> None:
    """Names, order, attributes, texts, more and fewer elements; white space around texts is the writer's affair."""
    expected = etree.fromstring("<a x='1'>\n  <b>text</b><c>one {any}</c></a>")
    assert [difference.partition(":")[0] for difference in differences(expected, etree.fromstring(said))] == found


def test_what_varies_is_left_open_and_nothing_else() -> None:
    """`{any}` stands for the two times and the support id; the project and the document are in the texts."""
    text = (PROJECT / "expected.xml").read_text(encoding="utf-8")
    assert re.findall(r"<(\w+)>[^<]*\{any\}", text) == ["sessiontimestamp", "sessiontimeout", "description2"]
    assert "P-9999" in text
    assert "INV-UNKNOWN-PROJECT" in text
    for case in CASES:
        if "{any}" in (case / "expected.xml").read_text(encoding="utf-8"):
            assert "`{any}`" in (case / "note.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("project", ["P-1001", "P-1002"])
def test_the_remedy_of_the_unknown_project_is_one(ask: Ask, company: Company, project: str) -> None:
    """With a project the note names, the refused invoice is saved whole, under the first number: none was used up."""
    request = (PROJECT / "request.xml").read_bytes()
    ask.raw(request)
    assert f"`{project}`" in (PROJECT / "note.md").read_text(encoding="utf-8")
    said = ask.raw(request.replace(b"P-9999", project.encode()))
    assert said.errors == []
    assert said.key == "1"
    assert len(company.records.where("ARINVOICEITEM")) == 2
    customer = company.records.find("CUSTOMER", "C-1001")
    known = company.records.find("PROJECT", project)
    assert customer is not None
    assert known is not None
    assert known.text("CUSTOMERID") == customer.id


def test_creating_the_project_makes_the_same_request_pass(ask: Ask) -> None:
    """The note's other remedy: the request is repeated unchanged."""
    project = "<PROJECTID>P-9999</PROJECTID><NAME>New</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY>"
    place = "<LOCATIONID>US-NYC</LOCATIONID>"
    assert ask.of(f"<create><PROJECT>{project}{place}</PROJECT></create>").errors == []
    assert ask.raw((PROJECT / "request.xml").read_bytes()).errors == []


def test_the_error_calls_projects_what_the_company_calls_them(ask: Ask, company: Company) -> None:
    """As the note says of companies with their own words."""
    company.profile = replace(company.profile, terminology={"Project": "Engagement"})
    said = ask.raw((PROJECT / "request.xml").read_bytes())
    assert said.errors[0][1] == "Invalid Engagement 'P-9999' specified."
