"""The legacy functions about a company."""

from asking import present
from calling import (
    answer,
    make_company,
    make_context,
    needs_samples,
    recorded_data,
    result_of,
    shape,
    texts,
)

from intacct_emulator.catalogue.model import Level
from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.work.context import Context


def preferences(context: Context, application: str) -> dict[str, str]:
    data = answer(context, f'<get_companyprefs application="{application}"/>')
    return dict(zip(texts(data, "companypref/preference"), texts(data, "companypref/prefvalue"), strict=True))


def test_applications_are_listed_bare() -> None:
    """Short names directly under data (documented), multi-entity only where the company has entities."""
    names = texts(answer(make_context(make_company()), "<get_applications/>"), "application")
    assert names[:3] == ["CO", "CM", "GL"]
    assert "ME" not in names
    assert "ME" in texts(answer(make_context(make_company(multi_entity=True)), "<get_applications/>"), "application")


@needs_samples
def test_a_preference_is_written_as_documented() -> None:
    """The documented preference of the general ledger is among ours, written alike."""
    data = answer(make_context(make_company()), '<get_companyprefs application="GL"/>')
    (sample,) = recorded_data("2372-get_companyprefs-doc")
    assert shape(sample) in [shape(entry) for entry in data]


def test_the_ledgers_preferences_follow_the_dimensions() -> None:
    """A dimension that is off is off in the preferences."""
    context = make_context(make_company(dimensions=("DEPARTMENT", "LOCATION", "CLASS")))
    found = preferences(context, "GL")
    assert (found["CLASSDIMENSION"], found["ITEMDIMENSION"]) == ("T", "F")


def test_general_preferences_have_the_documented_names() -> None:
    """GEN answers the documented list, with the company's own fiscal year."""
    found = preferences(make_context(make_company(first_fiscal_month=7)), "GEN")
    assert list(found) == [
        "PRIMARY_ACCTNO_LENGTH",
        "ACCTNO_SEPARATOR",
        "SUBACCTNO_LENGTH",
        "FISCAL_FIRST_MONTH",
        "FISCAL_FIRST_MONTH_TAX",
        "WEEK_START",
        "CUSTOM_ACCOUNTING_PERIODS",
        "PACKAGE_TYPE",
    ]
    assert found["FISCAL_FIRST_MONTH"] == "7"


def test_preferences_that_were_set_are_answered() -> None:
    """A set preference replaces the implied one or is added, and is kept with the company."""
    company = make_company()
    context = make_context(company)
    entry = (
        "<companypref><application>GEN</application><preference>{}</preference><prefvalue>{}</prefvalue></companypref>"
    )
    content = entry.format("WEEK_START", "2") + entry.format("OWN", "x")
    request = f'<set_companyprefs application="GEN"><companyprefs>{content}</companyprefs></set_companyprefs>'
    assert result_of(context, request).data is None
    found = preferences(context, "GEN")
    assert (found["WEEK_START"], found["OWN"]) == ("2", "x")
    assert preferences(context, "CS") == {}


def test_setting_preferences_is_listed_as_stored_only() -> None:
    """Nothing of the emulator depends on a preference that was set, and the coverage page must not say so."""
    assert present(REGISTRY.find("set_companyprefs")).level is Level.KEPT
    assert present(REGISTRY.find("get_companyprefs")).level is Level.MODELLED
