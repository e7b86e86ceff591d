"""What the shipped companies promise: their records fit the catalogue, and northfield is what the docs say."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from intacct_emulator.catalogue.company import CompanyCatalogue
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import Level
from intacct_emulator.catalogue.values import parse, parse_date
from intacct_emulator.resources import fixtures_folder
from intacct_emulator.world.fixtures import (
    CompanyFixture,
    RecordBatch,
    Row,
    available_companies,
    read_company,
)

CATALOGUE = Catalogue()
SHIPPED = available_companies()
# The product makes these in pages of its own, or by functions of their own, and not by `create` (documented).
MADE_OTHERWISE = {"CHECKINGACCOUNT", "SAVINGSACCOUNT", "CREDITCARD", "EXCHANGERATETYPES"}


def batches(company: CompanyFixture) -> Iterator[RecordBatch]:
    """The record files of a company."""
    return (batch for batch in company.batches if isinstance(batch, RecordBatch))


def catalogue_of(company: CompanyFixture) -> Catalogue:
    """The catalogue with what the company added."""
    return CompanyCatalogue.checked(CATALOGUE, company.customization)


def rows(company: CompanyFixture, name: str) -> list[Row]:
    """The records of one object."""
    return [row for batch in batches(company) if batch.object_name == name for row in batch.rows]


def ids(company: CompanyFixture, name: str) -> list[str]:
    """The ids of one object's records."""
    field = CATALOGUE[name].id_field
    assert field is not None
    return [str(row[field]) for row in rows(company, name)]


@pytest.fixture(params=SHIPPED)
def shipped(request: pytest.FixtureRequest) -> CompanyFixture:
    """Each company that comes with the emulator."""
    return read_company(str(request.param))


@pytest.fixture
def northfield() -> CompanyFixture:
    """The demo company."""
    return read_company("northfield")


def test_shipped_companies_do_not_pretend(shipped: CompanyFixture) -> None:
    """No record of theirs would have effects in the product that are missing here."""
    catalogue = catalogue_of(shipped)
    loaded = [catalogue[batch.object_name] for batch in batches(shipped)]
    assert loaded
    assert [entry.name for entry in loaded if entry.level_of("create") is Level.NOT_BUILT] == []


def test_the_promised_companies_are_there(northfield: CompanyFixture) -> None:
    """northfield with its mirror, and blank, are found by id."""
    assert SHIPPED == ("blank", "lakeshore", "northfield")
    assert northfield.company_ids == ("northfield", "northfield-sandbox")
    assert northfield.multi_entity
    assert not read_company("blank").multi_entity


def test_every_column_is_something_a_create_request_may_carry(shipped: CompanyFixture) -> None:
    """Columns are writable fields, fields inside a write-only block, or write-only parameters of a creatable object,
    or of one that is made otherwise than by `create`."""
    catalogue = catalogue_of(shipped)
    for batch in batches(shipped):
        definition = catalogue.find(batch.object_name)
        assert definition is not None, batch.path
        assert "create" in definition.verbs or batch.object_name in MADE_OTHERWISE, batch.path
        for column in batch.rows[0]:
            field = definition.find(column)
            if field is None:
                assert column in definition.write_only, (batch.path, column)
                continue
            inside = "." in column and column.split(".")[0] in definition.write_only
            assert not field.readonly, (batch.path, column)
            assert not field.computed, (batch.path, column)
            assert field.read_from is None or inside, (batch.path, column)


def test_every_value_is_a_value_of_its_field(shipped: CompanyFixture) -> None:
    """Each cell parses, and none carries blanks at its ends or is sent for a choice in other than its own spelling."""
    catalogue = catalogue_of(shipped)
    for batch in batches(shipped):
        definition = catalogue[batch.object_name]
        for row, line in zip(batch.rows, batch.lines, strict=True):
            for column, text in row.items():
                place = (batch.path.name, line, column)
                field = definition.find(column)
                if text is None:
                    assert field is None or not field.required or field.read_from or "." in column, place
                    continue
                assert text == text.strip(), place
                if field is not None:
                    assert parse(field, text) is not None, place
                    assert not field.values or text in field.values, place


def test_every_required_field_is_given(shipped: CompanyFixture) -> None:
    """No record lacks an id or another field that lookup calls required, but for contacts, which make themselves."""
    catalogue = catalogue_of(shipped)
    for batch in batches(shipped):
        for field in catalogue[batch.object_name].fields:
            if field.required and not field.readonly and "." not in field.id:
                assert all(row.get(field.id.upper()) for row in batch.rows), (batch.path, field.id)


def test_ids_are_distinct(shipped: CompanyFixture) -> None:
    """No two records of an object share the values that have to be unique."""
    catalogue = catalogue_of(shipped)
    seen: Counter[tuple[str, ...]] = Counter()
    for batch in batches(shipped):
        definition = catalogue[batch.object_name]
        for group in definition.unique:
            seen.update((definition.table, *group, *(str(row[name]) for name in group)) for row in batch.rows)
    assert [key for key, count in seen.items() if count > 1] == []
    assert seen


