"""A company: its database, its records, its users, its setup. One thread at a time works on it."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from intacct_emulator.catalogue.customization import NO_CUSTOMIZATION, Customization
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.clock import Clock
from intacct_emulator.records.store import Records
from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_texts import KeptTexts

from .page_marks import PageMarks
from .profile import CompanyProfile, Standing
from .recently_used import RecentlyUsed
from .scratch import Scratch
from .users import Users

_PROFILE = "profile"
_CUSTOMIZATION = "customization"
_NEXT_RECURRENCE = "next recurrence"
# Records of custom objects are numbered from here on (documented samples: 10001 and later).
_FIRST_CUSTOM_RECORD = 10_001


class ComputedRows(Protocol):
    """Rows of an object that are made when they are asked for, by the values of one field."""

    @property
    def field(self) -> str:
        """The field that queries have to name."""

    def refresh(self, names: Iterable[str] | None, *, case_insensitive: bool = False) -> None:
        """Makes the rows with those values of the field readable, or all."""


class Company:
    """Everything that belongs to one company id. Hold `lock` while working on it. `open_company` makes it complete.

    `catalogue` is the shared one, or the company's own if it added to it. `computed` has the objects whose rows are
    made when they are asked for.
    """

    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock) -> None:
        self.database = database
        self.catalogue = catalogue
        self._shared_catalogue = catalogue
        self.clock = clock
        self.lock = threading.RLock()
        self.scratch = Scratch("a company in memory" if database.path is None else database.path.name)
        self.records = Records(database, catalogue, clock)
        self.users = Users(database)
        self.page_marks = PageMarks(database)
        self.plans: RecentlyUsed[Any] = RecentlyUsed()
        self.queries: RecentlyUsed[Any] = RecentlyUsed()
        self.computed: dict[str, ComputedRows] = {}
        self._texts = KeptTexts(database)
        self._profile: CompanyProfile | None = None
        self._standing = Standing.ACTIVE
        self._next_recurrence: date | None = None
        database.on_rollback(self._forget_profile)
        database.on_rollback(self._read_next_recurrence)
        database.before_commit(self._note_standing)
        database.execute(
            "CREATE TABLE IF NOT EXISTS completed_function (sender TEXT NOT NULL, controlid TEXT NOT NULL, "
            "PRIMARY KEY (sender, controlid)) STRICT, WITHOUT ROWID"
        )
        self._read_standing()
        self._read_next_recurrence()
        self._read_customization()

    @property
    def id(self) -> str:
        """The company id clients sign in to."""
        return self.profile.id

    @property
    def profile(self) -> CompanyProfile:
        """The company's setup. Raises LookupError if it is not set yet."""
        if self._profile is None:
            text = self._texts.get(_PROFILE)
            if text is None:
                raise LookupError("the company has no profile yet")
            self._profile = CompanyProfile.from_json(text)
            self._profile_changed()
        return self._profile

    @profile.setter
    def profile(self, profile: CompanyProfile) -> None:
        self._texts.put(_PROFILE, profile.to_json())
        self._profile = profile
        self._profile_changed()

    def rename(self, company_id: str) -> None:
        """Gives the company another id, after its database was replaced by that of another one."""
        if self.profile.id != company_id:
            self.profile = replace(self.profile, id=company_id)

    @property
    def standing(self) -> Standing:
        """Whether the company can be used. Unlike the profile, it can be read without holding the lock."""
        return self._standing

    def _profile_changed(self) -> None:
        # What an open unit says may be undone yet, and must not be seen from outside.
        if not self.database.in_unit:
            self._note_standing()

    def _note_standing(self) -> None:
        if self._profile is not None:
            self._standing = self._profile.standing

    def _read_standing(self) -> None:
        if self._texts.get(_PROFILE) is not None:
            self._standing = self.profile.standing

    @property
    def next_recurrence(self) -> date | None:
        """The day from which on something that recurs is due; None when nothing does."""
        return self._next_recurrence

    @next_recurrence.setter
    def next_recurrence(self, day: date | None) -> None:
        if day is None:
            self._texts.drop(_NEXT_RECURRENCE)
        else:
            self._texts.put(_NEXT_RECURRENCE, day.isoformat())
        self._next_recurrence = day

    def _read_next_recurrence(self) -> None:
        text = self._texts.get(_NEXT_RECURRENCE)
        self._next_recurrence = date.fromisoformat(text) if text is not None else None

    @property
    def customization(self) -> Customization:
        """What the company added to the catalogue. Set when the company is made, before it has records.

        Setting it raises CustomizationFault for definitions that do not fit the catalogue.
        """
        return self.catalogue.customization

    @customization.setter
    def customization(self, customization: Customization) -> None:
        if customization:
            from intacct_emulator.catalogue.company import CompanyCatalogue

            CompanyCatalogue.checked(self._shared_catalogue, customization)
        self._use(customization)
        if self._texts.get(_CUSTOMIZATION) is None:
            from intacct_emulator.catalogue.custom_definitions import RECORD_SEQUENCE

            self.records.sequences.take(RECORD_SEQUENCE, _FIRST_CUSTOM_RECORD - 1)
        self._texts.put(_CUSTOMIZATION, customization.to_json())

    def _read_customization(self) -> None:
        text = self._texts.get(_CUSTOMIZATION)
        self._use(Customization.from_json(text) if text is not None else NO_CUSTOMIZATION)

    def _use(self, customization: Customization) -> None:
        if customization == self.catalogue.customization:
            return
        catalogue = self._shared_catalogue
        if customization:
            from intacct_emulator.catalogue.company import CompanyCatalogue

            catalogue = CompanyCatalogue(self._shared_catalogue, customization)
        self.catalogue = catalogue
        self.records.catalogue = self.catalogue
        self.records.forget()
        self.plans.clear()

    @property
    def made(self) -> bool:
        """Whether the company has been set up (a kept file that was completed)."""
        return self._texts.get(_PROFILE) is not None and self._texts.get("complete") == "yes"

    def mark_made(self) -> None:
        """Marks the setup of the company as complete."""
        self._texts.put("complete", "yes")

    def forget(self) -> None:
        """Drops cached values, after the whole database was replaced."""
        self.records.forget()
        self.users.forget()
        self.page_marks.clear()
        self._forget_profile()
        self._read_next_recurrence()
        self._read_standing()
        self._read_customization()

    def _forget_profile(self) -> None:
        self._profile = None

    def has_completed(self, senderid: str, controlid: str) -> bool:
        """Whether this sender's function with this control id has already run."""
        sql = "SELECT 1 FROM completed_function WHERE sender = ? AND controlid = ?"
        return self.database.scalar(sql, (senderid, controlid)) is not None

    def note_completed(self, senderid: str, controlid: str) -> None:
        """Records that a function has run."""
        self.database.execute("INSERT OR IGNORE INTO completed_function VALUES (?, ?)", (senderid, controlid))

    def close(self) -> None:
        """Closes the database and removes temporary files."""
        self.database.close()
        self.scratch.remove()
