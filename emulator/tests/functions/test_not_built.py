"""What is not built never pretends: every object and verb, through the whole gateway."""

from dataclasses import replace

import pytest
from asking import Ask, Said
from calling import make_company, make_context

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import READ, Level
from intacct_emulator.errors import GatewayError
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.access import Verb, require

CATALOGUE = Catalogue()
_BODIES = {
    "create": "<create><{name}><DESCRIPTION>x</DESCRIPTION></{name}></create>",
    "update": "<update><{name}><RECORDNO>1</RECORDNO></{name}></update>",
    "delete": "<delete><object>{name}</object><keys>1</keys></delete>",
}
WRITES = [
    (definition.name, verb)
    for definition in CATALOGUE
    for verb in _BODIES
    if verb in definition.verbs and definition.level_of(verb) is Level.NOT_BUILT
]
READS = [
    definition.name
    for definition in CATALOGUE
    if definition.level_of(READ) is Level.NOT_BUILT and "query" in definition.verbs
]


def write(ask: Ask, name: str, verb: str, **options: str) -> Said:
    return ask.of(_BODIES[verb].format(name=name), **options)


@pytest.mark.parametrize(("name", "verb"), WRITES)
def test_a_write_that_is_not_built_fails_and_says_so(ask: Ask, company: Company, name: str, verb: str) -> None:
    """It fails whatever the request brings, with a failed function, the gap, and nothing left behind."""
    said = write(ask, name, verb)
    assert said.text(".//result/status") == "failure"
    assert said.gaps == (f"{verb} {name}",)
    assert said.errors == [("XL03000009", f"The function {verb} {name} is not supported")]
    assert not company.records.exists(name)


@pytest.mark.parametrize("name", READS)
def test_reading_what_the_product_would_derive_says_that_it_is_not_built(ask: Ask, name: str) -> None:
    """The answer is well-formed and without rows, and its header tells that there should be some."""
    field = CATALOGUE[name].visible_fields[0].id
    said = ask.of(f"<query><object>{name}</object><select><field>{field}</field></select></query>")
    assert said.text(".//result/status") == "success"
    assert said.root.find(".//result/data").get("totalcount") == "0"
    assert said.gaps == (f"read {name}",)


def test_a_read_that_fails_says_so_too(ask: Ask) -> None:
    """A key nobody knows may be missing for the reason that nothing is there."""
    said = ask.of("<readByName><object>AFFILIATEENTITY</object><keys>US</keys><fields>NOSUCH</fields></readByName>")
    assert said.text(".//result/status") == "failure"
    assert said.gaps == ("read AFFILIATEENTITY",)


def test_nothing_else_of_the_request_is_looked_at_first(ask: Ask, company: Company) -> None:
    """A transfer without any required field, by a user without rights, is answered with the gap alone."""
    company.users.add("clerk", 99, "clerk_secret", {})
    said = write(ask, "ICTRANSFER", "create", user="clerk", password="clerk_secret")
    assert said.gaps == ("create ICTRANSFER",)
    assert len(said.errors) == 1


def test_a_transfer_of_stock_moves_nothing_and_does_not_say_so(ask: Ask, company: Company) -> None:
    """What a client sends to move stock is refused, and no transfer is listed."""
    said = ask.of(
        "<create><ICTRANSFER><TRANSACTIONDATE>11/02/2026</TRANSACTIONDATE></ICTRANSFER></create>",
        "<readByQuery><object>ICTRANSFER</object><fields>*</fields><query></query></readByQuery>",
    )
    assert said.texts(".//result/status") == ["failure", "success"]
    assert said.gaps == ("create ICTRANSFER",)
    assert not company.records.exists("ICTRANSFER")


def test_what_the_product_does_not_offer_is_its_own_refusal(ask: Ask) -> None:
    """A generic create that no reference page has stays the gateway's refusal: it is no gap."""
    said = write(ask, "GLDETAIL", "create")
    assert (said.errors[0][0], said.gaps) == ("PL04000005", ())


def test_a_word_in_the_objects_file_turns_it_on() -> None:
    """The level alone decides, and a verb may have one of its own."""
    context = make_context(make_company())
    transfer = CATALOGUE["ICTRANSFER"]
    with pytest.raises(GatewayError, match="create ICTRANSFER is not supported"):
        require(context, transfer, Verb.CREATE)
    require(context, replace(transfer, level=Level.MODELLED), Verb.CREATE)
    partly = replace(transfer, levels={"create": Level.MODELLED})
    require(context, partly, Verb.CREATE)
    with pytest.raises(GatewayError, match="update ICTRANSFER is not supported"):
        require(context, partly, Verb.UPDATE)


def test_reading_records_that_only_writes_make_is_complete() -> None:
    """Without a way to make them there are none, and reading none is true; derived ones the product would have."""
    assert CATALOGUE["ICTRANSFER"].level_of(READ) is Level.KEPT
    assert replace(CATALOGUE["ICTRANSFER"], derived=True).level_of(READ) is Level.NOT_BUILT
    assert CATALOGUE["REVRECSCHEDULE"].level_of(READ) is Level.NOT_BUILT
    assert CATALOGUE["GLDETAIL"].level_of(READ) is Level.MODELLED


def test_parts_of_a_kept_record_that_have_no_place_are_told(ask: Ask) -> None:
    """A definition of transactions is kept, its subtotals are not: success with a header, never in silence. What has a
    place, and what is no part at all, is no gap."""
    kind = "<create><PODOCUMENTPARAMS><DOCID>{name}</DOCID>{more}<NOSUCH>1</NOSUCH></PODOCUMENTPARAMS></create>"
    totals = "<TOTALS><TOTAL><DESCRIPTION>Freight</DESCRIPTION></TOTAL></TOTALS>"
    said = ask.of(kind.format(name="Order", more=totals))
    assert (said.errors, said.gaps) == ([], ("TOTALS of PODOCUMENTPARAMS",))
    said = ask.of(kind.format(name="Return", more="<DESCRIPTION>Returns</DESCRIPTION>"))
    assert (said.errors, said.gaps) == ([], ())
