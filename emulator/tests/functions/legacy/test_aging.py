"""`get_araging`: who owes how much for how long, on any day."""

from asking import Ask, Said
from legacy_calls import number_of

US, US_LOCATION = "US", "<locationid>US</locationid>"


def day(name: str, text: str) -> str:
    """A legacy date of a text like `2026-09-01`."""
    year, month, number = text.split("-")
    return f"<{name}><year>{year}</year><month>{month}</month><day>{number}</day></{name}>"


def bill_customer(
    ask: Ask, number: str, made: str, due: str, amount: str, customer: str = "C-1001", place: str = "US-NYC"
) -> int:
    """Creates an invoice of one line; its key."""
    return number_of(
        ask.of(
            f"<create_invoice><customerid>{customer}</customerid>{day('datecreated', made)}{day('datedue', due)}"
            f"<invoiceno>{number}</invoiceno><invoiceitems><lineitem><glaccountno>4010</glaccountno>"
            f"<amount>{amount}</amount><locationid>{place}</locationid><departmentid>20</departmentid></lineitem>"
            "</invoiceitems></create_invoice>"
        )
    )


def receive(ask: Ask, invoice: int, amount: str, when: str, customer: str = "C-1001") -> int:
    """Receives money for an invoice; the receipt's key."""
    return number_of(
        ask.of(
            f"<create_arpayment><customerid>{customer}</customerid><paymentamount>{amount}</paymentamount>"
            f"<bankaccountid>CHK-US</bankaccountid>{day('datereceived', when)}<paymentmethod>EFT</paymentmethod>"
            f"<arpaymentitem><invoicekey>{invoice}</invoicekey><amount>{amount}</amount></arpaymentitem>"
            "</create_arpayment>"
        )
    )


def aging(ask: Ask, more: str = "", place: str = US_LOCATION, when: str = "2026-11-20", flags: str = "") -> Said:
    """Asks for the aging of the US entity."""
    return ask.of(f"<get_araging>{more}{place}{day('asofdate', when)}{flags}</get_araging>")


def totals(said: Said) -> dict[str, list[str | None]]:
    """The totals of each customer, period by period."""
    assert said.errors == []
    return {
        customer.findtext("customerid"): [period.findtext("totalamount") for period in customer.iterfind("aging")]
        for customer in said.root.iter("araging")
    }


def test_documents_fall_into_the_default_periods_by_the_day_they_were_made(ask: Ask) -> None:
    """On 20 November: 1 Nov is 19 days old, 11 Oct 40, 1 Sep 80, 1 Aug 111, 1 Jun 172; each customer by itself."""
    made = ("2026-11-01", "2026-10-11", "2026-09-01", "2026-08-01", "2026-06-01")
    for index, when in enumerate(made, 1):
        bill_customer(ask, f"I-{index}", when, "2026-12-01", f"{index}00.00")
    bill_customer(ask, "I-9", "2026-11-19", "2026-12-01", "7.50", customer="C-1002")
    said = aging(ask)
    assert said.texts(".//araging[1]/aging/agingperiod") == ["0-30", "31-60", "61-90", "91-120", "121-"]
    assert totals(said) == {"C-1001": ["100", "200", "300", "400", "500"], "C-1002": ["7.5", "0", "0", "0", "0"]}


def test_details_name_the_document_its_due_its_day_and_its_age(ask: Ask) -> None:
    """80.25 made on 1 September and due on 1 October is 80 days old on 20 November, or 50 from its due date."""
    bill_customer(ask, "I-1", "2026-09-01", "2026-10-01", "80.25")
    by_date = aging(ask, flags="<showdetails>true</showdetails>")
    by_due = aging(ask, flags="<useduedate>true</useduedate><showdetails>true</showdetails>")
    assert by_date.texts(".//agingdetail/invoiceno") == ["I-1"]
    assert by_date.texts(".//agingdetail/totaldue") == ["80.25"]
    assert by_date.texts(".//agingdetail/agingdate/month") == ["09"]
    assert by_date.texts(".//agingdetail/age") == ["80"]
    assert by_due.texts(".//agingdetail/agingdate/month") == ["10"]
    assert by_due.texts(".//agingdetail/age") == ["50"]
    assert aging(ask).texts(".//agingdetails") == []


