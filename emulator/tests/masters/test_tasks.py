"""Tasks and cost types: named within their project."""

from collections.abc import Callable

import pytest

from intacct_emulator.errors import EmulatorGap
from intacct_emulator.records.record import Record

from .conftest import Desk

TASK = {"TASKID": "T1", "NAME": "Plan", "TASKSTATUS": "Planned"}


@pytest.fixture
def projects(desk: Desk) -> list[Record]:
    """Two projects with a task T1 each, and a standard cost type."""
    for number in ("P1", "P2"):
        desk.create("PROJECT", PROJECTID=number, NAME=number, PROJECTCATEGORY="Contract")
    desk.create("STANDARDCOSTTYPE", STANDARDCOSTTYPEID="LABOR", NAME="Labor")
    return [desk.create("TASK", PROJECTID=number, **TASK) for number in ("P1", "P2")]


def test_a_cost_type_has_id_and_name_of_its_standard_one_and_the_task_of_its_project(
    desk: Desk, projects: list[Record]
) -> None:
    """The same task id stands for another task in another project."""
    for task in projects:
        made = desk.create("COSTTYPE", STANDARDCOSTTYPEID="LABOR", PROJECTID=task.text("PROJECTID"), TASKID="T1")
        assert (made.id, made.text("NAME"), made["TASKKEY"]) == ("LABOR", "Labor", task.key)


def test_a_cost_type_may_have_a_name_of_its_own(desk: Desk, projects: list[Record]) -> None:
    """A name that is given is kept."""
    made = desk.create("COSTTYPE", STANDARDCOSTTYPEID="LABOR", NAME="Masons", PROJECTID="P1", TASKID="T1")
    assert made.text("NAME") == "Masons"


def test_a_cost_type_cannot_name_a_task_of_another_project(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]], projects: list[Record]
) -> None:
    """T2 exists, in the other project alone."""
    desk.create("TASK", PROJECTID="P2", **{**TASK, "TASKID": "T2"})
    wrong = stack(desk.create, "COSTTYPE", STANDARDCOSTTYPEID="LABOR", PROJECTID="P1", TASKID="T2")
    assert wrong[0] == ("BL01001973", "Invalid Task 'T2' specified.")


def test_a_task_keeps_its_id(desk: Desk, stack: Callable[..., list[tuple[str, str]]], projects: list[Record]) -> None:
    """An update takes no new one; the same id is no change."""
    assert stack(desk.update, "TASK", projects[0], TASKID="T9")
    assert desk.update("TASK", projects[0], TASKID="T1", NAME="New plan").text("NAME") == "New plan"


def test_an_inactive_task_is_a_gap(desk: Desk, projects: list[Record]) -> None:
    """Nothing shows whether a task is active: asking for one that is not is refused, not forgotten."""
    with pytest.raises(EmulatorGap):
        desk.update("TASK", projects[0], STATUS="inactive")
    assert desk.update("TASK", projects[0], STATUS="active").key == projects[0].key
