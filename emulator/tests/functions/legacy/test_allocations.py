"""Transaction allocations by their legacy functions."""

from asking import Ask
from legacy_calls import answered, no_record
from paperwork import query

from intacct_emulator.tenancy.company import Company

HALVES = (
    "<create_allocation><allocationid>HALVES</allocationid><allocateby>Percentage</allocateby><allocationentry>"
    "<entry><value>50</value><departmentid>20</departmentid><locationid>US-NYC</locationid></entry>"
    "<entry><value>50</value><departmentid>30</departmentid><locationid>US-NYC</locationid></entry>"
    "</allocationentry></create_allocation>"
)


def shares(ask: Ask) -> list[tuple[str | None, ...]]:
    """Value, its type and department of every entry."""
    rows = ask.of(query("ALLOCATIONENTRY", "VALUE", "VALUETYPE", "DEPARTMENTID")).rows()
    return [tuple(row.values()) for row in rows]


def test_an_allocation_is_created_changed_and_removed(ask: Ask, company: Company) -> None:
    """create_allocation answers the id, which update_allocation and delete_allocation take."""
    assert answered(ask.of(HALVES)) == "HALVES"
    assert shares(ask) == [("50", "Percent", "20"), ("50", "Percent", "30")]
    change = (
        '<update_allocation key="HALVES"><updateallocationentry><updateentry line_num="1"><value>40</value>'
        "</updateentry><entry><value>10</value><departmentid>40</departmentid><locationid>US-NYC</locationid></entry>"
        "</updateallocationentry></update_allocation>"
    )
    assert answered(ask.of(change)) == "HALVES"
    assert shares(ask) == [("40", "Percent", "20"), ("50", "Percent", "30"), ("10", "Percent", "40")]
    assert answered(ask.of('<delete_allocation key="HALVES"/>')) is None
    assert company.records.where("ALLOCATIONENTRY") == []
    assert ask.of('<delete_allocation key="HALVES"/>').errors == no_record("HALVES")


def test_an_allocation_must_add_up(ask: Ask, company: Company) -> None:
    """Percentages of 90 together are refused, and nothing is kept."""
    said = ask.of(HALVES.replace("50", "45"))
    assert said.errors[0][1] == "The percentages of an allocation must add up to 100"
    assert company.records.where("ALLOCATION") == []