def test_records_name_only_what_was_created_before_them(shipped: CompanyFixture) -> None:
    """Every reference resolves to an earlier line or file, so loading in order cannot fail on one."""
    catalogue = catalogue_of(shipped)
    traded = shipped.currencies.transaction if shipped.currencies is not None else ()
    known: set[tuple[str, str, str]] = {("TRXCURRENCIES", "CODE", code) for code in traded}
    checked = 0
    for batch in batches(shipped):
        definition = catalogue[batch.object_name]
        columns = batch.rows[0].keys() - {str(definition.id_field).upper()}
        named = {r.by: (catalogue[r.object], r.to) for r in definition.relationships if r.by in columns}
        named |= {
            f.id: (catalogue[f.reference], catalogue[f.reference].id_field or "")
            for f in definition.fields
            if f.reference and f.id in columns
        }
        # A relation is named by the id of its record, and kept by its key.
        by_name = {f.id for f in definition.custom_fields if f.by_name}
        named |= {name: (target, str(target.id_field)) for name, (target, _) in named.items() if name in by_name}
        for row, line in zip(batch.rows, batch.lines, strict=True):
            for column, (target, field) in named.items():
                if (text := row[column]) is not None:
                    assert (target.table, field.upper(), text) in known, (batch.path.name, line, column, text)
                    checked += 1
            assert definition.id_field is not None
            natural = definition.id_field.upper()
            known.add((definition.table, natural, str(row[natural])))
    assert checked


def test_accounts_and_journals_of_the_setup_are_active_and_fit(shipped: CompanyFixture) -> None:
    """Control accounts are marked as such; the journals of the setup exist; income and expense close into equity."""
    accounts = {row["ACCOUNTNO"]: row for row in rows(shipped, "GLACCOUNT")}
    journals = {row["SYMBOL"] for row in rows(shipped, "JOURNAL") if row["STATUS"] == "active"}
    for setup, kind in ((shipped.receivables, "Receivables account"), (shipped.payables, "Payables account")):
        assert accounts[setup.control_account]["ALTERNATIVEACCOUNT"] == kind
        assert accounts[setup.control_account]["STATUS"] == "active"
        # Control rows carry their line's dimensions: a control account that insists on one would block bare lines.
        assert not any(name.startswith("REQUIRE") and value for name, value in accounts[setup.control_account].items())
        assert setup.journal in journals
    assert {shipped.general_journal, shipped.cash.receipts_journal, shipped.cash.disbursements_journal} <= journals
    for account in accounts.values():
        closes = account["ACCOUNTTYPE"] == "incomestatement"
        assert (account["CLOSINGTYPE"] == "closing account") is closes
        assert (account["CLOSINGACCOUNTNO"] is not None) is closes
        if closes:
            assert accounts[account["CLOSINGACCOUNTNO"]]["CLOSINGTYPE"] == "closed to account"


def test_budget_periods_cover_their_years_without_gap_or_overlap(shipped: CompanyFixture) -> None:
    """Months follow one another day by day; quarters and years are made of whole months."""
    spans = []
    for row in rows(shipped, "REPORTINGPERIOD"):
        start, end = parse_date(str(row["START_DATE"])), parse_date(str(row["END_DATE"]))
        assert start is not None
        assert end is not None
        assert start < end
        spans.append((start, end, row["BUDGETING"] == "true"))
    months = sorted((start, end) for start, end, budgeting in spans if budgeting)
    assert all((after[0] - before[1]).days == 1 for before, after in pairwise(months))
    assert {start for start, _, _ in spans} <= {start for start, _ in months}
    assert {end for _, end, _ in spans} <= {end for _, end in months}
    assert len(months) % 12 == 0


def test_signing_in_is_the_same_everywhere(shipped: CompanyFixture) -> None:
    """Every company knows the local sender and the full user; addresses are reserved for examples."""
    assert [(sender.id, sender.password) for sender in shipped.senders] == [("local_sender", "local_sender_secret")]
    wsuser = shipped.users[0]
    assert (wsuser.login, wsuser.password, wsuser.permissions) == ("wsuser", "wsuser_secret", None)
    for batch in batches(shipped):
        for row in batch.rows:
            addresses = [text for column, text in row.items() if column.endswith("EMAIL1")]
            assert all(str(address).endswith(".example.com") for address in addresses), (batch.path.name, row)
    assert all(user.email.endswith(".example.com") for user in shipped.users)


def test_users_have_the_form_of_the_catalogue(shipped: CompanyFixture) -> None:
    """User types and admin levels are ones USERINFO knows; dimensions are objects; users are kept to real entities."""
    userinfo = CATALOGUE["USERINFO"]
    for user in shipped.users:
        for column, text in (("USERTYPE", user.type), ("ADMIN", user.admin)):
            field = userinfo.find(column)
            assert field is not None
            assert text in field.values
        assert set(user.entities) <= set(ids(shipped, "LOCATIONENTITY"))
    assert all(CATALOGUE.find(dimension) for dimension in shipped.dimensions)
    assert len(set(shipped.dimensions)) == 8


