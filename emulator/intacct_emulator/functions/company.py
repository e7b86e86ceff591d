"""How a company and its users are set up: `getFinancialSetup`, `readEntityDetails`, `readUserFormatting`."""

from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.catalogue.values import whole_number
from intacct_emulator.errors import GatewayError, protocol
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.context import Context

from .arguments import argument
from .outcome import Data, Element, Outcome, flag
from .registry import function

_ENTITY = "LOCATIONENTITY"
_USER = "USERINFO"
_CURRENCY = "TRXCURRENCIES"


@dataclass(frozen=True, slots=True)
class PlainCall:
    """A function without arguments."""

    @classmethod
    def decode(cls, _: etree._Element) -> "PlainCall":
        """The call of an empty element."""
        return cls()


@dataclass(frozen=True, slots=True)
class UserFormattingCall:
    """`<readUserFormatting>`: a user by RECORDNO or by LOGINID; the other one is empty."""

    key: str = ""
    user_id: str = ""

    @classmethod
    def decode(cls, element: etree._Element) -> "UserFormattingCall":
        """The call of a `<readUserFormatting>` element."""
        return cls(argument(element, "key"), argument(element, "userId"))


@function(
    "getFinancialSetup",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="financial setup page with sample",
)
def get_financial_setup(context: Context, _: PlainCall) -> Outcome:
    """The company's currency, book, fiscal year and whether it has several entities or currencies. With several base
    currencies the company itself has none (documented)."""
    company = context.company
    profile = company.profile
    currencies = _base_currencies(company)
    several = len(currencies) > 1
    foreign = company.catalogue.find(_CURRENCY) is not None and len(company.records.where(_CURRENCY)) > 1
    setup = (
        Element("baseCurrency", "" if several else profile.base_currency),
        Element("defaultBook", "ACCRUAL"),
        Element("firstFiscalMonth", str(profile.first_fiscal_month)),
        Element("multiBaseCurrency", flag(several)),
        Element("multiBook", "false"),
        Element("multiCurrency", flag(several or foreign)),
        Element("multiEntityShared", flag(profile.multi_entity)),
    )
    return Outcome(Data(content=(Element("financialSetup", setup),)))


@function(
    "readEntityDetails", decode=PlainCall.decode, evidence=Evidence.DOCUMENTED, source="entities page with sample"
)
def read_entity_details(context: Context, _: PlainCall) -> Outcome:
    """The entities the user may work in, by record number."""
    company = context.company
    user = company.users.find(context.actor.login)
    allowed = user.entities if user else ()
    entities = [entity for entity in company.records.where(_ENTITY) if not allowed or entity.id in allowed]
    return Outcome(Data(content=tuple(_entity(entity, company) for entity in entities)))


@function(
    "readUserFormatting",
    decode=UserFormattingCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="users page with sample; values of a fresh user inferred",
)
def read_user_formatting(context: Context, call: UserFormattingCall) -> Outcome:
    """How a user reads dates and times: as a fresh user in the United States does, in the emulator's own zone, UTC.

    Raises LOGIN_UNKNOWN (inferred: as getUserPermissions answers).
    """
    number = _user_number(context.company, call)
    formatting = (
        Element("recordno", str(number)),
        Element("locale", "en_US"),
        Element("dateformat", "/mdY"),
        Element("gmtoffset", "+00:00"),
        Element("clock", "12"),
    )
    return Outcome(Data(content=(Element("userformatting", formatting),)))


def _user_number(company: Company, call: UserFormattingCall) -> int:
    if call.key:
        number = whole_number(call.key)
        if number is not None and (record := company.records.get(_USER, number)) is not None:
            return record.key
    elif user := company.users.find(call.user_id):
        return user.key
    elif (record := company.records.find(_USER, call.user_id)) is not None:
        return record.key
    raise GatewayError(protocol.LOGIN_UNKNOWN, user=call.key or call.user_id)


def _base_currencies(company: Company) -> set[str]:
    base = company.profile.base_currency
    return {entity.text("CURRENCY") or base for entity in company.records.where(_ENTITY)} or {base}


def _entity(entity: Record, company: Company) -> Element:
    return Element(
        "entity",
        (
            Element("id", entity.id),
            Element("name", entity.text("NAME") or ""),
            Element("recordno", str(entity.key)),
            Element("currency", entity.text("CURRENCY") or company.profile.base_currency),
            Element("firstfiscalmonth", entity.text("FIRSTMONTH") or str(company.profile.first_fiscal_month)),
            Element("firstfiscaltaxmonth", entity.text("FIRSTMONTHTAX") or ""),
            Element("weekstart", entity.text("WEEKSTART") or ""),
        ),
    )
