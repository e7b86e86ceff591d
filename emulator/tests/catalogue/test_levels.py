"""How far objects go, and the verbs they have: against the reference pages, and against each other."""

import csv
from pathlib import Path

import pytest

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import READ, Level

CATALOGUE = Catalogue()
_TABLE = Path(__file__).with_name("documented_verbs.tsv")
WRITING = frozenset({"create", "update", "delete"})


def documented() -> list[tuple[str, str]]:
    """Object and verb of every generic function that a reference page of the vendor describes."""
    with _TABLE.open(newline="") as table:
        return [(row["object"], row["verb"]) for row in csv.DictReader(table, delimiter="\t")]


DOCUMENTED = documented()


def test_the_table_is_whole() -> None:
    """Each object and verb stands in it once, and it has the writes of all reference pages."""
    assert len(set(DOCUMENTED)) == len(DOCUMENTED) > 1000
    assert sum(verb in WRITING for _, verb in DOCUMENTED) == 275


@pytest.mark.parametrize(("name", "verb"), DOCUMENTED)
def test_a_documented_verb_is_not_refused(name: str, verb: str) -> None:
    """What a page documents works or is a gap: the gateway's refusal of the verb would be a lie."""
    assert verb in CATALOGUE[name].verbs


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_lines_are_built_with_their_owner(name: str) -> None:
    """Lines of what is not built are not built either, and those of anything else are."""
    definition = CATALOGUE[name]
    for collection in definition.lines:
        line = CATALOGUE[collection.object]
        assert (line.level is Level.NOT_BUILT) == (definition.level is Level.NOT_BUILT), collection.object


@pytest.mark.parametrize("name", CATALOGUE.names())
def test_levels_of_verbs_differ_from_the_objects_own(name: str) -> None:
    """A level of one verb says something: it is of a verb the object has, and another one than the object's."""
    definition = CATALOGUE[name]
    for verb, level in definition.levels.items():
        assert verb in WRITING | {READ}
        assert verb == READ or verb in definition.verbs
        assert level is not definition.level


def test_derived_objects_are_not_created() -> None:
    """Rows that follow from others cannot be made by a request as well."""
    assert [d.name for d in CATALOGUE if d.derived and "create" in d.verbs] == []
