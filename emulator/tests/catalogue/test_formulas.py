"""Formulas of calculated fields: shared ones by name, and the deep link."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import intacct_emulator.catalogue.formulas
from intacct_emulator.catalogue.formulas import Formulas, record_url

OBJECTS = Path(intacct_emulator.catalogue.formulas.__file__).parent / "objects"


@pytest.fixture
def formulas(tmp_path: Path) -> Formulas:
    shared = {"half": "{row}.TOTAL / 2", "sign": ["CASE WHEN {half} > 5", "THEN 'large' ELSE 'small' END"]}
    (tmp_path / "_formulas.json").write_text(json.dumps(shared))
    return Formulas(tmp_path)


def test_a_formula_of_its_own_stays_as_it_is(formulas: Formulas) -> None:
    """SQL over the row is not touched; the row's alias is filled in where the statement is made."""
    assert formulas.expanded("{row}.RECORDNO + :today") == "{row}.RECORDNO + :today"


def test_a_shared_formula_is_filled_in_with_those_it_names(formulas: Formulas) -> None:
    """A name stands for the shared formula, whose lines are one text and may name others."""
    assert formulas.expanded("@sign") == "CASE WHEN {row}.TOTAL / 2 > 5 THEN 'large' ELSE 'small' END"


def test_an_unknown_name_is_a_bug_of_the_data(formulas: Formulas) -> None:
    """A formula that is not there fails when the object is read, not when a request reads a row."""
    with pytest.raises(KeyError):
        formulas.expanded("@quarter")


def test_the_deep_link_names_object_and_record() -> None:
    """RECORD_URL differs by object and record: its token is the hexadecimal form of both."""
    formula = record_url("CLASS", "RECORDNO").replace("{row}", "r")
    with closing(sqlite3.connect(":memory:")) as database:
        row = database.execute(f'SELECT {formula} FROM (SELECT 7 AS "RECORDNO") AS r').fetchone()
    assert row == ("https://www.intacct.com/ia/acct/ur.phtml?.r=434C4153533A37",)


def test_no_file_says_a_thing_twice() -> None:
    """Of two entries of one name the later would silently stand for both, in any data file of the catalogue."""
    twice: list[str] = []

    def noted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        twice.extend(name for name in names if names.count(name) > 1)
        return dict(pairs)

    for path in OBJECTS.rglob("*.json"):
        json.loads(path.read_bytes(), object_pairs_hook=noted)
    assert twice == []
