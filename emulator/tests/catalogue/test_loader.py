"""The catalogue's loader: lazy, in any letter case, and fast."""

import json
import time
from pathlib import Path

import pytest

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import Level


def test_an_object_is_found_in_any_letter_case() -> None:
    """Clients spell object names as they like."""
    catalogue = Catalogue()
    assert catalogue.find("customer") is catalogue.find("CUSTOMER") is catalogue["Customer"]


def test_an_unknown_object_is_none() -> None:
    """The caller words the error."""
    assert Catalogue().find("NOSUCHOBJECT") is None


def test_loading_an_object_is_fast() -> None:
    """The median object loads in well under two milliseconds, so start-up does not grow with the catalogue."""
    catalogue = Catalogue()
    names = catalogue.names()
    times = []
    for name in names:
        started = time.perf_counter()
        catalogue[name]
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.002


def test_a_word_that_no_field_has_is_found_when_the_object_is_read(tmp_path: Path) -> None:
    """A misspelled fact would be a fact that is silently missing."""
    (tmp_path / "co").mkdir()
    facts = {"level": "kept", "evidence": "inferred", "fields": [{"id": "NAME", "type": "TEXT", "requird": True}]}
    (tmp_path / "co" / "THING.json").write_text(json.dumps({"name": "THING", **facts}))
    with pytest.raises(TypeError, match="requird"):
        Catalogue(tmp_path).find("THING")


def test_all_facts_of_an_object_come_from_its_file(tmp_path: Path) -> None:
    """What a new record must bring or gets, formulas, indexes and levels are read with the fields."""
    (tmp_path / "co").mkdir()
    fields = [
        {"id": "RECORDNO", "type": "INTEGER"},
        {"id": "NAME", "type": "TEXT", "required_on_create": True},
        {"id": "COLOUR", "type": "TEXT", "default": "red"},
        {"id": "LONG", "type": "TEXT", "formula": "{row}.NAME || {row}.COLOUR"},
        {"id": "RECORD_URL", "type": "TEXT", "computed": True},
    ]
    facts = {"level": "not built", "levels": {"create": "kept"}, "evidence": "inferred", "index": ["COLOUR"]}
    (tmp_path / "co" / "THING.json").write_text(json.dumps({"name": "THING", **facts, "fields": fields}))
    thing = Catalogue(tmp_path)["thing"]
    assert [field.id for field in thing.fields if field.required_on_create] == ["NAME"]
    assert [field.default for field in thing.fields] == [None, None, "red", None, None]
    assert thing.columns == ("RECORDNO", "NAME", "COLOUR")
    assert thing.fields_by_id["LONG"].formula == "{row}.NAME || {row}.COLOUR"
    assert "hex('THING:' || {row}.\"RECORDNO\")" in str(thing.fields_by_id["RECORD_URL"].formula)
    assert (thing.indexes, thing.level_of("create"), thing.level_of("update")) == (
        ("COLOUR",),
        Level.KEPT,
        Level.NOT_BUILT,
    )
