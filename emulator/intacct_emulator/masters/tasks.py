"""Tasks of projects, and the cost types of tasks."""

from intacct_emulator.errors import EmulatorGap, GatewayError, protocol, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

_ACTIVE = "active"


class TaskWriter(RecordWriter):
    """Tasks. A task's id cannot be updated (documented), and other projects may use the same id."""

    id_is_fixed = True

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        """Raises EmulatorGap for an inactive task: no answer would show the status."""
        if (draft.parameter("STATUS") or _ACTIVE).strip().lower() != _ACTIVE:
            raise EmulatorGap("inactive tasks", protocol.NOT_BUILT, function="inactive tasks")


class CostTypeWriter(RecordWriter):
    """Cost types. Each is a standard cost type used for a task, and has its id and, unless told otherwise, its name
    (inferred)."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        standard = values.get("STANDARDCOSTTYPEID")
        if record is None and standard is not None:
            named = self.records.find("STANDARDCOSTTYPE", str(standard))
            values["COSTTYPEID"] = standard
            values.setdefault("NAME", named.text("NAME") if named is not None else None)
        if not values.keys().isdisjoint(("PROJECTID", "TASKID")):
            task = self._task(values, record)
            values["TASKKEY"] = task.key if task is not None else None

    def verify(self, values: Values, record: Record | None) -> None:
        task = self.value("TASKID", values, record)
        if task is not None and self.value("TASKKEY", values, record) is None:
            label = self.company.profile.term(self.records.definition("TASK").label)
            raise GatewayError(records.INVALID_REFERENCE, label=label, value=task)

    def _task(self, values: Values, record: Record | None) -> Record | None:
        project, task = (self.value(name, values, record) for name in ("PROJECTID", "TASKID"))
        if project is None or task is None:
            return None
        found = self.records.where("TASK", PROJECTID=str(project), TASKID=str(task))
        return found[0] if found else None
