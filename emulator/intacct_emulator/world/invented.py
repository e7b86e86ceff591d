"""Invented customers and vendors: names, addresses and people from Faker, e-mail addresses at example.com."""

import re
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

if TYPE_CHECKING:
    from faker import Faker

_LETTERS = re.compile("[^a-z0-9]+")
_DEFAULT_TERM = "Net 30"
_PHRASES = 400


class _Kind(NamedTuple):
    object: str
    letter: str
    term_object: str
    type_object: str
    label_object: str
    account_field: str


class FakerMissingError(RuntimeError):
    """Faker is not installed."""

    def __init__(self) -> None:
        super().__init__("Faker is needed to invent names: pip install 'intacct-emulator[generate]'")


class Inventor:
    """Invents for one company; the same seed and company give the same inventions. Raises FakerMissingError."""

    def __init__(self, company: Company, seed: int) -> None:
        self._company = company
        self._records = company.records
        self._random = Random(f"parties {seed}")  # noqa: S311 - invented, not secret
        self._faker = _faker(seed)
        self._names: set[str] = set()

    def customers(self, count: int, told: Callable[[], None]) -> None:
        """Creates customers as requests do. `told` is called after each."""
        self._parties(_Kind("CUSTOMER", "C-", "ARTERM", "CUSTTYPE", "ARACCOUNTLABEL", "ARACCOUNT"), count, told)

    def vendors(self, count: int, told: Callable[[], None]) -> None:
        """Creates vendors as requests do. `told` is called after each."""
        self._parties(_Kind("VENDOR", "V-", "APTERM", "VENDTYPE", "APACCOUNTLABEL", "APACCOUNT"), count, told)

    def phrases(self) -> list[str]:
        """What documents say they are for."""
        return [self._faker.bs().capitalize() for _ in range(_PHRASES)]

    def terms(self, term_object: str) -> list[str]:
        """The names of the active terms; if there are none, one is made, because documents without a due date need
        it."""
        names = [term.id for term in self._active(term_object)]
        if not names:
            definition = self._company.catalogue[term_object]
            draft = draft_from_texts({"NAME": _DEFAULT_TERM, "DUEDATE": "30"}, definition)
            writer_for(self._company, definition).create(draft)
            names = [_DEFAULT_TERM]
        return names

    def _parties(self, kind: _Kind, count: int, told: Callable[[], None]) -> None:
        definition = self._company.catalogue[kind.object]
        writer = writer_for(self._company, definition)
        terms, types = self.terms(kind.term_object), [found.id for found in self._active(kind.type_object)]
        accounts = [label["GLACCOUNTNO"] for label in self._active(kind.label_object)]
        number = _last_number([party.id for party in self._records.where(kind.object)], kind.letter)
        for index in range(count):
            texts = self._party_texts()
            texts |= {f"{kind.object}ID": f"{kind.letter}{number + 1 + index}", "TERMNAME": self._random.choice(terms)}
            if types:
                texts[kind.type_object] = self._random.choice(types)
            if accounts:
                texts[kind.account_field] = str(self._random.choice(accounts))
            writer.create(draft_from_texts(texts, definition))
            told()

    def _party_texts(self) -> dict[str, str | None]:
        faker, dice = self._faker, self._random
        name = faker.company()
        while name in self._names:
            name = f"{faker.company()} {faker.company_suffix()}"
        self._names.add(name)
        first, last = faker.first_name(), faker.last_name()
        mailbox = _LETTERS.sub("-", name.lower()).strip("-")
        display = {
            "PRINTAS": name,
            "COMPANYNAME": name,
            "FIRSTNAME": first,
            "LASTNAME": last,
            "PHONE1": f"{dice.randint(201, 989)}-555-01{dice.randint(0, 99):02d}",
            "EMAIL1": f"{mailbox}@example.com",
            "MAILADDRESS.ADDRESS1": faker.street_address(),
            "MAILADDRESS.CITY": faker.city(),
            "MAILADDRESS.STATE": faker.state_abbr(include_territories=False),
            "MAILADDRESS.ZIP": faker.zipcode(),
            "MAILADDRESS.COUNTRY": "United States",
        }
        return {"NAME": name, **{f"DISPLAYCONTACT.{field}": text for field, text in display.items()}}

    def _active(self, name: str) -> list[Record]:
        return [record for record in self._records.where(name) if record.active]


def _faker(seed: int) -> "Faker":
    try:
        from faker import Faker
    except ImportError:
        raise FakerMissingError from None
    # Weighting common names would take most of the time.
    faker = Faker("en_US", use_weighting=False)
    faker.seed_instance(seed)
    return faker


def _last_number(ids: list[str], letter: str) -> int:
    numbers = [int(id_[len(letter) :]) for id_ in ids if id_.startswith(letter) and id_[len(letter) :].isdigit()]
    return max(numbers, default=1000)
