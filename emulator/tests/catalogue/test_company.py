"""A company's own catalogue: what it adds, what it leaves alone, what does not fit."""

from typing import Any

import pytest

from intacct_emulator.catalogue.company import CompanyCatalogue
from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomizationFault,
    CustomObject,
    CustomRelation,
    FieldKind,
    View,
)
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import DataType

SHARED = Catalogue()
FUND = CustomObject("FUND", "Fund", "Funds", dimension=True)
ASSET = CustomObject("asset", "Asset", "Assets")
TIER = CustomField("CUSTOMER", "TIER", "Tier", FieldKind.PICKLIST, values=("Gold", "Tin"))


def company(*parts: object) -> CompanyCatalogue:
    """The shared catalogue with those definitions."""
    fields = tuple(part for part in parts if isinstance(part, CustomField))
    objects = tuple(part for part in parts if isinstance(part, CustomObject))
    relations = tuple(part for part in parts if isinstance(part, CustomRelation))
    views = tuple(part for part in parts if isinstance(part, View))
    return CompanyCatalogue.checked(SHARED, Customization(fields, objects, relations, views))


def ids(catalogue: Catalogue, name: str) -> list[str]:
    return [field.id for field in catalogue[name].fields]


def test_what_is_left_alone_is_the_shared_definition_itself() -> None:
    """Nothing is made anew for objects that a company did not touch."""
    catalogue = company(TIER, ASSET)
    assert catalogue["VENDOR"] is SHARED["VENDOR"]
    assert catalogue["GLENTRY"] is SHARED["GLENTRY"]
    assert catalogue.find("nothing") is None
    assert ids(SHARED, "CUSTOMER") == [name for name in ids(catalogue, "CUSTOMER") if name != "TIER"]


def test_a_custom_field_stands_before_the_trailing_columns() -> None:
    """It is custom, and comes before the entity columns and the record's address (documented)."""
    catalogue = company(TIER)
    field = catalogue["CUSTOMER"].find("tier")
    assert field is not None
    assert (field.custom, field.type, field.values) == (True, DataType.ENUM, ("Gold", "Tin"))
    names = ids(catalogue, "CUSTOMER")
    assert names[names.index("TIER") + 1] == "MEGAENTITYKEY"
    on_lines = ids(company(CustomField("ARINVOICEITEM", "TIER", "Tier")), "ARINVOICEITEM")
    assert on_lines[on_lines.index("TIER") + 1].endswith("DIMKEY")


def test_definitions_are_made_once() -> None:
    """Whoever asks twice gets the same object, in any letter case of the name."""
    catalogue = company(TIER, ASSET)
    assert catalogue["CUSTOMER"] is catalogue.find("customer")
    assert catalogue["asset"] is catalogue.find("ASSET")


def test_a_custom_object_has_the_documented_fields_and_key() -> None:
    """System fields in small letters, then its own; `id` is the key; all verbs, among them readRelated."""
    definition = company(ASSET, CustomField("asset", "Serial_no", "Serial"))["asset"]
    system = ["id", "name", "createdBy", "createdAt", "updatedBy", "updatedAt"]
    assert [field.id for field in definition.visible_fields] == [*system, "Serial_no"]
    assert [field.id for field in definition.fields if field.custom] == ["Serial_no"]
    assert (definition.key, definition.id_field, definition.name) == ("id", "name", "asset")
    assert "readRelated" in definition.verbs


def test_names_list_what_was_added() -> None:
    """Iterating gives the standard objects and the company's own."""
    catalogue = company(ASSET, FUND)
    assert set(catalogue.names()) - set(SHARED.names()) == {"ASSET", "FUND"}
    assert {definition.name for definition in catalogue} >= {"asset", "FUND", "CUSTOMER"}


@pytest.mark.parametrize(
    "name",
    [
        "GLENTRY",
        "GLDETAIL",
        "ARINVOICEITEM",
        "APBILLITEM",
        "APADJUSTMENTITEM",
        "CCTRANSACTIONENTRY",
        "EEXPENSESITEM",
        "ALLOCATIONENTRY",
        "SODOCUMENTENTRY",
        "PODOCUMENTENTRY",
        "INVDOCUMENTENTRY",
        "GLBUDGETITEM",
        "GLACCOUNTBALANCE",
    ],
)
def test_lines_have_the_dimension(name: str) -> None:
    """GLDIM<name> is on every object of the documented list, holds a key and can be followed."""
    definition = company(FUND)[name]
    field = definition.find("GLDIMFUND")
    assert field is not None
    assert (field.custom, field.type, field.reference) == (True, DataType.INTEGER, "FUND")
    assert definition.relationships_by_path["GLDIMFUND"].object == "FUND"


