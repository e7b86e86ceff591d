"""Rules of fields that a company added: required ones, checkboxes, relations, on any kind of record."""

import pytest

from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomObject,
    CustomRelation,
    FieldKind,
)
from intacct_emulator.errors import GatewayError
from intacct_emulator.masters.customized import CustomizedWriter
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

DEFINED = Customization(
    fields=(
        CustomField("CUSTOMER", "VIP", "Important", FieldKind.CHECKBOX),
        CustomField("CUSTOMER", "TIER", "Tier", FieldKind.PICKLIST, required=True, values=("Gold", "Tin")),
        CustomField("CUSTOMER", "GOODS", "Goods", FieldKind.MULTIPICK, values=("Tea", "Ink")),
        CustomField("GLBATCH", "CHECKED_ON", "Checked on", FieldKind.DATE),
        CustomField("GLENTRY", "WEIGHT", "Weight", FieldKind.NUMBER, decimals=3),
        CustomField("ARINVOICEITEM", "BILLED_BY", "Billed by", required=True),
        CustomField("asset", "cost", "Cost", FieldKind.CURRENCY),
    ),
    objects=(CustomObject("asset", "Asset", "Assets"),),
    relations=(
        CustomRelation("R_asset_customer", "asset", "CUSTOMER", "RCUSTOMER", "Customer"),
        CustomRelation("R_customer_asset", "CUSTOMER", "asset", "RASSET", "Asset"),
    ),
)


@pytest.fixture
def company(company: Company) -> Company:
    """Northfield with other definitions than its own."""
    company.customization = DEFINED
    return company


def create(company: Company, name: str, **texts: str | None) -> Record:
    definition = company.catalogue[name]
    return writer_for(company, definition).create(draft_from_texts(dict(texts), definition))


def update(company: Company, record: Record, **texts: str | None) -> Record:
    definition = record.definition
    return writer_for(company, definition).update(record, draft_from_texts(dict(texts), definition))


def refused(company: Company, name: str, **texts: str | None) -> list[str]:
    with pytest.raises(GatewayError) as caught:
        create(company, name, **texts)
    return [detail.description2 for detail in caught.value.stack]


def test_only_a_company_that_defined_something_has_this_writer(company: Company) -> None:
    """Elsewhere the writers are used as they are."""
    definition = company.catalogue["CUSTOMER"]
    assert isinstance(writer_for(company, definition), CustomizedWriter)
    company.customization = Customization()
    assert not isinstance(writer_for(company, company.catalogue["CUSTOMER"]), CustomizedWriter)


def test_a_new_record_has_its_checkboxes_unchecked(company: Company) -> None:
    """A checkbox that is not given is false and not empty; records from before hold nothing."""
    new = create(company, "CUSTOMER", CUSTOMERID="N-1", NAME="New", TIER="gold")
    assert (new["VIP"], new["TIER"]) == ("F", "Gold")
    old = company.records.find("CUSTOMER", "C-1001")
    assert old is not None
    assert old["VIP"] is None
    assert update(company, old, VIP="true")["VIP"] == "T"


def test_a_required_field_must_be_brought(company: Company) -> None:
    """It is told by its label; an update may leave it out but not empty it."""
    told = refused(company, "CUSTOMER", CUSTOMERID="N-1", NAME="New")
    assert told == ["Required field Tier is missing", "Could not create Customer record!"]
    new = create(company, "CUSTOMER", CUSTOMERID="N-1", NAME="New", TIER="Tin")
    assert update(company, new, NAME="Newer")["TIER"] == "Tin"
    with pytest.raises(GatewayError, match="Required field Tier is missing"):
        update(company, new, TIER="")


def test_several_choices_are_kept_with_their_separator(company: Company) -> None:
    """Spelled as defined, whatever letters and order they came in."""
    new = create(company, "CUSTOMER", CUSTOMERID="N-1", NAME="New", TIER="Tin", GOODS="ink#~#tea")
    assert new["GOODS"] == "Ink#~#Tea"


def test_a_value_of_the_wrong_type_is_refused(company: Company) -> None:
    """By the same checks as standard fields."""
    assert refused(company, "CUSTOMER", CUSTOMERID="N", NAME="N", TIER="Lead")[0] == "Invalid value 'Lead' for Tier."
    assert refused(company, "asset", COST="dear")[0] == "Illegal format for Asset : Cost dear."


