"""Personal data: found by what an element is called and by how a text looks, and replaced by invented data.

The same value becomes the same invention in every document. What the fixture company has itself is nobody's secret and
stays. Names that stand only in running text cannot be told from other words: such texts are replaced as a whole.
"""

import random
import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from intacct_emulator.failure import CannotRunError

if TYPE_CHECKING:
    from faker import Faker

_SHORTEST = 3
_PERSONS = frozenset({"contact", "employee", "userinfo", "user", "create_contact", "update_contact", "create_employee"})
_ORGANISATIONS = frozenset(
    {"customer", "vendor", "companyinfo", "create_customer", "update_customer", "create_vendor", "update_vendor"}
)
_KINDS: tuple[tuple[str, str], ...] = (
    (r".*email.*", "email"),
    (r".*(phone|fax|mobile|pager|cell).*", "digits"),
    (r"first_?name", "first"),
    (r"(last|sur|family)_?name", "last"),
    (r"(mi|middle_?name)", "first"),
    (r"(printas|contact_?name|full_?name|employee_?name|user_?name|payee|payto|nameoncard|name1099)", "person"),
    (r"(company_?name|legal_?name|customer_?name|cust_?name|vendor_?name|vend_?name)", "organisation"),
    (r"(address_?[123]?|address_?line.*|street.*)", "street"),
    (r"(city|town)", "city"),
    (r"(zip|zipcode|postal_?code|postcode)", "digits"),
    (r".*(tax_?id|ssn|socialsecurity|iban|routing|swift|passport|card_?num).*", "digits"),
    (r"(.*bank_?account_?n.*|ach_?account_?n.*|account_?number|vendor_?account_?no|federal_?id)", "digits"),
    (r".*(birth_?date|date_?of_?birth).*", "birthday"),
    (r"(url|website|web_?page)_?\d*", "address"),
    (r"(.*description\d?|memo|comments?|notes?|.*message|reference_?text)", "text"),
)
_PATTERN_OF = tuple((re.compile(pattern).fullmatch, kind) for pattern, kind in _KINDS)
_IN_PLACE = frozenset({"city", "digits", "text", "birthday", "street", "address"})
"""Replaced where they stand; other values are too likely to be part of something else."""
_LOOKS = (
    re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
    re.compile(r"(?<!\w)\+\d{1,3}[ -]\d[\d -]{6,}\d(?!\w)"),
    re.compile(r"(?<!\w)(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\w-])"),
    re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"),
    re.compile(r"(?<![\w.-])(?:\d{4}[ -]?){3}\d{4}(?![\w.-])"),
)
_CONDITION = re.compile(r"([\w.]+)\s*(?:=|!=|<>|like)\s*'((?:[^'\\]|\\.)*)'", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&apos;|&#0*39;", '"': "&quot;|&#0*34;"}


class PersonalData:
    """What was found, and what it becomes. `shared` are values that are nobody's secret."""

    def __init__(self, shared: Iterable[str]) -> None:
        self._shared = frozenset(value.strip() for value in shared)
        self._everywhere: dict[str, str] = {}
        self._in_place: dict[tuple[str, str], str] = {}
        self._inventor = _Inventor()

    def learn(self, document: str) -> None:
        """Finds what is personal in a document."""
        for element in _leaves(document):
            value = (element.text or "").strip()
            kind = _kind_of(element)
            if value and kind:
                self._note(str(element.tag), value, kind)
            for field, quoted in _CONDITION.findall(value):
                self._note_condition(field, quoted)
        for looks in _LOOKS:
            for found in looks.findall(document):
                if found not in self._shared:
                    self._put(found, "email" if "@" in found else "digits")

    def rename(self, value: str, new: str) -> None:
        """Gives a name that is known to be somebody's another one, everywhere."""
        if len(value) > _SHORTEST and value != new and value not in self._shared:
            self._everywhere[value] = new

    def replaced(self, document: str) -> str:
        """The document with everything replaced that was learnt from any. Comments go: nobody can tell what is in
        them."""
        document = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), document)
        for (tag, value), new in self._in_place.items():
            pattern = rf"(<{re.escape(tag)}\b[^>]*>\s*(?:<!\[CDATA\[)?\s*){_written(value)}(?=\s*(?:\]\]>)?\s*</)"
            document = re.sub(pattern, partial(_put_behind, _escaped(new)), document)
        if not self._everywhere:
            return document
        values = sorted(self._everywhere, key=len, reverse=True)
        any_value = re.compile("|".join(rf"(?P<v{number}>{_whole(value)})" for number, value in enumerate(values)))
        return any_value.sub(lambda found: _escaped(self._everywhere[values[int(str(found.lastgroup)[1:])]]), document)

    @property
    def count(self) -> int:
        """How many values are replaced."""
        return len(self._everywhere) + len(self._in_place)

    def _note(self, tag: str, value: str, kind: str) -> None:
        if value in self._shared:
            return
        if kind in _IN_PLACE:
            if (tag, value) not in self._in_place:
                self._in_place[tag, value] = self._inventor.instead_of(value, kind)
            # A phone or bank number is told apart from other words by its length.
            if kind == "digits" and len(re.sub(r"\D", "", value)) >= 7:
                self._everywhere.setdefault(value, self._in_place[tag, value])
        elif len(value) >= _SHORTEST:
            self._put(value, kind)
        else:
            self._in_place.setdefault((tag, value), self._inventor.instead_of(value, kind))

    def _note_condition(self, field: str, value: str) -> None:
        kind = _kind_named(field.rpartition(".")[2].lower())
        text = value.strip("%")
        if kind and kind not in ("text", "city") and len(text) >= _SHORTEST and text not in self._shared:
            self._put(text, kind)

    def _put(self, value: str, kind: str) -> None:
        if value not in self._everywhere:
            self._everywhere[value] = self._inventor.instead_of(value, kind)


