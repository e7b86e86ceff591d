"""A company's own definitions: kept with it, copied with it, free for those that have none."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from intacct_emulator.books.views import VIEWS
from intacct_emulator.catalogue.customization import (
    CustomField,
    Customization,
    CustomizationFault,
    CustomObject,
    FieldKind,
)
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.open_company import CompanyParts, open_company
from intacct_emulator.tenancy.profile import CompanyProfile, Standing, SubledgerProfile
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.loading import add_named_companies

SHARED = Catalogue()
DEFINED = Customization(
    fields=(CustomField("CLASS", "SHADE", "Shade", FieldKind.PICKLIST, values=("Dark", "Light")),),
    objects=(CustomObject("FUND", "Fund", "Funds", dimension=True),),
)


@pytest.fixture
def opened() -> Iterator[Callable[..., Company]]:
    """Opens companies, in memory or kept in a file; what is open at the end is closed."""
    with ExitStack() as stack:

        def run(path: Path | None = None) -> Company:
            return stack.enter_context(closing(open_company(path, SHARED, Clock(), CompanyParts(VIEWS))))

        yield run


def test_a_company_that_defined_nothing_uses_the_shared_catalogue(opened: Callable[..., Company]) -> None:
    """It and its records hold the very object, so that nothing is looked up twice."""
    company = opened()
    assert company.catalogue is SHARED
    assert company.records.catalogue is SHARED
    company.customization = Customization()
    assert company.catalogue is SHARED


def test_definitions_survive_a_restart(opened: Callable[..., Company], tmp_path: Path) -> None:
    """A company opened again has its fields, its records, and goes on counting."""
    path = tmp_path / "one.db"
    company = opened(path)
    company.customization = DEFINED
    company.records.insert("FUND", {"name": "First"})
    company.records.insert("CLASS", {"CLASSID": "A", "SHADE": "Dark"})
    company.close()
    again = opened(path)
    assert again.customization == DEFINED
    assert [(fund.key, fund.id) for fund in again.records.where("FUND")] == [(10001, "First")]
    assert again.records.insert("FUND", {"name": "Second"}) == 10002
    found = again.records.find("CLASS", "A")
    assert found is not None
    assert found["SHADE"] == "Dark"
    again.close()


def test_a_field_may_be_added_to_records_that_are_there(opened: Callable[..., Company]) -> None:
    """The table is widened; older rows hold nothing in it."""
    company = opened()
    company.records.insert("CLASS", {"CLASSID": "A"})
    company.customization = DEFINED
    company.records.insert("CLASS", {"CLASSID": "B", "SHADE": "Light"})
    assert [record["SHADE"] for record in company.records.where("CLASS")] == [None, "Light"]


def test_what_does_not_fit_changes_nothing(opened: Callable[..., Company]) -> None:
    """A refused customization leaves the company as it was, in memory and kept."""
    company = opened()
    company.customization = DEFINED
    with pytest.raises(CustomizationFault):
        company.customization = Customization(fields=(CustomField("NOTHING", "A", "A"),))
    assert company.customization == DEFINED
    company.forget()
    assert company.customization == DEFINED


def test_companies_do_not_see_each_others_definitions(opened: Callable[..., Company]) -> None:
    """Two companies over one shared catalogue: one has the field, the other has not, and the shared one neither."""
    first, second = opened(), opened()
    first.customization = DEFINED
    assert first.catalogue["CLASS"].find("SHADE") is not None
    assert second.catalogue["CLASS"].find("SHADE") is None
    assert SHARED["CLASS"].find("SHADE") is None
    assert second.catalogue.find("FUND") is None


def test_a_mirror_has_the_definitions_and_records_of_its_original(tenants: Tenants) -> None:
    """Custom records, own dimensions and views are copied; later changes of one are not the other's."""
    add_named_companies(tenants, ("northfield",))
    original, mirror = tenants.company("northfield"), tenants.company("northfield-sandbox")
    assert original is not None
    assert mirror is not None
    assert mirror.customization == original.customization
    assert mirror.catalogue is not original.catalogue
    assert [region.id for region in mirror.records.where("REGION")] == ["North", "East", "South", "West"]
    assert mirror.records.insert("REGION", {"name": "Centre"}) == 10008
    assert len(original.records.where("REGION")) == 4


def test_northfield_survives_a_restart_with_what_it_defined(tmp_path: Path) -> None:
    """Opened from its folder it is not made again, and is customized as before."""
    for _ in range(2):
        tenants = Tenants(folder=tmp_path)
        add_named_companies(tenants, ("northfield",))
        for name in ("northfield", "northfield-sandbox"):
            company = tenants.company(name)
            assert company is not None
            assert company.catalogue["ARINVOICE"].find("PO_REFERENCE") is not None
            assert company.customization.view("CUSTOMER#100201@10001") is not None
            assert len(company.records.where("engagement_letter")) == 3
        tenants.close()


def test_a_standing_that_is_undone_was_never_seen(opened: Callable[..., Company], tmp_path: Path) -> None:
    """What an open unit sets is told to nobody before it is kept, and a kept one is there after a restart."""
    path = tmp_path / "one.db"
    company = opened(path)
    subledgers = SubledgerProfile("1200", "ARJ"), SubledgerProfile("2000", "APJ")
    company.profile = CompanyProfile("one", "One", "USD", False, *subledgers)
    expired = replace(company.profile, standing=Standing.EXPIRED)
    seen = []

    def expire_and_fail() -> None:
        with company.database.unit():
            company.profile = expired
            seen.append(company.standing)
            raise KeyError

    with pytest.raises(KeyError):
        expire_and_fail()
    assert seen == [Standing.ACTIVE]
    assert (company.standing, company.profile.standing) == (Standing.ACTIVE, Standing.ACTIVE)
    with company.database.unit():
        company.profile = expired
    assert company.standing is Standing.EXPIRED
    company.close()
    again = opened(path)
    assert again.standing is Standing.EXPIRED
    again.close()


def test_a_profile_kept_before_standings_is_active() -> None:
    """A text without one is that of an active company."""
    profile = CompanyProfile(
        "one", "One", "USD", False, SubledgerProfile("1200", "ARJ"), SubledgerProfile("2000", "APJ")
    )
    text = json.loads(profile.to_json())
    assert text.pop("standing") == "active"
    assert CompanyProfile.from_json(json.dumps(text)) == profile
