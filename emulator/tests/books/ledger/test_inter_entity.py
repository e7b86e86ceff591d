"""What is posted between entities: by journal entries, receipts, payments, charges, deposits and advances.

Figures are by hand. Accounts: 1000 and 1010 the banks of US and CA, 1200 receivable, 2000 payable, 2060 the card, 1900
what another entity owes, 2900 what another entity is owed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import disbursing
import pytest
from asking import Ask, Said, invoice, line, present
from cash_requests import card_item, charge, deposit, reversed_charge
from entity_books import CA, TOP, US, listed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import batch, bill, change, entry
from receiving import CA_BANK, US_BANK, advance, date_block, paid, receipt
from settled_books import restorable

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import InterEntityPlan

SOURCE_US = "<BASELOCATION_NO>US</BASELOCATION_NO>"
Posted = list[tuple[str, str, str]]


def posted(ask: Ask, *, after: int = 0) -> Posted:
    """Account, location and signed amount of every line of the ledger beyond the first ones, as they were posted."""
    rows = TOP.ask(ask, listed("GLDETAIL", "RECORDNO", "ACCOUNTNO", "LOCATIONID", "AMOUNT")).rows()
    ordered = sorted(rows, key=lambda row: int(row["RECORDNO"] or 0))
    return [(row["ACCOUNTNO"] or "", row["LOCATIONID"] or "", row["AMOUNT"] or "") for row in ordered[after:]]


def succeeded(said: Said) -> str:
    """The key of what was written. Fails the test where it was not."""
    assert said.errors == []
    assert said.gaps == ()
    return present(said.key)


def require_balance(company: Company) -> None:
    """Debits equal credits in every entity of every journal entry."""
    company.records.prepare(company.catalogue["GLENTRY"])
    sums = "SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY BASELOCATION, BATCHNO"
    assert all(total == 0 for (total,) in company.database.all(sums))


def require_nothing_left(company: Company) -> None:
    """Every account of every entity is back at zero."""
    sums = "SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY GROUP BY BASELOCATION, ACCOUNTNO"
    assert all(total == 0 for (total,) in company.database.all(sums))


def test_a_journal_entry_settles_against_its_source_entity(ask: Ask, company: Company) -> None:
    """CA's travel of 60.00 accrued by US: CA owes US, US is owed."""
    key = succeeded(ask.of(batch(entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"), extra=SOURCE_US)))
    assert posted(ask) == [
        ("6300", "CA-TOR", "60"),
        ("2100", "US-NYC", "-60"),
        ("2900", "CA", "-60"),
        ("1900", "US", "60"),
    ]
    require_balance(company)
    fields = "<fields>BASELOCATION_NO,BASELOCATION</fields>"
    read = ask.of(f"<read><object>GLBATCH</object><keys>{key}</keys>{fields}</read>")
    assert (read.text(".//BASELOCATION_NO"), read.text(".//BASELOCATION")) == ("US", "1")
    for desk, accounts in ((US, {"2100", "1900"}), (CA, {"6300", "2900"})):
        rows = desk.ask(ask, listed("GLENTRY", "ACCOUNTNO")).rows()
        assert {row["ACCOUNTNO"] for row in rows} == accounts


def test_the_other_direction_turns_the_accounts_around(ask: Ask) -> None:
    """US's travel accrued by CA, which is not the source: CA is owed, US owes."""
    succeeded(ask.of(batch(entry("6300", 1, "60"), entry("2100", -1, "60", "CA-TOR"), extra=SOURCE_US)))
    assert posted(ask, after=2) == [("1900", "CA", "60"), ("2900", "US", "-60")]


def test_the_older_function_names_the_source_entity_too(ask: Ask) -> None:
    """`sourceentity` of `create_gltransaction` does what BASELOCATION_NO does."""
    lines = "".join(
        f"<glentry><trtype>{side}</trtype><amount>25</amount><glaccountno>{account}</glaccountno>"
        f"<locationid>{place}</locationid></glentry>"
        for side, account, place in (("debit", "6300", "CA-TOR"), ("credit", "2100", "US-NYC"))
    )
    succeeded(
        ask.of(
            "<create_gltransaction><journalid>GJ</journalid><datecreated><year>2026</year><month>11</month><day>5</day>"
            f"</datecreated><description>Accrual</description><sourceentity>US</sourceentity><gltransactionentries>{lines}"
            "</gltransactionentries></create_gltransaction>"
        )
    )
    assert posted(ask, after=2) == [("2900", "CA", "-25"), ("1900", "US", "25")]


def test_every_entity_settles_with_the_source(ask: Ask, company: Company) -> None:
    """Of three entities, two settle with the one that is named, each with its own difference."""
    ask.of(
        "<create><LOCATIONENTITY><LOCATIONID>UK</LOCATIONID><NAME>UK</NAME><IEPAYABLE.ACCOUNT>2900</IEPAYABLE.ACCOUNT>"
        "<IERECEIVABLE.ACCOUNT>1900</IERECEIVABLE.ACCOUNT></LOCATIONENTITY></create>"
    )
    lines = (entry("6300", 1, "10", "CA-TOR"), entry("6300", 1, "7.50", "UK"), entry("2100", -1, "17.50"))
    succeeded(ask.of(batch(*lines, extra=SOURCE_US)))
    assert posted(ask, after=3) == [
        ("2900", "CA", "-10"),
        ("1900", "US", "10"),
        ("2900", "UK", "-7.5"),
        ("1900", "US", "7.5"),
    ]
    require_balance(company)


def test_a_draft_gets_its_lines_between_entities_when_it_is_posted(ask: Ask) -> None:
    """A draft of two entities posts nothing; posted, each of them balances."""
    pair = (entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"))
    key = succeeded(ask.of(batch(*pair, extra=f"{SOURCE_US}<STATE>Draft</STATE>")))
    assert posted(ask) == []
    assert ask.of(f"<update><GLBATCH><RECORDNO>{key}</RECORDNO><STATE>Posted</STATE></GLBATCH></update>").errors == []
    assert posted(ask)[2:] == [("2900", "CA", "-60"), ("1900", "US", "60")]


def test_nothing_is_owed_in_a_statistical_journal(ask: Ask) -> None:
    """Heads of another entity than the source's are counted there, and that is all."""
    ask.of("<create><STATJOURNAL><SYMBOL>SHC</SYMBOL><TITLE>Heads</TITLE></STATJOURNAL></create>")
    ask.of("<create><STATACCOUNT><ACCOUNTNO>9910</ACCOUNTNO><TITLE>Heads</TITLE></STATACCOUNT></create>")
    heads = batch(entry("9910", 1, "5", "CA-TOR"), journal="SHC", extra=SOURCE_US)
    assert ask.of(heads).errors == []
    assert [row[:2] for row in posted(ask)] == [("9910", "CA-TOR")]


def test_an_entry_that_balances_in_each_entity_gets_no_more_lines(ask: Ask) -> None:
    """A source entity changes nothing where nothing is between entities."""
    succeeded(ask.of(batch(entry("6300", 1, "5"), entry("2100", -1, "5"), extra=SOURCE_US)))
    assert len(posted(ask)) == 2


def test_an_entry_and_its_reversal_come_to_nothing(ask: Ask, company: Company) -> None:
    """The reversing entry takes the lines between entities back, too, and follows an update of all lines; a delete
    removes both."""
    pair = (entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"))
    key = succeeded(ask.of(batch(*pair, extra=f"{SOURCE_US}<REVERSEDATE>11/30/2026</REVERSEDATE>")))
    assert len(posted(ask)) == 8
    require_nothing_left(company)
    less = f"<ENTRIES>{entry('6300', 1, '1', 'CA-TOR')}{entry('2100', -1, '1')}</ENTRIES>"
    assert ask.of(f"<update><GLBATCH><RECORDNO>{key}</RECORDNO>{less}</GLBATCH></update>").errors == []
    require_balance(company)
    require_nothing_left(company)
    assert posted(ask)[:4] == [
        ("6300", "CA-TOR", "1"),
        ("2100", "US-NYC", "-1"),
        ("2900", "CA", "-1"),
        ("1900", "US", "1"),
    ]
    assert ask.of(f"<delete><object>GLBATCH</object><keys>{key}</keys></delete>").errors == []
    assert posted(ask) == []


def test_without_a_source_entity_an_entry_must_balance_in_each(ask: Ask, company: Company) -> None:
    """The refusal names the places in the company's own word."""
    company.profile = replace(company.profile, terminology={"Location": "Place"})
    said = ask.of(batch(entry("6300", 1, "25"), entry("2100", -1, "25", "CA-TOR")))
    assert said.errors[0] == ("BL01001973", "Transactions do not balance for Place CA, US")
    assert said.gaps == ()


def test_a_source_entity_does_not_make_an_entry_balance(ask: Ask) -> None:
    """Debits and credits must still be equal."""
    said = ask.of(batch(entry("6300", 1, "25", "CA-TOR"), entry("2100", -1, "24.99"), extra=SOURCE_US))
    assert "do not balance" in said.errors[0][1]


def test_another_source_entity_for_lines_that_stay_is_a_gap(ask: Ask) -> None:
    """Which of the lines were added is not kept, so that they cannot be worked out again without the others."""
    key = succeeded(ask.of(batch(entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"), extra=SOURCE_US)))
    changed = f"<update><GLBATCH><RECORDNO>{key}</RECORDNO><BASELOCATION_NO>CA</BASELOCATION_NO></GLBATCH></update>"
    assert ask.of(changed).gaps == ("another source entity for the lines there are",)


def test_a_receipt_in_another_entitys_bank(ask: Ask, company: Company) -> None:
    """CA's bank receives 100.00 for US's invoice: CA owes US, and its reversal takes all of it back."""
    key = succeeded(ask.of(invoice()))
    received = succeeded(ask.of(receipt(paid(key, "100.00"), place=CA_BANK)))
    assert posted(ask, after=2) == [
        ("1010", "CA", "100"),
        ("1200", "US-NYC", "-100"),
        ("1900", "US", "100"),
        ("2900", "CA", "-100"),
    ]
    assert {row["RECORDNO"] for row in CA.ask(ask, listed("ARPYMT", "RECORDNO")).rows()} == {received}
    day = date_block("datereversed", "2026-11-20")
    succeeded(ask.of(f"<reverse_arpayment key='{received}'>{day}</reverse_arpayment>"))
    assert ask.of(f"<reverse_invoice key='{key}'>{day}</reverse_invoice>").errors == []
    require_balance(company)
    require_nothing_left(company)


def test_a_reversal_takes_back_what_was_posted(ask: Ask, company: Company) -> None:
    """Also where the accounts are mapped otherwise by then."""
    key = succeeded(ask.of(invoice()))
    received = succeeded(ask.of(receipt(paid(key, "100.00"), place=CA_BANK)))
    accounts = "<IEPAYABLEACCTNO>2100</IEPAYABLEACCTNO><IERECEIVABLEACCTNO>1400</IERECEIVABLEACCTNO>"
    mapping = f"<ENTITYACCTDEFAULT><ENTITYID>CA</ENTITYID>{accounts}</ENTITYACCTDEFAULT>"
    setup = f"<RECORDNO>1</RECORDNO><ENTITYACCTDEFAULTS>{mapping}</ENTITYACCTDEFAULTS>"
    succeeded(ask.of(f"<update><INTERENTITYSETUP>{setup}</INTERENTITYSETUP></update>"))
    day = date_block("datereversed", "2026-11-20")
    succeeded(ask.of(f"<reverse_arpayment key='{received}'>{day}</reverse_arpayment>"))
    assert sorted(posted(ask, after=6)) == [
        ("1010", "CA", "-100"),
        ("1200", "US-NYC", "100"),
        ("1900", "US", "-100"),
        ("2900", "CA", "100"),
    ]


def test_money_for_lines_of_two_entities(ask: Ask, company: Company) -> None:
    """The bank's own line needs nothing between; the other entity's does, line by line."""
    key = succeeded(ask.of(invoice(lines=line("60.00") + line("40.00", location="CA-TOR"))))
    succeeded(ask.of(receipt(paid(key, "100.00"), place=US_BANK)))
    assert posted(ask, after=4) == [
        ("1000", "US-NYC", "60"),
        ("1200", "US-NYC", "-60"),
        ("1000", "US", "40"),
        ("1200", "CA-TOR", "-40"),
        ("1900", "CA", "40"),
        ("2900", "US", "-40"),
    ]
    require_balance(company)


def test_a_payment_for_another_entitys_bill(ask: Ask, company: Company) -> None:
    """US pays CA's bill of 80.25: US is owed by CA; the void takes all of it back."""
    key = succeeded(ask.of(bill()))
    sent = succeeded(ask.of(disbursing.payment(disbursing.pays(key, "80.25"), method="EFT")))
    assert posted(ask, after=2) == [
        ("1000", "US", "-80.25"),
        ("2000", "CA-TOR", "80.25"),
        ("2900", "CA", "-80.25"),
        ("1900", "US", "80.25"),
    ]
    succeeded(ask.of(disbursing.reversed_("appayment", sent)))
    require_balance(company)
    sums = "SELECT SUM(TR_TYPE * AMOUNT) FROM GLENTRY WHERE ACCOUNTNO IN ('1000', '1900', '2900') GROUP BY ACCOUNTNO"
    assert all(total == 0 for (total,) in company.database.all(sums))


def test_a_card_charge_for_another_entity(ask: Ask, company: Company) -> None:
    """US's card pays CA's travel; a change of the line moves the lines between entities, a reversal takes them back."""
    key = succeeded(ask.of(charge(card_item(amount="30", place="CA-TOR"))))
    assert sorted(posted(ask)) == [
        ("1900", "US", "30"),
        ("2060", "US", "-30"),
        ("2900", "CA", "-30"),
        ("6300", "CA-TOR", "30"),
    ]
    succeeded(ask.of(reversed_charge(key)))
    require_balance(company)
    require_nothing_left(company)


def test_a_deposit_of_another_entitys_receipts(ask: Ask, company: Company) -> None:
    """Undeposited money of US goes to CA's bank: CA owes it."""
    key = succeeded(ask.of(invoice()))
    received = succeeded(ask.of(receipt(paid(key, "100.00"))))
    succeeded(ask.of(deposit(received, bank="CHK-CA", date="2026-11-20")))
    assert sorted(posted(ask, after=4)) == [
        ("1010", "CA", "100"),
        ("1050", "US-NYC", "-100"),
        ("1900", "US", "100"),
        ("2900", "CA", "-100"),
    ]
    require_balance(company)


def test_an_advance_received_by_another_entity(ask: Ask, company: Company) -> None:
    """An advance of US in CA's bank, its change, and its reversal."""
    key = succeeded(ask.of(advance(place=CA_BANK)))
    assert sorted(posted(ask)) == [
        ("1010", "CA", "40"),
        ("1900", "US", "40"),
        ("2300", "US-NYC", "-40"),
        ("2900", "CA", "-40"),
    ]
    more = "<ARADVANCEITEMS><ARADVANCEITEM><ACCOUNTNO>2300</ACCOUNTNO><TRX_AMOUNT>45</TRX_AMOUNT><LOCATIONID>CA-TOR"
    lines = f"{more}</LOCATIONID></ARADVANCEITEM></ARADVANCEITEMS>"
    assert ask.of(f"<update><ARADVANCE><RECORDNO>{key}</RECORDNO>{lines}</ARADVANCE></update>").errors == []
    assert sorted(posted(ask)) == [("1010", "CA-TOR", "45"), ("2300", "CA-TOR", "-45")]
    day = date_block("datereversed", "2026-11-20")
    succeeded(ask.of(f"<reverse_arpayment key='{key}'>{day}</reverse_arpayment>"))
    require_nothing_left(company)


@pytest.mark.parametrize("plan", [InterEntityPlan.OFF, InterEntityPlan.ADVANCED])
def test_what_is_not_mapped_is_refused(ask: Ask, company: Company, plan: InterEntityPlan) -> None:
    """Where it is switched off, or nothing is mapped between two entities, nothing is posted and nothing stays."""
    key = succeeded(ask.of(invoice()))
    company.profile = replace(company.profile, inter_entity=plan)
    before = posted(ask)
    text = "Set up the inter-entity accounts of the entities US and CA, and try again"
    pair = (entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"))
    assert ask.of(batch(*pair, extra=SOURCE_US)).errors[0][1] == text
    assert "Set up the inter-entity accounts" in ask.of(receipt(paid(key, "100.00"), place=CA_BANK)).errors[0][1]
    assert posted(ask) == before
    assert ask.of(receipt(paid(key, "100.00"), place=US_BANK)).errors == []


def test_the_accounts_of_a_pair(ask: Ask, company: Company) -> None:
    """By the advanced plan each entity has accounts for each other one: its own side of the relationship."""
    company.profile = replace(company.profile, inter_entity=InterEntityPlan.ADVANCED)
    sides = "".join(
        f"<ENTITYACCTOVERRIDE><SOURCEENTITYID>{source}</SOURCEENTITYID><TARGETENTITYID>{target}</TARGETENTITYID>"
        f"<IEPAYABLEACCTNO>{payable}</IEPAYABLEACCTNO><IERECEIVABLEACCTNO>{receivable}</IERECEIVABLEACCTNO>"
        "</ENTITYACCTOVERRIDE>"
        for source, target, payable, receivable in (("US", "CA", "2900", "1900"), ("CA", "US", "2100", "1400"))
    )
    setup = f"<RECORDNO>1</RECORDNO><ENTITYACCTOVERRIDES>{sides}</ENTITYACCTOVERRIDES>"
    succeeded(ask.of(f"<update><INTERENTITYSETUP>{setup}</INTERENTITYSETUP></update>"))
    succeeded(ask.of(batch(entry("6300", 1, "60", "CA-TOR"), entry("2100", -1, "60"), extra=SOURCE_US)))
    assert posted(ask, after=2) == [("2100", "CA", "-60"), ("1900", "US", "60")]


def test_an_account_can_be_kept_out(ask: Ask) -> None:
    """A bank account that disables it neither receives for another entity nor pays for one."""
    key = succeeded(ask.of(invoice()))
    ask.of('<update_checkingaccount bankaccountid="CHK-CA"><disableiet>true</disableiet></update_checkingaccount>')
    said = ask.of(receipt(paid(key, "100.00"), place=CA_BANK))
    assert said.errors[0][1] == "The account CHK-CA is not enabled for inter-entity transactions"


def test_an_entitys_private_account_is_kept_out(ask: Ask) -> None:
    """A bank account that was made inside an entity has no part in what is between entities."""
    fields = {"bankaccountid": "CHK-OWN", "locationid": "CA", "bankname": "Own", "glaccountno": "1030"}
    made = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    assert CA.ask(ask, f"<create_checkingaccount>{made}</create_checkingaccount>").errors == []
    key = succeeded(ask.of(invoice()))
    said = ask.of(receipt(paid(key, "100.00"), place="<FINANCIALENTITY>CHK-OWN</FINANCIALENTITY>"))
    assert said.errors[0][1] == "The account CHK-OWN is not enabled for inter-entity transactions"


def test_inside_an_entity_another_entitys_bank_is_a_gap(ask: Ask) -> None:
    """Who works in US does not see what would be posted in CA."""
    key = succeeded(US.ask(ask, invoice()))
    assert US.ask(ask, receipt(paid(key, "100.00"), place=CA_BANK)).gaps == ("payments between entities",)


PLACES = st.sampled_from(["US-NYC", "CA-TOR", "CA"])
AMOUNTS = st.sampled_from(["10", "99.99", "-3.50", "0.01"])
BANKS = st.sampled_from([US_BANK, CA_BANK])
KEYS = st.integers(1, 8)
ENTRIES = st.builds(
    lambda first, second, amount, source: batch(
        entry("6300", 1, amount, first),
        entry("2100", -1, amount, second),
        extra=f"<BASELOCATION_NO>{source}</BASELOCATION_NO>" if source else "",
    ),
    PLACES,
    PLACES,
    AMOUNTS,
    st.sampled_from(["US", "CA", "US-NYC", ""]),
)
INVOICES = st.builds(
    lambda amounts, place: invoice("", lines="".join(line(amount, location=place) for amount in amounts)),
    st.lists(st.sampled_from(["10", "99.99"]), min_size=1, max_size=2),
    PLACES,
)
RECEIPTS = st.builds(lambda key, amount, bank: receipt(paid(key, amount), place=bank), KEYS, AMOUNTS, BANKS)
CHARGES = st.builds(lambda amount, place: charge(card_item(amount=amount, place=place)), AMOUNTS, PLACES)
ADVANCES = st.builds(lambda place, bank: advance(place=bank, location=place), PLACES, BANKS)
PAYMENTS = st.builds(
    lambda key, bank: disbursing.payment(disbursing.pays(key, "80.25"), method="EFT", place=bank), KEYS, BANKS
)
BILLS = st.just(bill(""))
REVERSALS = st.builds(
    lambda name, key: f"<reverse_{name} key='{key}'>{date_block('datereversed', '2026-11-25')}</reverse_{name}>",
    st.sampled_from(["arpayment", "appayment", "invoice", "bill", "cctransaction"]),
    KEYS,
)
CHANGES = st.builds(
    lambda key, place: change("ARINVOICE", key, lines=line("5", location=place).replace("ARINVOICE", "ARINVOICE")),
    KEYS,
    PLACES,
)
STEPS = st.lists(
    st.one_of(ENTRIES, INVOICES, RECEIPTS, CHARGES, ADVANCES, BILLS, PAYMENTS, REVERSALS, CHANGES),
    min_size=2,
    max_size=8,
)


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company) as restore:
        yield restore


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_entity_balances_after_every_request(
    ask: Ask, company: Company, fresh: Callable[[], None], steps: list[str]
) -> None:
    """Whatever is posted between entities, each has balanced books in every journal entry, and what they owe each
    other comes to nothing."""
    fresh()
    for step in steps:
        assert "internal error" not in ask.of(step).body.decode()
        require_balance(company)
        owed = "SELECT COALESCE(SUM(TR_TYPE * AMOUNT), 0) FROM GLENTRY WHERE ACCOUNTNO IN ('1900', '2900')"
        assert company.database.scalar(owed) == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(PLACES, BANKS), min_size=1, max_size=4))
def test_reversing_everything_returns_all_to_zero(
    ask: Ask, company: Company, fresh: Callable[[], None], places: list[tuple[str, str]]
) -> None:
    """Invoices and receipts in any mixture of entities, reversed, leave nothing on any account of any entity."""
    fresh()
    day = date_block("datereversed", "2026-11-20")
    pairs = []
    for place, bank in places:
        key = succeeded(ask.of(invoice("", lines=line("12.34", location=place))))
        pairs.append((key, succeeded(ask.of(receipt(paid(key, "12.34"), place=bank)))))
    for key, received in pairs:
        succeeded(ask.of(f"<reverse_arpayment key='{received}'>{day}</reverse_arpayment>"))
        succeeded(ask.of(f"<reverse_invoice key='{key}'>{day}</reverse_invoice>"))
    require_balance(company)
    require_nothing_left(company)
