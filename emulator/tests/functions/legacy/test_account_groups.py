"""Account groups: kept with their members, read down to their accounts, and asked for balances."""

import pytest
from asking import Ask, Said
from paperwork import batch, entry, query


def group(name: str, kind: str, members: str, more: str = "") -> str:
    return (
        f"<create><GLACCTGRP><NAME>{name}</NAME><TITLE>{name}</TITLE><MEMBERTYPE>{kind}</MEMBERTYPE>{members}{more}"
        "</GLACCTGRP></create>"
    )


def ranges(*pairs: tuple[str, str]) -> str:
    items = "".join(f"<ACCTRANGE><RANGEFROM>{a}</RANGEFROM><RANGETO>{b}</RANGETO></ACCTRANGE>" for a, b in pairs)
    return f"<GLACCTRANGES>{items}</GLACCTRANGES>"


def members(*names: str) -> str:
    items = "".join(f"<GLACCTGRPMEMBER><CHILDNAME>{name}</CHILDNAME></GLACCTGRPMEMBER>" for name in names)
    return f"<GLACCTGRPS>{items}</GLACCTGRPS>"


TRAVEL = group("Travel", "Accounts", ranges(("6300", "6310")))
SPENDING = group("Spending", "Groups", members("Travel", "Rent"))
RENT = group("Rent", "Accounts", ranges(("6000", "6000"), ("6120", "6120")))


def accounts_of(element: object) -> object:
    """The names and numbers of a group's answer, nested as it is."""
    children = list(element)  # type: ignore[call-overload]
    return children[0].text, [
        accounts_of(child) if child.tag == "accountgroupdetail" else child.findtext("glaccountno")
        for child in children[1:]
    ]


def balances(said: Said) -> dict[str | None, str | None]:
    assert said.errors == []
    return {row.findtext("glaccountno"): row.findtext("endbalance") for row in said.root.find(".//data")}


def test_details_go_down_to_the_accounts(ask: Ask) -> None:
    """A group has its groups, each with its accounts as `get_list` shows them; accounts that do not exist are none."""
    assert ask.of(TRAVEL, RENT, SPENDING).errors == []
    said = ask.of("<get_accountgroupdetails><accountgroupname>Spending</accountgroupname></get_accountgroupdetails>")
    (found,) = said.root.find(".//data")
    assert accounts_of(found) == ("Spending", [("Travel", ["6300", "6310"]), ("Rent", ["6000", "6120"])])
    assert [child.tag for child in found[1][1]][:4] == ["recordno", "glaccountno", "title", "normalbalance"]


def test_a_group_is_read_with_its_members(ask: Ask) -> None:
    """`read` answers the members as they were sent; an update replaces them, and leaves the type."""
    key = ask.of(TRAVEL).key
    ask.of(
        f"<update><GLACCTGRP><RECORDNO>{key}</RECORDNO><MEMBERTYPE>Groups</MEMBERTYPE>{ranges(('6300', '6300'))}"
        f"{members('Travel')}</GLACCTGRP></update>"
    )
    said = ask.of(f"<read><object>GLACCTGRP</object><keys>{key}</keys><fields>*</fields></read>")
    assert said.texts(".//GLACCTRANGES/acctrange/RANGETO") == ["6300"]
    assert said.texts(".//GLACCTGRPS") == []
    assert said.texts(".//MEMBERTYPE") == ["Accounts"]
    assert said.texts(".//FILTERDEPT") == ["nofilter"]


def test_a_computation_is_kept(ask: Ask) -> None:
    """Both sides, the operator and how it is shown."""
    computation = (
        "<GLCOMPGRPS><GLCOMPGRPMEMBER><LHSACCTGRPNAME>Travel</LHSACCTGRPNAME><LHSASOF>P</LHSASOF><OPERATOR>D</OPERATOR>"
        "<RHSCONST>12.5</RHSCONST><PRECISION>2</PRECISION><DISPLAYAS>V</DISPLAYAS></GLCOMPGRPMEMBER></GLCOMPGRPS>"
    )
    key = ask.of(TRAVEL, group("Monthly", "Computation", computation)).texts(".//RECORDNO")[-1]
    said = ask.of(f"<read><object>GLACCTGRP</object><keys>{key}</keys><fields>*</fields></read>")
    (kept,) = said.root.iterfind(".//glcompgrpmember")
    assert [kept.findtext(name) for name in ("LHSACCTGRPNAME", "OPERATOR", "RHSCONST")] == ["Travel", "D", "12.5"]
    refused = ask.of(
        "<get_accountbalances><reportingperiodname>Month Ended November 2026</reportingperiodname>"
        "<accountgroupname>Monthly</accountgroupname></get_accountbalances>"
    )
    assert refused.gaps == ("balances of account groups with Computation",)


def test_the_hierarchy_lists_every_account_of_every_group(ask: Ask) -> None:
    """By group and by account, at any depth."""
    ask.of(TRAVEL, RENT, SPENDING)
    rows = ask.of(query("GLACCTGRPHIERARCHY", "GLACCTGRPNAME", "ACCOUNTNO")).rows()
    assert sorted((row["GLACCTGRPNAME"], row["ACCOUNTNO"]) for row in rows) == [
        *(("Rent", number) for number in ("6000", "6120")),
        *(("Spending", number) for number in ("6000", "6120", "6300", "6310")),
        *(("Travel", number) for number in ("6300", "6310")),
    ]
    said = ask.of(
        "<query><object>GLACCTGRPHIERARCHY</object><select><field>GLACCTGRPNAME</field><field>ACCOUNTTITLE</field>"
        "</select><filter><equalto><field>ACCOUNTNO</field><value>6300</value></equalto></filter></query>"
    )
    assert sorted(tuple(row.values()) for row in said.rows()) == [("Spending", "Travel"), ("Travel", "Travel")]


def test_balances_of_a_group_are_those_of_its_accounts(ask: Ask) -> None:
    """Both functions take a group; accounts outside of it are left out."""
    ask.of(TRAVEL, RENT, SPENDING)
    ask.of(
        batch(entry("6300", 1, "5"), entry("2100", -1, "5")),
        batch(entry("6120", 1, "7"), entry("2100", -1, "7")),
    )
    asked = (
        "<reportingperiodname>Month Ended November 2026</reportingperiodname><accountgroupname>{}</accountgroupname>"
    )
    for name in ("get_accountbalances", "get_accountbalancesbydimensions"):
        said = ask.of(f"<{name}>{asked.format('Spending')}</{name}>")
        assert balances(said) == {"6120": "7", "6300": "5"}
        assert balances(ask.of(f"<{name}>{asked.format('Travel')}</{name}>")) == {"6300": "5"}


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        (group("Backwards", "Accounts", ranges(("6310", "6300"))), "The range from 6310 to 6300 holds no account"),
        (group("Nobody", "Groups", members("NONE")), "Invalid Account group 'NONE' specified."),
        (
            "<update><GLACCTGRP><NAME>Spending</NAME><GLACCTGRPS><GLACCTGRPMEMBER><CHILDNAME>Spending</CHILDNAME>"
            "</GLACCTGRPMEMBER></GLACCTGRPS></GLACCTGRP></update>",
            "Spending",
        ),
        ("<delete><object>GLACCTGRP</object><keys>1</keys></delete>", "Travel"),
    ],
)
def test_what_makes_no_group_is_refused(ask: Ask, request_body: str, text: str) -> None:
    """A range the wrong way round, an unknown member, a group inside itself; a group that another one needs stays."""
    ask.of(TRAVEL, RENT, SPENDING)
    assert text in ask.of(request_body).errors[0][1]
