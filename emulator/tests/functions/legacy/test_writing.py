"""What all legacy functions that write have in common: their options, keys, gaps and rights, and how far they go."""

from asking import Ask
from legacy_calls import answered, entries, invoice, line, no_record, number_of, stored

from intacct_emulator.catalogue.model import Level
from intacct_emulator.functions.registry import MODULES, REGISTRY
from intacct_emulator.tenancy.company import Company

WRITERS = {
    f"intacct_emulator.functions.legacy.{module}"
    for module in ("receivables", "payables", "general_ledger", "masters", "attachments")
}


def test_an_option_that_is_not_built_is_a_gap(ask: Ask, company: Company) -> None:
    """Revenue recognition would post otherwise: refused by name, and nothing of the invoice stays."""
    said = ask.of(invoice(line(more="<revrectemplate>12M</revrectemplate>")))
    assert said.gaps == ("create_invoice with revrectemplate",)
    assert said.text(".//result/status") == "failure"
    assert company.records.where("ARINVOICE") == []
    assert entries(company) == []


def test_a_wrong_request_is_wrong_before_it_is_a_gap(ask: Ask) -> None:
    """The gateway's own error comes first: an unknown customer, whatever options the lines have."""
    said = ask.of(invoice(line(more="<projectid>P-1001</projectid><taskid>T</taskid>"), customer="NOBODY"))
    assert said.gaps == ()
    assert "NOBODY" in said.errors[0][1]


def test_options_that_are_off_ask_for_nothing(ask: Ask) -> None:
    """`nogl` false and empty elements are no gap."""
    said = ask.of(invoice(head="<currency>USD</currency><exchratetype/><nogl>false</nogl>"))
    assert (said.errors, said.gaps) == ([], ())


def test_an_external_id_is_noted(ask: Ask) -> None:
    """An id of another system is not kept; the invoice is, and the answer says which part was not."""
    said = ask.of(invoice(head="<externalid>77</externalid>"))
    assert number_of(said)
    assert said.gaps == ("create_invoice externalid",)


def test_keys_of_other_systems_are_a_gap(ask: Ask) -> None:
    """No external ids are kept, so none is found; the answer says that this is ours."""
    said = ask.of('<update_invoice key="20394" externalkey="true"/>')
    assert said.gaps == ("external keys",)
    assert said.errors == no_record(20394)


def test_a_described_contact_is_made(ask: Ask, company: Company) -> None:
    """A `contact` that does not exist yet becomes one, with its address, and the invoice names it."""
    contact = (
        "<billto><contact><contactname>New, Nora</contactname><printas>Nora New</printas>"
        "<mailaddress><city>Lyon</city><isocountrycode>FR</isocountrycode></mailaddress></contact></billto>"
    )
    record = stored(company, "ARINVOICE", number_of(ask.of(invoice(head=contact))))
    made = stored(company, "CONTACT", "New, Nora")
    assert record["BILLTOPAYTOCONTACTNAME"] == "New, Nora"
    assert (made["MAILADDRESS.CITY"], made["MAILADDRESS.COUNTRYCODE"]) == ("Lyon", "FR")


def test_ignored_duplicates(ask: Ask, company: Company) -> None:
    """A customer that exists is an error, unless duplicates are to be ignored; it is not changed then."""
    again = "<customerid>C-1001</customerid><name>Other</name></create_customer>"
    assert ask.of(f"<create_customer>{again}").errors
    assert answered(ask.of(f'<create_customer ignoreduplicates="true">{again}')) == "C-1001"
    assert stored(company, "CUSTOMER", "C-1001")["NAME"] == "Alderbrook Foods"


def test_empty_elements_need_set_nulls(ask: Ask, company: Company) -> None:
    """An empty element of an update changes nothing unless the update says that it does."""
    body = "<name>Alderbrook</name><termname/></update_customer>"
    answered(ask.of(f'<update_customer customerid="C-1001">{body}'))
    assert stored(company, "CUSTOMER", "C-1001")["TERMNAME"] == "Net 30"
    answered(ask.of(f'<update_customer customerid="C-1001" set_nulls="true">{body}'))
    customer = stored(company, "CUSTOMER", "C-1001")
    assert (customer["NAME"], customer["TERMNAME"]) == ("Alderbrook", None)


def test_rights_are_those_of_the_object(ask: Ask) -> None:
    """A user who may read accounts' journals but not add them is refused; no payables at all for the billing user."""
    billing = {"user": "argl_user", "password": "argl_user_secret"}
    refused = ask.of("<create_journal><symbol>TEST</symbol><title>t</title></create_journal>", **billing)
    assert refused.errors[0][0] == "PL04000005"
    refused = ask.of('<delete_vendor vendorid="V-2001"/>', **billing)
    assert refused.errors == [
        ("PL04000005", "You do not have permission for API operation DELETE on objects of type vendor")
    ]


def test_functions_go_as_far_as_what_they_write() -> None:
    """Expense types are only kept; everything else has its rules."""
    written = [function for function in REGISTRY.all() if MODULES[function.name] in WRITERS]
    assert {function.name for function in written if function.level is Level.KEPT} == {
        *("create_expensetype", "update_expensetype", "delete_expensetype"),
    }