def test_a_custom_record_is_stamped_and_numbered(company: Company) -> None:
    """`id` counts from 10001 on over all custom objects; who and when stand in the system fields."""
    asset = create(company, "asset", NAME="Van", COST="12.5")
    assert asset.key > 10_000
    assert asset["cost"] == 1250
    assert asset["createdAt"] == asset["updatedAt"] == "2026-11-20 09:30:00"
    assert asset["createdBy"] == asset["updatedBy"] == company.records.author.user_key
    assert create(company, "asset").key == asset.key + 1


@pytest.mark.parametrize("named", ["C-1002", "2"])
def test_a_relation_is_named_by_key_or_by_id(company: Company, named: str) -> None:
    """The key is kept."""
    assert create(company, "asset", RCUSTOMER=named)["RCUSTOMER"] == 2


def test_a_relation_from_a_standard_object_is_named_by_the_custom_ones_name(company: Company) -> None:
    """And a record that is named cannot be deleted."""
    van = create(company, "asset", NAME="Van")
    customer = create(company, "CUSTOMER", CUSTOMERID="N-1", NAME="New", TIER="Tin", RASSET="Van")
    assert customer["RASSET"] == van.key
    with pytest.raises(GatewayError, match="being used"):
        writer_for(company, van.definition).delete(van)
    update(company, customer, RASSET="")
    writer_for(company, van.definition).delete(van)
    assert company.records.get("asset", van.key) is None


def test_a_relation_to_nothing_is_refused(company: Company) -> None:
    """With the wording for dimensions (inferred), then the record that could not be saved."""
    told = ["Invalid Customer 'C-9' specified.", "Could not create Asset record!"]
    assert refused(company, "asset", RCUSTOMER="C-9") == told


def test_a_line_has_its_required_fields(company: Company) -> None:
    """They are asked for on each new line; the stack ends like that of the document."""
    definition, lines = company.catalogue["ARINVOICE"], company.catalogue["ARINVOICEITEM"]
    own = {"ACCOUNTNO": "4030", "TRX_AMOUNT": "5", "LOCATIONID": "US-NYC"}
    line = draft_from_texts(dict(own), lines)
    header: dict[str, str | None] = {"CUSTOMERID": "C-1001", "WHENCREATED": "11/02/2026", "RECORDID": "X"}
    writer = writer_for(company, definition)
    with pytest.raises(GatewayError) as caught:
        writer.create(draft_from_texts(dict(header), definition, {"ARINVOICEITEMS": (line,)}))
    assert [detail.description2 for detail in caught.value.stack] == [
        "Required field Billed by is missing",
        "Currently, we can't create the transaction 'X'.",
    ]
    full = draft_from_texts({**own, "BILLED_BY": "Ann"}, lines)
    writer.create(draft_from_texts(dict(header), definition, {"ARINVOICEITEMS": (full,)}))
    assert [item["BILLED_BY"] for item in company.records.where("ARINVOICEITEM")] == ["Ann"]


def test_journal_entries_keep_custom_fields_on_both_levels(company: Company) -> None:
    """GLBATCH's on the entry, GLENTRY's on its lines."""
    definition, lines = company.catalogue["GLBATCH"], company.catalogue["GLENTRY"]
    entries = tuple(
        draft_from_texts(
            {"ACCOUNTNO": "6120", "TR_TYPE": side, "TRX_AMOUNT": "1", "LOCATION": "US-NYC", "WEIGHT": weight}, lines
        )
        for side, weight in (("1", "0.1256"), ("-1", None))
    )
    header: dict[str, str | None] = {"JOURNAL": "GJ", "BATCH_DATE": "11/02/2026", "BATCH_TITLE": "x"}
    draft = draft_from_texts({**header, "CHECKED_ON": "11/03/2026"}, definition, {"ENTRIES": entries})
    batch = writer_for(company, definition).create(draft)
    assert batch["CHECKED_ON"] == "2026-11-03"
    assert [entry["WEIGHT"] for entry in company.records.where("GLENTRY")] == [126, None]
    assert update(company, batch, CHECKED_ON="11/04/2026")["CHECKED_ON"] == "2026-11-04"
