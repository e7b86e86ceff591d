"""The dimension functions."""

import json
from pathlib import Path
from typing import Any

import pytest
from asking import present
from calling import answer, errors_of, make_company, make_context, needs_samples, recorded_data, shape, texts

from intacct_emulator.catalogue.dimensions import USUAL_DIMENSIONS
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.work.context import Context

OWN = ("LINE_OF_BUSINESS", "PARTNER_TYPE", "PARTNER")
TARGETS = {"PARTNER_TYPE": "LINE_OF_BUSINESS", "PARTNER": "PARTNER_TYPE"}


@pytest.fixture
def context() -> Context:
    return make_context(make_company())


@pytest.fixture
def own(tmp_path: Path) -> Context:
    """A company with the three user-defined dimensions of the documentation, a few values of each."""
    folder = tmp_path / "platform"
    folder.mkdir()
    for name in OWN:
        target = TARGETS.get(name)
        fields = [{"id": "id", "type": "INTEGER"}, {"id": "name", "type": "TEXT"}]
        relationships = []
        if target:
            fields.append({"id": f"R{target}", "type": "INTEGER"})
            path = {"path": f"R_{target}", "object": target, "type": "MANY2ONE", "by": f"R{target}", "to": "id"}
            relationships.append(path)
        label = name.replace("_", " ").title()
        text = {"name": name, "label": label, "level": "kept", "evidence": "inferred", "key": "id"}
        (folder / f"{name}.json").write_text(json.dumps({**text, "fields": fields, "relationships": relationships}))
    company = make_company(catalogue=Catalogue(tmp_path), dimensions=(*USUAL_DIMENSIONS, *OWN))
    company.records.insert("LINE_OF_BUSINESS", {"NAME": "Software"}, key=10005)
    company.records.insert("PARTNER_TYPE", {"NAME": "Full Service", "RLINE_OF_BUSINESS": 10005}, key=10006)
    company.records.insert("PARTNER_TYPE", {"NAME": "Reseller"}, key=10007)
    company.records.insert("PARTNER", {"NAME": "Sarderra", "RPARTNER_TYPE": 10006}, key=10008)
    company.records.insert("PARTNER", {"NAME": "Other", "RPARTNER_TYPE": 10006}, key=10009)
    return make_context(company)


def described(data: Any, name: str) -> list[str]:
    (found,) = [entry for entry in data.iter("dimension") if entry.findtext("objectName") == name]
    return [part.text or "" for part in found]


def test_dimensions_come_in_the_recorded_order_and_shape(context: Context) -> None:
    """The eight usual dimensions come as recorded: order, names of the parts, no attributes."""
    data = answer(context, "<getDimensions/>")
    assert not data.attrib
    assert texts(data, "dimensions/dimension/objectName") == [
        "DEPARTMENT",
        "LOCATION",
        "PROJECT",
        "CUSTOMER",
        "VENDOR",
        "EMPLOYEE",
        "ITEM",
        "CLASS",
    ]
    assert [part.tag for part in present(data.find("dimensions/dimension"))] == [
        "objectName",
        "objectLabel",
        "termLabel",
        "userDefinedDimension",
        "enabledInGL",
    ]
    assert described(data, "LOCATION") == ["LOCATION", "Location", "Location", "false", "true"]


def test_a_renamed_dimension_has_the_companys_word_as_term() -> None:
    """termLabel follows the company's terminology, objectLabel does not (recorded: Project as Vehicle)."""
    context = make_context(make_company(terminology={"Project": "Vehicle"}))
    assert described(answer(context, "<getDimensions/>"), "PROJECT")[1:3] == ["Project", "Vehicle"]


def test_a_dimension_the_ledger_does_not_use_is_listed_as_such() -> None:
    """A standard dimension that is off is there with enabledInGL false (recorded for EMPLOYEE)."""
    dimensions = tuple(name for name in USUAL_DIMENSIONS if name != "EMPLOYEE")
    data = answer(make_context(make_company(dimensions=dimensions)), "<getDimensions/>")
    assert described(data, "EMPLOYEE")[4] == "false"
    assert described(data, "ITEM")[4] == "true"


def test_a_further_standard_dimension_is_not_user_defined() -> None:
    """CONTRACT is listed once it is on, after the usual ones and not as user defined."""
    context = make_context(make_company(dimensions=("CONTRACT", *USUAL_DIMENSIONS)))
    data = answer(context, "<getDimensions/>")
    assert texts(data, "dimensions/dimension/objectName")[-1] == "CONTRACT"
    assert described(data, "CONTRACT")[3] == "false"


def test_the_further_dimensions_come_in_one_order_under_the_companys_words() -> None:
    """Whatever the order they were switched on in; termLabel follows the terminology for them too."""
    further = ("COSTTYPE", "WAREHOUSE", "TASK", "CONTRACT")
    company = make_company(dimensions=(*further, *USUAL_DIMENSIONS), terminology={"Cost type": "Cost code"})
    data = answer(make_context(company), "<getDimensions/>")
    assert texts(data, "dimensions/dimension/objectName")[8:] == ["CONTRACT", "TASK", "WAREHOUSE", "COSTTYPE"]
    assert described(data, "COSTTYPE") == ["COSTTYPE", "Cost type", "Cost code", "false", "true"]


