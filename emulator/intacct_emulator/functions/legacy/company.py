"""The legacy functions about a company: `get_applications`, `get_companyprefs`, `set_companyprefs`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from intacct_emulator.catalogue.dimensions import DIMENSIONS, enabled_dimensions
from intacct_emulator.catalogue.model import Evidence, Level
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.company import PlainCall
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.tenancy.profile import CompanyProfile, CurrencySetup, SubledgerProfile
from intacct_emulator.work.context import Context

# What a company of the emulator is subscribed to: the applications whose objects it has (inferred).
_APPLICATIONS = ("CO", "CM", "GL", "AP", "AR", "EE", "PO", "SO", "INV", "PA")
_MULTI_ENTITY = "ME"


@dataclass(frozen=True, slots=True)
class CompanyPrefsCall:
    """`<get_companyprefs application="GL">`."""

    application: str

    @classmethod
    def decode(cls, element: etree._Element) -> "CompanyPrefsCall":
        """The call of a `<get_companyprefs>` element."""
        return cls(element.get("application", "").strip())


@dataclass(frozen=True, slots=True)
class SetCompanyPrefsCall:
    """`<set_companyprefs>`: application, preference and value of each."""

    preferences: tuple[tuple[str, str, str], ...]

    @classmethod
    def decode(cls, element: etree._Element) -> "SetCompanyPrefsCall":
        """The call of a `<set_companyprefs>` element; a preference without application belongs to the call's."""
        application = element.get("application", "").strip()
        return cls(
            tuple(
                (
                    argument(entry, "application") or application,
                    argument(entry, "preference"),
                    argument(entry, "prefvalue"),
                )
                for entry in element.iter("companypref")
            )
        )


@function(
    "get_applications",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="subscriptions page with sample",
)
def get_applications(context: Context, _: PlainCall) -> Outcome:
    """The short names of the applications the company is subscribed to."""
    names = (*_APPLICATIONS, _MULTI_ENTITY) if context.company.profile.multi_entity else _APPLICATIONS
    return Outcome(Data(content=tuple(Element("application", name) for name in names)))


@function(
    "get_companyprefs",
    decode=CompanyPrefsCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="subscriptions page with samples",
)
def get_companyprefs(context: Context, call: CompanyPrefsCall) -> Outcome:
    """The preferences of one application: those the company's setup implies, and those that were set. An application
    without any, or that does not exist, answers none (inferred)."""
    preferences = effective_preferences(context.company.profile, call.application)
    return Outcome(
        Data(content=tuple(_preference(call.application, name, value) for name, value in preferences.items()))
    )


@function(
    "set_companyprefs",
    decode=SetCompanyPrefsCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="published schema; answer inferred",
    level=Level.KEPT,
)
def set_companyprefs(context: Context, call: SetCompanyPrefsCall) -> Outcome:
    """Sets preferences. They are kept and answered; that nothing else of the emulator depends on them is told."""
    company = context.company
    preferences = {application: dict(values) for application, values in company.profile.preferences.items()}
    for application, name, value in call.preferences:
        preferences.setdefault(application, {})[name] = value
    company.profile = replace(company.profile, preferences=preferences)
    return Outcome(gaps=tuple(f"effect of preference {name}" for _, name, _ in call.preferences))


def effective_preferences(profile: CompanyProfile, application: str) -> Mapping[str, str]:
    """The preferences of an application by name, in the order they are answered."""
    implied: dict[str, str] = {}
    if application == "GEN":
        implied = {
            "PRIMARY_ACCTNO_LENGTH": "4",
            "ACCTNO_SEPARATOR": "-",
            "SUBACCTNO_LENGTH": "0",
            "FISCAL_FIRST_MONTH": str(profile.first_fiscal_month),
            "FISCAL_FIRST_MONTH_TAX": str(profile.first_fiscal_month),
            "WEEK_START": "1",
            "CUSTOM_ACCOUNTING_PERIODS": "F",
            "PACKAGE_TYPE": "",
        }
    elif application == "GL":
        enabled = enabled_dimensions(profile.dimensions)
        switched = (dimension for dimension in DIMENSIONS if not dimension.permanent)
        implied = {f"{one.object}DIMENSION": "T" if one in enabled else "F" for one in switched}
        if profile.currencies is not None:
            implied |= _of_currencies(profile.currencies)
    else:
        subledger = {"AR": profile.receivables, "AP": profile.payables, "EE": profile.employee_expenses}.get(
            application
        )
        implied = _of_subledger(subledger) if subledger is not None else {}
        if application == "AR":
            implied["OVER_CREDIT_LIMIT"] = profile.receivables.over_credit_limit.title()
        if application == "CM" and profile.undeposited_account is not None:
            implied = {"UNDEPOSITED_FUNDS_ACCOUNT": profile.undeposited_account}
    return {**implied, **profile.preferences.get(application, {})}


def _of_currencies(currencies: CurrencySetup) -> dict[str, str]:
    """What a company with several currencies has set up for them. The names are inferred."""
    texts = {
        "MULTI_CURRENCY": "T",
        "TRANSACTION_CURRENCIES": ",".join(currencies.transaction),
        "CURRENCY_ROUNDING_ACCOUNT": currencies.rounding_account,
    }
    return {name: text for name, text in texts.items() if text is not None}


def _of_subledger(subledger: SubledgerProfile) -> dict[str, str]:
    """The configuration of receivables, payables or employee expenses. The names are inferred."""
    texts = {
        "CONTROL_ACCOUNT": subledger.control_account,
        "JOURNAL": subledger.journal,
        "SUMMARY_FREQUENCY": subledger.summary_frequency,
        "DISCOUNT_ACCOUNT": subledger.discount_account,
        "OVERPAYMENT_ACCOUNT": subledger.overpayment_account,
        "ADVANCE_ACCOUNT": subledger.advance_account,
        "GAIN_LOSS_ACCOUNT": subledger.gain_loss_account,
        "CUSTOM_DISCOUNTS": "T" if subledger.custom_discounts else "F",
        "INLINE_CREDITS": "T" if subledger.inline_credits else "F",
        "BALANCE_FORWARD": "T" if subledger.balance_forward else "F",
        "APPROVE_PAYMENTS": "T" if subledger.approves_payments else "F",
        "APPROVE_DOCUMENTS": "T" if subledger.approves_documents else "F",
        "APPROVE_PARTIES": "T" if subledger.approves_parties else "F",
        "ON_HOLD": subledger.on_hold.title(),
        "LABELS_REQUIRED": "T" if subledger.labels_required else "F",
        "PAYMENTS_AFTER_DOCUMENTS": "T" if subledger.payments_after_documents else "F",
    }
    return {name: text for name, text in texts.items() if text is not None}


def _preference(application: str, name: str, value: str) -> Element:
    return Element(
        "companypref", (Element("application", application), Element("preference", name), Element("prefvalue", value))
    )
