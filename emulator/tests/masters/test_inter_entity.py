"""The setup of accounts between entities: read, changed and emptied as documented, never created."""

from dataclasses import replace

import pytest
from asking import Ask, Said

from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import InterEntityPlan

READ = "<read><object>INTERENTITYSETUP</object><keys>1</keys><fields>*</fields></read>"


def default(entity: str, payable: str = "", receivable: str = "", number: str = "") -> str:
    """One ENTITYACCTDEFAULT."""
    key = f"<RECORDNO>{number}</RECORDNO>" if number else ""
    return (
        f"<ENTITYACCTDEFAULT>{key}<ENTITYID>{entity}</ENTITYID><IEPAYABLEACCTNO>{payable}</IEPAYABLEACCTNO>"
        f"<IERECEIVABLEACCTNO>{receivable}</IERECEIVABLEACCTNO></ENTITYACCTDEFAULT>"
    )


def side(source: str, target: str, payable: str = "", receivable: str = "") -> str:
    """One ENTITYACCTOVERRIDE."""
    return (
        f"<ENTITYACCTOVERRIDE><SOURCEENTITYID>{source}</SOURCEENTITYID><TARGETENTITYID>{target}</TARGETENTITYID>"
        f"<IEPAYABLEACCTNO>{payable}</IEPAYABLEACCTNO><IERECEIVABLEACCTNO>{receivable}</IERECEIVABLEACCTNO>"
        "</ENTITYACCTOVERRIDE>"
    )


def updated(ask: Ask, *lines: str) -> Said:
    """The answer to an update of the setup with those lines."""
    kind = "ENTITYACCTDEFAULTS" if "DEFAULT" in lines[0] else "ENTITYACCTOVERRIDES"
    setup = f"<RECORDNO>1</RECORDNO><{kind}>{''.join(lines)}</{kind}>"
    return ask.of(f"<update><INTERENTITYSETUP>{setup}</INTERENTITYSETUP></update>")


def advanced(company: Company) -> None:
    """Maps accounts by pairs."""
    company.profile = replace(company.profile, inter_entity=InterEntityPlan.ADVANCED)


def test_the_basic_plan_lists_every_entity(ask: Ask) -> None:
    """Record number, plan, and each entity with its accounts by number, key and name, in the documented order."""
    said = ask.of(READ)
    assert said.text(".//INTERENTITYSETUP/IEMAPPLAN") == "BASIC"
    (us, ca) = said.root.iterfind(".//entityacctdefault")
    assert [child.tag for child in us] == [
        *("RECORDNO", "ENTITYID", "ENTITYKEY", "ENTITYNAME", "ENTITYSTATUS"),
        *("IEPAYABLEACCTKEY", "IEPAYABLEACCTNO", "IEPAYABLEACCTNAME"),
        *("IERECEIVABLEACCTKEY", "IERECEIVABLEACCTNO", "IERECEIVABLEACCTNAME"),
    ]
    assert (us.findtext("ENTITYID"), ca.findtext("ENTITYID")) == ("US", "CA")
    assert us.findtext("RECORDNO") == us.findtext("ENTITYKEY")
    assert (us.findtext("ENTITYSTATUS"), us.findtext("IEPAYABLEACCTNAME")) == ("T", "Inter-Entity Payable")
    assert said.root.find(".//ENTITYACCTOVERRIDES") is None


def test_accounts_are_mapped_changed_and_emptied(ask: Ask) -> None:
    """What an update names changes, the rest stays; empty accounts, and a delete, take a mapping away."""
    number = ask.of(READ).text(".//entityacctdefault/RECORDNO") or ""
    assert updated(ask, default("US", "2100", "1400", number)).errors == []
    assert ask.of(READ).texts(".//entityacctdefault/IEPAYABLEACCTNO") == ["2100", "2900"]
    assert updated(ask, default("CA")).errors == []
    assert ask.of(READ).texts(".//entityacctdefault/IERECEIVABLEACCTNO") == ["1400", None]
    assert ask.of(f"<delete><object>ENTITYACCTDEFAULT</object><keys>{number}</keys></delete>").errors == []
    assert ask.of(READ).texts(".//entityacctdefault/IEPAYABLEACCTNO") == [None, None]


def test_the_advanced_plan_lists_relationships(ask: Ask, company: Company) -> None:
    """Both sides of each, with names and keys; the defaults are not shown."""
    advanced(company)
    assert updated(ask, side("US", "CA", "2900", "1900"), side("CA", "US", "2100", "1400")).errors == []
    said = ask.of(READ)
    assert said.text(".//IEMAPPLAN") == "ADVANCED"
    assert said.root.find(".//ENTITYACCTDEFAULTS") is None
    first = said.root.find(".//entityacctoverride")
    assert [child.tag for child in first] == [
        *("RECORDNO", "SOURCEENTITYID", "SOURCEENTITYKEY", "SOURCEENTITYNAME", "SOURCEENTITYSTATUS"),
        *("TARGETENTITYID", "TARGETENTITYKEY", "TARGETENTITYNAME", "TARGETENTITYSTATUS"),
        *("IEPAYABLEACCTKEY", "IEPAYABLEACCTNO", "IEPAYABLEACCTNAME"),
        *("IERECEIVABLEACCTKEY", "IERECEIVABLEACCTNO", "IERECEIVABLEACCTNAME"),
    ]
    assert (first.findtext("SOURCEENTITYSTATUS"), first.findtext("IEPAYABLEACCTNAME")) == ("T", "Inter-Entity Payable")


@pytest.mark.parametrize("by", ["update", "delete"])
def test_a_relationship_goes_as_a_whole(ask: Ask, company: Company, by: str) -> None:
    """Emptying one side, or deleting it, ends both."""
    advanced(company)
    updated(ask, side("US", "CA", "2900", "1900"), side("CA", "US", "2100", "1400"))
    if by == "update":
        assert updated(ask, side("US", "CA"), side("CA", "US", "2100", "1400")).errors == []
    else:
        assert ask.of("<delete><object>ENTITYACCTOVERRIDE</object><keys>1</keys></delete>").errors == []
    assert ask.of(READ).root.find(".//entityacctoverride") is None


def test_a_mapping_must_be_right(ask: Ask, company: Company) -> None:
    """One account alone, an unknown account or entity, one side alone, another plan: refused, and nothing changes."""
    before = ask.of(READ).body.split(b"<data")[1]
    for line in (default("US", "2100"), default("US", "9999", "1400"), default("MOON", "2100", "1400")):
        assert updated(ask, line).errors[-1][1].startswith("Could not update"), line
    assert "by the basic plan" in updated(ask, side("US", "CA", "2900", "1900")).errors[0][1]
    assert ask.of(READ).body.split(b"<data")[1] == before
    advanced(company)
    assert "needs the accounts of both" in updated(ask, side("US", "CA", "2900", "1900")).errors[0][1]
    assert "by the advanced plan" in updated(ask, default("US", "2100", "1400")).errors[0][1]


def test_nothing_of_it_is_created(ask: Ask) -> None:
    """The setup is always there, and its parts come by its update."""
    for name in ("INTERENTITYSETUP", "ENTITYACCTDEFAULT", "ENTITYACCTOVERRIDE"):
        assert ask.of(f"<create><{name}></{name}></create>").errors[0][0] == "PL04000005"


def test_a_company_without_entities_has_no_setup(ask: Ask, company: Company) -> None:
    """There is nothing between entities to set up."""
    company.profile = replace(company.profile, multi_entity=False)
    assert ask.of(READ).root.find(".//INTERENTITYSETUP") is None