def test_departments_and_locations_are_always_on() -> None:
    """A company that lists neither has them in use (documented: every company has)."""
    data = answer(make_context(make_company(dimensions=("PROJECT",))), "<getDimensions/>")
    enabled = {name: described(data, name)[4] for name in ("DEPARTMENT", "LOCATION", "PROJECT", "CLASS")}
    assert enabled == {"DEPARTMENT": "true", "LOCATION": "true", "PROJECT": "true", "CLASS": "false"}


def test_user_defined_dimensions_come_last(own: Context) -> None:
    """What is no standard dimension is user defined, and labelled by the catalogue."""
    data = answer(own, "<getDimensions/>")
    assert texts(data, "dimensions/dimension/objectName")[-3:] == list(OWN)
    assert described(data, "LINE_OF_BUSINESS") == [
        "LINE_OF_BUSINESS",
        "Line Of Business",
        "Line Of Business",
        "true",
        "true",
    ]


@needs_samples
def test_relationships_are_those_of_the_documented_sample(own: Context) -> None:
    """The three dimensions of the documentation are related as its sample says, numbers included."""
    ours = answer(own, "<getDimensionRelationships/>")
    theirs = recorded_data("2345-getDimensionRelationships-sdk")
    assert related(ours, OWN) == related(theirs, OWN)
    assert [part.tag for part in ours[-1]] == [part.tag for part in theirs[-1]]


def related(data: Any, names: Any) -> dict[str, list[object]]:
    entries = {entry.findtext("dimension"): entry for entry in data.iterfind("relationship")}
    return {name: [shape(part) for part in entries[name].iterfind("related")] for name in names}


def test_a_standard_dimension_alone_is_related_to_nothing(own: Context) -> None:
    """LOCATION is listed with its documented number and without relationships."""
    (location,) = [
        entry
        for entry in answer(own, "<getDimensionRelationships/>").iterfind("relationship")
        if entry.findtext("dimension") == "LOCATION"
    ]
    assert [(part.tag, part.text) for part in location] == [
        ("dimension", "LOCATION"),
        ("object_id", "5003"),
        ("autofillrelated", "false"),
        ("enableoverride", "false"),
    ]


@needs_samples
def test_autofill_details_are_those_of_the_documented_sample(own: Context) -> None:
    """Every to-one relationship is listed with its target, as the documentation's sample has it."""
    ours = answer(own, "<getDimensionAutofillDetails/>")
    theirs = recorded_data("2344-getDimensionAutofillDetails-doc")

    def filled(data: Any) -> Any:
        return {
            entry.findtext("dimension"): [shape(part) for part in entry.iterfind("autofill")]
            for entry in data.iterfind("relationship")
            if entry.findtext("dimension") in OWN
        }

    assert filled(ours) == filled(theirs)


def test_restrictions_are_listed_for_restricted_dimensions_only(own: Context) -> None:
    """A dimension with a to-one relationship is restricted by its target (documented sample)."""
    data = answer(own, "<getDimensionRestrictions/>")
    assert texts(data, "restriction/dimension") == ["PARTNER_TYPE", "PARTNER"]
    assert texts(data, "restriction/restrictedby/dimension") == ["LINE_OF_BUSINESS", "PARTNER_TYPE"]
    assert texts(data, "restriction/restrictedby/relationship_id") == ["10123", "10124"]


@needs_samples
@pytest.mark.parametrize("value", ["Full Service", "10006"])
def test_restricted_data_is_that_of_the_documented_sample(value: str, own: Context) -> None:
    """A value, by name or by id, gives the records that name it."""
    request = (
        "<getDimensionRestrictedData><DimensionValue>"
        f"<dimension>PARTNER_TYPE</dimension><value>{value}</value>"
        "</DimensionValue></getDimensionRestrictedData>"
    )
    assert shape(answer(own, request)) == shape(recorded_data("2346-getDimensionRestrictedData-doc"))


def test_autofill_data_follows_the_to_one_side(own: Context) -> None:
    """A value fills in the value it names, and one that names none fills in nothing."""

    def filled(dimension: str, value: str) -> list[str]:
        inner = f"<dimension>{dimension}</dimension><value>{value}</value>"
        data = answer(own, f"<getDimensionAutofillData>{inner}</getDimensionAutofillData>")
        return texts(data, "AutofillData/*")

    assert filled("PARTNER", "Sarderra") == ["PARTNER_TYPE", "10006"]
    assert filled("PARTNER_TYPE", "Reseller") == []


def test_an_unknown_dimension_fails(own: Context) -> None:
    """Data of a dimension the company does not have is refused with its name."""
    inner = "<dimension>REGION</dimension><value>1</value>"
    (error,) = errors_of(own, f"<getDimensionAutofillData>{inner}</getDimensionAutofillData>")
    assert "REGION" in error.description2