def test_what_is_not_due_yet_stands_in_the_period_that_begins_at_zero(ask: Ask) -> None:
    """Counted from a due date ten days ahead the age is -10, and the amount is in 0-30."""
    bill_customer(ask, "I-1", "2026-11-01", "2026-11-30", "10.00")
    said = aging(ask, flags="<useduedate>true</useduedate><showdetails>true</showdetails>")
    assert totals(said) == {"C-1001": ["10", "0", "0", "0", "0"]}
    assert said.texts(".//agingdetail/age") == ["-10"]


def test_receipts_after_the_day_are_added_back_and_later_invoices_left_out(ask: Ask) -> None:
    """100.00 of 1 October, 40.00 received on 10 November, another invoice on 15 November: on 5 November 100.00 are
    due, on 10 November 60.00, on 20 November 160.00."""
    invoice = bill_customer(ask, "I-1", "2026-10-01", "2026-10-31", "100.00")
    receive(ask, invoice, "40.00", "2026-11-10")
    bill_customer(ask, "I-2", "2026-11-15", "2026-12-15", "100.00")
    whole = "<agingperiods>0-</agingperiods>"
    assert totals(aging(ask, whole, when="2026-11-05")) == {"C-1001": ["100"]}
    assert totals(aging(ask, whole, when="2026-11-10")) == {"C-1001": ["60"]}
    assert totals(aging(ask, whole)) == {"C-1001": ["160"]}


def test_a_reversed_receipt_counts_until_the_day_of_its_reversal(ask: Ask) -> None:
    """Received on 10 November and reversed on the 15th: nothing is due on the 12th, all of it on the 15th."""
    invoice = bill_customer(ask, "I-1", "2026-10-01", "2026-10-31", "100.00")
    receipt = receive(ask, invoice, "100.00", "2026-11-10")
    number_of(ask.of(f'<reverse_arpayment key="{receipt}">{day("datereversed", "2026-11-15")}</reverse_arpayment>'))
    whole = "<agingperiods>0-</agingperiods>"
    assert totals(aging(ask, whole, when="2026-11-12")) == {}
    assert totals(aging(ask, whole, when="2026-11-15")) == {"C-1001": ["100"]}


def test_a_reversed_invoice_counts_until_the_day_of_its_reversal(ask: Ask) -> None:
    """An invoice and its twin cancel each other from the day of the reversal on, and not before."""
    invoice = bill_customer(ask, "I-1", "2026-10-01", "2026-10-31", "100.00")
    number_of(ask.of(f'<reverse_invoice key="{invoice}">{day("datereversed", "2026-11-15")}</reverse_invoice>'))
    whole = "<agingperiods>0-</agingperiods>"
    assert totals(aging(ask, whole, when="2026-11-14")) == {"C-1001": ["100"]}
    assert totals(aging(ask, whole)) == {}


def test_a_credit_memo_counts_until_it_is_applied(ask: Ask) -> None:
    """An invoice of 100.00 and a credit memo of 30.00 come to 70.00; applied, the memo is used up and 70.00 stay."""
    invoice = bill_customer(ask, "I-1", "2026-10-01", "2026-10-31", "100.00")
    memo = number_of(
        ask.of(
            f"<create_aradjustment><customerid>C-1001</customerid>{day('datecreated', '2026-10-11')}"
            "<adjustmentno>M-1</adjustmentno><aradjustmentitems><lineitem><glaccountno>4010</glaccountno>"
            "<amount>-30.00</amount><locationid>US-NYC</locationid><departmentid>20</departmentid></lineitem>"
            "</aradjustmentitems></create_aradjustment>"
        )
    )
    details = "<showdetails>true</showdetails>"
    assert aging(ask, flags=details).texts(".//agingdetail/totaldue") == ["100", "-30"]
    number_of(
        ask.of(
            f"<apply_arpayment><arpaymentkey>{memo}</arpaymentkey>{day('paymentdate', '2026-11-10')}<arpaymentitems>"
            f"<arpaymentitem><invoicekey>{invoice}</invoicekey><amount>30.00</amount></arpaymentitem>"
            "</arpaymentitems></apply_arpayment>"
        )
    )
    assert aging(ask, flags=details).texts(".//agingdetail/totaldue") == ["70"]
    assert aging(ask, when="2026-11-09", flags=details).texts(".//agingdetail/totaldue") == ["-30", "100"]


