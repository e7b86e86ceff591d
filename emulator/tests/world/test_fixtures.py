"""Fixture companies: what their files may hold, and with which words the reader refuses the rest."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from intacct_emulator.catalogue.customization import (
    CustomField,
    CustomObject,
    CustomRelation,
    FieldKind,
    View,
    ViewCondition,
    ViewOperator,
)
from intacct_emulator.tenancy.profile import Standing
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.fixtures import (
    RecordBatch,
    RequestBatch,
    SummaryFrequency,
    read_company,
)
from intacct_emulator.world.loading import add_companies
from intacct_emulator.world.toml_table import FixtureError

MINIMAL = """\
[company]
id = "tiny"
title = "Tiny"

[receivables]
control_account = "1200"
journal = "ARJ"

[payables]
control_account = "2000"
journal = "APJ"

[cash]
receipts_journal = "CRJ"
disbursements_journal = "CDJ"

[general_ledger]
journal = "GJ"

[dimensions]
enabled = ["DEPARTMENT"]

[[senders]]
id = "sender"
password = "sender_secret"

[[users]]
login = "someone"
password = "someone_secret"
name = "Some One"
email = "someone@example.com"
permissions = "full"
"""


DEFINITIONS = """
[[custom_fields]]
object = "PROJECT"
id = "PHASE"
label = "Phase"
type = "multipick"
values = ["A", "B"]
required = true
[[custom_fields]]
object = "PROJECT"
id = "CODE"
label = "Code"
length = 8
description = "Of the client"
[[custom_fields]]
object = "PROJECT"
id = "RATE"
label = "Rate"
type = "percent"
decimals = 0
[[user_defined_dimensions]]
name = "FUND"
label = "Fund"
[[custom_objects]]
name = "grant_Letter"
label = "Grant letter"
plural = "Letters of grant"
[[custom_relations]]
name = "R_letter_project"
from = "grant_Letter"
to = "PROJECT"
[[custom_relations]]
name = "R_fund_letter"
from = "FUND"
to = "grant_Letter"
field = "RLETTER"
label = "Letter"
one_to_one = true
[[views]]
id = "7@1"
object = "PROJECT"
name = "Open"
fields = ["NAME"]
match_any = true
conditions = [{ field = "STATUS", value = "active" }, { field = "NAME", operator = "is not null" }]
order = ["-NAME"]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder with the least a company needs."""
    (tmp_path / "company.toml").write_text(MINIMAL, encoding="utf-8")
    return tmp_path


def refusal(folder: Path) -> FixtureError:
    """The error that reading the folder ends in."""
    with pytest.raises(FixtureError) as caught:
        read_company(folder)
    return caught.value


def test_a_company_is_read_by_path_with_defaults_filled_in(tiny: Path) -> None:
    """What company.toml leaves out has its documented default; nothing else is required."""
    company = read_company(tiny)
    assert (company.id, company.base_currency, company.multi_entity, company.first_fiscal_month) == (
        "tiny",
        "USD",
        False,
        1,
    )
    assert company.receivables.summary_frequency is SummaryFrequency.DAILY
    assert (company.users[0].permissions, company.users[0].admin, company.users[0].entities) == (None, "false", ())
    assert (company.batches, company.mirrors, dict(company.terminology)) == ((), (), {})


def test_text_with_a_separator_is_a_path(tiny: Path) -> None:
    """A folder can be given as text, as on a command line."""
    assert read_company(f"{tiny}/").id == "tiny"


def test_files_are_loaded_in_the_order_of_their_names(tiny: Path) -> None:
    """Numbers decide the order; record and request files mix; other files are not looked at."""
    (tiny / "20-DEPARTMENT.csv").write_text("DEPARTMENTID,TITLE\n10,Ten\n", encoding="utf-8")
    (tiny / "10-CLASS.csv").write_text("CLASSID,NAME\nA,Alpha\n", encoding="utf-8")
    (tiny / "30-opening-balances.xml").write_text("<content/>", encoding="utf-8")
    (tiny / "notes.md").write_text("about", encoding="utf-8")
    first, second, third = read_company(tiny).batches
    assert isinstance(first, RecordBatch)
    assert isinstance(second, RecordBatch)
    assert (first.object_name, second.object_name, third) == (
        "CLASS",
        "DEPARTMENT",
        RequestBatch(tiny / "30-opening-balances.xml"),
    )


def test_cells_are_wire_text_and_empty_ones_are_not_sent(tiny: Path) -> None:
    """Quotes, accents, leading zeros and hashes inside a line stay; comments and blank lines go and are counted."""
    text = '\ufeff# comment, "with quotes\nDEPARTMENTID,TITLE,PARENTID\n\n007,"A, ""é"" # b",\r\n# more\n8,Eight,007\n'
    (tiny / "10-DEPARTMENT.csv").write_bytes(text.encode())
    (batch,) = (batch for batch in read_company(tiny).batches if isinstance(batch, RecordBatch))
    assert [dict(row) for row in batch.rows] == [
        {"DEPARTMENTID": "007", "TITLE": 'A, "é" # b', "PARENTID": None},
        {"DEPARTMENTID": "8", "TITLE": "Eight", "PARENTID": "007"},
    ]
    assert batch.lines == (4, 6)


def test_permissions_are_rights_by_application_and_policy(tiny: Path) -> None:
    """A table of applications becomes sets of rights; entity restrictions are kept."""
    limited = 'entities = ["US"]\n[users.permissions."General Ledger"]\n"Journal entries" = "List|View"\n'
    (tiny / "company.toml").write_text(MINIMAL.replace('permissions = "full"\n', limited), encoding="utf-8")
    (user,) = read_company(tiny).users
    assert user.permissions == {("General Ledger", "Journal entries"): frozenset({"List", "View"})}
    assert user.entities == ("US",)


def test_a_company_has_a_standing(tiny: Path) -> None:
    """Active unless said otherwise; a word that is none is refused at its line."""
    assert read_company(tiny).standing is Standing.ACTIVE
    text = MINIMAL.replace('title = "Tiny"\n', 'title = "Tiny"\nstanding = "{}"\n')
    for standing in Standing:
        (tiny / "company.toml").write_text(text.format(standing), encoding="utf-8")
        assert read_company(tiny).standing is standing
    (tiny / "company.toml").write_text(text.format("dormant"), encoding="utf-8")
    with pytest.raises(FixtureError, match=r"company\.toml:4: company\.standing: must be one of active, expired"):
        read_company(tiny)


def test_a_made_company_and_its_mirrors_have_the_standing(tiny: Path, tmp_path: Path) -> None:
    """What the file says is kept with the company, copied to mirrors, and there again after a restart."""
    text = MINIMAL.replace('title = "Tiny"\n', 'title = "Tiny"\nstanding = "expired"\nmirrors = ["twin"]\n')
    (tiny / "company.toml").write_text(text, encoding="utf-8")
    for _ in range(2):
        tenants = Tenants(folder=tmp_path / "kept")
        add_companies(tenants, read_company(tiny))
        standings = [company.standing for company in map(tenants.company, ("tiny", "twin")) if company]
        assert standings == [Standing.EXPIRED, Standing.EXPIRED]
        tenants.close()


def test_records_that_would_have_no_effect_are_refused(tiny: Path, tmp_path: Path) -> None:
    """A transfer of stock in a record file would pretend: the company is refused, in one sentence."""
    (tiny / "50-ICTRANSFER.csv").write_text("TRANSACTIONDATE\n11/02/2026\n")
    tenants = Tenants(folder=tmp_path / "data")
    with pytest.raises(FixtureError, match="create ICTRANSFER is not built"):
        add_companies(tenants, read_company(tiny))
    tenants.close()


def test_what_a_company_defines_for_itself_is_read(tiny: Path) -> None:
    """Each table becomes a definition, with defaults filled in; nothing of it is looked up in the catalogue yet."""
    (tiny / "company.toml").write_text(MINIMAL + DEFINITIONS, encoding="utf-8")
    customization = read_company(tiny).customization
    assert customization.fields == (
        CustomField("PROJECT", "PHASE", "Phase", FieldKind.MULTIPICK, values=("A", "B"), required=True),
        CustomField("PROJECT", "CODE", "Code", length=8, description="Of the client"),
        CustomField("PROJECT", "RATE", "Rate", FieldKind.PERCENT, decimals=0),
    )
    assert customization.objects == (
        CustomObject("FUND", "Fund", "Funds", dimension=True),
        CustomObject("grant_Letter", "Grant letter", "Letters of grant"),
    )
    assert customization.dimensions == customization.objects[:1]
    assert customization.relations == (
        CustomRelation("R_letter_project", "grant_Letter", "PROJECT", "RPROJECT", "PROJECT"),
        CustomRelation("R_fund_letter", "FUND", "grant_Letter", "RLETTER", "Letter", one_to_one=True),
    )
    conditions = (
        ViewCondition("STATUS", ViewOperator.EQUALS, "active"),
        ViewCondition("NAME", ViewOperator.IS_NOT_NULL),
    )
    assert customization.views == (View("7@1", "PROJECT", "Open", ("NAME",), conditions, True, ("-NAME",)),)


def test_a_company_that_defines_nothing_has_an_empty_customization(tiny: Path) -> None:
    """So that it can be told at once, and cheaply."""
    assert not read_company(tiny).customization


@pytest.mark.parametrize(
    ("definition", "line", "reason"),
    [
        ('[[custom_fields]]\nobject = "PROJECT"\nid = "A"', 33, "custom_fields.label: is missing"),
        ('[[custom_fields]]\nobject = "PROJECT"\nlabel = "A"\nid = "A B"', 36, "not a name of letters"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = \'A"; DROP TABLE X --\'', 36, "not a name of letters"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = "A"\ntype = "map"', 37, "must be one of text, textarea"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = "A"\ntype = "picklist"', 36, "which need some"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = "A"\nvalues = ["x"]', 36, "values belong to picklists"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = "A"\ndecimals = 9', 36, "decimals must be from 0 to 8"),
        ('[[custom_fields]]\nobject = "P"\nlabel = "A"\nid = "A"\ncolour = "red"', 37, "is not known here"),
        ('[[user_defined_dimensions]]\nname = "Fund"\nlabel = "F"', 34, "not a name of capitals"),
        ('[[custom_objects]]\nname = "1st"\nlabel = "F"', 34, "not a name of letters"),
        ('[[custom_relations]]\nname = "R-x"\nfrom = "A"\nto = "B"', 34, "not a name of letters"),
        ('[[views]]\nid = "a b"\nobject = "PROJECT"\nname = "x"', 34, "the id has other characters"),
        (
            '[[views]]\nid = "1"\nobject = "P"\nname = "x"\nconditions = [{ field = "A", operator = "near" }]',
            None,
            "one of",
        ),
    ],
)
def test_a_fault_in_a_definition_is_told_with_its_line(
    tiny: Path, definition: str, line: int | None, reason: str
) -> None:
    """Names that could not be names of tables and columns, and kinds and operators that are none, are refused."""
    (tiny / "company.toml").write_text(f"{MINIMAL}{definition}\n", encoding="utf-8")
    error = refusal(tiny)
    assert reason in error.reason
    if line is not None:
        assert error.line == line


def test_secrets_are_not_in_the_repr(tiny: Path) -> None:
    """A company printed into a log shows no password; nothing about it can be changed."""
    company = read_company(tiny)
    assert "sender_secret" not in repr(company)
    assert "someone_secret" not in repr(company)
    with pytest.raises(FrozenInstanceError):
        company.id = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('id = "tiny"', "id = tiny", 2, "not TOML"),
        ('title = "Tiny"\n', "", 1, "company.title: is missing"),
        ('title = "Tiny"', "title = 7", 3, "company.title: must be a text"),
        ('title = "Tiny"', 'title = ""', 3, "company.title: is empty"),
        ('title = "Tiny"', 'title = "Tiny"\ncolour = "red"', 4, "company.colour: is not known here"),
        ('title = "Tiny"', 'title = "Tiny"\nmulti_entity = "yes"', 4, "company.multi_entity: must be true or false"),
        ('title = "Tiny"', 'title = "Tiny"\nfirst_fiscal_month = 13', 4, "must be a month from 1 to 12"),
        ('title = "Tiny"', 'title = "Tiny"\nfirst_fiscal_month = true', 4, "must be a month from 1 to 12"),
        ('title = "Tiny"', 'title = "Tiny"\nmirrors = ["a", "a"]', 4, "company.mirrors: names something twice"),
        ('id = "tiny"', 'id = "a b/c"', 2, "company.id: 'a b/c' cannot be a company id: letters"),
        ('title = "Tiny"', 'title = "Tiny"\nmirrors = ["tiny"]', 4, "names 'tiny', the company itself"),
        ('journal = "APJ"', 'journal = "APJ"\nsummary_frequency = "Hourly"', 12, "must be one of Transaction, Daily"),
        ('[cash]\nreceipts_journal = "CRJ"\ndisbursements_journal = "CDJ"\n', "", None, "cash: is missing"),
        ("[dimensions]", "[dimension]", None, "dimensions: is missing"),
        ('enabled = ["DEPARTMENT"]', "enabled = [1]", 21, "dimensions.enabled: must be a list of texts"),
        (
            'enabled = ["DEPARTMENT"]',
            'enabled = ["PLANET"]',
            21,
            "there is no standard dimension 'PLANET'",
        ),
        ('enabled = ["DEPARTMENT"]', 'enabled = ["TASK"]', 21, "dimensions.enabled: TASK needs PROJECT"),
        ('password = "sender_secret"\n', "", 23, "senders.password: is missing"),
        ('[[senders]]\nid = "sender"\npassword = "sender_secret"\n', "", None, "senders: at least one is needed"),
        ("[[senders]]", '[[senders]]\nid = "sender"\npassword = "x"\n[[senders]]', 27, "'sender' is there twice"),
        ('permissions = "full"', 'permissions = "all"', 32, 'users.permissions: must be "full" or a table'),
        (
            'permissions = "full"',
            '[users.permissions."AR"]\nInvoices = true',
            33,
            "users.permissions.AR.Invoices: must be",
        ),
        ('email = "someone@example.com"', 'mail = "someone@example.com"', 27, "users.email: is missing"),
    ],
)
def test_a_fault_in_company_toml_is_told_with_its_line(
    tiny: Path, old: str, new: str, line: int | None, reason: str
) -> None:
    """Each kind of mistake names the file, the line (of the key, or of its table) and what is wrong."""
    assert old in MINIMAL
    path = tiny / "company.toml"
    path.write_text(MINIMAL.replace(old, new, 1), encoding="utf-8")
    error = refusal(tiny)
    assert error.line == line
    assert reason in error.reason
    assert str(error).startswith(f"{path.as_posix()}:{line}: " if line else f"{path.as_posix()}: ")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"# only a comment\n", None, "there is no header line"),
        (b"A,B\n1,2\n# note\n1\n", 4, "1 cells where the header has 2"),
        (b"A,B\n1,2,3\n", 2, "3 cells where the header has 2"),
        (b"# note\nA,B,A\n", 2, "A is twice in the header"),
        (b"A, B\n", 1, "' B' in the header is not a field name"),
        (b"A,\n", 1, "'' in the header is not a field name"),
        (b"a\n", 1, "'a' in the header is not a field name"),
        (b"A..B\n", 1, "'A..B' in the header is not a field name"),
        (b'A,B\n1,"2\n3,4"\n', 2, "a cell goes on over the end of the line"),
        (b'A,B\n1,"2\n', 2, "not CSV"),
        (b'A,B\n1,"2"x\n', 2, "not CSV"),
        (b"A\nx\n\xe9\n", 3, "not UTF-8"),
    ],
)
def test_a_fault_in_a_record_file_is_told_with_its_line(
    tiny: Path, content: bytes, line: int | None, reason: str
) -> None:
    """Each kind of mistake in a CSV file names the file, the line and what is wrong."""
    path = tiny / "10-DEPARTMENT.csv"
    path.write_bytes(content)
    error = refusal(tiny)
    assert (error.path, error.line) == (path, line)
    assert reason in error.reason


@pytest.mark.parametrize("name", ["DEPARTMENT.csv", "1-DEPARTMENT.csv", "10_DEPARTMENT.csv", "10-.xml"])
def test_a_file_without_a_number_is_refused(tiny: Path, name: str) -> None:
    """A file whose place in the order is unclear is not skipped in silence."""
    (tiny / name).write_text("A\n", encoding="utf-8")
    assert "like 10-DEPARTMENT.csv" in refusal(tiny).reason


def test_an_unknown_company_is_told_with_those_that_exist() -> None:
    """A mistyped name lists the shipped companies; a path that does not exist does not."""
    with pytest.raises(FixtureError, match="known companies: blank, lakeshore, northfield"):
        read_company("norhtfield")
    assert "known" not in refusal(Path("no") / "such" / "folder").reason


def test_further_accounts_and_switches_of_a_subledger_are_read(tiny: Path) -> None:
    """Accounts by purpose are None and switches off unless they are given; employee expenses may be left out."""
    plain = read_company(tiny)
    assert plain.receivables.discount_account is None
    assert not plain.receivables.custom_discounts
    assert plain.employee_expenses is None
    path = tiny / "company.toml"
    expenses = '\n[employee_expenses]\ncontrol_account = "2050"\njournal = "EEJ"\nadvance_account = "1300"\n'
    path.write_text(path.read_text().replace("[payables]", "custom_discounts = true\n[payables]") + expenses)
    full = read_company(tiny)
    assert full.receivables.custom_discounts
    assert full.employee_expenses is not None
    assert full.employee_expenses.advance_account == "1300"
