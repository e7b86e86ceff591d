"""How a company and its users are set up."""

from typing import Any

import pytest
from asking import present
from calling import answer, errors_of, make_company, make_context, needs_samples, recorded_data


def pairs(element: Any) -> list[tuple[str, str]]:
    return [(part.tag, part.text or "") for part in element]


def add_entity(company: Any, entity_id: str, **more: Any) -> None:
    company.records.insert("LOCATIONENTITY", {"LOCATIONID": entity_id, "NAME": entity_id, **more})


@needs_samples
def test_financial_setup_has_the_documented_parts() -> None:
    """The parts of the setup come in the documented order."""
    data = answer(make_context(make_company()), "<getFinancialSetup/>")
    sample = recorded_data("2349-getFinancialSetup-doc")
    assert [part.tag for part in present(data.find("financialSetup"))] == [
        part.tag for part in present(sample.find("financialSetup"))
    ]


def test_financial_setup_says_how_the_company_is_set_up() -> None:
    """Currency, fiscal year and entities are the company's."""
    context = make_context(make_company(base_currency="GBP", first_fiscal_month=4, multi_entity=True))
    assert pairs(answer(context, "<getFinancialSetup/>").find("financialSetup")) == [
        ("baseCurrency", "GBP"),
        ("defaultBook", "ACCRUAL"),
        ("firstFiscalMonth", "4"),
        ("multiBaseCurrency", "false"),
        ("multiBook", "false"),
        ("multiCurrency", "false"),
        ("multiEntityShared", "true"),
    ]


def test_a_company_of_several_base_currencies_has_none_itself() -> None:
    """baseCurrency is empty when entities have different ones (documented)."""
    company = make_company(multi_entity=True)
    add_entity(company, "US", CURRENCY="USD")
    add_entity(company, "UK", CURRENCY="GBP")
    setup = answer(make_context(company), "<getFinancialSetup/>").find("financialSetup")
    assert (present(setup).findtext("baseCurrency"), present(setup).findtext("multiBaseCurrency")) == ("", "true")


def test_entity_details_have_the_documented_parts() -> None:
    """An entity answers what it sets itself, and the company's currency and fiscal month where it does not."""
    company = make_company(first_fiscal_month=10)
    add_entity(company, "Corporate")
    assert pairs(answer(make_context(company), "<readEntityDetails/>").find("entity")) == [
        ("id", "Corporate"),
        ("name", "Corporate"),
        ("recordno", "1"),
        ("currency", "USD"),
        ("firstfiscalmonth", "10"),
        ("firstfiscaltaxmonth", ""),
        ("weekstart", ""),
    ]


def test_entity_details_are_those_the_user_may_work_in() -> None:
    """A user kept to entities sees only them."""
    company = make_company()
    for entity_id in ("100", "200", "300"):
        add_entity(company, entity_id)
    company.users.add("kept", 5, "secret", entities=("100", "300"))
    company.users.add("free", 6, "secret")

    def seen(login: str) -> list[str | None]:
        data = answer(make_context(company, login=login), "<readEntityDetails/>")
        return [entity.findtext("id") for entity in data]

    assert seen("kept") == ["100", "300"]
    assert seen("free") == ["100", "200", "300"]


def test_user_formatting_by_key_and_by_login() -> None:
    """Both ways of naming a user lead to the same documented parts."""
    company = make_company()
    key = company.records.insert("USERINFO", {"LOGINID": "jo"})
    company.users.add("jo", key, "secret")
    context = make_context(company)
    expected = [
        ("recordno", str(key)),
        ("locale", "en_US"),
        ("dateformat", "/mdY"),
        ("gmtoffset", "+00:00"),
        ("clock", "12"),
    ]
    for request in (f"<key>{key}</key>", "<userId>jo</userId>"):
        data = answer(context, f"<readUserFormatting>{request}</readUserFormatting>")
        assert pairs(data.find("userformatting")) == expected


@pytest.mark.parametrize("request_part", ["<key>77</key>", "<key>x</key>", "<userId>nobody</userId>"])
def test_formatting_of_an_unknown_user_fails(request_part: str) -> None:
    """A user that does not exist is answered as by getUserPermissions."""
    context = make_context(make_company())
    (error,) = errors_of(context, f"<readUserFormatting>{request_part}</readUserFormatting>")
    assert error.errorno == "BL03000025"