def test_with_the_flag_customers_are_shown_who_owe_nothing(ask: Ask) -> None:
    """A customer whose only invoice is paid is left out, and with `showzerowithactivity` shown with zeros."""
    receive(ask, bill_customer(ask, "I-1", "2026-10-01", "2026-10-31", "100.00"), "100.00", "2026-10-02")
    assert totals(aging(ask)) == {}
    flags = "<showzerowithactivity>true</showzerowithactivity>"
    assert totals(aging(ask, flags=flags)) == {"C-1001": ["0", "0", "0", "0", "0"]}


def test_only_lines_of_the_location_and_department_count(ask: Ask) -> None:
    """What lies in Canada is no part of the US entity's aging, and an empty department has none."""
    bill_customer(ask, "I-1", "2026-11-01", "2026-12-01", "100.00")
    bill_customer(ask, "I-2", "2026-11-01", "2026-12-01", "33.00", place="CA-TOR")
    first = "<agingperiods>0-30</agingperiods>"
    assert totals(aging(ask, first)) == {"C-1001": ["100"]}
    assert totals(aging(ask, first, "<locationid>CA</locationid>")) == {"C-1001": ["33"]}
    assert totals(aging(ask, first, f"{US_LOCATION}<departmentid>30</departmentid>")) == {}


def test_customer_and_invoice_narrow_the_answer_and_are_named_in_it(ask: Ask) -> None:
    """Of three invoices of two customers the one that is asked for is told."""
    bill_customer(ask, "I-1", "2026-11-01", "2026-12-01", "1.00")
    bill_customer(ask, "I-2", "2026-11-01", "2026-12-01", "2.00")
    bill_customer(ask, "I-3", "2026-11-01", "2026-12-01", "4.00", customer="C-1002")
    named = "<agingperiods>0-30</agingperiods><customerid>C-1001</customerid>"
    assert totals(aging(ask, named)) == {"C-1001": ["3"]}
    said = aging(ask, f"{named}<invoiceno>I-2</invoiceno>")
    assert totals(said) == {"C-1001": ["2"]}
    assert [child.tag for child in said.root.find(".//araging")][:3] == ["customerid", "invoiceno", "locationid"]


def test_a_company_with_entities_asks_for_a_location(ask: Ask) -> None:
    """At the top level the location is required; in an entity it is the entity's own, and no other's may be named."""
    bill_customer(ask, "I-1", "2026-11-01", "2026-12-01", "100.00")
    assert [number for number, _ in aging(ask, place="").errors] == ["BL01001973"]
    inside = f"<get_araging><agingperiods>0-30</agingperiods>{day('asofdate', '2026-11-20')}</get_araging>"
    assert totals(ask.of(inside, location="US")) == {"C-1001": ["100"]}
    assert totals(ask.of(inside, location="CA")) == {}
    assert ask.of(f"<get_araging>{US_LOCATION}</get_araging>", location="CA").errors != []


def test_unknown_names_and_periods_that_overlap_are_refused(ask: Ask) -> None:
    """A customer, location or department that does not exist, and periods nobody can tell apart."""
    assert aging(ask, "<customerid>NOBODY</customerid>").errors != []
    assert aging(ask, place="<locationid>NOWHERE</locationid>").errors != []
    assert aging(ask, place=f"{US_LOCATION}<departmentid>NONE</departmentid>").errors != []
    for periods in ("0-30,30-60", "0-,31-60", "CUST-1", "60-31"):
        said = aging(ask, f"<agingperiods>{periods}</agingperiods>")
        assert said.errors == [("BL03000018", f"Illegal format for AR aging : agingperiods {periods}.")]


def test_a_day_past_the_end_of_its_month_counts_into_the_next(ask: Ask) -> None:
    """The reference page's own request is of 31 June; 1 July is what it means here."""
    bill_customer(ask, "I-1", "2021-06-01", "2021-06-30", "100.00")
    said = aging(ask, when="2021-06-31", flags="<showdetails>true</showdetails>")
    assert said.texts(".//agingdetail/age") == ["30"]
    assert aging(ask, when="2021-13-31").errors != []
