"""Finds the facts of a company by reading it, so that nobody has to look them up.

Each is looked for by itself: what a company does not have, or does not let the user read, stays unknown. Of a user
without rights nothing can be read; that one has to be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from intacct_client import Client, IntacctError, filters
from intacct_client.filters import Filter

_DIMENSIONS = ("DEPT", "LOC", "PROJECT", "CUSTOMER", "VENDOR", "EMPLOYEE", "ITEM", "CLASS")
_MOST = 500


def discovered(client: Client, today: date | None = None) -> dict[str, str]:
    """The facts that the company of a signed-in client shows."""
    reader = _Reader(client)
    found: dict[str, str] = {}
    for look in (_customers, _places, _accounts, _others):
        found |= look(reader)
    found["open_date"] = f"{(today or date.today()).replace(day=1) - timedelta(days=1):%m/%d/%Y}"  # noqa: DTZ011
    return {name: value for name, value in found.items() if value}


class _Reader:
    def __init__(self, client: Client) -> None:
        self._client = client

    def rows(self, name: str, fields: tuple[str, ...], *wanted: Filter) -> list[Mapping[str, str]]:
        """Active records of an object; none where they cannot be read."""
        active = filters.equal_to("STATUS", "active")
        chosen = filters.all_of([active, *wanted]) if wanted else active
        try:
            rows = self._client.query(name, list(fields), chosen, page_size=_MOST)
            found: list[Mapping[str, str]] = []
            for row in rows:
                found.append({field: str(row.get(field) or "") for field in fields})
                if len(found) >= _MOST:
                    break
        except IntacctError:
            return []
        return found

    def first(self, name: str, field: str) -> str:
        """A field of the first record; empty if there is none."""
        return next((row[field] for row in self.rows(name, (field,)) if row[field]), "")


def _customers(reader: _Reader) -> dict[str, str]:
    customers = reader.rows("CUSTOMER", ("CUSTOMERID", "TERMNAME"))
    ids = [row["CUSTOMERID"] for row in customers]
    projects = [row for row in reader.rows("PROJECT", ("PROJECTID", "CUSTOMERID")) if row["CUSTOMERID"] in ids]
    chosen = projects[0]["CUSTOMERID"] if projects else ids[0] if ids else ""
    return {
        "customer_id": chosen,
        "project_id": projects[0]["PROJECTID"] if projects else "",
        "other_customer_id": next((one for one in ids if one != chosen), ""),
        "customer_without_term_id": next((row["CUSTOMERID"] for row in customers if not row["TERMNAME"]), ""),
    }


def _places(reader: _Reader) -> dict[str, str]:
    entities = [row["LOCATIONID"] for row in reader.rows("LOCATIONENTITY", ("LOCATIONID",))]
    inside: dict[str, str] = {}
    for row in reader.rows("LOCATION", ("LOCATIONID", "PARENTID")):
        if row["PARENTID"] in entities:
            inside.setdefault(row["PARENTID"], row["LOCATIONID"])
    entity = next(iter(inside), "")
    return {
        "entity_id": entity,
        "location_id": inside.get(entity, ""),
        "other_entity_location_id": next((one for name, one in inside.items() if name != entity), ""),
    }


def _accounts(reader: _Reader) -> dict[str, str]:
    required = tuple(f"REQUIRE{name}" for name in _DIMENSIONS)
    rows = reader.rows(
        "GLACCOUNT", ("ACCOUNTNO", "NORMALBALANCE", *required), filters.equal_to("ACCOUNTTYPE", "incomestatement")
    )

    def first(side: str, *needs: str) -> str:
        """An account of that side that requires just these dimensions."""
        return next(
            (
                row["ACCOUNTNO"]
                for row in rows
                if row["NORMALBALANCE"].lower() == side
                and {name for name in required if row[name].lower() == "true"} == set(needs)
            ),
            "",
        )

    return {
        "revenue_account": first("credit"),
        "department_account": first("credit", "REQUIREDEPT"),
        "expense_account": first("debit"),
    }


def _others(reader: _Reader) -> dict[str, str]:
    terms = reader.rows("ARTERM", ("NAME", "DUEDATE", "DUEFROM"))
    thirty = [row["NAME"] for row in terms if row["DUEDATE"] == "30" and row["DUEFROM"].startswith("from invoice")]
    return {
        "vendor_id": reader.first("VENDOR", "VENDORID"),
        "department_id": reader.first("DEPARTMENT", "DEPARTMENTID"),
        "term_name": thirty[0] if thirty else "",
        "journal": reader.first("JOURNAL", "SYMBOL"),
    }
