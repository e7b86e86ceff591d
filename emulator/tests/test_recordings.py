"""The gateway's own answers, kept as facts, and what this one answers to the same requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Ask
from lxml import etree
from recordings import (
    RecordedAnswer,
    differences,
    lookup_lines,
    parse,
    recorded_answers,
    recorded_lookups,
    seed,
)

from intacct_emulator.gateway.service import XmlGateway
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

ANSWERS = recorded_answers()
LOOKUPS = recorded_lookups()


@pytest.fixture(scope="module")
def ask_blank() -> Iterator[Ask]:
    """A company that has defined nothing of its own."""
    tenants = Tenants(seed=1)
    add_named_companies(tenants, ("blank",))
    gateway = XmlGateway(tenants)
    yield Ask(gateway)
    gateway.close()


def said_like(recorded: RecordedAnswer, ask: Ask) -> etree._Element:
    """The part of our answer that was recorded of theirs."""
    said: etree._Element = ask.of(*recorded.asks, **recorded.options).root
    found = said if recorded.root.name == said.tag else said.find(f".//{recorded.root.name}")
    assert found is not None
    return found


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_the_recorded_one(ask: Ask, company: Company, name: str) -> None:
    """Elements, attributes and their order, formats of values, and the texts that are the gateway's own."""
    seed(ask, company)
    recorded = ANSWERS[name]
    assert list(differences(recorded.root, said_like(recorded, ask))) == []


@pytest.mark.parametrize("name", ANSWERS)
def test_a_recorded_answer_says_where_it_is_from(name: str) -> None:
    """Every file has a title, its evidence and its source."""
    head = ANSWERS[name].head
    assert head["evidence"] in ("recorded", "documented", "client")
    assert head["title"]
    assert head["source"]


@pytest.mark.parametrize("path", LOOKUPS, ids=lambda path: path.stem)
def test_lookup_is_the_recorded_one(ask_blank: Ask, path: Path) -> None:
    """Fields and relations in order, with their labels, types, marks and valid values."""
    recorded = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    said = ask_blank.of(f"<lookup><object>{path.stem}</object></lookup>", company="blank")
    assert lookup_lines(said.root) == recorded


def test_the_recordings_are_all_there() -> None:
    """None is lost on the way: a glob that finds nothing would prove nothing."""
    assert (len(ANSWERS), len(LOOKUPS)) == (24, 30)


FACTS = "data @listtype=project @count ~ number\n  project *\n    NAME ~ text\n    STATUS = active\n    CLASS ?\n"
GOOD = (
    '<data listtype="project" count="2"><project><NAME>a</NAME></project>'
    "<project><NAME>b</NAME><STATUS>active</STATUS></project></data>"
)


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("<NAME>b</NAME>", "<NAME/>", "/data/project/NAME: '' is no text"),
        ("active", "inactive", "/data/project/STATUS: 'inactive' is not 'active'"),
        (' count="2"', "", "/data: attributes ['listtype']"),
        ('count="2"', 'count="x"', "/data@count: 'x' is no number"),
        ("</data>", "<more/></data>", "/data: said more too"),
        ("<STATUS>active</STATUS>", "<CLASS/>", "/data/project/STATUS: said CLASS"),
        ("<NAME>b</NAME>", "<NAME>b</NAME><NAME>c</NAME>", "/data/project/STATUS: said NAME"),
    ],
)
def test_a_difference_is_noticed(old: str, new: str, difference: str) -> None:
    """The comparison can fail: for a text, a format, an attribute, an element too many, too few or in another place."""
    facts = parse(f"title: x\n\n{FACTS}")
    assert list(differences(facts.root, etree.fromstring(GOOD))) == []
    assert difference in list(differences(facts.root, etree.fromstring(GOOD.replace(old, new))))
