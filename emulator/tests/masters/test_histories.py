"""Random histories of masters."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from intacct_emulator.books.views import VIEWS
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.errors import GatewayError
from intacct_emulator.masters.references import references_of
from intacct_emulator.tenancy.open_company import CompanyParts, open_company

from .conftest import Desk, profile

CATALOGUE = Catalogue()
OBJECTS = ("CLASS", "CUSTOMER", "PROJECT", "CONTACT", "LOCATION", "LOCATIONENTITY")
IDS = st.sampled_from(("A", "B"))
REFERENCE = st.sampled_from((None, None, None, "A", "A", "B", ""))
ADDRESS = st.sampled_from((None, None, None, None, "a@example.com", "@example.com"))
STEPS = st.tuples(
    st.sampled_from(("create", "update", "delete")),
    st.sampled_from(OBJECTS),
    IDS,
    st.fixed_dictionaries(
        {
            "NEW_ID": REFERENCE,
            "NAME": st.sampled_from(("One", "Two", "Three", "Four", "Five", "")),
            "PARENTID": REFERENCE,
            "CUSTOMERID": REFERENCE,
            "CLASSID": REFERENCE,
            "BILLTO__CONTACTNAME": REFERENCE,
            "DISPLAYCONTACT__EMAIL1": ADDRESS,
            "EMAIL1": ADDRESS,
        }
    ),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(STEPS, min_size=10, max_size=30))
def test_any_history_leaves_consistent_masters(steps: Any) -> None:
    """After every request, failed or not: ids are unique, references hold, hierarchies end, versions match contacts;
    and a failed request has changed nothing."""
    desk = Desk(open_company(None, CATALOGUE, Clock(), CompanyParts(VIEWS)))
    desk.company.profile = profile()
    try:
        for name in ("CONTACT", "CLASS", "CUSTOMER", "PROJECT", "LOCATIONENTITY"):
            _step(desk, "create", name, "A", {"NAME": "First"})
        for verb, name, id_value, texts in steps:
            before = _everything(desk)
            try:
                _step(desk, verb, name, id_value, texts)
            except GatewayError:
                assert _everything(desk) == before
            _check(desk)
    finally:
        desk.company.close()


def _step(desk: Desk, verb: str, name: str, id_value: str, texts: dict[str, str | None]) -> None:
    definition = CATALOGUE[name]
    given_texts: dict[str, str | None] = {key: text for key, text in texts.items() if text is not None}
    given_texts |= {"TITLE": texts["NAME"], "PRINTAS": texts["NAME"], "PROJECTCATEGORY": "Contract"}
    if verb == "create":
        desk.create(name, **{**given_texts, str(definition.id_field): id_value})
        return
    record = desk.company.records.find(name, id_value)
    if record is not None and verb == "update":
        desk.update(name, record, **{**given_texts, str(definition.id_field): texts["NEW_ID"] or id_value})
    elif record is not None:
        desk.delete(name, record)


def _everything(desk: Desk) -> dict[str, list[dict[str, object]]]:
    return {name: desk.rows(name) for name in (*OBJECTS, "CONTACTVERSION")}


def _check(desk: Desk) -> None:
    store = desk.company.records
    for name in OBJECTS:
        if name == "LOCATIONENTITY":
            continue
        definition = CATALOGUE[name]
        rows = store.where(name)
        assert len({record.id for record in rows}) == len(rows)
        for reference in references_of(CATALOGUE, definition).values():
            targets = {other[reference.to] for other in store.where(reference.target.name)}
            if "create" in reference.target.verbs and reference.target.name != "USERINFO":
                assert {record[reference.field] for record in rows} - {None} <= targets
        parents = {record.id: record["PARENTID"] for record in rows if "PARENTID" in definition.fields_by_id}
        for start in parents:
            seen: set[object] = set()
            at: str | int | None = start
            while at is not None:
                assert at not in seen
                seen.add(at)
                at = parents[str(at)]
    contacts = {record.key for record in store.where("CONTACT")}
    assert {version["CONTACTKEY"] for version in store.where("CONTACTVERSION")} == contacts
