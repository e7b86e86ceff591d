"""The columns of a result, and how their rows become texts."""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from intacct_emulator.catalogue.model import Field
from intacct_emulator.catalogue.values import Stored, render_text

from .wide_sums import Whole


class Output(NamedTuple):
    """One column of the result: its name, how what it yields becomes wire text, and the field whose values it has.
    `whole` turns the result of an aggregate into a stored value, if it is not one already."""

    name: str
    renderer: Callable[[Stored], str]
    field: Field
    whole: Whole | None = None


class Outputs(tuple[Output, ...]):
    """All columns of a result, in order. What is worked out about them is kept, so plans should share them."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple([output.name for output in self])

    def first(self, columns: int) -> "Outputs":
        """Only the first columns."""
        if columns == len(self):
            return self
        if columns not in self._firsts:
            self._firsts[columns] = Outputs(self[:columns])
        return self._firsts[columns]

    def texts(self, row: tuple[Stored, ...]) -> list[str]:
        """A row in stored form as wire texts."""
        # Most values of a wide row are empty or texts: those cost no call.
        texts = ["" if value is None else value if value.__class__ is str else str(value) for value in row]
        for place, render in self._rendered:
            value = row[place]
            if value is not None:
                texts[place] = render(value)
        for place, text in self._texts_of_nothing:
            if row[place] is None:
                texts[place] = text
        return texts

    @cached_property
    def _firsts(self) -> "dict[int, Outputs]":
        return {}

    @cached_property
    def _rendered(self) -> list[tuple[int, Callable[[Stored], str]]]:
        return [(place, output.renderer) for place, output in enumerate(self) if output.renderer is not render_text]

    @cached_property
    def _texts_of_nothing(self) -> list[tuple[int, str]]:
        texts = [(place, output.renderer(None)) for place, output in enumerate(self)]
        return [(place, text) for place, text in texts if text]
