"""Document sequences: ids and numbers that requests leave out."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from asking import Ask, invoice
from paperwork import payable, query

from intacct_emulator.resources import company_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import CompanyProfile, DocumentSequence
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.toml_table import FixtureError

NAMED = "<create><CUSTOMER><NAME>{}</NAME></CUSTOMER></create>"


def number(company: Company, **sequences: DocumentSequence) -> None:
    company.profile = replace(company.profile, numbering=sequences)


def test_ids_that_are_left_out_are_given(ask: Ask, company: Company) -> None:
    """In their order, with prefix and digits; supplied ones are kept and passed over."""
    number(company, CUSTOMER=DocumentSequence("N-", 4, 7))
    supplied = "<create><CUSTOMER><CUSTOMERID>N-0008</CUSTOMERID><NAME>Two</NAME></CUSTOMER></create>"
    said = ask.of(NAMED.format("One"), supplied, NAMED.format("Three"))
    assert said.errors == []
    assert said.texts(".//CUSTOMERID") == ["N-0007", "N-0008", "N-0009"]
    entity = company.records.find("CUSTOMER", "N-0009")
    assert entity is not None
    assert (entity.text("ENTITY"), entity.text("DISPLAYCONTACT.CONTACTNAME")) == ("CN-0009", "Three(CN-0009)")


def test_documents_get_numbers(ask: Ask, company: Company) -> None:
    """An invoice and a bill without one; a bill then needs none from the request."""
    number(company, ARINVOICE=DocumentSequence("INV"), APBILL=DocumentSequence("BILL-", 3))
    said = ask.of(invoice(""), payable(""), invoice("MINE"), invoice(""))
    assert said.errors == []
    assert [row["RECORDID"] for row in ask.of(query("ARINVOICE", "RECORDID")).rows()] == ["INV1", "MINE", "INV2"]
    assert [row["RECORDID"] for row in ask.of(query("APBILL", "RECORDID")).rows()] == ["BILL-001"]


def test_a_refused_record_takes_no_number(ask: Ask, company: Company) -> None:
    """The next one has the number that was not used."""
    number(company, CUSTOMER=DocumentSequence())
    assert ask.of("<create><CUSTOMER><NAME>One</NAME><TERMNAME>NONE</TERMNAME></CUSTOMER></create>").errors != []
    assert ask.of(NAMED.format("One")).texts(".//CUSTOMERID") == ["1"]


def test_without_sequences_ids_are_required(ask: Ask) -> None:
    """As before."""
    assert ask.of(NAMED.format("One")).errors[0][1] == "Required field Customer ID is missing"


def test_a_profile_remembers_its_sequences(company: Company) -> None:
    """Also where it is kept as text."""
    number(company, PROJECT=DocumentSequence("P", 3, 10))
    assert CompanyProfile.from_json(company.profile.to_json()).numbering["PROJECT"].number(2) == "P011"


def test_a_fixture_sets_sequences_up(tmp_path: Path) -> None:
    """By object; one that has none is a fault."""
    folder = tmp_path / "mine"
    copytree(company_folder("northfield"), folder)
    setup = folder / "company.toml"
    text = setup.read_text(encoding="utf-8")
    setup.write_text(text + '\n[numbering.VENDOR]\nprefix = "V"\ndigits = 4\nfirst = 3\n', encoding="utf-8")
    assert read_company(folder).numbering == {"VENDOR": DocumentSequence("V", 4, 3)}
    setup.write_text(text + '\n[numbering.CLASS]\nprefix = "V"\n', encoding="utf-8")
    with pytest.raises(FixtureError, match="has no sequence"):
        read_company(folder)
