"""Filters on both wires."""

from datetime import date
from typing import Any

import pytest
from lxml import etree

from intacct_client import filters as f


def xml(condition: Any) -> Any:
    parent = etree.Element("filter")
    condition.append_to(parent)
    return etree.tostring(parent).decode().removeprefix("<filter>").removesuffix("</filter>")


def legacy(condition: Any) -> Any:
    parent = etree.Element("filter")
    condition.append_legacy_to(parent)
    return etree.tostring(parent).decode().removeprefix("<filter>").removesuffix("</filter>")


def test_three_conditions_make_one_group() -> None:
    """``a & b & c`` is one ``and`` of three, not two nested ones."""
    condition = f.equal_to("A", 1) & f.is_null("B") & f.between("C", date(2026, 1, 1), date(2026, 1, 31))
    assert xml(condition) == (
        "<and><equalto><field>A</field><value>1</value></equalto><isnull><field>B</field></isnull>"
        "<between><field>C</field><value>01/01/2026</value><value>01/31/2026</value></between></and>"
    )


def test_groups_of_different_kinds_nest() -> None:
    """``&`` inside ``|`` keeps its parentheses."""
    condition = f.equal_to("A", 1) | (f.like("B", "x%") & f.is_in("C", [1, 2]))
    assert xml(condition) == (
        "<or><equalto><field>A</field><value>1</value></equalto><and><like><field>B</field><value>x%</value></like>"
        "<in><field>C</field><value>1</value><value>2</value></in></and></or>"
    )


@pytest.mark.parametrize(
    ("condition", "negation"),
    [
        (f.equal_to("A", 1), f.not_equal_to("A", 1)),
        (f.less_than("A", 1), f.at_least("A", 1)),
        (f.greater_than("A", 1), f.at_most("A", 1)),
        (f.like("A", "x"), f.not_like("A", "x")),
        (f.is_in("A", [1]), f.is_not_in("A", [1])),
        (f.is_null("A"), f.is_not_null("A")),
        (f.between("A", 1, 2), f.less_than("A", 1) | f.greater_than("A", 2)),
        (f.equal_to("A", 1) & f.is_null("B"), f.not_equal_to("A", 1) | f.is_not_null("B")),
    ],
)
def test_negation_is_the_opposite_operator(condition: Any, negation: Any) -> None:
    """The wire has no ``not``, so a negation is written as the opposite; twice is the condition again."""
    assert ~condition == negation
    if "between" not in xml(condition):
        assert ~~condition == condition


def test_and_in_words_is_refused() -> None:
    """``a and b`` would drop ``a`` unseen."""
    with pytest.raises(TypeError, match="&"):
        f.equal_to("A", 1) and f.equal_to("B", 2)


def test_lists_of_conditions() -> None:
    """``all_of`` and ``any_of`` build groups, leave one condition alone and refuse none."""
    a, b = f.equal_to("A", 1), f.equal_to("B", 2)
    assert f.all_of([a, b]) == a & b
    assert f.any_of([a]) == a
    with pytest.raises(ValueError, match="at least one"):
        f.all_of([])
    with pytest.raises(ValueError, match="at least one"):
        f.is_in("A", [])
    with pytest.raises(TypeError, match="list"):
        f.is_in("A", "text")


def test_a_legacy_filter_has_expressions_and_logicals() -> None:
    """``get_list`` gets the same conditions in its own words."""
    assert legacy(f.at_least("amount", 5)) == (
        "<expression><field>amount</field><operator>&gt;=</operator><value>5</value></expression>"
    )
    assert legacy(f.equal_to("a", 1) & f.is_in("b", [2])) == (
        '<logical logical_operator="and">'
        "<expression><field>a</field><operator>=</operator><value>1</value></expression>"
        "<expression><field>b</field><operator>=</operator><value>2</value></expression></logical>"
    )
    with pytest.raises(ValueError, match="notlike"):
        legacy(f.not_like("a", "x"))