def test_northfield_has_what_was_promised(northfield: CompanyFixture) -> None:
    """The number of records of each kind, and the special cases every kind has for provoking errors."""
    count = Counter({batch.object_name: len(batch.rows) for batch in batches(northfield)})
    assert (count["LOCATIONENTITY"], count["DEPARTMENT"], count["CLASS"]) == (2, 6, 4)
    assert (count["PROJECT"], count["CUSTOMER"], count["VENDOR"]) == (12, 20, 10)
    assert (count["EMPLOYEE"], count["ITEM"], count["REPORTINGPERIOD"]) == (8, 10, 2 * (12 + 4 + 1))
    assert 58 <= count["GLACCOUNT"] <= 66
    inactive = {
        batch.object_name: sum(row.get("STATUS") == "inactive" for row in batch.rows) for batch in batches(northfield)
    }
    assert (inactive["CUSTOMER"], inactive["VENDOR"], inactive["PROJECT"]) == (1, 1, 2)
    assert all(inactive[name] == 1 for name in ("GLACCOUNT", "LOCATION", "JOURNAL", "EMPLOYEE", "ITEM", "ARTERM"))
    assert [row["CUSTOMERID"] for row in rows(northfield, "CUSTOMER") if row["ONHOLD"] == "true"] == ["C-1017"]
    for dimension in ("DEPT", "LOC", "PROJECT", "EMPLOYEE", "VENDOR"):
        assert any(row[f"REQUIRE{dimension}"] == "true" for row in rows(northfield, "GLACCOUNT")), dimension


@pytest.mark.parametrize("name", ["ARTERM", "APTERM"])
def test_terms_use_every_way_of_counting_the_due_day(northfield: CompanyFixture, name: str) -> None:
    """Each value of DUEFROM has an active term, so every due-date rule can be tried."""
    field = CATALOGUE[name].find("DUEFROM")
    assert field is not None
    used = {row["DUEFROM"] for row in rows(northfield, name) if row["STATUS"] == "active"}
    assert used == set(field.values)


def test_every_location_lies_below_an_entity(northfield: CompanyFixture) -> None:
    """The branch of each location ends in an entity, which is whose books its lines belong to."""
    parents = {row["LOCATIONID"]: row["PARENTID"] for row in rows(northfield, "LOCATION")}
    entities = set(ids(northfield, "LOCATIONENTITY"))
    active = {str(row["PARENTID"]) for row in rows(northfield, "LOCATION") if row["STATUS"] == "active"}
    assert set(parents.values()) == active == entities


def test_the_second_user_reaches_receivables_and_ledger_but_no_payables(northfield: CompanyFixture) -> None:
    """Its policies are those the catalogue asks for; vendors and bills are not among them."""
    user = northfield.users[1]
    assert (user.login, user.password) == ("argl_user", "argl_user_secret")
    people = northfield.people
    names = {*user.roles, *(role for group in people.groups if user.login in group.members for role in group.roles)}
    rights = {
        policy: given for role in people.roles if role.name in names for policy, given in role.permissions.items()
    }
    policies = {(definition.application, definition.policy) for definition in CATALOGUE}
    assert rights.keys() <= policies
    for name in ("ARINVOICE", "CUSTOMER", "GLBATCH"):
        definition = CATALOGUE[name]
        assert {"List", "View", "Add"} <= set(rights[definition.application, definition.policy])
    for name in ("APBILL", "VENDOR", "APTERM", "USERINFO"):
        definition = CATALOGUE[name]
        assert (definition.application, definition.policy) not in rights
    changing = {application for (application, _), given in rights.items() if "Delete" in given}
    assert changing == {"Accounts Receivable", "General Ledger"}


def test_the_unknown_project_is_the_only_fault_of_its_request(northfield: CompanyFixture) -> None:
    """Credentials and every other id of the request exist, so that its answer can only be about the project."""
    folder = fixtures_folder() / "errors" / "ar-invoice-unknown-project"
    request = ET.parse(folder / "request.xml").getroot()

    def texts(name: str) -> set[str]:
        return {str(element.text) for element in request.iter(name)}

    sender, user = northfield.senders[0], northfield.users[0]
    assert (texts("senderid"), texts("userid")) == ({sender.id}, {user.login})
    assert texts("password") == {sender.password, user.password}
    assert texts("companyid") == {northfield.id}
    assert texts("PROJECTID") - set(ids(northfield, "PROJECT")) == {"P-9999"}
    for element, name in (
        ("CUSTOMERID", "CUSTOMER"),
        ("LOCATIONID", "LOCATION"),
        ("DEPARTMENTID", "DEPARTMENT"),
        ("ACCOUNTNO", "GLACCOUNT"),
        ("TERMNAME", "ARTERM"),
    ):
        assert texts(element), element
        assert texts(element) <= set(ids(northfield, name)), element
    assert "@request.xml" in (folder / "note.md").read_text(encoding="utf-8")
