"""Plans of reads, kept because clients ask the same things again and again."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

PlanT = TypeVar("PlanT")


class KeptPlans(Generic[PlanT]):
    """The most recently used plans by name. They hold until the company's catalogue changes."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, PlanT] = OrderedDict()

    def get(self, name: Hashable) -> PlanT | None:
        """The plan of that name, or None."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def keep(self, name: Hashable, plan: PlanT) -> None:
        """Keeps a plan."""
        self._kept[name] = plan
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forgets all plans."""
        self._kept.clear()
