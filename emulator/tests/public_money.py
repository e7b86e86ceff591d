"""Prepares a company for published requests about receivables, payables and cash: what they name exists when they are
sent, and keys of their authors' companies become keys of this one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from asking import Ask
from lxml import etree
from public_makers import (
    BANK_LEDGER_ACCOUNT,
    DOCUMENTS,
    KEPT,
    KEYED,
    LINES,
    PAYABLE,
    RECEIVABLE,
    ledger_account,
    named,
)
from public_requests import PublicRequest, public_requests

from intacct_emulator.catalogue.customization import CustomField, Customization
from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.tenancy.company import Company

_LEGACY = (
    "create_arpayment apply_arpayment create_arpaymentbatch reverse_arpayment create_invoice update_invoice "
    "delete_invoice reverse_invoice create_invoicebatch create_aradjustment delete_aradjustment "
    "create_aradjustmentbatch get_araging create_recurringinvoice create_recurringbill delete_recurringbill "
    "create_bill update_bill delete_bill create_billbatch create_apadjustment update_apadjustment "
    "create_apadjustmentbatch create_appayment create_territory update_territory delete_territory "
    "update_achbankconfiguration delete_customerbankaccount update_customerbankaccount create_customerchargecard "
    "update_customerchargecard delete_customerchargecard"
)
_OBJECTS = frozenset(
    [
        "ARPYMT",
        "ARADVANCE",
        "ARINVOICE",
        "ARADJUSTMENT",
        "APBILL",
        "APPYMT",
        "APADVANCE",
        "APADJUSTMENT",
        "APBILLJOINTPAYEE",
        "ARACCOUNTLABEL",
        "APACCOUNTLABEL",
        "BANKACCTRECON",
        "BANKACCTTXNFEED",
        "CCTRANSACTION",
        "CHECKINGACCOUNT",
        "SAVINGSACCOUNT",
        "CREDITCARD",
    ]
)
_GENERIC = frozenset({"create", "update", "delete"})
_UNDEPOSITED = frozenset({"undepfundsacct", "undepositedaccountno"})
_UNDEPOSITED_ACCOUNT = "1050"
_ANY_BANK = "ANY"
_PLACES = ("locationid", "overpaylocid", "overpaymentlocationid")
_OTHER_ENTITIES = ("CA", "100")


def money_requests() -> Iterator[PublicRequest]:
    """The published requests that write receivables, payables and cash, by any function."""
    for request in public_requests(frozenset(_LEGACY.split()) | _GENERIC):
        if all(name not in _GENERIC or _written(element) in _OBJECTS for name, element in _calls(request)):
            yield request


def called(request: PublicRequest) -> str:
    """What a request calls, in words: its functions with the objects of generic ones."""
    words = (f"{name} {_written(element)}" if name in _GENERIC else name for name, element in _calls(request))
    return "+".join(words)


def _calls(request: PublicRequest) -> Iterator[tuple[str, etree._Element]]:
    for element in request.root.iterfind("operation/content/function/*"):
        yield str(element.tag), element


def _is_made_by(element: etree._Element) -> bool:
    """Whether a request makes what an element of it names."""
    above = element.getparent()
    return (
        above is not None and str(above.tag) in ("APACCOUNTLABEL", "ARACCOUNTLABEL") and element.tag == "ACCOUNTLABEL"
    )


def _written(element: etree._Element) -> str:
    name = element.findtext("object") if element.tag == "delete" else str(element[0].tag)
    return (name or "").upper()


def made_fit(company: Company) -> None:
    """Gives documents the custom field that requests fill in, and lines every standard dimension but no need of any:
    many requests are from companies without entities, and name no location."""
    own = company.customization or Customization()
    names = ("APADJUSTMENT", "APADJUSTMENTITEM", "APBILL", "ARINVOICE", "ARADJUSTMENT")
    more = tuple(CustomField(name, "CUSTOMFIELD1", "Custom") for name in names)
    company.customization = replace(own, fields=(*own.fields, *more))
    company.profile = replace(company.profile, dimensions=tuple(one.object for one in DIMENSIONS), multi_entity=False)
    for account in company.records.where("GLACCOUNT"):
        company.records.update("GLACCOUNT", account.key, dict.fromkeys(("REQUIREDEPT", "REQUIRELOC"), False))


class AtHand:
    """Makes in one company what requests name."""

    def __init__(self, ask: Ask, company: Company) -> None:
        self._ask = ask
        self._company = company
        self._made = 0
        self._keys: dict[tuple[str, str], str] = {}
        self.done(ledger_account(BANK_LEDGER_ACCOUNT))
        self.bank(_ANY_BANK)

    def prepare(self, request: PublicRequest) -> None:
        """Makes what a request names, all of it long before the request's dates."""
        self._keys.clear()
        for name, call in _calls(request):
            for element in call.iter():
                text = (element.text or "").strip()
                tag = str(element.tag).lower()
                if tag in _UNDEPOSITED and text:
                    # Accounts of their authors' that are a bank's or something else here.
                    text = element.text = _UNDEPOSITED_ACCOUNT
                if tag in _PLACES and text in _OTHER_ENTITIES:
                    text = element.text = "US-NYC"
                maker = _MASTERS.get(tag)
                if maker is not None and text and not _is_made_by(element):
                    maker(self, text)
            self._dimensions(call)
            self._documents(name, call)

    # -- masters

    def account(self, number: str) -> None:
        self._unless("GLACCOUNT", number, ledger_account(number))

    def bank(self, name: str) -> None:
        self._unless(
            "CHECKINGACCOUNT",
            name,
            f"<create_checkingaccount><bankaccountid>{name}</bankaccountid><locationid/>"
            f"<bankname>Bank</bankname><glaccountno>{BANK_LEDGER_ACCOUNT}</glaccountno></create_checkingaccount>",
        )

    def card(self, name: str) -> None:
        values = {"CARDID": name, "CARDTYPE": "Visa", "EXP_MONTH": "May", "EXP_YEAR": "2029", "LIABACCTKEY": "2060"}
        self._insert("CREDITCARD", name, {**values, "LOCATION": "US", "LIABILITYTYPE": "Credit", "STATUS": "T"})

    def customer(self, name: str) -> None:
        self._unless("CUSTOMER", name, f"<create><CUSTOMER>{named('CUSTOMER', name)}</CUSTOMER></create>")

    def vendor(self, name: str) -> None:
        self._unless("VENDOR", name, f"<create><VENDOR>{named('VENDOR', name)}</VENDOR></create>")

    def location(self, name: str) -> None:
        parent = "<PARENTID>US</PARENTID>"
        self._unless("LOCATION", name, f"<create><LOCATION>{named('LOCATION', name)}{parent}</LOCATION></create>")

    def department(self, name: str) -> None:
        body = f"<DEPARTMENTID>{name}</DEPARTMENTID><TITLE>{name}</TITLE>"
        self._unless("DEPARTMENT", name, f"<create><DEPARTMENT>{body}</DEPARTMENT></create>")

    def contact(self, name: str) -> None:
        body = f"<CONTACTNAME>{name}</CONTACTNAME><PRINTAS>{name}</PRINTAS>"
        self._unless("CONTACT", name, f"<create><CONTACT>{body}</CONTACT></create>")

    def attachment(self, name: str) -> None:
        folder = "<create_supdocfolder><supdocfoldername>Money</supdocfoldername></create_supdocfolder>"
        self._unless("SUPDOCFOLDER", "Money", folder)
        body = f"<supdocid>{name}</supdocid><supdocfoldername>Money</supdocfoldername>"
        self._unless("SUPDOC", name, f"<create_supdoc>{body}</create_supdoc>")

    def term(self, name: str) -> None:
        for kind in ("ARTERM", "APTERM"):
            self._unless(kind, name, f"<create><{kind}><NAME>{name}</NAME><DUEDATE>30</DUEDATE></{kind}></create>")

    def label(self, name: str) -> None:
        for kind, account in (("ARACCOUNTLABEL", "8000"), ("APACCOUNTLABEL", "6300")):
            body = f"<ACCOUNTLABEL>{name}</ACCOUNTLABEL><DESCRIPTION>{name}</DESCRIPTION>"
            self._unless(kind, name, f"<create><{kind}>{body}<GLACCOUNTNO>{account}</GLACCOUNTNO></{kind}></create>")

    def payable_control(self, number: str) -> None:
        self.account(number)
        key = self._company.records.find("GLACCOUNT", number)
        assert key is not None
        self._company.records.update("GLACCOUNT", key.key, {"ALTERNATIVEACCOUNT": "Payables account"})

    def _dimensions(self, call: etree._Element) -> None:
        """The values of dimensions that lines name, straight into the tables: what they are is of no matter here."""
        for dimension in DIMENSIONS:
            if dimension.object in ("LOCATION", "DEPARTMENT", "CUSTOMER", "VENDOR", "EMPLOYEE"):
                continue
            for element in (*call.iter(dimension.id_field), *call.iter(dimension.id_field.lower())):
                if name := (element.text or "").strip():
                    project = call.findtext(".//PROJECTID") or ""
                    within = {"PROJECTID": project} if dimension.needs else {}
                    named = {dimension.id_field: name, dimension.name_field: name}
                    self._insert(dimension.object, name, named | within)
        for element in (*call.iter("EMPLOYEEID"), *call.iter("employeeid")):
            if name := (element.text or "").strip():
                self._insert("EMPLOYEE", name, {"EMPLOYEEID": name, "STATUS": "T"})

    def _insert(self, name: str, key: str, values: dict[str, str]) -> None:
        if self._company.records.find(name, key) is None:
            fields = self._company.catalogue[name].fields_by_id
            status = {"STATUS": "T"} if "STATUS" in fields and "STATUS" not in values else {}
            self._company.records.insert(name, values | status)

    def _unless(self, name: str, key: str, request: str) -> None:
        if self._company.records.find(name, key) is None:
            self.done(request)

    # -- documents

    def _documents(self, name: str, call: etree._Element) -> None:
        if name in _GENERIC:
            what = _written(call)
            if what == "BANKACCTTXNFEED" and "charge" in call.itertext():
                self.card(call.findtext("BANKACCTTXNFEED/FINANCIALENTITY") or "")
            for element in call.iter("prbatch"):
                self._summary(element.text or "")
            if what in ("ARPYMT", "APPYMT") and name != "delete":
                self._settled(call, what)
            if name != "create":
                self._kept(name, what, call)
            return
        if name in ("update_territory", "delete_territory"):
            self._territory(call.get("territoryid", ""))
        for element in call.iter("invoicekey"):
            element.text = self._document("invoice", element.text or "", self._party(call))
        for element in call.iter("arpaymentkey"):
            element.text = self._document("advance", element.text or "", "")
            for paid_one in call.iter("invoicekey"):
                paid_one.text = self._document("invoice", f"of-{paid_one.text}", "C-1001")
        for element in (*call.iter("batchkey"), *call.iter("PRBATCHKEY")):
            if "arpayment" in name and element.text:
                element.text = self._summary()
        for element in call.iter("adjustmentno"):
            element.text = self.number()
        for attribute in ("key", "recordno", "achbankid"):
            maker = KEYED.get((name, attribute))
            if maker is not None and call.get(attribute) is not None:
                call.set(attribute, maker(self, self._party(call)))

    def _territory(self, name: str) -> None:
        body = f"<territoryid>{name}</territoryid><name>North</name>"
        self._unless("TERRITORY", name, f"<create_territory>{body}</create_territory>")
        self._insert("EMPLOYEE", "002", {"EMPLOYEEID": "002", "STATUS": "T"})

    def _summary(self, title: str = "Checks") -> str:
        return self.done(
            f"<create_arpaymentbatch><batchtitle>{title}</batchtitle><bankaccountid>{_ANY_BANK}</bankaccountid><datecreated>"
            "<year>2014</year><month>01</month><day>02</day></datecreated></create_arpaymentbatch>"
        )

    def _party(self, call: etree._Element) -> str:
        for name in ("customerid", "CUSTOMERID", "vendorid", "VENDORID"):
            if found := (call.findtext(name) or call.findtext(f"*/{name}") or "").strip():
                return found
        return ""

    def _settled(self, call: etree._Element, what: str) -> None:
        """Makes the documents and credits that the details of a payment name, and gives the details their keys."""
        party = self._party(call)
        kinds = RECEIVABLE if what == "ARPYMT" else PAYABLE
        for detail in call.iter(f"{what}DETAIL"):
            for field, (kind, entry_field) in kinds.items():
                key, entry = detail.find(field), detail.find(entry_field)
                if key is None or not (key.text or "").strip():
                    continue
                key.text = self._document(kind, key.text or "", party)
                if entry is not None:
                    entry.text = self._line_of(kind, key.text, entry.text or "")

    def _line_of(self, kind: str, key: str, known_as: str) -> str:
        """The record number of a line: the first, or the next for another line of the author's document."""
        lines = [record.key for record in self._company.records.where(LINES[kind], RECORDKEY=int(key))]
        names = self._keys.setdefault((f"lines of {kind}", key), known_as)
        if known_as not in names.split(","):
            names = self._keys[f"lines of {kind}", key] = f"{names},{known_as}"
        return str(lines[min(names.split(",").index(known_as), len(lines) - 1)])

    def _document(self, kind: str, known_as: str, party: str) -> str:
        """The key of this company's document for one that a request knows by a key of another company."""
        known = self._keys.get((kind, known_as))
        if known is None:
            known = self._keys[kind, known_as] = DOCUMENTS[kind](self, party)
        return known

    def _kept(self, name: str, what: str, call: etree._Element) -> None:
        """Makes the record that an update or a delete names by its key, and gives the call its key."""
        maker = KEPT.get(what)
        element = call.find("keys") if name == "delete" else call.find(f"{what}/RECORDNO")
        if maker is not None and element is not None:
            element.text = maker(self, self._party(call))

    def number(self) -> str:
        """A number that no document has yet."""
        self._made += 1
        return f"PUB-{self._made}"

    def key_of(self, name: str, record_id: str) -> str:
        """The record number of a record with that id."""
        record = self._company.records.find(name, record_id)
        assert record is not None
        return str(record.key)

    def done(self, request: str) -> str:
        """The key of what a request makes."""
        said = self._ask.of(request)
        assert said.errors == [], (request, said.errors)
        return said.key or ""


# What elements name, by their names in small letters.
_MASTERS: Mapping[str, Callable[[AtHand, str], None]] = {
    **dict.fromkeys(("customerid",), AtHand.customer),
    **dict.fromkeys(("vendorid",), AtHand.vendor),
    **dict.fromkeys(_PLACES, AtHand.location),
    **dict.fromkeys(("departmentid", "overpaydeptid", "overpaymentdepartmentid"), AtHand.department),
    **dict.fromkeys(("accountno", "glaccountno", "undepfundsacct", "undepositedaccountno"), AtHand.account),
    **dict.fromkeys(("financialentity", "bankaccountid"), AtHand.bank),
    **dict.fromkeys(("supdocid",), AtHand.attachment),
    **dict.fromkeys(("contactname",), AtHand.contact),
    **dict.fromkeys(("termname",), AtHand.term),
    **dict.fromkeys(("accountlabel",), AtHand.label),
    **dict.fromkeys(("offsetglaccountno",), AtHand.payable_control),
}
