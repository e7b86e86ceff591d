"""A cache of recently used values: clients repeat the same requests."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class RecentlyUsed(Generic[ValueT]):
    """Values by name; the least recently used one is dropped first."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, ValueT] = OrderedDict()

    def get(self, name: Hashable) -> ValueT | None:
        """The value of that name, or None."""
        found = self._kept.get(name)
        if found is not None:
            self._kept.move_to_end(name)
        return found

    def keep(self, name: Hashable, value: ValueT) -> None:
        """Keeps a value."""
        self._kept[name] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forgets all values."""
        self._kept.clear()
