"""Tax details, schedules, groups and maps: written by their legacy functions, read by the generic ones."""

import pytest
from asking import Ask
from legacy_calls import answered, no_record
from paperwork import query

from intacct_emulator.tenancy.company import Company

DETAIL = (
    "<create_taxdetail><detailid>{}</detailid><description>Sales tax</description><taxtype>Sale</taxtype>"
    "<value>8.25</value><glaccountno>2100</glaccountno></create_taxdetail>"
)
SCHEDULE = "<create_taxschedule><scheduleid>NY</scheduleid><taxtype>Sale</taxtype></create_taxschedule>"
GROUPS = (
    "<create_contacttaxgroup><name>TN-19</name></create_contacttaxgroup>",
    "<create_itemtaxgroup><name>Goods</name></create_itemtaxgroup>",
)
LINK = "<create_taxscheduledetail><scheduleid>NY</scheduleid><detailid>NY-8</detailid></create_taxscheduledetail>"
MAP = (
    "<create_taxschedulemap><itemtaxgroup>Goods</itemtaxgroup><taxgroup>TN-19</taxgroup><scheduleid>NY</scheduleid>"
    "<module>AR</module></create_taxschedulemap>"
)


def test_a_detail_is_created_changed_and_removed(ask: Ask) -> None:
    """create_taxdetail answers its id, which update_taxdetail and delete_taxdetail take."""
    assert answered(ask.of(DETAIL.format("NY-8"))) == "NY-8"
    answered(ask.of('<update_taxdetail detailid="NY-8"><value>8.5</value><status>inactive</status></update_taxdetail>'))
    rows = ask.of(query("TAXDETAIL", "DETAILID", "TAXTYPE", "VALUE", "GLACCOUNT", "STATUS")).rows()
    assert [tuple(row.values()) for row in rows] == [("NY-8", "Sale", "8.5", "2100", "inactive")]
    assert answered(ask.of('<delete_taxdetail detailid="NY-8"/>')) is None
    assert ask.of('<delete_taxdetail detailid="NY-8"/>').errors == no_record("NY-8")


def test_a_detail_needs_an_account_that_exists(ask: Ask, company: Company) -> None:
    """An unknown one is refused, and nothing is kept."""
    said = ask.of(DETAIL.format("NY-8").replace("2100", "9999"))
    assert said.errors[0][1] == "Invalid Account '9999' specified."
    assert company.records.where("TAXDETAIL") == []


def test_groups_of_contacts_and_items_are_apart(ask: Ask) -> None:
    """create_contacttaxgroup and create_itemtaxgroup make groups of their own type; their deletes remove them."""
    assert [answered(ask.of(group)) for group in GROUPS] == ["TN-19", "Goods"]
    assert ask.of(query("ITEMTAXGROUP", "NAME", "GROUPTYPE")).rows() == [{"NAME": "Goods", "GROUPTYPE": "Item"}]
    assert ask.of(query("CONTACTTAXGROUP", "NAME", "GROUPTYPE")).rows() == [{"NAME": "TN-19", "GROUPTYPE": "Contact"}]
    assert answered(ask.of('<delete_itemtaxgroup name="Goods"/>')) is None
    assert answered(ask.of('<delete_contacttaxgroup name="TN-19"/>')) is None
    assert ask.of(query("ITEMTAXGROUP", "NAME")).rows() == []


def test_a_schedule_has_details_and_maps(ask: Ask) -> None:
    """create_taxscheduledetail and create_taxschedulemap answer record numbers, which their deletes take."""
    ask.of(DETAIL.format("NY-8"), *GROUPS)
    assert answered(ask.of(SCHEDULE)) == "NY"
    assert [answered(ask.of(LINK)), answered(ask.of(MAP))] == ["1", "1"]
    assert ask.of(query("TAXSCHEDULEMAP", "ITEMTAXGROUP", "TAXGROUP", "SCHEDULEID")).rows() == [
        {"ITEMTAXGROUP": "Goods", "TAXGROUP": "TN-19", "SCHEDULEID": "NY"}
    ]
    in_use = ask.of('<delete_taxschedule scheduleid="NY"/>')
    assert in_use.errors[0][1].endswith("'NY' because it is being used")
    for delete in ('<delete_taxscheduledetail recordno="1"/>', '<delete_taxschedulemap recordno="1"/>'):
        assert answered(ask.of(delete)) is None
    answered(ask.of('<update_taxschedule scheduleid="NY"><description>New York</description></update_taxschedule>'))
    assert answered(ask.of('<delete_taxschedule scheduleid="NY"/>')) is None


@pytest.mark.parametrize("function", [LINK, MAP])
def test_what_a_schedule_is_linked_to_must_exist(ask: Ask, company: Company, function: str) -> None:
    """Where a company keeps schedules, details and groups, unknown ones are refused."""
    ask.of(
        DETAIL.format("OTHER"),
        SCHEDULE.replace("NY", "OTHER"),
        *(group.replace("<name>", "<name>X") for group in GROUPS),
    )
    assert ask.of(function).errors[0][0] == "BL01001973"
    assert company.records.where("TAXSCHEDULEDETAIL") == company.records.where("TAXSCHEDULEMAP") == []