def test_accounts_ask_for_the_dimension_and_headers_do_not_have_it() -> None:
    """REQUIREGLDIM<name> on accounts, FILTERGLDIM<name> on account groups, nothing on headers and masters."""
    catalogue = company(FUND)
    for name in ("GLACCOUNT", "STATACCOUNT"):
        field = catalogue[name].find("REQUIREGLDIMFUND")
        assert field is not None
        assert field.type is DataType.BOOLEAN
    assert catalogue["GLACCTGRP"].find("FILTERGLDIMFUND") is not None
    for name in ("ARINVOICE", "CUSTOMER", "GLBATCH"):
        assert catalogue[name] is SHARED[name]


def test_relations_are_fields_and_paths() -> None:
    """The path leads from the field to the other object's key; a standard object is named in small letters from a
    custom one (documented sample)."""
    owner = CustomRelation("R_asset_customer", "asset", "CUSTOMER", "RCUSTOMER", "Customer")
    asset = CustomRelation("R_bill_asset", "APBILL", "asset", "RASSET", "Asset", one_to_one=True)
    catalogue = company(ASSET, owner, asset)
    path = catalogue["asset"].relationships_by_path["R_ASSET_CUSTOMER"]
    assert (path.object, path.type, path.by, path.to) == ("customer", "MANY2ONE", "RCUSTOMER", "RECORDNO")
    path = catalogue["APBILL"].relationships_by_path["R_BILL_ASSET"]
    assert (path.object, path.type, path.by, path.to) == ("asset", "ONE2ONE", "RASSET", "id")
    field = catalogue["APBILL"].find("RASSET")
    assert field is not None
    assert field.by_name


def test_custom_objects_may_name_each_other() -> None:
    """Two relations that lead around in a circle are two relations."""
    there = CustomRelation("R_there", "asset", "FUND", "RFUND", "x")
    back = CustomRelation("R_back", "FUND", "asset", "RASSET", "x")
    catalogue = company(ASSET, FUND, there, back)
    assert catalogue["asset"].find("RFUND") is not None
    assert catalogue["FUND"].find("RASSET") is not None


def test_tables_of_custom_objects_cannot_meet_the_companys_own() -> None:
    """A custom object named like a table of the emulator is kept apart from it, and found by its table."""
    catalogue = company(CustomObject("sequence", "Sequence", "Sequences"))
    definition = catalogue["sequence"]
    assert definition.table != definition.name
    assert catalogue.find(definition.table) is definition


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([CustomObject("customer", "C", "C")], "a standard object of that name"),
        ([ASSET, CustomObject("ASSET", "A", "A")], "the same name"),
        ([CustomField("nothing", "A", "A")], "there is no object nothing"),
        ([CustomField("CUSTOMER", "Tier", "A")], "must be in capitals"),
        ([CustomField("CUSTOMER", "NAME", "A")], "NAME is there twice"),
        ([TIER, TIER], "TIER is there twice"),
        ([CustomField("ARINVOICE", "ARINVOICEITEMS", "A")], "is there twice"),
        ([ASSET, CustomField("asset", "ID", "A")], "ID is there twice"),
        ([CustomRelation("R_a", "CUSTOMER", "VENDOR", "RVENDOR", "A")], "must be custom"),
        ([ASSET, CustomRelation("R_a", "asset", "nothing", "RNO", "A")], "there is no object nothing"),
        ([ASSET, CustomRelation("CUSTTYPE", "CUSTOMER", "asset", "RASSET", "A")], "relation CUSTTYPE is there twice"),
        ([View("1", "nothing", "A")], "there is no object nothing"),
        ([View("1", "CUSTOMER", "A"), View("1", "customer", "B")], "the same id"),
        ([View("1", "CUSTOMER", "A", ("NAME", "SIZE"))], "CUSTOMER has no field SIZE"),
        ([View("1", "CUSTOMER", "A", order=("-SIZE",))], "CUSTOMER has no field SIZE"),
    ],
)
def test_what_does_not_fit_is_refused(parts: Any, reason: str) -> None:
    """Names that are taken, objects that are not there, relations between two standard objects (documented)."""
    with pytest.raises(CustomizationFault, match=reason):
        company(*parts)
