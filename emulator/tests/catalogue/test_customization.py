"""What a company defines for itself: which names and kinds are let in, and that it is kept as it was."""

from typing import Any

import pytest

from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomizationFault,
    CustomObject,
    CustomRelation,
    FieldKind,
    View,
    ViewCondition,
    ViewOperator,
)

FULL = Customization(
    fields=(
        CustomField("CUSTOMER", "TIER", "Tier", FieldKind.PICKLIST, values=("Gold", "Tin")),
        CustomField("asset", "cost", "Cost", FieldKind.CURRENCY, required=True, decimals=4, description="Paid"),
    ),
    objects=(CustomObject("FUND", "Fund", "Funds", dimension=True), CustomObject("asset", "Asset", "Assets")),
    relations=(CustomRelation("R_asset_customer", "asset", "CUSTOMER", "RCUSTOMER", "Owner", one_to_one=True),),
    views=(
        View("1@2", "asset", "Dear", ("cost",), (ViewCondition("cost", ViewOperator.GREATER, "9"),), True, ("-cost",)),
    ),
)

WRONG_NAMES = ('A"B', "A;B", "A B", "A-B", "A.B", "1A", "_A", "", "Ä", "A\n", "A" * 41, "A'", "A#")


def test_it_is_kept_as_it_was() -> None:
    """The kept text gives back an equal customization, kinds and operators included."""
    assert Customization.from_json(FULL.to_json()) == FULL


def test_only_an_empty_one_is_false() -> None:
    """Whoever asks whether a company defined anything asks just that; a view alone counts too."""
    assert not Customization()
    assert Customization(views=FULL.views)
    assert FULL.dimensions == FULL.objects[:1]


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_names_that_are_no_identifiers_are_refused(name: str) -> None:
    """Names become names of tables and columns: letters, digits and underscores, a letter first, and not too long."""
    with pytest.raises(CustomizationFault):
        CustomField("CUSTOMER", name, "x")
    with pytest.raises(CustomizationFault):
        CustomObject(name, "x", "x")
    with pytest.raises(CustomizationFault):
        CustomObject(name, "x", "x", dimension=True)
    with pytest.raises(CustomizationFault):
        CustomRelation(name, "asset", "CUSTOMER", "RCUSTOMER", "x")
    with pytest.raises(CustomizationFault):
        CustomRelation("R_a", "asset", "CUSTOMER", name, "x")


def test_a_dimension_has_a_name_in_capitals() -> None:
    """It becomes part of field names of standard objects, which are in capitals."""
    with pytest.raises(CustomizationFault, match="capitals"):
        CustomObject("Fund", "Fund", "Funds", dimension=True)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (FieldKind.PICKLIST, ()),
        (FieldKind.TEXT, ("a",)),
        (FieldKind.MULTIPICK, ("a", "A")),
        (FieldKind.MULTIPICK, ("a#~#b",)),
        (FieldKind.PICKLIST, (" ",)),
    ],
)
def test_picklists_have_values_that_can_be_told_apart(kind: Any, values: tuple[()] | tuple[str, ...]) -> None:
    """Choices count in any letter case, and the separator of several cannot be in one."""
    with pytest.raises(CustomizationFault):
        CustomField("CUSTOMER", "TIER", "Tier", kind, values=values)


def test_a_view_is_found_by_object_and_id_or_by_name() -> None:
    """`OBJECT#originalId` in any letter case of the object, or what people call the view."""
    (view,) = FULL.views
    assert FULL.view("asset#1@2") is view
    assert FULL.view("ASSET#1@2") is view
    assert FULL.view("Dear") is view
    assert FULL.view("CUSTOMER#1@2") is None
    assert FULL.view("asset#") is None
    assert FULL.view("1@2") is None
