"""What newer doors of the product call an error, where that is known: the second name of a catalogue row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intacct_emulator.catalogue.model import Evidence


@dataclass(frozen=True, slots=True)
class MessageIds:
    """The ids of an error's texts: its description, its description2, its correction; empty where unknown."""

    description: str = ""
    description2: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class NewerName:
    """`id` is the number that `<additionalinfo>` and JSON answers show, such as GL-0951; `code` the code word of JSON
    answers; `category` a heading.

    `placeholders` names the slots of the entry as the messages do. `when` holds the slot values it is known for: one
    XML number stands for errors that are numbered apart here.
    """

    id: str
    category: str = ""
    code: str = ""
    messages: MessageIds = MessageIds()
    placeholders: Mapping[str, str] = field(default_factory=dict, hash=False)
    when: Mapping[str, str] = field(default_factory=dict, hash=False)
    evidence: Evidence = Evidence.INFERRED
    source: str = ""

    def fits(self, slots: Mapping[str, object]) -> bool:
        """Whether an error with those slot values has this name."""
        return all(slots.get(name) == value for name, value in self.when.items())