class _Inventor:
    """Invents in place of a value: in the same order, the same inventions."""

    def __init__(self) -> None:
        self._chance = random.Random(1)  # noqa: S311 - inventions, no secrets
        self._numbers = count(1)
        self._faker: Faker | None = None

    def instead_of(self, value: str, kind: str) -> str:
        """An invented value that is as long as it has to be, and as wrong as it was."""
        if kind == "digits":
            return self._alike(value)
        if kind == "birthday":
            return "01/01/1990"
        if kind == "address":
            return "https://www.example.com/"
        if kind == "email":
            known = re.fullmatch(r"[\w.+'-]+@[\w.-]+\.\w+", value)
            return f"{self._words.user_name()}{next(self._numbers)}@example.com" if known else self._alike(value)
        if kind == "text":
            return self._of_length(len(value))
        words: dict[str, Callable[[], str]] = {
            "first": self._words.first_name,
            "last": self._words.last_name,
            "person": lambda: f"{self._words.first_name()} {self._words.last_name()}",
            "organisation": self._words.company,
            "street": self._words.street_address,
            "city": self._words.city,
        }
        return words[kind]() if len(value) > 1 else "X"

    @property
    def _words(self) -> "Faker":
        if self._faker is None:
            try:
                from faker import Faker
            except ImportError:
                raise CannotRunError(
                    "the request holds personal data, and nothing is installed to invent other data: "
                    "pip install 'intacct-emulator[generate]'"
                ) from None
            self._faker = Faker("en_US")
            self._faker.seed_instance(1)
        return self._faker

    def _alike(self, value: str) -> str:
        """Other digits and letters in the same places."""

        def other(letter: str) -> str:
            if letter.isdigit():
                return str(self._chance.randint(0, 9))
            if letter.isalpha():
                new = self._chance.choice("abcdefghijklmnopqrstuvwxyz")
                return new.upper() if letter.isupper() else new
            return letter

        for _ in range(20):
            new = "".join(other(letter) for letter in value)
            if new != value:
                return new
        return "0" * len(value)

    def _of_length(self, length: int) -> str:
        text = self._words.sentence(nb_words=max(3, length // 5))
        while len(text) < length:
            text += " " + self._words.sentence()
        return text[:length].strip().ljust(length, "x")


def _leaves(document: str) -> list[etree._Element]:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", document).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [] if root is None else [one for one in root.iter() if isinstance(one.tag, str) and len(one) == 0]


def _kind_of(element: etree._Element) -> str | None:
    tag = str(element.tag).lower()
    parents = [str(one.tag).lower() for one in element.iterancestors()]
    if "error" in parents or "control" in parents or "authentication" in parents:
        return None
    if tag == "name" and parents:
        return "person" if parents[0] in _PERSONS else "organisation" if parents[0] in _ORGANISATIONS else None
    if tag == "value":
        field = element.getparent().findtext("field") if element.getparent() is not None else None  # type: ignore[union-attr]
        return _kind_named((field or "").rpartition(".")[2].lower())
    return _kind_named(tag)


def _kind_named(name: str) -> str | None:
    return next((kind for matches, kind in _PATTERN_OF if matches(name)), None)


def _put_behind(new: str, found: re.Match[str]) -> str:
    return found[1] + new


def _written(value: str) -> str:
    """A pattern of a value as a document may write it."""
    return "".join(_letter(letter) for letter in re.sub(r"\s+", " ", value))


def _letter(letter: str) -> str:
    if letter.isspace():
        return r"\s+"
    entity = _ENTITIES.get(letter)
    return f"(?:{entity}|{re.escape(letter)})" if entity else re.escape(letter)


def _whole(value: str) -> str:
    return rf"(?<![A-Za-z0-9]){_written(value)}(?![A-Za-z0-9])"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
