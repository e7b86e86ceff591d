"""Differential test: what the catalogue knows equals 260 recorded answers to `<lookup>`, all but the descriptions."""

from pathlib import Path

import pytest
from lxml import etree

from intacct_emulator.catalogue.loader import Catalogue

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "reference" / "lookup"
ANSWERS = sorted(RECORDED.glob("*.xml"))

pytestmark = pytest.mark.skipif(not ANSWERS, reason="the recorded lookup answers are not on this machine")

# (object, field or relationship) -> why it differs. Empty: nothing does.
DIFFERENCES: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue()


def flag(value: bool) -> str:
    return "true" if value else "false"


def recorded_fields(answer: etree._Element) -> list[tuple[object, ...]]:
    return [
        (
            field.findtext("ID"),
            field.findtext("LABEL"),
            field.findtext("DATATYPE"),
            field.findtext("REQUIRED"),
            field.findtext("READONLY"),
            tuple(value.text or "" for value in field.iterfind("VALIDVALUES/VALIDVALUE")),
            field.findtext("ISCUSTOM"),
        )
        for field in answer.iter("Field")
    ]


def recorded_relationships(answer: etree._Element) -> list[tuple[object, ...]]:
    names = ("OBJECTPATH", "OBJECTNAME", "LABEL", "RELATIONSHIPTYPE", "RELATEDBY")
    return [tuple(r.findtext(name) or "" for name in names) for r in answer.iter("Relationship")]


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_lookup_equals_the_recorded_answer(path: Path, catalogue: Catalogue) -> None:
    """Same fields and relationships in the same order, with the same labels, types, flags and valid values."""
    answer = etree.parse(path).getroot().find("Type")
    assert answer is not None
    definition = catalogue[path.stem]
    assert definition.name == answer.get("Name")
    assert definition.document_type == answer.get("DocumentType")
    ours = [
        (
            f.id,
            f.label,
            f.lookup_type.value,
            flag(f.required),
            flag(f.readonly),
            f.listed_values,
            flag(f.custom),
        )
        for f in definition.listed_fields
        if (path.stem, f.id) not in DIFFERENCES
    ]
    theirs = [f for f in recorded_fields(answer) if (path.stem, f[0]) not in DIFFERENCES]
    assert ours == theirs
    relationships = [(r.path, r.object, r.label, r.type, r.related_by) for r in definition.visible_relationships]
    assert relationships == recorded_relationships(answer)


def test_every_recorded_answer_is_compared() -> None:
    """The recording has 260 answers: none is lost on the way."""
    assert len(ANSWERS) == 260
